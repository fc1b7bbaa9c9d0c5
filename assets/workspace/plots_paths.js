// Draws both descents over the four plots, and the models they stand at over the fit.
//
// An overlay, not traces: a step of the playback then costs a few lines of SVG, where plotly would
// draw each plot again. Pictures get real traces when they are saved (camera_button.js).

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const CURVE = 120;

  const isDark = () => document.documentElement.dataset.mantineColorScheme === "dark";

  // Plane coordinates -> pixels within a field.
  function flat(plot) {
    const { xaxis, yaxis } = plot._fullLayout ?? {};
    if (!xaxis?.d2p) return null;
    return (a, b) => [xaxis._offset + xaxis.d2p(a), yaxis._offset + yaxis.d2p(b)];
  }

  function times(matrix, v) {
    return [0, 1, 2, 3].map((i) => v.reduce((sum, x, j) => sum + x * matrix[4 * j + i], 0));
  }

  // Points in a scene -> pixels, through the camera that drew it last. This door is private to
  // plotly; where it is shut there is no overlay on surfaces.
  function deep(plot) {
    const scene = plot._fullLayout?.scene?._scene;
    const camera = scene?.glplot?.cameraParams;
    const box = scene?.container?.getBoundingClientRect();
    if (!camera?.model || !scene.dataScale || !box?.width) return null;
    const own = plot.getBoundingClientRect();
    return (a, b, z) => {
      const scaled = [a, b, z].map((x, i) => x * scene.dataScale[i]);
      const [x, y, , w] = times(camera.projection, times(camera.view, times(camera.model, [...scaled, 1])));
      return [
        box.left - own.left + (0.5 + (0.5 * x) / w) * box.width,
        box.top - own.top + (0.5 - (0.5 * y) / w) * box.height,
      ];
    };
  }

  function layerOf(plot) {
    let layer = plot.querySelector(":scope > svg.paths");
    if (!layer) {
      layer = document.createElementNS(SVG, "svg");
      layer.setAttribute("class", "paths");
      layer.setAttribute("aria-hidden", "true");
      plot.append(layer);
    }
    return layer;
  }

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  const line = (points, cls, colour) =>
    element("polyline", {
      points: points.map((p) => `${p[0].toFixed(1)},${p[1].toFixed(1)}`).join(" "),
      class: cls,
      ...(colour ? { stroke: colour } : {}),
    });

  const dot = ([x, y], r, cls, colour) =>
    element("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r, class: cls, ...(colour ? { fill: colour } : {}) });

  // A long path keeps at most this many corners: more are closer than a pixel.
  function thinned(count) {
    const stride = Math.max(1, Math.ceil(count / 600));
    const kept = [];
    for (let i = 0; i < count; i += stride) kept.push(i);
    if (kept[kept.length - 1] !== count - 1) kept.push(count - 1);
    return kept;
  }

  function draw(plot, side, clip) {
    const layer = layerOf(plot);
    const paths = window.paths.current;
    if (!paths) return layer.replaceChildren();
    const path = paths.sides[side];
    const colour = path.colours[isDark() ? "dark" : "light"];
    const solid = plot.closest(".plot-surface") !== null;
    const project = solid ? deep(plot) : flat(plot);
    if (!project) return layer.replaceChildren();
    const height = (i) => (paths.log ? Math.log10(path.loss[i]) : path.loss[i]);
    const inside = (i) => {
      const layout = plot._fullLayout;
      const [x, y, z] = solid ? [layout.scene.xaxis, layout.scene.yaxis, layout.scene.zaxis] : [];
      const within = (axis, v) => v >= Math.min(...axis.range) && v <= Math.max(...axis.range);
      return !solid || (within(x, path.a[i]) && within(y, path.b[i]) && Number.isFinite(height(i)) && within(z, height(i)));
    };
    const point = (i) => project(path.a[i], path.b[i], solid ? height(i) : 0);
    const step = window.paths.at(path, window.paths.step);
    const drawn = [];
    // Runs of steps within the window: what leaves it is not drawn over the neighbours.
    let run = [];
    const runs = [run];
    for (const i of thinned(step + 1)) {
      if (inside(i)) run.push(point(i));
      else if (run.length) runs.push((run = []));
    }
    for (const points of runs.filter((r) => r.length > 1)) drawn.push(line(points, "halo"));
    for (const points of runs.filter((r) => r.length > 1)) drawn.push(line(points, "path", colour));
    for (const i of window.paths.marks(step)) if (inside(i)) drawn.push(dot(point(i), 2.2, "mark", colour));
    if (inside(0)) drawn.push(dot(point(0), 6, "start"));
    if (inside(step)) drawn.push(dot(point(step), 6, "present", colour));
    layer.replaceChildren(...drawn);
    const area = clip?.(plot);
    layer.style.clipPath = area ?? "";
  }

  // A field's overlay ends where its axes end.
  function plotted(plot) {
    const { xaxis, yaxis } = plot._fullLayout;
    const right = plot.clientWidth - xaxis._offset - xaxis._length;
    const bottom = plot.clientHeight - yaxis._offset - yaxis._length;
    return `inset(${yaxis._offset}px ${right}px ${bottom}px ${xaxis._offset}px)`;
  }

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

  function drawFit(plot) {
    const layer = layerOf(plot);
    const paths = window.paths.current;
    const project = flat(plot);
    if (!paths || !project) return layer.replaceChildren();
    const { xaxis, yaxis } = plot._fullLayout;
    const drawn = [];
    for (const side of Object.values(paths.sides)) {
      const values = theta(paths, side, window.paths.step);
      for (const one of model(paths, values, { x: xaxis.range, y: yaxis.range })) {
        const points = one.map(([x, y]) => project(x, y));
        drawn.push(line(points, "path", side.colours[isDark() ? "dark" : "light"]));
      }
    }
    layer.replaceChildren(...drawn);
    layer.style.clipPath = plotted(plot);
  }

  function drawProgress(plot) {
    const layer = layerOf(plot);
    const paths = window.paths.current;
    const project = flat(plot);
    const traces = plot._fullData ?? [];
    if (!paths || !project) return layer.replaceChildren();
    const { yaxis } = plot._fullLayout;
    const drawn = Object.values(paths.sides).flatMap((side, i) => {
      const step = window.paths.at(side, window.paths.step);
      const share = traces[i]?.y?.[step];
      const linear = yaxis.type === "log" ? Math.log10(share) : share;
      if (!Number.isFinite(linear)) return [];
      const [x] = project(step, 1);
      return [dot([x, yaxis._offset + yaxis.l2p(linear)], 4.5, "present", side.colours[isDark() ? "dark" : "light"])];
    });
    layer.replaceChildren(...drawn);
  }

  function drawAll() {
    for (const side of ["left", "right"]) {
      const surface = window.plots.plotOf(`surface-${side}`);
      const field = window.plots.plotOf(`field-${side}`);
      if (surface) draw(surface, side);
      if (field?._fullLayout?.xaxis) draw(field, side, plotted);
    }
    const fit = window.plots.plotOf("fit");
    if (fit?._fullLayout?.xaxis) drawFit(fit);
    const progress = window.plots.plotOf("progress");
    if (progress?._fullLayout?.xaxis) drawProgress(progress);
  }

  if (typeof document !== "undefined") {
    let due = false;
    const soon = () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        drawAll();
      });
    };
    for (const side of ["left", "right"]) {
      window.plots.onPlot(`field-${side}`, (plot) => {
        for (const event of ["plotly_afterplot", "plotly_relayouting"]) plot.on(event, soon);
      });
      window.plots.onPlot(`surface-${side}`, (plot) => {
        // Each frame of a scene, whoever moved its camera.
        window.plots.onFrame(plot, () => draw(plot, side));
        plot.on("plotly_afterplot", soon);
      });
    }
    for (const id of ["fit", "progress"]) window.plots.onPlot(id, (plot) => plot.on("plotly_afterplot", soon));
    window.pathsOverlay = { drawAll: soon };
  }
  window.pathParts = { deep, model, theta, thinned };
})();
