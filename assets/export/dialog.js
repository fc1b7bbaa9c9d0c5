// The Export dialog: draws a preview, saves pictures, and has the server make what it alone can.
//
// A picture of a scene is one figure that the server has laid out for a slide; plotly draws it here
// at its full size. Pages without a scene, and all of them where the server does not answer, are
// drawn from the plots that stand on the page.

(() => {
  const SOON = 300; // longer than the address takes to follow the page
  const AGAIN = 350;
  // Animations and decks are many pictures, which all travel to the server; a document's size is but
  // its shape.
  const MOST = { gif: 1280, deck: 1920, pdf: 3840 };

  // Pure parts

  // The size that was chosen, in pixels, or what is wrong with it, by side.
  function sizeOf({ size, width, height }, [smallest, largest]) {
    if (size !== "free") {
      const [w, h] = size.split("x").map(Number);
      return { width: w, height: h };
    }
    const wrong = {};
    for (const [name, side] of Object.entries({ width, height })) {
      const whole = typeof side === "number" && Number.isInteger(side);
      if (!whole || side < smallest || side > largest) wrong[name] = `From ${smallest} to ${largest} pixels`;
    }
    if (Object.keys(wrong).length === 0 && Math.max(width, height) > 4 * Math.min(width, height)) {
      wrong.height = "Width and height within 4:1 of each other";
    }
    return Object.keys(wrong).length ? { wrong } : { width, height };
  }

  // No side longer than a format takes.
  function capped({ width, height }, format) {
    const share = Math.min(1, (MOST[format] ?? Infinity) / Math.max(width, height));
    return { width: Math.round(width * share), height: Math.round(height * share) };
  }

  // What the server is asked, as a query.
  function query(given, { width, height }, link, client) {
    const asked = new URLSearchParams({ link, what: given.what, size: `${width}x${height}`, background: given.background });
    const heading = (given.heading ?? "").trim().slice(0, 200);
    if (!given.title) asked.set("title", "");
    else if (heading) asked.set("title", heading);
    if (!given.caption) asked.set("caption", "no");
    if (!given.link) asked.set("shown", "no");
    asked.set("client", client);
    return asked;
  }

  // State

  let given = {};
  let choices = null;
  let isOpen = false;
  let kind = null; // "scene" or "plots": what the page offers
  let timer = null;
  let turn = 0; // of previews: only the last one is shown
  let drawing = null; // aborts what the preview waits for
  let saving = null;
  let latest = null; // the picture that was laid out last, and what for
  const client = Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);

  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
  const address = () => window.location.href.split("#")[0];

  const say = (text) => set("export-message", { children: text });

  function tell(text, share = 0) {
    set("export-work", { style: { display: text ? "flex" : "none" } });
    set("export-progress", { children: text ?? "" });
    set("export-bar", { style: { width: `${(100 * share).toFixed(1)}%` } });
  }

  // The server

  class Refused extends Error {
    constructor(status, text) {
      super(text);
      this.status = status;
    }
  }

  async function ask(path, asked, { signal, about, body }) {
    for (;;) {
      const options = body ? { method: "POST", body, signal } : { signal };
      const answer = await fetch(`${choices.address}/${path}?${asked}`, options);
      if (answer.status === 202) {
        const work = await answer.json();
        about?.(`${work.title} …`, work.share);
        await wait(AGAIN);
        continue;
      }
      if (answer.ok) return answer;
      const text = await answer.json().then((said) => said.error, () => null);
      throw new Refused(answer.status, text ?? `The server failed (${answer.status}); its log says why.`);
    }
  }

  // The picture that is asked for: a figure of the server's, or the page's plots.
  async function picture(options, size, context) {
    const link = address();
    const asked = query(options, size, link, client);
    const key = `${kind} ${asked} ${options.heading}`;
    if (kind === "scene" && latest?.key === key) return latest.made;
    let made = null;
    if (kind === "scene") {
      try {
        const answer = await ask("figure", asked, context);
        made = { link, ...(await answer.json()) };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // fetch's own, where nobody answers
      }
    }
    if (!made) {
      await painted();
      made = await window.exportPage.composed(options, size, link);
      if (made.count === 0) throw new Error("This page has no such plot.");
      made.alone = kind === "scene";
    } else {
      latest = { key, made };
    }
    return made;
  }

  async function still(made, format) {
    if (made.svg) {
      if (format === "svg") return new Blob([made.svg], { type: "image/svg+xml" });
      return window.exportPictures.painting(made.svg, made.width, made.height);
    }
    const file = window.exportPictures.bytes(await window.exportPictures.rendered(made.figure, format));
    if (format !== "svg") return file;
    const { meta } = made.figure.layout;
    return new Blob([window.exportPictures.described(await file.text(), meta, meta.title, meta.caption)], { type: "image/svg+xml" });
  }

  // The preview

  const previewable = () => capped(sizeOf(given, choices.sides), given.format);

  function check() {
    const { wrong } = sizeOf(given, choices.sides);
    for (const side of ["width", "height"]) set(`export-${side}`, { error: wrong?.[side] ?? "" });
    set("export-save", { disabled: Boolean(wrong) || saving !== null });
    set("export-free", { style: { display: given.size === "free" ? "grid" : "none" } });
    set("export-note", { children: choices.notes[given.format] ?? "" });
    return !wrong;
  }

  let previewUrl = null;

  async function preview() {
    drawing?.abort();
    drawing = new AbortController();
    turn += 1;
    const mine = turn;
    const { signal } = drawing;
    if (!check()) return say("Choose a size within its bounds.");
    say("Drawing the preview …");
    try {
      const made = await picture({ ...given }, previewable(), { signal, about: (text) => say(text) });
      if (mine !== turn) return undefined;
      await painted(); // what was said is seen before plotly takes the thread
      const blob = made.svg
        ? new Blob([made.svg], { type: "image/svg+xml" })
        : window.exportPictures.bytes(await window.exportPictures.rendered(made.figure, "png", 1));
      if (mine !== turn) return undefined;
      if (previewUrl) URL.revokeObjectURL(previewUrl);
      previewUrl = URL.createObjectURL(blob);
      const { width, height } = previewable();
      const bare = given.background.startsWith("transparent");
      const dark = given.background === "transparent-dark" || document.documentElement.dataset.mantineColorScheme === "dark";
      set("export-preview", {
        src: previewUrl,
        className: bare ? `no-ground ${dark && given.background !== "transparent" ? "on-dark" : ""}` : "",
        style: { aspectRatio: `${width} / ${height}` },
      });
      return say(made.alone ? "The server does not answer: these are the page's plots, as on the screen." : "");
    } catch (error) {
      if (mine === turn && error.name !== "AbortError") say(error.message);
      return undefined;
    }
  }

  function soon() {
    clearTimeout(timer);
    if (isOpen && choices) timer = setTimeout(preview, SOON);
  }

  // Saving

  function download(blob, name) {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  function nameOf(answer, otherwise) {
    return /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? otherwise;
  }

  // A file of several pictures: drawn here one after the other, put together by the server.
  async function together(options, asked, context) {
    const form = new FormData();
    for (let i = 0, count = 1; i < count; i += 1) {
      context.about(count > 1 ? `Drawing ${i + 1} of ${count} …` : "Drawing …", i / count);
      const answer = await ask(`drawings/${options.format}/${i}`, asked, context);
      const given_ = await answer.json();
      count = given_.count;
      context.about(count > 1 ? `Drawing ${i + 1} of ${count} …` : "Drawing …", i / count);
      await painted();
      context.signal.throwIfAborted();
      form.append("picture", window.exportPictures.bytes(await window.exportPictures.rendered(given_.figure, "png")), `${i}.png`);
      context.signal.throwIfAborted();
    }
    context.about("The server puts it together …", 1);
    return ask(`file/${options.format}`, asked, { ...context, body: form });
  }

  async function save() {
    if (saving || !choices || !check()) return;
    saving = new AbortController();
    const options = { ...given };
    const size = previewable();
    const context = { signal: saving.signal, about: tell };
    set("export-save", { disabled: true });
    try {
      let note = "";
      if (choices.byBrowser.includes(options.format)) {
        tell("Drawing …", 0.5);
        const made = await picture(options, size, context);
        await painted();
        const blob = await still(made, options.format);
        saving.signal.throwIfAborted();
        download(blob, `${made.name}.${options.format}`);
      } else {
        const asked = query(options, size, address(), client);
        tell("The server is making it …", 0);
        let answer = null;
        if (options.format === "pdf" || !choices.drawn.includes(options.format)) {
          answer = await ask(`file/${options.format}`, asked, context).catch((error) => {
            if (error.status !== 503) throw error;
            note = "The server has no browser to draw with: the document holds an image drawn here.";
            return null;
          });
        }
        answer ??= await together(options, asked, context);
        const blob = await answer.blob();
        download(blob, nameOf(answer, `loss-landscapes.${options.format}`));
      }
      say(note || "Saved.");
    } catch (error) {
      if (error.name === "AbortError") say("Cancelled.");
      else say(error instanceof TypeError ? "The server does not answer; PNG and SVG are made without it." : error.message);
    } finally {
      saving = null;
      tell(null);
      check();
    }
  }

  // The dialog

  // What is on offer depends on the page: a scene, or plots.
  function offer() {
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
    kind = now;
  }

  // The dialog is one of the keys' actions.
  function register() {
    const keys = window.keys;
    if (!keys || keys.actions.export) return;
    keys.actions.export = () => !isOpen && (set("export-dialog", { opened: true }), true);
    const [, rows] = keys.TABLE.find(([group]) => group === "The figures") ?? keys.TABLE[0];
    rows.push({ keys: ["e"], shown: "E", says: "Export a picture, a slide or the data", action: "export" });
  }

  const PRESSED = "button, input, textarea, select, a, [role=option]";

  // While it is open the page's own keys rest: what is pressed is meant for the dialog.
  function rest(event) {
    if (!isOpen || event.key === "Tab" || event.ctrlKey || event.metaKey) return;
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
        choices = offered;
        isOpen = Boolean(opened);
        if (isOpen) {
          latest = null;
          offer();
          check();
          soon();
        } else {
          clearTimeout(timer);
          drawing?.abort();
          turn += 1;
        }
      },
      changed(...values) {
        given = Object.fromEntries(NAMES.map((name, i) => [name, values[i]]));
        if (choices && isOpen) check();
        soon();
      },
      save: () => void save(),
      cancel: () => saving?.abort(),
    },
  });
  window.exportDialog = { capped, query, sizeOf };
  if (typeof document !== "undefined") document.addEventListener("keydown", rest, true);
})();
