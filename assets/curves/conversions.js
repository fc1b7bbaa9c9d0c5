// The handle's number in both its units, p and the logit z: read, rounded, stepped, and found on a line.

(() => {
  // How far a drag and the keys reach, what they round to, and the keys' step.
  const SCALES = {
    p: { low: 0.001, high: 0.999, digits: 3, step: 0.01 },
    z: { low: -8, high: 8, digits: 2, step: 0.1 },
  };

  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
  const logit = (p) => Math.log(p) - Math.log1p(-p);

  // A record with one of p and z -> both; what was given stays as it is, to the last digit.
  function both(given) {
    if (Number.isFinite(given?.z)) return { p: sigmoid(given.z), z: given.z };
    if (Number.isFinite(given?.p)) return { p: given.p, z: logit(given.p) };
    return null;
  }

  // Height of a drawn line at x; null beyond its ends.
  function between(xs, ys, x) {
    let low = 0;
    let high = xs.length - 1;
    if (!(x >= xs[low] && x <= xs[high])) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle] <= x) low = middle;
      else high = middle;
    }
    const share = xs[high] === xs[low] ? 0 : (x - xs[low]) / (xs[high] - xs[low]);
    return ys[low] + share * (ys[high] - ys[low]);
  }

  // What was typed: a number, nothing yet, or what is wrong with it.
  function read(text, name, [low, high]) {
    const typed = String(text ?? "").trim();
    if (["", "-", "+", "."].includes(typed)) return {};
    const value = Number(typed);
    const within = name === "p" ? value > 0 && value < 1 : true;
    if (Number.isFinite(value) && within && value >= low && value <= high) return { value };
    const may = name === "p" ? "above 0 and below 1" : `from ${low} to ${high}`;
    return { error: `${name} must be a number ${may}` };
  }

  function rounded(value, unit) {
    const { low, high, digits } = SCALES[unit];
    return Number(Math.min(Math.max(value, low), high).toFixed(digits));
  }

  // Where a key takes the handle; null where it means nothing.
  function stepped(value, unit, key, large) {
    const { low, high, step } = SCALES[unit];
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key];
    if (key === "Home") return low;
    if (key === "End") return high;
    return steps ? rounded(value + steps * step * (large ? 5 : 1), unit) : null;
  }

  const readable = (value) => String(Number(value.toPrecision(6)));
  const short = (value) => String(Number(value.toPrecision(4)));

  window.conversions = { SCALES, between, both, read, readable, rounded, short, stepped };
})();
