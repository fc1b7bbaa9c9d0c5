// Finds the page's plots as they come and go: Dash mounts them again with every page.

(() => {
  const watched = [];

  // Calls back once for each plot whose graph has the id, whenever a new one is mounted.
  function onPlot(id, callback) {
    watched.push({ id, callback, bound: null });
    look();
  }

  function plotOf(id) {
    const plot = document.querySelector(`#${id} .js-plotly-plot`);
    return plot && typeof plot.on === "function" ? plot : null;
  }

  function look() {
    for (const entry of watched) {
      const plot = plotOf(entry.id);
      if (plot && plot !== entry.bound) {
        entry.bound = plot;
        entry.callback(plot);
      }
    }
  }

  // Calls back after each frame that a plot's scene in space has painted. plotly has no event for
  // it; its scene has a private one, and where that is gone nobody is called.
  function onFrame(plot, callback) {
    const hook = () => {
      const painter = plot._fullLayout?.scene?._scene?.glplot;
      if (!painter) return;
      if (!painter.followers) {
        const before = painter.onrender;
        painter.followers = new Map();
        painter.onrender = (...given) => {
          before?.apply(painter, given);
          for (const follower of painter.followers.values()) follower();
        };
      }
      painter.followers.set(callback, callback);
    };
    plot.on("plotly_afterplot", hook);
    hook();
  }

  window.plots = { onPlot, plotOf, onFrame };
  window.changes.onChange(look);
})();
