// A lesson: a strip above the page says which step this is, and leads from scene to scene.
//
// Which lesson is open, and at which step, stands in the address after the #: a name for those that
// come with the app, "mine" for the one built in this browser, or the whole lesson, packed.

(() => {
  const MINE = "mine";
  const KEPT = "lesson";
  const { fragment, parse, same, unpack } = window.lessonLinks;

  let lesson = null; // what is open: { source, title, steps }
  let at = 0;
  let shown = new Set(); // steps whose right column was asked for
  let asked = 0;
  let opening = null;

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
    if (bare && !same(window.site.full(lesson.steps[at].link), window.location.pathname)) show(at);
  }

  function show(index) {
    at = index;
    const link = window.site.full(lesson.steps[at].link);
    const path = link + fragment(lesson.source, at + 1);
    const here = window.location.pathname + window.location.search;
    window.address?.reset();
    window.history.pushState({}, "", path);
    draw();
    // As Back and Forward do it: address.js tells Dash where it is.
    if (!same(link, here)) window.dispatchEvent(new PopStateEvent("popstate"));
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

  function draw() {
    const html = document.documentElement;
    html.toggleAttribute("data-lesson", Boolean(lesson));
    html.toggleAttribute("data-predict", waits());
    window.lessonStrip.show(lesson, at, waits());
  }

  function complain(messages) {
    lesson = null;
    draw();
    window.lessonStrip.complain(messages);
    document.documentElement.toggleAttribute("data-lesson", true);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { lesson: { opened: answered, arrived } });
  // The builder plays what it has, from a step on.
  function play(plain, step) {
    lesson = { source: MINE, ...plain };
    shown = new Set();
    show(step - 1);
  }

  window.lesson = { ask, close, go, keep, kept, play, reveal };

  if (typeof document !== "undefined") {
    document.addEventListener("click", (event) => event.target.closest?.("#reveal") && reveal());
    // A page that was just made may have a column that waits, or have none.
    window.changes.onChange(() => {
      const waiting = document.documentElement.hasAttribute("data-predict");
      if (lesson && waiting !== waits()) draw();
    });
  }
})();
