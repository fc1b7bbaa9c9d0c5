// Draws both descents over the four plots, up to the present step.
//
// Pictures get real traces when they are saved (camera_button.js).

(() => {
  const { overlay } = window;
  const SIDES = ["left", "right"];

  // A long path keeps at most this many corners: more are closer than a pixel.
  function thinned(count) {
    const stride = Math.max(1, Math.ceil(count / 600));
    const kept = [];
    for (let i = 0; i < count; i += stride) kept.push(i);
    if (kept[kept.length - 1] !== count - 1) kept.push(count - 1);
    return kept;
  }

  // Which steps of a path a scene's axes hold, at the heights that are drawn.
  function within(scene, path, height) {
    const holds = ({ range }, v) => v >= Math.min(...range) && v <= Math.max(...range);
    return (i) =>
      holds(scene.xaxis, path.a[i]) && holds(scene.yaxis, path.b[i]) &&
      Number.isFinite(height(i)) && holds(scene.zaxis, height(i));
  }

  // Runs of steps within the window: what leaves it is not drawn over the neighbours.
  function runs(steps, inside) {
    const found = [[]];
    for (const i of steps) {
      if (inside(i)) found.at(-1).push(i);
      else if (found.at(-1).length) found.push([]);
    }
    return found.filter((run) => run.length > 1);
  }

  function draw(plot, side) {
    const layer = overlay.layer(plot, "paths");
    const paths = window.paths.current;
    if (!paths) return layer.replaceChildren();
    const path = paths.sides[side];
    const colour = overlay.colourOf(path.colours);
    const solid = plot.closest(".plot-surface") !== null;
    const project = solid ? overlay.deep(plot) : overlay.flat(plot);
    if (!project) return layer.replaceChildren();
    const height = (i) => (paths.log ? Math.log10(path.loss[i]) : path.loss[i]);
    const inside = solid ? within(plot._fullLayout.scene, path, height) : () => true;
    const point = (i) => project(path.a[i], path.b[i], solid ? height(i) : 0);
    const step = window.paths.at(path, window.paths.step);
    const lines = runs(thinned(step + 1), inside).map((run) => run.map(point));
    layer.replaceChildren(
      ...lines.map((points) => overlay.line(points, "halo")),
      ...lines.map((points) => overlay.line(points, "path", colour)),
      ...window.paths.marks(step).filter(inside).map((i) => overlay.dot(point(i), 2.2, "mark", colour)),
      ...(inside(0) ? [overlay.dot(point(0), 6, "start")] : []),
      ...(inside(step) ? [overlay.dot(point(step), 6, "present", colour)] : []),
    );
    layer.style.clipPath = solid ? "" : overlay.plotted(plot);
    return undefined;
  }

  // What else follows the present step, by the flat plot that it is drawn over.
  const followers = new Map();

  function redraw(plot, { drawn, beyond }) {
    const layer = overlay.layer(plot, "paths");
    const paths = window.paths.current;
    layer.replaceChildren(...(paths ? drawn(plot, paths) : []));
    layer.style.clipPath = beyond ? "" : overlay.plotted(plot);
  }

  function drawAll() {
    for (const side of SIDES) {
      const surface = window.plots.plotOf(`surface-${side}`);
      const field = window.plots.plotOf(`field-${side}`);
      if (surface) draw(surface, side);
      if (overlay.axesOf(field)) draw(field, side);
    }
    for (const [id, follower] of followers) {
      const plot = window.plots.plotOf(id);
      if (overlay.axesOf(plot)) redraw(plot, follower);
    }
  }

  if (typeof document !== "undefined") {
    const soon = window.changes.onceAFrame(drawAll);
    for (const side of SIDES) {
      window.plots.onPlot(`field-${side}`, (plot) => {
        for (const event of ["plotly_afterplot", "plotly_relayouting"]) plot.on(event, soon);
      });
      window.plots.onPlot(`surface-${side}`, (plot) => {
        // Each frame of a scene, whoever moved its camera.
        window.plots.onFrame(plot, () => draw(plot, side));
        plot.on("plotly_afterplot", soon);
      });
    }
    window.descents = {
      drawAll: soon,
      // `drawn` gives what lies over the plot; it ends at the axes, unless it goes `beyond`.
      follow(id, drawn, { beyond = false } = {}) {
        followers.set(id, { drawn, beyond });
        window.plots.onPlot(id, (plot) => plot.on("plotly_afterplot", soon));
      },
    };
  }
  window.descentsParts = { runs, thinned };
})();
