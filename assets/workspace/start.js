// A click on a field, a drag of the start, or Enter at the cursor: where both descents begin.

(() => {
  const TRAVEL = 4; // pixels: less is a click, more is a drag of the view
  const GRIP = 14; // pixels around the start that take hold of it

  const PAUSE = 80; // milliseconds between two questions to the server

  const ask = window.latest((start) => window.dash_clientside.set_props("start", { data: start }), PAUSE);

  function follow(plot) {
    let pressed = null;
    let held = false;
    const at = (event) => window.cursorParts.at(plot, event);

    plot.addEventListener(
      "pointerdown",
      (event) => {
        if (event.button !== 0 || event.target.closest?.(".modebar")) return;
        pressed = { x: event.clientX, y: event.clientY };
        const start = window.paths.current?.start;
        const pixel = start && window.cursorParts.pixel(plot, { a: start[0], b: start[1] });
        const box = plot.getBoundingClientRect();
        held = Boolean(pixel) &&
          Math.hypot(event.clientX - box.left - pixel.x, event.clientY - box.top - pixel.y) < GRIP;
        if (held) {
          event.stopPropagation();
          event.preventDefault();
          plot.setPointerCapture(event.pointerId);
        }
      },
      true,
    );
    plot.addEventListener("mousedown", (event) => held && event.stopPropagation(), true);
    plot.addEventListener(
      "pointermove",
      (event) => {
        if (!held) return;
        const point = at(event);
        if (point) ask([point.a, point.b]);
      },
      true,
    );
    // plotly lays a cover over the page while a button is down: the release is heard by the window.
    window.addEventListener(
      "pointerup",
      (event) => {
        if (!pressed) return;
        const moved = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > TRAVEL;
        const point = at(event);
        if (point && (held || !moved)) ask([point.a, point.b]);
        pressed = null;
        held = false;
      },
      true,
    );
    plot.addEventListener("keydown", (event) => {
      const point = window.cursorParts.current();
      if (event.key !== "Enter" || !point) return;
      event.preventDefault();
      ask([point.a, point.b]);
    });
  }

  if (typeof document !== "undefined") {
    for (const id of ["field-left", "field-right"]) window.plots.onPlot(id, follow);
  }
})();
