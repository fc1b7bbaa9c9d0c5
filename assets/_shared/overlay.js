// Drawing over plots: an overlay of SVG, and where in it a point of a plot stands.
//
// An overlay, not traces: what moves then costs a few lines of SVG, where plotly would draw each
// plot again.

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // The layer of a kind over a plot; it is made where there is none.
  function layer(plot, kind) {
    const there = plot.querySelector(`:scope > svg.${kind}`);
    if (there) return there;
    const made = element("svg", { class: `overlay ${kind}`, "aria-hidden": "true" });
    plot.append(made);
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

  // The axes of a flat plot, as far as it has been drawn.
  function axesOf(plot) {
    const layout = plot?._fullLayout;
    return layout?.xaxis?.d2p ? { x: layout.xaxis, y: layout.yaxis } : null;
  }

  // Coordinates -> pixels within a flat plot.
  function flat(plot) {
    const axes = axesOf(plot);
    if (!axes) return null;
    return (a, b) => [axes.x._offset + axes.x.d2p(a), axes.y._offset + axes.y.d2p(b)];
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

  // What leaves a flat plot is not drawn over its axes: the clip-path that sees to it.
  function plotted(plot) {
    const { xaxis, yaxis } = plot._fullLayout;
    const right = plot.clientWidth - xaxis._offset - xaxis._length;
    const bottom = plot.clientHeight - yaxis._offset - yaxis._length;
    return `inset(${yaxis._offset}px ${right}px ${bottom}px ${xaxis._offset}px)`;
  }

  // Which of a loss's two colours is in force: { light, dark } -> one.
  const colourOf = (colours) => colours[document.documentElement.dataset.mantineColorScheme === "dark" ? "dark" : "light"];

  window.overlay = { axesOf, colourOf, deep, dot, element, flat, layer, line, plotted };
})();
