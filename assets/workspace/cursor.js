// One cursor for both fields: a cross at the same (a, b), and its exact numbers from the server.

(() => {
  const FIELDS = ["field-left", "field-right"];
  const STORE = "cursor";
  const STEPS = 60; // arrow keys cross a window in this many steps
  const PAUSE = 60; // milliseconds between two questions to the server

  let point = null;

  const { axesOf } = window.overlay;

  // Pixels within the plot -> plane coordinates; null outside the plotted area.
  function coordinates(axes, px, py) {
    const x = px - axes.x._offset;
    const y = py - axes.y._offset;
    if (x < 0 || y < 0 || x > axes.x._length || y > axes.y._length) return null;
    return { a: axes.x.p2d(x), b: axes.y.p2d(y) };
  }

  // Where the cross stands, in pixels within the plot; null where the point is out of view.
  function place(axes, at) {
    const x = axes.x.d2p(at.a);
    const y = axes.y.d2p(at.b);
    if (!(x >= 0 && y >= 0 && x <= axes.x._length && y <= axes.y._length)) return null;
    return { x: x + axes.x._offset, y: y + axes.y._offset };
  }

  function crossOf(plot) {
    let cross = plot.querySelector(":scope > .cursor-cross");
    if (!cross) {
      cross = document.createElement("div");
      cross.className = "cursor-cross";
      cross.append(...["i", "i", "b"].map((tag) => document.createElement(tag)));
      cross.lastChild.className = "dot-mark";
      plot.append(cross);
    }
    return cross;
  }

  function draw() {
    for (const id of FIELDS) {
      const plot = window.plots.plotOf(id);
      const axes = axesOf(plot);
      if (!axes) continue;
      const cross = crossOf(plot);
      const at = point && place(axes, point);
      cross.hidden = !at;
      if (!at) continue;
      const [across, up, dot] = cross.children;
      across.style.cssText = `left:${axes.x._offset}px;width:${axes.x._length}px;top:${at.y}px`;
      up.style.cssText = `top:${axes.y._offset}px;height:${axes.y._length}px;left:${at.x}px`;
      dot.style.cssText = `left:${at.x}px;top:${at.y}px`;
    }
  }

  const ask = window.latest((at) => window.dash_clientside.set_props(STORE, { data: at }), PAUSE);

  function leave() {
    if (!point) return;
    point = null;
    ask.drop();
    draw();
    window.dash_clientside.set_props(STORE, { data: null });
  }

  function move(at) {
    if (!at) return;
    point = at;
    draw();
    ask(point);
  }

  function step(plot, key, large) {
    const axes = axesOf(plot);
    const shift = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[key];
    if (!axes || !shift) return false;
    const [low, high] = axes.x.range;
    const [bottom, top] = axes.y.range;
    const from = point ?? { a: (low + high) / 2, b: (bottom + top) / 2 };
    const size = (large ? 5 : 1) / STEPS;
    const within = (value, ends) => Math.min(Math.max(value, Math.min(...ends)), Math.max(...ends));
    move({
      a: within(from.a + shift[0] * size * (high - low), axes.x.range),
      b: within(from.b + shift[1] * size * (top - bottom), axes.y.range),
    });
    return true;
  }

  function follow(plot) {
    for (const event of ["pointermove", "pointerdown"]) {
      plot.addEventListener(event, (e) => move(window.cursorParts.at(plot, e)), { passive: true });
    }
    plot.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && leave());
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    plot.setAttribute("aria-label", "Gradient field. Arrow keys move the cursor on both fields, Enter starts both descents there.");
    plot.addEventListener("keydown", (event) => {
      if (step(plot, event.key, event.shiftKey)) event.preventDefault();
    });
    for (const change of ["plotly_afterplot", "plotly_relayouting"]) plot.on(change, draw);
    draw();
  }

  if (typeof document !== "undefined") FIELDS.forEach((id) => window.plots.onPlot(id, follow));
  window.cursorParts = {
    coordinates,
    place,
    current: () => point,
    at(plot, event) {
      const axes = axesOf(plot);
      const box = plot.getBoundingClientRect();
      return axes && coordinates(axes, event.clientX - box.left, event.clientY - box.top);
    },
    pixel(plot, at) {
      const axes = axesOf(plot);
      return axes && place(axes, at);
    },
  };
})();
