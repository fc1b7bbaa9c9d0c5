// Plays both descents in the browser: no step asks the server.

(() => {
  const FRAME = 90; // milliseconds a frame: slow enough to follow, quick enough to wait for
  const DOUBLES = 8; // "doubling" takes twice as many steps a frame after this many frames

  let timer = null;
  let seen = null;
  let pace = "doubling";
  let frames = 0;

  const stride = (name, frame) => (name === "doubling" ? 2 ** Math.floor(frame / DOUBLES) : Number(name) || 1);

  function set(step) {
    const paths = window.paths.current;
    if (!paths) return;
    const value = Math.min(Math.max(step, 0), window.paths.last(paths));
    window.paths.step = value; // at once: the next key may come before the slider has answered
    window.dash_clientside.set_props("step", { value });
  }

  function stop() {
    clearInterval(timer);
    timer = null;
    button();
  }

  function button() {
    const play = document.getElementById("play-play");
    play?.classList.toggle("playing", timer !== null);
  }

  function play() {
    if (timer) return stop();
    const paths = window.paths.current;
    if (!paths) return undefined;
    const end = window.paths.last(paths);
    let step = window.paths.step >= end ? 0 : window.paths.step;
    frames = 0;
    if (step === 0) set(0);
    timer = setInterval(() => {
      step = Math.min(step + stride(pace, frames++), end);
      set(step);
      if (step >= end) stop();
    }, FRAME);
    return button();
  }

  function cell(tag, text, side) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (side) {
      made.className = "in-loss-colour";
      for (const [ground, colour] of Object.entries(side.colours)) {
        made.style.setProperty(`--loss-${ground}`, colour);
      }
    }
    return made;
  }

  const four = (x) => (Number.isFinite(x) ? String(Number(x.toPrecision(4))) : "-");

  // The table of the present step: parameters, loss and slope, as the server computed them.
  function tabulate(paths, step) {
    const place = document.getElementById("step-table");
    if (!place) return;
    const sides = Object.values(paths.sides);
    const row = (name, read) => {
      const line = document.createElement("tr");
      const head = cell("th", name);
      head.scope = "row";
      line.append(head, ...sides.map((side) => cell("td", read(side, window.paths.at(side, step)))));
      return line;
    };
    const heading = document.createElement("h2");
    heading.className = "heading";
    heading.textContent = `At step ${step}`;
    const table = document.createElement("table");
    table.className = "numbers";
    const top = document.createElement("tr");
    top.append(document.createElement("td"), ...sides.map((side) => cell("th", side.title, side)));
    table.append(
      top,
      row(paths.names[0], (side, i) => four(side.a[i])),
      row(paths.names[1], (side, i) => four(side.b[i])),
      row("loss", (side, i) => four(side.loss[i])),
      row("slope", (side, i) => four(side.slope[i])),
      row("rate", (side) => side.rate ?? "its own"),
    );
    const [left, right] = sides;
    const ratio = right.slope[0] / left.slope[0];
    const compared = cell("p", Number.isFinite(ratio)
      ? `At the start the slope of ${right.title.toLowerCase()} is ${four(ratio)} times that of ${left.title.toLowerCase()}.`
      : "");
    compared.className = "note";
    const outcomes = sides.map((side) => {
      const said = cell("p", `${side.title}: ${side.outcome}`);
      said.className = "note";
      return said;
    });
    place.replaceChildren(heading, table, compared, ...outcomes);
  }

  function show(step, packed) {
    const paths = window.paths.current;
    if (!paths || !packed) return "";
    window.paths.step = step;
    window.address?.set({ step: step < window.paths.last(paths) ? step : null });
    window.descents?.drawAll();
    tabulate(paths, step);
    for (const [side, path] of Object.entries(paths.sides)) {
      const text = document.getElementById(`walked-${side}`);
      if (text) text.textContent = window.paths.wayDown(path, step, paths.outside);
    }
    return `step ${step} of ${window.paths.last(paths)}`;
  }

  // New descents: the step stays where it was, or at the end where it stood at the end.
  function load(packed, step, max, view, client) {
    const { no_update } = window.dash_clientside;
    if (!packed) return [no_update, no_update];
    const before = window.paths.current;
    const atEnd = !before || max <= 1 || step >= window.paths.last(before); // 1: a slider just made
    window.paths.current = window.paths.decode(packed);
    const end = window.paths.last(window.paths.current);
    if (client !== seen) {
      seen = client; // a page that was just opened stands at its link's step, or at the end
      return [end, Number.isInteger(view?.step) ? Math.min(view.step, end) : end];
    }
    return [end, atEnd ? end : Math.min(step, end)];
  }

  function key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    // Keys belong to the control that has the focus, where it uses them.
    if (target.closest?.("input, textarea, select, button, summary, [role=slider], [contenteditable]")) return;
    if (target.closest?.("[role=application]") && event.key.startsWith("Arrow")) return;
    const action = {
      " ": play,
      ArrowRight: () => set(window.paths.step + 1),
      ArrowLeft: () => set(window.paths.step - 1),
      Home: () => set(0),
      End: () => set(Infinity),
    }[event.key];
    if (!action || !window.paths.current) return;
    event.preventDefault();
    action();
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    playback: {
      load,
      show,
      first: () => (stop(), set(0)),
      back: () => (stop(), set(window.paths.step - 1)),
      forward: () => (stop(), set(window.paths.step + 1)),
      play: () => void play(),
      pace: (value) => void (pace = value),
    },
  });
  window.playbackParts = { stride };
  if (typeof document !== "undefined") document.addEventListener("keydown", key);
})();
