// The surfaces on the page about three logits: one camera for both, and the point on their ground.

(() => {
  const SIDES = ["left", "right"];
  const id = (side) => `softmax-surface-${side}`;
  let echoing = false;

  function times(matrix, v) {
    return [0, 1, 2, 3].map((i) => v.reduce((sum, x, j) => sum + x * matrix[4 * j + i], 0));
  }

  // A point of a scene -> pixels, through the camera that drew it last. This door is private to
  // plotly; where it is shut there is no mark.
  function pixel(plot, point) {
    const scene = plot._fullLayout?.scene?._scene;
    const camera = scene?.glplot?.cameraParams;
    const box = scene?.container?.getBoundingClientRect();
    if (!camera?.model || !scene.dataScale || !box?.width) return null;
    const own = plot.getBoundingClientRect();
    const scaled = point.map((x, i) => x * scene.dataScale[i]);
    const [x, y, , w] = times(camera.projection, times(camera.view, times(camera.model, [...scaled, 1])));
    return [
      box.left - own.left + (0.5 + (0.5 * x) / w) * box.width,
      box.top - own.top + (0.5 - (0.5 * y) / w) * box.height,
    ];
  }

  function markOf(plot) {
    let mark = plot.querySelector(":scope > .simplex-mark");
    if (!mark) {
      mark = document.createElement("div");
      mark.className = "simplex-mark";
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
    const at = place && pixel(plot, [place.a, place.b, measured.sides[SIDES.indexOf(side)].value]);
    mark.hidden = !at;
    if (at) mark.style.cssText = `left:${at[0]}px;top:${at[1]}px`;
  }

  function follow(plot, side) {
    const otherId = id(SIDES.find((one) => one !== side));
    let turning = false;
    plot.on("plotly_relayouting", () => (turning = true));
    // The camera glides on for some frames after the hand: follow the frames, not the hand.
    window.plots.onFrame(plot, () => {
      draw(plot, side);
      const other = turning && window.plots.plotOf(otherId);
      const camera = other && plot._fullLayout.scene._scene.getCamera();
      if (camera) window.cameras.turn(other, camera);
    });
    plot.on("plotly_relayout", async (event) => {
      turning = false;
      const other = window.plots.plotOf(otherId);
      if (echoing || !other || !Object.keys(event ?? {}).some((key) => key.startsWith("scene.camera"))) return;
      const camera = event["scene.camera"] ?? plot._fullLayout?.scene?._scene?.getCamera?.();
      if (!camera) return;
      echoing = true;
      try {
        await window.Plotly.relayout(other, { "scene.camera": camera });
      } finally {
        echoing = false;
      }
    });
    plot.on("plotly_afterplot", () => draw(plot, side));
  }

  if (typeof document !== "undefined") {
    for (const side of SIDES) window.plots.onPlot(id(side), (plot) => follow(plot, side));
    window.simplexCursor.followers.push(() => {
      for (const side of SIDES) {
        const plot = window.plots.plotOf(id(side));
        if (plot?._fullLayout?.scene) draw(plot, side);
      }
    });
  }
})();
