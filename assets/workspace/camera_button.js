// The camera button saves what is seen: the plot with its descents and a title, as a 16:9 picture.
//
// plotly's own button knows neither the overlay nor the title that stands beside the plot.

(() => {
  // Drawn at half size and scaled by two: type is then large enough for a slide.
  const SIZE = { format: "png", width: 960, height: 540, scale: 2 };

  const ink = () => getComputedStyle(document.documentElement).getPropertyValue("--ink").trim();
  const ground = () => getComputedStyle(document.documentElement).getPropertyValue("--ground").trim();

  // Traces of a descent up to the present step, for a field or (with heights) a surface.
  // `lift` raises them off a surface, which would else hide half of a line's width.
  function traces(path, step, colour, solid, log, lift = 0) {
    const upTo = Array.from({ length: step + 1 }, (_, i) => i);
    const height = (i) => (log ? Math.log10(path.loss[i]) : path.loss[i]) + lift;
    const line = (indices, more) => ({
      x: indices.map((i) => path.a[i]),
      y: indices.map((i) => path.b[i]),
      ...(solid ? { type: "scatter3d", z: indices.map(height) } : { type: "scatter", xaxis: "x2", yaxis: "y2" }),
      hoverinfo: "skip",
      ...more,
    });
    const dot = (i, fill, edge) =>
      line([i], { mode: "markers", marker: { size: solid ? 5 : 11, color: fill, line: { width: 2, color: edge } } });
    return [
      ...(solid ? [] : [line(upTo, { mode: "lines", line: { width: 6, color: ground() } })]),
      line(upTo, { mode: "lines", line: { width: solid ? 7 : 3, color: colour } }),
      dot(0, ground(), ink()),
      dot(step, colour, ground()),
    ];
  }

  function figure(plot, side, solid) {
    const paths = window.paths.current;
    const layout = { ...plot.layout, margin: { ...plot.layout.margin, t: 44 }, autosize: false };
    delete layout.width;
    delete layout.height;
    layout.title = { text: plot.layout.meta?.caption ?? "", x: 0.02, xanchor: "left", font: { size: 15 } };
    if (solid) {
      const camera = plot._fullLayout?.scene?._scene?.getCamera?.() ?? plot.layout.scene.camera;
      layout.scene = { ...plot.layout.scene, camera };
    }
    const data = [...plot.data];
    if (paths) {
      const path = paths.sides[side];
      const step = window.paths.at(path, window.paths.step);
      const [low, high] = plot.layout.scene?.zaxis?.range ?? [0, 0];
      const colour = window.overlay.colourOf(path.colours);
      data.push(...traces(path, step, colour, solid, paths.log, 0.012 * (high - low)));
    }
    return { data, layout };
  }

  async function save(plot, side, kind) {
    const url = await window.Plotly.toImage(figure(plot, side, kind === "surface"), SIZE);
    const link = document.createElement("a");
    link.href = url;
    link.download = `${plot._context?.toImageButtonOptions?.filename ?? `${kind}-${side}`}.png`;
    link.click();
  }

  function follow(plot, side, kind) {
    plot.addEventListener(
      "click",
      (event) => {
        if (!event.target.closest?.('.modebar-btn[data-attr="toImage"], .modebar-btn[data-title^="Download"]')) return;
        event.stopPropagation();
        save(plot, side, kind);
      },
      true,
    );
  }

  if (typeof document !== "undefined") {
    for (const side of ["left", "right"]) {
      for (const kind of ["surface", "field"]) window.plots.onPlot(`${kind}-${side}`, (plot) => follow(plot, side, kind));
    }
  }
  window.exportParts = { traces };
})();
