// The Export dialog: what is on offer for a page, what was chosen, and its keys.

(() => {
  // What the dialog's scripts share: what was chosen, what the server offers, whether it stands open,
  // and what the page has to export, a "scene" or "plots".
  const state = { given: {}, choices: null, open: false, kind: null, set, say, tell, check, size };

  function set(id, props) {
    window.dash_clientside.set_props(id, props);
  }

  function say(text) {
    set("export-message", { children: text });
  }

  // How far work is that takes a while.
  function tell(text, share = 0) {
    set("export-work", { style: { display: text ? "flex" : "none" } });
    set("export-progress", { children: text ?? "" });
    set("export-bar", { style: { width: `${(100 * share).toFixed(1)}%` } });
  }

  // The size to draw in.
  function size() {
    const { capped, sizeOf } = window.exportRequest;
    return capped(sizeOf(state.given, state.choices.sides), state.given.format);
  }

  // Whether what was chosen can be drawn; what cannot is said beside its box.
  function check() {
    const { given, choices } = state;
    const { wrong } = window.exportRequest.sizeOf(given, choices.sides);
    for (const side of ["width", "height"]) set(`export-${side}`, { error: wrong?.[side] ?? "" });
    set("export-save", { disabled: Boolean(wrong) || window.exportSaving.busy() });
    set("export-free", { style: { display: given.size === "free" ? "grid" : "none" } });
    set("export-note", { children: choices.notes[given.format] ?? "" });
    return !wrong;
  }

  // What is on offer depends on the page: a scene, or plots.
  function offer() {
    const { given, choices, kind } = state;
    const now = document.getElementById("explore") ? "scene" : "plots";
    const plots = window.pagePlots.onPage();
    const offered = { ...choices[now] };
    if (now === "plots") {
      const ids = window.pagePlots.keyed(plots);
      const more = plots.map((plot, i) => ({ value: ids[i], label: window.arrangement.wrapped(window.pagePlots.headingOf(plot), 60, 1)[0] ?? ids[i] }));
      const seen = {};
      for (const one of more) {
        seen[one.label] = (seen[one.label] ?? 0) + 1;
        if (seen[one.label] > 1) one.label += ` (${seen[one.label]})`;
      }
      offered.what = [...offered.what, ...more];
    }
    const scheme = document.documentElement.dataset.mantineColorScheme === "dark" ? "dark" : "light";
    const usual = { what: now === "scene" ? "columns" : "page", format: "png", background: now === "scene" ? scheme : "screen" };
    for (const [name, data] of Object.entries(offered)) {
      const known = data.flatMap((entry) => entry.items ?? [entry]).map((entry) => entry.value);
      const keep = now === kind && known.includes(given[name]);
      if (!keep) given[name] = usual[name];
      set(`export-${name}`, { data, value: given[name] });
    }
    set("export-caption", { disabled: now === "plots" });
    state.kind = now;
  }

  // The dialog is one of the keys' actions.
  function register() {
    const keys = window.keys;
    if (!keys || keys.actions.export) return;
    keys.actions.export = () => !state.open && (set("export-dialog", { opened: true }), true);
    const [, rows] = keys.TABLE.find(([group]) => group === "The figures") ?? keys.TABLE[0];
    rows.push({ keys: ["e"], shown: "E", says: "Export a picture, a slide or the data", action: "export" });
  }

  const PRESSED = "button, input, textarea, select, a, [role=option]";

  // While it is open the page's own keys rest: what is pressed is meant for the dialog.
  function rest(event) {
    if (!state.open || event.key === "Tab" || event.ctrlKey || event.metaKey) return;
    const used = event.target.closest?.(PRESSED);
    const letter = event.key.length === 1 && event.key !== " ";
    const text = event.target.closest?.("input, textarea, select");
    if (event.key === "Escape" || !used || (letter && !text)) event.preventDefault();
  }

  const NAMES = ["what", "size", "width", "height", "background", "format", "heading", "title", "caption", "link"];

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    exporting: {
      open: () => true,
      opened(opened, offered) {
        register();
        state.choices = offered;
        const before = state.open;
        state.open = Boolean(opened);
        if (!state.open) {
          window.exportPreview.stop();
          window.exportSaving.cancel();
          if (before) window.exportRequest.leave();
          return;
        }
        window.exportDrawing.forget();
        offer();
        check();
        window.exportPreview.soon();
      },
      changed(...values) {
        state.given = Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));
        if (state.choices && state.open) check();
        window.exportPreview.soon();
      },
      save: () => void window.exportSaving.save(),
      cancel: () => window.exportSaving.cancel(),
    },
  });
  window.exportState = state;
  if (typeof document !== "undefined") document.addEventListener("keydown", rest, true);
})();
