// Marks the present step on the curves of both losses over the steps.

(() => {
  function dots(plot, paths) {
    const { overlay } = window;
    const project = overlay.flat(plot);
    const { yaxis } = plot._fullLayout;
    return Object.values(paths.sides).flatMap((side, i) => {
      const step = window.paths.at(side, window.paths.step);
      const share = plot._fullData?.[i]?.y?.[step];
      const linear = yaxis.type === "log" ? Math.log10(share) : share;
      if (!Number.isFinite(linear)) return [];
      const [x] = project(step, 1);
      return [overlay.dot([x, yaxis._offset + yaxis.l2p(linear)], 4.5, "present", overlay.colourOf(side.colours))];
    });
  }

  window.descents?.follow("progress", dots, { beyond: true }); // a mark at the edge is whole
})();
