// Builds a lesson: adds the scene in sight, orders and words the steps, writes and reads its file.
//
// It is kept in this browser after every change, so that nothing is lost by going elsewhere.

(() => {
  const LONGEST = 300; // characters of a sentence
  const MOST = 50; // steps
  const LINK = 12000; // characters that every browser and mail program carries

  const empty = () => ({ version: 1, title: "My lesson", steps: [] });
  let draft = null;

  const current = () => (draft ??= window.lesson.kept() ?? empty());

  // Steps with one moved by one place; as they are where it cannot.
  function moved(steps, from, way) {
    const to = from + way;
    if (to < 0 || to >= steps.length) return steps;
    const order = [...steps];
    [order[from], order[to]] = [order[to], order[from]];
    return order;
  }

  // The scene in the address, wherever the app is served; colours are the room's, not the scene's.
  function linkOf({ pathname, search }) {
    const settings = search.replace(/^\?/, "").split("&").filter((one) => one && !one.startsWith("theme="));
    return window.site.bare(pathname) + (settings.length ? `?${settings.join("&")}` : "");
  }

  const fileName = (title) => `${title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "") || "lesson"}.json`;

  // What is missing before the lesson can leave the builder; "" where nothing is.
  function missing({ title, steps }) {
    if (!title.trim()) return "The lesson has no title yet.";
    if (!steps.length) return "The lesson has no step yet.";
    const place = steps.findIndex((step) => !step.sentence.trim());
    return place < 0 ? "" : `Step ${place + 1} has no sentence yet.`;
  }

  // The page's own words for what it shows: a sentence to begin with.
  function begin() {
    const text = (id) => document.getElementById(id)?.textContent.trim() ?? "";
    return (text("scene-note") || `${text("title-left")} and ${text("title-right").toLowerCase()}: what do you see?`).slice(0, LONGEST);
  }

  const place = () => document.getElementById("lesson-builder");

  function say(...lines) {
    const said = place()?.querySelector(".lesson-said");
    if (!said) return;
    said.replaceChildren(...lines.map((line) => window.elements.made("div", line)));
  }

  function change(next, focus) {
    draft = next;
    const stays = window.lesson.keep(draft);
    draw();
    if (!stays) say("This browser keeps nothing: export the lesson before you leave.");
    if (focus) place()?.querySelector(focus)?.focus();
  }

  function add() {
    const { steps } = current();
    if (steps.length >= MOST) return say(`A lesson has ${MOST} steps at most.`);
    const step = { link: linkOf(window.location), sentence: begin(), predict: false };
    change({ ...draft, steps: [...steps, step] }, `[data-step="${steps.length}"] textarea`);
    return say(`Step ${steps.length + 1} added.`);
  }

  function save() {
    const lacks = missing(current());
    if (lacks) return say(lacks);
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(draft, null, 2)}\n`], { type: "application/json" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: fileName(draft.title) });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    return say(`Saved as ${link.download}.`);
  }

  // A file replaces the steps only when all of it is good.
  async function read(file) {
    const answer = await window.lesson.ask({ text: (await file.text()).slice(0, 250000) });
    if (!answer.lesson) return say(`${file.name} was not used; your steps are as they were.`, ...answer.messages);
    change(answer.lesson);
    return say(`${file.name}: ${draft.steps.length} steps.`);
  }

  async function copy() {
    const lacks = missing(current());
    if (lacks) return say(lacks);
    const url = window.location.origin + window.site.full(draft.steps[0].link) + window.lessonLinks.fragment(window.lessonLinks.pack(draft), 1);
    if (url.length > LINK) return say("The lesson is too long for a link: hand out its file.");
    try {
      await window.navigator.clipboard.writeText(url);
      return say("Copied: the link holds the whole lesson.");
    } catch {
      return say("The browser did not let the link be copied. It is:", url);
    }
  }

  function play(step) {
    const lacks = missing(current());
    return lacks ? say(lacks) : window.lesson.play(draft, step);
  }

  function entry(step, index, count) {
    const { button, made } = window.elements;
    const item = made("li", "", "lesson-step");
    item.dataset.step = index;
    const words = made("textarea", "", "outlined");
    words.value = step.sentence;
    words.maxLength = LONGEST;
    words.rows = 3;
    words.setAttribute("aria-label", `Sentence of step ${index + 1}`);
    words.addEventListener("input", () => {
      draft = { ...draft, steps: draft.steps.with(index, { ...draft.steps[index], sentence: words.value }) };
      window.lesson.keep(draft);
    });
    const predict = made("label", "", "lesson-predict");
    const box = Object.assign(made("input"), { type: "checkbox", checked: step.predict });
    box.addEventListener("change", () => {
      draft = { ...draft, steps: draft.steps.with(index, { ...draft.steps[index], predict: box.checked }) };
      window.lesson.keep(draft);
    });
    predict.append(box, "Predict first");
    const act = (text, says, run, disabled = false) => {
      const one = button(text, says, run);
      one.setAttribute("aria-label", `${says}, step ${index + 1}`);
      one.disabled = disabled;
      return one;
    };
    const buttons = made("div", "", "lesson-buttons");
    const move = (way) => change({ ...draft, steps: moved(draft.steps, index, way) }, `[data-step="${index + way}"] button[data-way="${way}"]`);
    const up = act("↑", "Move up", () => move(-1), index === 0);
    const down = act("↓", "Move down", () => move(1), index === count - 1);
    up.dataset.way = -1;
    down.dataset.way = 1;
    buttons.append(
      up,
      down,
      act("Play", "Play from here", () => play(index + 1)),
      act("Remove", "Remove", () => change({ ...draft, steps: draft.steps.toSpliced(index, 1) }, ".lesson-add")),
    );
    item.append(words, predict, buttons);
    return item;
  }

  function draw() {
    const home = place();
    if (!home) return;
    const { button, made } = window.elements;
    const { title, steps } = current();
    const name = Object.assign(made("input", "", "outlined lesson-name"), { type: "text", value: title, maxLength: 80 });
    name.setAttribute("aria-label", "Title of the lesson");
    name.addEventListener("input", () => {
      draft = { ...draft, title: name.value };
      window.lesson.keep(draft);
    });
    const list = made("ol", "", "lesson-steps");
    list.append(...steps.map((step, index) => entry(step, index, steps.length)));
    const file = Object.assign(made("input"), { type: "file", accept: ".json,application/json", hidden: true });
    file.setAttribute("aria-label", "Lesson file");
    file.addEventListener("change", () => file.files[0] && read(file.files[0]));
    const buttons = made("div", "", "lesson-buttons");
    buttons.append(
      button("Add this scene", "Add the scene in sight as the last step", add, "outlined quiet-button lesson-add"),
      button("Export", "Save the lesson as a file", save),
      button("Import", "Open a lesson's file; it takes the place of these steps", () => file.click()),
      button("Copy link", "Copy a link that holds the whole lesson", copy),
    );
    const said = made("div", "", "note lesson-said");
    said.setAttribute("role", "status");
    home.replaceChildren(name, list, buttons, file, said);
  }

  window.lessonBuilderParts = { fileName, linkOf, missing, moved };
  if (typeof document !== "undefined") {
    window.changes.onChange(() => {
      if (place() && !place().childElementCount) draw();
    });
  }
})();
