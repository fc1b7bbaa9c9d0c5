// The link to what is shown stands in the address bar: it changes as the person works, without a
// reload, and one entry of the history is one thing tried, not one move of a slider.

(() => {
  const QUIET = 1500; // milliseconds after which the next change is another thing tried
  const SOON = 250;

  // What the address is made of: the server's query of the controls, and what only the browser has.
  let parts = {};
  let page = null;
  let begun = null; // who says what is shown: a page, by its path or by the name of its client
  let timer = null;
  let last = 0;
  let entry = false;

  const readable = (x) => String(Number(x.toPrecision(6)));
  const listed = (numbers) => numbers.map(readable).join(",");

  function text({ query, start, camera, step, theme, embed }) {
    const given = [
      query,
      start && `start=${listed(start)}`,
      camera && `camera=${listed(camera)}`,
      Number.isInteger(step) && `step=${step}`,
      theme && `theme=${theme}`,
      embed && !/(^|&)embed=/.test(query) && "embed=1",
    ];
    return given.filter(Boolean).join("&");
  }

  function write() {
    timer = null;
    if (window.location.pathname !== page) return reset(); // the person has gone on to another page
    const search = text(parts);
    const path = window.location.pathname + (search ? `?${search}` : "") + window.location.hash;
    if (path === window.location.pathname + window.location.search + window.location.hash) return;
    const method = entry ? "pushState" : "replaceState";
    window.history[method](window.history.state, "", path);
    entry = false;
    return undefined;
  }

  // A change of the controls is worth an entry of its own, the first after a quiet while; how a
  // surface is turned, or which step is looked at, is not.
  function set(change) {
    const before = parts.query;
    parts = { ...parts, ...change };
    if (before !== undefined && parts.query !== before) {
      const now = Date.now();
      entry ||= now - last > QUIET;
      last = now;
    }
    if (parts.query === undefined) return; // the page has not said yet what it shows
    if (change.query !== undefined) page = window.location.pathname;
    clearTimeout(timer);
    timer = setTimeout(write, SOON);
  }

  // Another page, or the same one anew: nothing is known of it yet.
  function reset() {
    parts = {};
    begun = null;
    entry = false;
    clearTimeout(timer);
  }

  // A page says what it shows. The first time, how its link had it looked at is taken over.
  function show(who, change, looked = {}) {
    if (who !== begun) {
      reset();
      begun = who;
      const link = new URLSearchParams(window.location.search);
      const theme = ["light", "dark"].find((one) => one === link.get("theme")) ?? null;
      set({ ...looked, theme, embed: link.has("embed") });
    }
    set(change);
  }

  // Back and Forward: Dash compares the address with what it last heard of, which is not what stood
  // in the bar, so it is told what stands there now in words that are new to it.
  function back(event) {
    event.stopImmediatePropagation();
    reset();
    const known = location_();
    const { pathname, search, hash, href } = window.location;
    const same = known && known.pathname === pathname && (known.search ?? "") === search;
    const given = same ? (search.endsWith("&") ? search.slice(0, -1) : `${search || "?"}&`) : search;
    window.dash_clientside.set_props("_pages_location", { pathname, search: given, hash, href });
  }

  // What Dash holds of its location component.
  function location_() {
    const state = window.store?.getState();
    const path = state?.paths?.strs?._pages_location;
    return path?.reduce((node, key) => node?.[key], state.layout)?.props;
  }

  if (typeof document !== "undefined") window.addEventListener("popstate", back, true);
  window.address = { set, show, reset, text };
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    address: {
      query: (query) => void (typeof query === "string" && show(window.location.pathname, { query })),
    },
  });
})();
