// One camera for both surfaces; where a scene is a link, the camera is part of it.

(() => {
  function noted({ eye, center }) {
    if (!eye || !center) return;
    const six = [eye, center].flatMap((p) => [p.x, p.y, p.z]);
    window.address?.set({ camera: six.map((x) => Number(x.toFixed(4))) });
  }

  window.cameras.link("surface-left", "surface-right", noted);
})();
