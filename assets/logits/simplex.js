// One point among the logits and on the triangle of probabilities: where it stands, and its moves.
//
// Both pictures have the coordinates (a, b) of the plane where the logits sum to 0. Of a loss
// nothing is known here: the server says where its step leads.

(() => {
  const LEAST = 5e-4; // no probability is dragged below this: at 0 a logit has no end
  const STEPS = 60; // arrow keys cross the window in this many steps

  const dot = (left, right) => left.reduce((sum, x, i) => sum + x * right[i], 0);
  const centred = (z) => z.map((x) => x - (z[0] + z[1] + z[2]) / 3);

  function softmax(z) {
    const top = Math.max(...z);
    const weights = z.map((x) => Math.exp(x - top));
    const total = weights.reduce((sum, x) => sum + x, 0);
    return weights.map((x) => x / total);
  }

  // Three numbers, logits or probabilities, to the coordinates of both pictures.
  const embed = (geometry, x) => ({ a: dot(geometry.u, x), b: dot(geometry.v, x) });

  const logitsAt = (geometry, { a, b }) => geometry.u.map((u, k) => a * u + b * geometry.v[k]);

  // The probabilities at a place on the triangle; beyond its sides some are below 0.
  const probabilitiesAt = (geometry, place) => logitsAt(geometry, place).map((x) => 1 / 3 + x);

  const inTriangle = (p) => p.every((x) => x >= 0);

  // The nearest probabilities none of which is below the least.
  function nearest(p, least = LEAST) {
    const total = 1 - p.length * least;
    const above = p.map((x) => x - least);
    let sum = 0;
    let excess = 0;
    [...above].sort((x, y) => y - x).forEach((x, i) => {
      sum += x;
      const share = (sum - total) / (i + 1);
      if (x > share) excess = share; // as many of the largest as stay above 0 give up the same
    });
    return above.map((x) => Math.max(x - excess, 0) + least);
  }

  // Logits, of mean 0, whose softmax these probabilities are.
  const logitsOf = (p) => centred(p.map(Math.log));

  function within(geometry, { a, b }) {
    const [left, right, low, high] = geometry.window;
    return { a: Math.min(Math.max(a, left), right), b: Math.min(Math.max(b, low), high) };
  }

  // Where an arrow key moves a point; null for any other key.
  function stepped(geometry, z, key, large) {
    const shift = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[key];
    if (!shift) return null;
    const [left, right, low, high] = geometry.window;
    const size = (large ? 5 : 1) / STEPS;
    const { a, b } = embed(geometry, z);
    const place = { a: a + shift[0] * size * (right - left), b: b + shift[1] * size * (high - low) };
    return logitsAt(geometry, within(geometry, place));
  }

  // The link to what is shown: settings as the server writes them, and what differs from the start.
  function query(settings, point, shift, home) {
    const short = (x) => String(Number(x.toPrecision(6)));
    const at = point.map(short).join(",");
    const parts = [settings, at !== home.map(short).join(",") && `point=${at}`, shift && `shift=${short(shift)}`];
    return parts.filter(Boolean).join("&");
  }

  window.simplexParts = {
    softmax, embed, logitsAt, probabilitiesAt, inTriangle, nearest, logitsOf, within, stepped, query,
  };
})();
