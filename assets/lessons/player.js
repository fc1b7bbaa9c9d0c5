// A lesson: a strip above the page says which step this is, and leads from scene to scene.
//
// Which lesson is open, and at which step, stands in the address after the #: a name for those that
// come with the app, "mine" for the one built in this browser, or the whole lesson, packed.

(() => {
  const MINE = "mine";
  const KEPT = "lesson";

  let lesson = null; // what is open: { source, title, steps }
  let at = 0;
  let shown = new Set(); // steps whose right column was asked for
  let asked = 0;
  let opening = null;

  // Addresses

  function pack(plain) {
    const bytes = new TextEncoder().encode(JSON.stringify(plain));
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return `~${text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
  }

  // The text of a packed lesson; "" where it is none, which the server then says.
  function unpack(packed) {
    try {
      const text = atob(packed.slice(1).replace(/-/g, "+").replace(/_/g, "/"));
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    } catch {
      return "";
    }
  }

  // What an address says after its #: { source, step }, or null.
  function parse(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const source = given.get("lesson");
    if (!source) return null;
    const step = Number(given.get("step") ?? "1");
    return { source, step: Number.isInteger(step) && step >= 1 ? step : 1 };
  }

  const fragment = (source, step) => `#lesson=${encodeURIComponent(source)}&step=${step}`;

  // The same scene, however its settings are ordered; colours are not the scene's.
  function same(one, other) {
    const plain = (link) => {
      const [path, query] = link.split("#")[0].split("?");
      const settings = [...new URLSearchParams(query ?? "")].filter(([name]) => name !== "theme");
      return JSON.stringify([path, settings.map(([name, value]) => `${name}=${value}`).sort()]);
    };
    return plain(one) === plain(other);
  }

  // The one built here

  function kept() {
    try {
      return JSON.parse(window.localStorage.getItem(KEPT)) ?? null;
    } catch {
      return null; // not allowed, or no lesson
    }
  }

  function keep(plain) {
    try {
      window.localStorage.setItem(KEPT, JSON.stringify(plain));
      return true;
    } catch {
      return false;
    }
  }

  // Asking the server: it reads lessons, so that what is wrong is said in one place

  const waiting = new Map();

  function ask(question) {
    asked += 1;
    const number = asked;
    return new Promise((done) => {
      waiting.set(number, done);
      window.dash_clientside.set_props("lesson-asked", { data: { number, ...question } });
    });
  }

  function answered(answer) {
    waiting.get(answer?.number)?.(answer);
    waiting.delete(answer?.number);
  }

  // Opening and going

  function arrived() {
    const given = parse(window.location.hash);
    if (!given) return;
    if (lesson?.source === given.source) {
      at = Math.min(given.step, lesson.steps.length) - 1;
      draw();
    } else if (opening !== given.source) {
      open(given.source, given.step);
    }
  }

  async function open(source, step) {
    opening = source;
    const bare = same(window.location.pathname + window.location.search, window.location.pathname);
    const text = source === MINE ? JSON.stringify(kept()) : source.startsWith("~") ? unpack(source) : null;
    const answer = await ask(text === null ? { name: source } : { text });
    if (opening !== source) return;
    opening = null;
    if (!answer.lesson) return complain(answer.messages);
    lesson = { source, ...answer.lesson };
    shown = new Set();
    at = Math.min(step, lesson.steps.length) - 1;
    draw();
    // A link to the lesson alone leads to the step's scene; one to a scene shows that scene.
    if (bare && !same(lesson.steps[at].link, window.location.pathname)) show(at);
  }

  function show(index) {
    at = index;
    const path = lesson.steps[at].link + fragment(lesson.source, at + 1);
    const here = window.location.pathname + window.location.search;
    window.address?.reset();
    window.history.pushState({}, "", path);
    draw();
    // As Back and Forward do it: address.js tells Dash where it is.
    if (!same(lesson.steps[at].link, here)) window.dispatchEvent(new PopStateEvent("popstate"));
    window.scrollTo(0, 0);
  }

  const waits = () => Boolean(lesson?.steps[at].predict && !shown.has(at) && document.getElementById("reveal"));

  function reveal() {
    if (!waits()) return false;
    shown.add(at);
    draw();
    return true;
  }

  // One step on or back; true where a lesson is open, whether or not there was a step to go to.
  function go(way) {
    if (!lesson) return false;
    if (way > 0 && reveal()) return true;
    const next = at + way;
    if (next >= 0 && next < lesson.steps.length) show(next);
    return true;
  }

  function close() {
    lesson = null;
    const { pathname, search } = window.location;
    window.history.replaceState(window.history.state, "", pathname + search);
    draw();
  }

  // The strip

  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function button(text, says, run, className = "outlined quiet-button") {
    const element = made("button", text, className);
    element.type = "button";
    element.title = says;
    element.addEventListener("click", run);
    return element;
  }

  let parts = null;

  function strip() {
    const place = document.getElementById("lesson");
    if (!place) return null;
    if (!parts || !place.contains(parts.count)) {
      parts = {
        count: made("span", "", "lesson-count"),
        title: made("span", "", "lesson-title"),
        sentence: made("p", "", "lesson-sentence"),
        back: button("Back", "Step before (Page Up)", () => go(-1)),
        next: button("Next", "Next step (Page Down)", () => go(1)),
      };
      parts.sentence.setAttribute("role", "status");
      const head = made("div", "", "lesson-head");
      head.append(parts.count, parts.title);
      const buttons = made("div", "", "lesson-buttons");
      buttons.append(parts.back, parts.next, button("Close", "Close the lesson", close));
      place.replaceChildren(head, parts.sentence, buttons);
    }
    return place;
  }

  function draw() {
    const html = document.documentElement;
    const place = strip();
    html.toggleAttribute("data-lesson", Boolean(lesson));
    html.toggleAttribute("data-predict", waits());
    if (!place) return;
    place.hidden = !lesson;
    if (lesson) {
      const count = lesson.steps.length;
      parts.count.textContent = `${at + 1} of ${count}`;
      parts.title.textContent = lesson.title;
      parts.sentence.textContent = lesson.steps[at].sentence;
      parts.back.disabled = at === 0;
      parts.next.disabled = at === count - 1 && !waits();
      parts.next.textContent = waits() ? "Show" : "Next";
    }
    measure();
  }

  function complain(messages) {
    const place = strip();
    if (!place) return;
    lesson = null;
    draw();
    parts.count.textContent = "";
    parts.title.textContent = "This lesson cannot be opened";
    parts.sentence.textContent = messages.join("; ");
    parts.back.disabled = parts.next.disabled = true;
    place.hidden = false;
    document.documentElement.toggleAttribute("data-lesson", true);
    measure();
  }

  // The page begins below the strip, whatever its height.
  function measure() {
    const place = document.getElementById("lesson");
    const height = place && !place.hidden ? place.offsetHeight : 0;
    const text = `${height}px`;
    const { style } = document.documentElement;
    if (style.getPropertyValue("--strip") === text) return;
    style.setProperty("--strip", text);
    window.dispatchEvent(new Event("resize"));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { lesson: { opened: answered, arrived } });
  // The builder plays what it has, from a step on.
  function play(plain, step) {
    lesson = { source: MINE, ...plain };
    shown = new Set();
    show(step - 1);
  }

  window.lesson = { ask, button, fragment, go, keep, kept, made, pack, play, reveal };
  window.lessonParts = { pack, unpack, parse, fragment, same };

  if (typeof document !== "undefined") {
    document.addEventListener("click", (event) => event.target.closest?.("#reveal") && reveal());
    new ResizeObserver(measure).observe(document.documentElement);
    // A page that was just made may have a column that waits, or have none.
    let due = false;
    new MutationObserver(() => {
      if (due || !lesson) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        const waiting = document.documentElement.hasAttribute("data-predict");
        if (lesson && waiting !== waits()) draw();
      });
    }).observe(document.documentElement, { childList: true, subtree: true });
  }
})();
