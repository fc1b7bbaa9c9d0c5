// Present: controls away, type and lines for the back row, full screen, presets one after the other.
//
// Sheets do the page; the type inside plots is set from here (enlarge.js), again after each redraw by
// the server.

(() => {
  const html = typeof document === "undefined" ? null : document.documentElement;
  const on = () => html.dataset.presenting !== undefined;

  const known = new Map(); // plot -> what its sizes were, by path

  function adjust(plot) {
    if (!plot._fullLayout || !plot.isConnected) return;
    const kept = known.get(plot);
    const { enlarge, restore } = window.enlarging;
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
    window.pointer.show(false);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    changed();
    return true;
  }

  function changed() {
    window.dispatchEvent(new Event("resize")); // the plots have another place
    look();
    for (const plot of known.keys()) adjust(plot);
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

  if (html && window.keys) {
    Object.assign(window.keys.actions, {
      present,
      reading: () => on() && (html.toggleAttribute("data-reading"), changed(), true),
      next: () => window.lesson?.go(1) || (on() && preset(1)),
      before: () => window.lesson?.go(-1) || (on() && preset(-1)),
      reveal: () => window.lesson?.reveal() ?? false,
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
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.preset");
      if (link) at = [...document.querySelectorAll("a.preset")].indexOf(link);
      if (event.target.closest?.("#present-button")) present();
    });
    window.changes.onChange(look);
  }
  window.present = { leave, on };
  window.presentParts = { beside };
})();
