// The surfaces on the page about three logits: one camera for both, and the point on their ground.

(() => {
  const SIDES = ["left", "right"];
  const id = (side) => `softmax-surface-${side}`;

  function markOf(plot) {
    let mark = plot.querySelector(":scope > .simplex-mark");
    if (!mark) {
      mark = document.createElement("div");
      mark.className = "dot-mark simplex-mark";
      mark.setAttribute("aria-hidden", "true");
      plot.append(mark);
    }
    return mark;
  }

  // The height is a loss: the mark stands where the server measured it last.
  function draw(plot, side) {
    const { arrows, geometry } = window.simplexCursor;
    const measured = arrows();
    const mark = markOf(plot);
    const place = measured && geometry() && window.simplexParts.embed(geometry(), measured.point);
    const project = place && window.overlay.deep(plot);
    const at = project?.(place.a, place.b, measured.sides[SIDES.indexOf(side)].value);
    mark.hidden = !at;
    if (at) mark.style.cssText = `left:${at[0]}px;top:${at[1]}px`;
  }

  function follow(plot, side) {
    window.plots.onFrame(plot, () => draw(plot, side));
    plot.on("plotly_afterplot", () => draw(plot, side));
  }

  if (typeof document !== "undefined") {
    window.cameras.link(id("left"), id("right"));
    for (const side of SIDES) window.plots.onPlot(id(side), (plot) => follow(plot, side));
    window.simplexCursor.followers.push(() => {
      for (const side of SIDES) {
        const plot = window.plots.plotOf(id(side));
        if (plot?._fullLayout?.scene) draw(plot, side);
      }
    });
  }
})();
