// The handle of the Curves page: one number, p or its logit z, as a line through four plots.
//
// The line and its marks follow the pointer at once, along curves that are already drawn; what they
// are worth there comes from the server.

(() => {
  const PLOTS = { "curve-value-p": "p", "curve-value-z": "z", "curve-slope-z": "z", "curve-curvature-z": "z" };
  const STORE = "curve-handle";
  // How far a drag and the keys reach, what they round to, and the keys' step.
  const SCALES = {
    p: { low: 0.001, high: 0.999, digits: 3, step: 0.01 },
    z: { low: -8, high: 8, digits: 2, step: 0.1 },
  };

  let handle = null;
  let held = false;
  let asked = null;
  let answering = false;

  const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
  const logit = (p) => Math.log(p) - Math.log1p(-p);

  // A record with one of p and z -> both; what was given stays as it is, to the last digit.
  function both(given) {
    if (Number.isFinite(given?.z)) return { p: sigmoid(given.z), z: given.z };
    if (Number.isFinite(given?.p)) return { p: given.p, z: logit(given.p) };
    return null;
  }

  // Height of a drawn line at x; null beyond its ends.
  function between(xs, ys, x) {
    let low = 0;
    let high = xs.length - 1;
    if (!(x >= xs[low] && x <= xs[high])) return null;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (xs[middle] <= x) low = middle;
      else high = middle;
    }
    const share = xs[high] === xs[low] ? 0 : (x - xs[low]) / (xs[high] - xs[low]);
    return ys[low] + share * (ys[high] - ys[low]);
  }

  // What was typed: a number, nothing yet, or what is wrong with it.
  function read(text, name, [low, high]) {
    const typed = String(text ?? "").trim();
    if (["", "-", "+", "."].includes(typed)) return {};
    const value = Number(typed);
    const within = name === "p" ? value > 0 && value < 1 : true;
    if (Number.isFinite(value) && within && value >= low && value <= high) return { value };
    const may = name === "p" ? "above 0 and below 1" : `from ${low} to ${high}`;
    return { error: `${name} must be a number ${may}` };
  }

  // A box says half a second later what it holds, also what was written into it, and by then the
  // handle may be elsewhere. What a person has typed since is theirs, even where it reads the same.
  const told = { p: [], z: [] };

  function tell(name, text) {
    told[name] = [...told[name], text].slice(-20);
    return text;
  }

  const echoed = (name, text) => told[name].includes(text);

  function heard(name) {
    told[name] = [];
  }

  function rounded(value, unit) {
    const { low, high, digits } = SCALES[unit];
    return Number(Math.min(Math.max(value, low), high).toFixed(digits));
  }

  // Where a key takes the handle; null where it means nothing.
  function stepped(value, unit, key, large) {
    const { low, high, step } = SCALES[unit];
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[key];
    if (key === "Home") return low;
    if (key === "End") return high;
    return steps ? rounded(value + steps * step * (large ? 5 : 1), unit) : null;
  }

  const readable = (value) => String(Number(value.toPrecision(6)));
  const short = (value) => String(Number(value.toPrecision(4)));

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
      while (overlay.children.length - 2 < lines.length) overlay.append(document.createElement("b"));
      while (overlay.children.length - 2 > lines.length) overlay.lastChild.remove();
      lines.forEach((one, i) => {
        const mark = overlay.children[i + 2];
        const at = seen ? between(one.x, one.y, value) : null;
        const y = at === null ? -1 : yaxis.d2p(at);
        mark.hidden = !(y >= 0 && y <= yaxis._length);
        mark.style.cssText = `left:${x}px;top:${y}px;background:${one.line.color}`;
      });
    }
  }

  // The server answers one question at a time; of those that came meanwhile only the last counts.
  function ask(given) {
    asked = given;
    if (answering) return;
    answering = true;
    window.dash_clientside.set_props(STORE, { data: asked });
    asked = null;
    setTimeout(() => {
      answering = false;
      if (asked) ask(asked);
    }, 80);
  }

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

  // The names of the losses chosen, each with its parameters' values: "focal:gamma=3".
  function names(chosen, values, ids) {
    return (chosen ?? []).map((key) => {
      const own = ids.map((id, i) => [id, values[i]]).filter(([id]) => id.loss === key);
      const settings = own.map(([id, value]) => `${id.name}=${value}`).join(",");
      return settings ? `${key}:${settings}` : key;
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    curves: {
      // Slider, two boxes and the plots move one handle: whichever moved tells the others.
      handle(slider, typedP, typedZ, stored, bounds) {
        const same = window.dash_clientside.no_update;
        const from = window.dash_clientside.callback_context.triggered_id;
        const typed = { "curve-p": ["p", typedP], "curve-z": ["z", typedZ] }[from];
        let given = stored;
        if (typed) {
          const [name, text] = typed;
          if (echoed(name, text)) return [same, same, same, same, same, same];
          const { value, error } = read(text, name, bounds[name]);
          const errors = name === "p" ? [error ?? "", same] : [same, error ?? ""];
          if (value === undefined) return [same, same, same, same, ...errors];
          given = { [name]: value };
        }
        if (from === "curve-slider") given = { z: slider };
        // While a drag goes on, what comes back is already past.
        if (!held && !asked) {
          handle = both(given);
          draw();
        }
        const now = both(given);
        return [
          from === STORE || !from ? same : given,
          from === "curve-slider" ? same : Math.min(Math.max(now.z, SCALES.z.low), SCALES.z.high),
          from === "curve-p" ? same : tell("p", "p" in given ? String(given.p) : readable(now.p)),
          from === "curve-z" ? same : tell("z", "z" in given ? String(given.z) : readable(now.z)),
          "",
          "",
        ];
      },
      names(chosen, values, ids, before) {
        const found = names(chosen, values, ids);
        const same = !found.length || JSON.stringify(found) === JSON.stringify(before);
        return same ? window.dash_clientside.no_update : found;
      },
      // Who moves the family's slider wants to see its curve.
      join: (_value, chosen, key) => (chosen.includes(key) ? window.dash_clientside.no_update : [...chosen, key]),
      reading: (value) => readable(value),
      folded: (chosen, ids) => ids.map(({ loss }) => !(chosen ?? []).includes(loss)),
    },
  });

  window.curvesParts = { between, both, echoed, heard, names, read, rounded, stepped, tell };
  if (typeof document !== "undefined") {
    document.addEventListener("input", ({ target }) => {
      const name = { "curve-p": "p", "curve-z": "z" }[target.id];
      if (name) heard(name);
    });
    for (const id of Object.keys(PLOTS)) {
      window.plots.onPlot(id, (plot) => {
        plot.on("plotly_afterplot", draw);
        draw();
      });
    }
  }
})();
