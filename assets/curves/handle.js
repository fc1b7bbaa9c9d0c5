// The handle of the Curves page: one number, p or its logit z, as a line through four plots.
//
// The line and its marks follow the pointer at once, along curves that are already drawn; what they
// are worth there comes from the server.

(() => {
  const PLOTS = { "curve-value-p": "p", "curve-value-z": "z", "curve-slope-z": "z", "curve-curvature-z": "z" };
  const STORE = "curve-handle";
  const PAUSE = 80; // milliseconds between two questions to the server
  const { SCALES, between, both, read, readable, rounded, short, stepped } = window.conversions;
  const boxes = window.curveBoxes;

  let handle = null;
  let held = false;

  function overlayOf(plot, unit) {
    let overlay = plot.querySelector(":scope > .curve-handle");
    if (overlay) return overlay;
    overlay = document.createElement("div");
    overlay.className = "curve-handle";
    overlay.tabIndex = 0;
    overlay.setAttribute("role", "slider");
    overlay.setAttribute("aria-label", unit === "p" ? "Handle: probability p" : "Handle: logit z");
    overlay.setAttribute("aria-valuemin", SCALES[unit].low);
    overlay.setAttribute("aria-valuemax", SCALES[unit].high);
    overlay.append(document.createElement("i"), document.createElement("span"));
    plot.append(overlay);
    grasp(plot, overlay, unit);
    return overlay;
  }

  const mark = () => Object.assign(document.createElement("b"), { className: "dot-mark" });

  function draw() {
    for (const [id, unit] of Object.entries(PLOTS)) {
      const plot = window.plots.plotOf(id);
      const { xaxis, yaxis } = plot?._fullLayout ?? {};
      if (!xaxis?.d2p || !handle) continue;
      const overlay = overlayOf(plot, unit);
      const value = handle[unit];
      overlay.style.cssText =
        `left:${xaxis._offset}px;top:${yaxis._offset}px;width:${xaxis._length}px;height:${yaxis._length}px`;
      overlay.setAttribute("aria-valuenow", readable(value));
      overlay.setAttribute("aria-valuetext", `p ${readable(handle.p)}, logit ${readable(handle.z)}`);
      const x = xaxis.d2p(value);
      const seen = x >= 0 && x <= xaxis._length;
      overlay.classList.toggle("out", !seen);
      const [line, tag] = overlay.children;
      line.style.left = `${x}px`;
      tag.textContent = `${unit} = ${short(value)}`;
      tag.style.cssText = x > xaxis._length / 2 ? `right:${xaxis._length - x + 5}px` : `left:${x + 5}px`;
      const lines = plot._fullData;
      while (overlay.children.length - 2 < lines.length) overlay.append(mark());
      while (overlay.children.length - 2 > lines.length) overlay.lastChild.remove();
      lines.forEach((one, i) => {
        const dot = overlay.children[i + 2];
        const at = seen ? between(one.x, one.y, value) : null;
        const y = at === null ? -1 : yaxis.d2p(at);
        dot.hidden = !(y >= 0 && y <= yaxis._length);
        dot.style.cssText = `left:${x}px;top:${y}px;background:${one.line.color}`;
      });
    }
  }

  const ask = window.latest((given) => window.dash_clientside.set_props(STORE, { data: given }), PAUSE);

  function move(given) {
    handle = both(given);
    draw();
    ask(given);
  }

  function grasp(plot, overlay, unit) {
    const at = (event) => {
      const box = overlay.getBoundingClientRect();
      return { [unit]: rounded(plot._fullLayout.xaxis.p2d(event.clientX - box.left), unit) };
    };
    overlay.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      held = true;
      overlay.setPointerCapture(event.pointerId);
      move(at(event));
    });
    overlay.addEventListener("pointermove", (event) => held && move(at(event)));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      overlay.addEventListener(end, () => {
        held = false;
      });
    }
    overlay.addEventListener("keydown", (event) => {
      const value = stepped(handle[unit], unit, event.key, event.shiftKey);
      if (value === null) return;
      event.preventDefault();
      event.stopPropagation();
      move({ [unit]: value });
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    curves: {
      ...window.dash_clientside?.curves,
      // Slider, two boxes and the plots move one handle: whichever moved tells the others.
      handle(slider, typedP, typedZ, stored, bounds) {
        const same = window.dash_clientside.no_update;
        const from = window.dash_clientside.callback_context.triggered_id;
        const typed = { "curve-p": ["p", typedP], "curve-z": ["z", typedZ] }[from];
        let given = stored;
        if (typed) {
          const [name, text] = typed;
          if (boxes.echoed(name, text)) return [same, same, same, same, same, same];
          const { value, error } = read(text, name, bounds[name]);
          const errors = name === "p" ? [error ?? "", same] : [same, error ?? ""];
          if (value === undefined) return [same, same, same, same, ...errors];
          given = { [name]: value };
        }
        if (from === "curve-slider") given = { z: slider };
        // While a drag goes on, what comes back is already past.
        if (!held && !ask.waits()) {
          handle = both(given);
          draw();
        }
        const now = both(given);
        return [
          from === STORE || !from ? same : given,
          from === "curve-slider" ? same : Math.min(Math.max(now.z, SCALES.z.low), SCALES.z.high),
          from === "curve-p" ? same : boxes.tell("p", "p" in given ? String(given.p) : readable(now.p)),
          from === "curve-z" ? same : boxes.tell("z", "z" in given ? String(given.z) : readable(now.z)),
          "",
          "",
        ];
      },
    },
  });

  if (typeof document !== "undefined") {
    for (const id of Object.keys(PLOTS)) {
      window.plots.onPlot(id, (plot) => {
        plot.on("plotly_afterplot", draw);
        draw();
      });
    }
  }
})();
