// Draws both descents over the four plots, and the models they stand at over the fit.
//
// An overlay, not traces: a step of the playback then costs a few lines of SVG, where plotly would
// draw each plot again. Pictures get real traces when they are saved (plots_export.js).

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

  // The parameters that a descent has reached: the plane's two, and the others where they are held.
  function theta(paths, side, step) {
    const i = window.paths.at(side, step);
    const found = [...paths.model.held];
    paths.names.forEach((name, axis) => {
      found[paths.model.parameters.indexOf(name)] = axis === 0 ? side.a[i] : side.b[i];
    });
    return found;
  }

  // What the model gives: its probability along one feature, or its line p = 1/2 across two.
  function model(paths, values, ends) {
    const bias = paths.model.parameters.includes("b") ? values[values.length - 1] : 0;
    if (paths.model.features === 1) {
      return Array.from({ length: CURVE }, (_, i) => {
        const x = ends.x[0] + ((ends.x[1] - ends.x[0]) * i) / (CURVE - 1);
        return [x, 1 / (1 + Math.exp(-(values[0] * x + bias)))];
      });
    }
    if (paths.model.features !== 2) return [];
    const [w1, w2] = values;
    if (w1 === 0 && w2 === 0) return [];
    return Math.abs(w2) > Math.abs(w1)
      ? ends.x.map((x) => [x, -(w1 * x + bias) / w2])
      : ends.y.map((y) => [-(w2 * y + bias) / w1, y]);
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
      const points = model(paths, values, { x: xaxis.range, y: yaxis.range }).map(([x, y]) => project(x, y));
      if (points.length) drawn.push(line(points, "path", side.colours[isDark() ? "dark" : "light"]));
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
  window.pathParts = { model, theta, thinned };
})();
