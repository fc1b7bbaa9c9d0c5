// Draws the models that both descents stand at over the rows: their curves, or their borders.

(() => {
  const CURVE = 120; // points of a curve

  // The parameters that a descent has reached: a point of the plane.
  function theta(paths, side, step) {
    const i = window.paths.at(side, step);
    const { origin, u, v } = paths.model;
    return origin.map((x, k) => x + side.a[i] * u[k] + side.b[i] * v[k]);
  }

  // Part of the line from `from` to `to` on which every one of some affine functions, given by their
  // values at both ends, is at least 0; null where there is none.
  function clipped(from, to, functions) {
    let [low, high] = [0, 1];
    for (const [start, end] of functions) {
      const cross = start / (start - end);
      if (start < 0 && end < 0) return null;
      if (start < 0) low = Math.max(low, cross);
      else if (end < 0) high = Math.min(high, cross);
    }
    if (low >= high) return null;
    const at = (share) => from.map((x, i) => x + share * (to[i] - x));
    return [at(low), at(high)];
  }

  // The line on which an affine function w1 x + w2 y + b is 0, from end to end of the plot.
  function zero([w1, w2, b], ends) {
    if (w1 === 0 && w2 === 0) return null;
    return Math.abs(w2) > Math.abs(w1)
      ? ends.x.map((x) => [x, -(w1 * x + b) / w2])
      : ends.y.map((y) => [-(w2 * y + b) / w1, y]);
  }

  // Where two classes are likeliest and equally so: for three classes three half lines that meet.
  function borders(rows, ends) {
    const found = [];
    for (let j = 0; j < rows.length; j += 1) {
      for (let k = j + 1; k < rows.length; k += 1) {
        const line = zero(rows[j].map((x, i) => x - rows[k][i]), ends);
        if (!line) continue;
        const lead = (row) => line.map(([x, y]) => [0, 1, 2].reduce((sum, i) => sum + (rows[j][i] - row[i]) * [x, y, 1][i], 0));
        const others = rows.filter((_, l) => l !== j && l !== k);
        const part = clipped(line[0], line[1], others.map(lead));
        if (part) found.push(part);
      }
    }
    return found;
  }

  // What the model gives, as lines: probabilities along one feature, or borders across two.
  function model(paths, values, ends) {
    const { features, classes, bias } = paths.model;
    if (features > 2) return [];
    const width = features + (bias ? 1 : 0);
    const rows = Array.from({ length: classes }, (_, k) => {
      const own = values.slice(k * width, (k + 1) * width);
      return bias ? own : [...own, 0];
    });
    if (features === 2) {
      if (classes > 1) return borders(rows, ends);
      const line = zero(rows[0], ends);
      return line ? [line] : [];
    }
    const all = classes > 1 ? rows : [rows[0], [0, 0]]; // a sigmoid is a softmax beside a logit of 0
    const xs = Array.from({ length: CURVE }, (_, i) => ends.x[0] + ((ends.x[1] - ends.x[0]) * i) / (CURVE - 1));
    const own = all.map((row) => xs.map((x) => [x, 1 / all.reduce((sum, [w, b]) => sum + Math.exp((w - row[0]) * x + b - row[1]), 0)]));
    return classes > 1 ? own : own.slice(0, 1);
  }

  function lines(plot, paths) {
    const { overlay } = window;
    const project = overlay.flat(plot);
    const { xaxis, yaxis } = plot._fullLayout;
    const drawn = [];
    for (const side of Object.values(paths.sides)) {
      const values = theta(paths, side, window.paths.step);
      for (const one of model(paths, values, { x: xaxis.range, y: yaxis.range })) {
        const points = one.map(([x, y]) => project(x, y));
        drawn.push(overlay.line(points, "path", overlay.colourOf(side.colours)));
      }
    }
    return drawn;
  }

  window.descents?.follow("fit", lines);
  window.fitParts = { model, theta };
})();
