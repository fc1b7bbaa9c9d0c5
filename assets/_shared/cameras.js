// One camera for both surfaces of a page: turning one turns the other while the hand still moves.

(() => {
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

  function follow(plot, otherId, told) {
    let turning = false;
    plot.on("plotly_relayouting", () => {
      turning = true;
    });
    // The camera glides on for some frames after the hand: follow the frames, not the hand.
    window.plots.onFrame(plot, () => {
      const other = turning && window.plots.plotOf(otherId);
      const camera = other && plot._fullLayout.scene._scene.getCamera();
      if (camera) turn(other, camera);
    });
    plot.on("plotly_relayout", async (event) => {
      // A drag sends "scene.camera", the reset buttons its parts: what counts is where it stands now.
      turning = false;
      const other = window.plots.plotOf(otherId);
      if (echoing || !other || !Object.keys(event ?? {}).some((key) => key.startsWith("scene.camera"))) return;
      const camera = event["scene.camera"] ?? plot._fullLayout?.scene?._scene?.getCamera?.();
      if (!camera) return;
      told?.(camera);
      echoing = true;
      try {
        await window.Plotly.relayout(other, { "scene.camera": camera });
      } finally {
        echoing = false;
      }
    });
  }

  // `told` hears of each camera that a hand has left.
  function link(first, second, told) {
    window.plots.onPlot(first, (plot) => follow(plot, second, told));
    window.plots.onPlot(second, (plot) => follow(plot, first, told));
  }

  window.cameras = { link, turn };
})();
