// One camera for both surfaces: turning one turns the other while the hand still moves.

(() => {
  const PAIRS = { "surface-left": "surface-right", "surface-right": "surface-left" };
  let echoing = false;

  // Moving the other scene's own camera costs a frame; a relayout would redraw the whole plot.
  // That door is private to plotly, so it is tried first and the public one stands behind it.
  function turn(plot, camera) {
    const layout = plot._fullLayout?.scene;
    const scene = layout?._scene;
    if (scene && typeof scene.setViewport === "function") {
      scene.setViewport({ ...layout, camera });
      return true;
    }
    return false;
  }

  function follow(plot, otherId) {
    let waiting = null;
    plot.on("plotly_relayouting", (event) => {
      const camera = event["scene.camera"];
      if (!camera) return;
      if (waiting === null) {
        requestAnimationFrame(() => {
          const other = window.plots.plotOf(otherId);
          if (other && waiting) turn(other, waiting);
          waiting = null;
        });
      }
      waiting = camera;
    });
    plot.on("plotly_relayout", (event) => {
      const camera = event["scene.camera"];
      const other = window.plots.plotOf(otherId);
      if (!camera || !other || echoing) return;
      echoing = true;
      Promise.resolve(window.Plotly.relayout(other, { "scene.camera": camera })).finally(() => {
        echoing = false;
      });
    });
  }

  for (const [id, other] of Object.entries(PAIRS)) {
    window.plots.onPlot(id, (plot) => follow(plot, other));
  }
  window.cameras = { turn };
})();
