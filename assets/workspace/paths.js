// The two descents as the browser has them: decoded once, looked up by step.

(() => {
  function numbers(base64) {
    const text = atob(base64);
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    return new Float64Array(bytes.buffer);
  }

  function decode(packed) {
    const sides = {};
    for (const [side, given] of Object.entries(packed.sides)) {
      sides[side] = {
        ...given,
        a: numbers(given.a),
        b: numbers(given.b),
        loss: numbers(given.loss),
        slope: numbers(given.slope),
      };
    }
    return { ...packed, sides };
  }

  // The last step there is, of either descent; one that ended earlier stays at its end.
  const last = (paths) => Math.max(...Object.values(paths.sides).map((side) => side.a.length - 1));
  const at = (side, step) => Math.min(step, side.a.length - 1);

  // Steps that get a mark: 1, 2, 4, 8 …
  function marks(upTo) {
    const steps = [];
    for (let step = 1; step <= upTo; step *= 2) steps.push(step);
    return steps;
  }

  // How much of the way from the start's loss to the lowest known one is done, as text.
  function wayDown(side, step, outside) {
    const where = outside ? "The start lies outside this window. " : "";
    const loss = side.loss[at(side, step)];
    // What is thrown about is nowhere on its way, whatever its last step happens to be.
    const end = side.a.length - 1;
    if (side.diverged && step >= end) {
      return `${where}After ${end} steps: diverged, at loss ${Number(loss.toPrecision(4))}.`;
    }
    // Without a minimum that is known there is no way to have a share of.
    if (side.best === null) return `${where}After ${at(side, step)} steps: down to ${Number(loss.toPrecision(4))}.`;
    const fall = side.loss[0] - side.best;
    if (!(fall > 0)) return `${where}The start is already the lowest point found.`;
    const share = (100 * (side.loss[0] - side.loss[at(side, step)])) / fall;
    const text =
      share < 0 ? "above the start" : share > 0 && share < 1 ? "under 1 % of the way down" :
      share > 99 && share < 100 ? "over 99 % of the way down" : `${Math.round(share)} % of the way down`;
    return `${where}After ${at(side, step)} steps: ${text}.`;
  }

  window.paths = { current: null, step: 0, decode, last, at, marks, wayDown };
})();
