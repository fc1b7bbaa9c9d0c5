// Marks the present step on the curves of both losses over the steps.

(() => {
  function draw(plot) {
    const { overlay } = window;
    const layer = overlay.layer(plot, "paths");
    const paths = window.paths.current;
    if (!paths) return layer.replaceChildren();
    const project = overlay.flat(plot);
    const { yaxis } = plot._fullLayout;
    const drawn = Object.values(paths.sides).flatMap((side, i) => {
      const step = window.paths.at(side, window.paths.step);
      const share = plot._fullData?.[i]?.y?.[step];
      const linear = yaxis.type === "log" ? Math.log10(share) : share;
      if (!Number.isFinite(linear)) return [];
      const [x] = project(step, 1);
      return [overlay.dot([x, yaxis._offset + yaxis.l2p(linear)], 4.5, "present", overlay.colourOf(side.colours))];
    });
    layer.replaceChildren(...drawn);
    return undefined;
  }

  window.descents?.follow("progress", draw);
})();
