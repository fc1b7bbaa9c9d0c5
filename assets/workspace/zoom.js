// Both fields show the same part of the plane: zooming or moving one does so to the other.

(() => {
  const PAIRS = { "field-left": "field-right", "field-right": "field-left" };
  let echoing = false;

  // The change that gives a plot the ranges of another; null where an event was about neither axis.
  function ranges(event, layout) {
    const about = Object.keys(event ?? {}).some((key) => /^[xy]axis2?\.(range|autorange)/.test(key));
    if (!about || !layout?.xaxis?.range) return null;
    return { "xaxis.range": [...layout.xaxis.range], "yaxis.range": [...layout.yaxis.range] };
  }

  function follow(plot, otherId) {
    plot.on("plotly_relayout", async (event) => {
      const other = window.plots.plotOf(otherId);
      const change = ranges(event, plot._fullLayout);
      if (echoing || !other || !change) return;
      echoing = true;
      try {
        await window.Plotly.relayout(other, change);
      } finally {
        echoing = false;
      }
    });
  }

  if (typeof document !== "undefined") {
    for (const [id, other] of Object.entries(PAIRS)) window.plots.onPlot(id, (plot) => follow(plot, other));
  }
  window.zoomParts = { ranges };
})();
