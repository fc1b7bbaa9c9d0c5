// Present: controls away, type and lines for the back row, full screen, a pointer that all can see.
//
// The style sheet does the page; the type inside plots is plotly's, and is set here, again after
// each redraw by the server.

(() => {
  const SMALLEST = 20; // pixels, at 1920 x 1080
  const TYPE = 1.6;
  const LINES = 1.8;
  const TICKS = 4; // along an axis in space

  const html = typeof document === "undefined" ? null : document.documentElement;
  const on = () => html.dataset.presenting !== undefined;

  const larger = (size, least = SMALLEST) => (size >= least ? size : Math.max(least, Math.round(size * TYPE)));

  // Raised figures and letters are 0.7 of the type they belong to.
  const raised = (node) => node.type === "log" || /<su[bp]>/.test(node.text ?? "");

  // Where sizes stand in a plot's data and layout: [path, holder, key, size in Present].
  function sizes(node, path = "") {
    const found = [];
    // A bar's number is not to shrink with the room beside it.
    if (node?.type === "bar") found.push([`${path}.constraintext`, node, "constraintext", "none"]);
    for (const [key, value] of Object.entries(node ?? {})) {
      const here = path ? `${path}.${key}` : key;
      if (/font$/.test(key) && Number.isFinite(value?.size)) {
        const least = raised(node) ? Math.ceil(SMALLEST / 0.7) : SMALLEST;
        found.push([`${here}.size`, value, "size", larger(value.size, least)]);
      } else if (key === "nticks" && /scene\.[xyz]axis$/.test(path)) {
        found.push([here, node, key, Math.min(value, TICKS)]); // larger ones need room
      } else if (key === "width" && /(^|\.)(line|contours\.z)$/.test(path) && Number.isFinite(value)) {
        found.push([here, node, "width", Math.round(value * LINES * 10) / 10]);
      }
      // Arrays of numbers are data; those of records are traces and annotations.
      const records = Array.isArray(value) ? typeof value[0] === "object" : true;
      if (value && typeof value === "object" && !ArrayBuffer.isView(value) && records && key !== "meta") {
        found.push(...sizes(value, here));
      }
    }
    return found;
  }

  // Sets the sizes, remembering what they were; says whether anything was to be changed.
  function enlarge(plot, kept) {
    let changed = false;
    for (const part of ["data", "layout"]) {
      for (const [path, holder, key, size] of sizes(plot[part], part)) {
        const before = kept.get(path);
        if (before && before[1] === holder[key]) continue; // as it was set here
        if (holder[key] === size) continue;
        kept.set(path, [holder[key], size]);
        holder[key] = size;
        changed = true;
      }
    }
    return changed;
  }

  function restore(plot, kept) {
    let changed = false;
    for (const part of ["data", "layout"]) {
      for (const [path, holder, key] of sizes(plot[part], part)) {
        const before = kept.get(path);
        if (!before || before[1] !== holder[key]) continue;
        holder[key] = before[0];
        changed = true;
      }
    }
    kept.clear();
    return changed;
  }

  const known = new Map(); // plot -> what its sizes were, by path

  function adjust(plot) {
    if (!plot._fullLayout || !plot.isConnected) return;
    const kept = known.get(plot);
    const changed = on() ? enlarge(plot, kept) : restore(plot, kept);
    if (changed) window.Plotly.react(plot, plot.data, plot.layout);
  }

  function look() {
    for (const plot of known.keys()) if (!plot.isConnected) known.delete(plot);
    for (const plot of document.querySelectorAll("#page .js-plotly-plot")) {
      if (known.has(plot) || typeof plot.on !== "function") continue;
      known.set(plot, new Map());
      plot.on("plotly_afterplot", () => on() && adjust(plot));
      if (on()) adjust(plot);
    }
  }

  function present() {
    if (on()) return leave();
    html.dataset.presenting = "";
    html.requestFullscreen?.()?.catch(() => {}); // a frame or a browser may refuse it
    changed();
    return true;
  }

  function leave() {
    if (!on()) return false;
    delete html.dataset.presenting;
    delete html.dataset.reading;
    point(false);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    changed();
    return true;
  }

  function changed() {
    window.dispatchEvent(new Event("resize")); // the plots have another place
    look();
    for (const plot of known.keys()) adjust(plot);
  }

  // The pointer

  let dot = null;

  function point(show) {
    if (!show && !dot) return;
    dot ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "pointer-dot" }));
    dot.setAttribute("aria-hidden", "true");
    html.toggleAttribute("data-pointing", show);
  }

  function follow(event) {
    if (dot) dot.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
  }

  // Presets, one after the other

  let at = -1;

  // Which preset to open: none before the first and after the last.
  function beside(index, count, way) {
    const next = index < 0 && way < 0 ? count - 1 : index + way;
    return next >= 0 && next < count ? next : null;
  }

  function preset(way) {
    const links = [...document.querySelectorAll("a.preset")];
    const here = links.findIndex((link) => link.search === window.location.search && link.pathname === window.location.pathname);
    const next = beside(here >= 0 ? here : at, links.length, way);
    if (next !== null) links[next].click();
    return true;
  }

  // Keys that press what is on the page

  // The next choice of a control, where the person may use it.
  function cycle(field, choices) {
    const id = JSON.stringify({ field, type: "control" });
    const control = document.getElementById(id);
    if (!control || control.closest("[hidden]")) return false;
    const marked = control.querySelector("input:checked")?.value;
    const value = choices[(choices.indexOf(marked) + 1) % choices.length];
    window.dash_clientside.set_props({ type: "control", field }, { value });
    return true;
  }

  if (html && window.keys) {
    Object.assign(window.keys.actions, {
      present,
      pointer: () => point(html.dataset.pointing === undefined),
      reading: () => on() && (html.toggleAttribute("data-reading"), changed(), true),
      next: () => window.lesson?.go(1) || (on() && preset(1)),
      before: () => window.lesson?.go(-1) || (on() && preset(-1)),
      reveal: () => window.lesson?.reveal() ?? false,
      view: () => cycle("view", ["both", "surface", "field"]),
      height: () => cycle("height", ["linear", "log"]),
      theme: () => (document.getElementById("color-scheme")?.click(), true),
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (document.querySelector("dialog[open], details.menu[open]")) return;
      leave();
    }, true);
    // Where the browser takes Escape for itself, leaving full screen is leaving Present.
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement) leave();
      else changed();
    });
    document.addEventListener("pointermove", follow, { passive: true });
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.preset");
      if (link) at = [...document.querySelectorAll("a.preset")].indexOf(link);
      if (event.target.closest?.("#present-button")) present();
    });
    let due = false;
    new MutationObserver(() => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        look();
      });
    }).observe(html, { childList: true, subtree: true });
  }
  window.present = { leave, on };
  window.presentParts = { beside, enlarge, larger, restore, sizes };
})();
