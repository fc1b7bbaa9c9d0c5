// The Export dialog: draws a preview, saves pictures, and has the server make what it alone can.
//
// A picture of a scene is one figure that the server has laid out for a slide; plotly draws it here
// at its full size. Pages without a scene, and all of them where the server does not answer, are
// drawn from the plots that stand on the page.

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const RASTER = "Embedded image of a surface; all other parts are vector.";
  const SOON = 300; // longer than the address takes to follow the page
  const AGAIN = 350;
  // Animations and decks are many pictures, which all travel to the server.
  const MOST = { gif: 1280, deck: 1920 };

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

  // A text's lines, none longer than so many letters; what is beyond the last line is cut.
  function wrapped(text, letters, most = 2) {
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const line = lines.at(-1);
      if (!line) lines[lines.length - 1] = word;
      else if (line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
      else lines.push(word);
    }
    const kept = lines.slice(0, most).map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
    if (lines.length > most) kept[most - 1] = `${kept[most - 1].slice(0, letters - 1).replace(/…$/, "")}…`;
    return kept.filter(Boolean);
  }

  // Where plots stand in a box: row by row, in as many columns as leave them largest. A plot is as
  // wide and high as on the screen, and is magnified, none far more than the others: type is to be of
  // like size. `above(width)` is the room for a heading.
  function arrange(plots, box, gap, above) {
    let best = null;
    for (let columns = 1; columns <= plots.length; columns += 1) {
      const rows = Math.ceil(plots.length / columns);
      const width = (box.width - gap * (columns - 1)) / columns;
      const height = (box.height - gap * (rows - 1)) / rows;
      const room = height - above(width);
      const own = plots.map((plot) => Math.min(width / plot.width, room / plot.height));
      const scales = own.map((scale) => Math.min(scale, 1.4 * Math.min(...own)));
      const area = plots.reduce((sum, plot, i) => sum + plot.width * plot.height * scales[i] ** 2, 0);
      if (Math.min(...scales) > 0 && (!best || area > best.area)) best = { area, columns, width, height, scales };
    }
    if (!best) return [];
    return plots.map((plot, i) => ({
      x: box.x + (i % best.columns) * (best.width + gap),
      y: box.y + Math.floor(i / best.columns) * (best.height + gap),
      width: best.width,
      scale: best.scales[i],
    }));
  }

  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

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
  const shown = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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

  // Pictures

  function bytes(url) {
    const [head, content] = [url.slice(0, url.indexOf(",")), url.slice(url.indexOf(",") + 1)];
    const type = /^data:([^;,]+)/.exec(head)?.[1] ?? "";
    if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(content)], { type });
    return new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type });
  }

  // A figure that is laid out for a slide, as plotly draws it; a preview is a sheet of its own size.
  function rendered(figure, format, scale = figure.layout.meta.scale) {
    const { width, height } = figure.layout;
    const config = { plotGlPixelRatio: Math.min(4, Math.max(2, scale)) };
    // A little more, lest rounding takes a pixel off.
    const size = { format, width, height, scale: scale * (1 + 1e-9) };
    return window.Plotly.toImage({ data: figure.data, layout: figure.layout, config }, size);
  }

  // An SVG as text, of a size, with what it shows in words, and its images marked.
  function described(text, { width, height }, title, description) {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    root.setAttribute("width", width);
    root.setAttribute("height", height);
    const images = [...root.querySelectorAll("image")];
    for (const image of images) {
      image.setAttribute("role", "img");
      image.setAttribute("aria-label", RASTER);
    }
    const said = { title, desc: [description, images.length ? RASTER : ""].filter(Boolean).join(" ") };
    const first = root.firstChild;
    for (const [name, words] of Object.entries(said)) {
      const element = root.ownerDocument.createElementNS(SVG, name);
      element.textContent = words;
      root.insertBefore(element, first);
    }
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
  }

  // The page's own plots, in the order they are read.
  function onPage() {
    const plots = [...document.querySelectorAll("#page .js-plotly-plot")].filter(
      (plot) => plot.offsetParent && plot.clientWidth > 40 && plot.clientHeight > 40 && plot.data?.length,
    );
    const place = (plot) => {
      const box = plot.getBoundingClientRect();
      return [Math.round((box.top + window.scrollY) / 48), box.left];
    };
    return plots.sort((one, other) => {
      const [[row, left], [otherRow, otherLeft]] = [place(one), place(other)];
      return row - otherRow || left - otherLeft;
    });
  }

  // Names of plots: their graphs' ids, numbered where several stand in one part of the page.
  function keyed(plots) {
    const seen = {};
    return plots.map((plot) => {
      const id = plot.closest("[id]:not(.js-plotly-plot)")?.id ?? "plot";
      seen[id] = (seen[id] ?? 0) + 1;
      return seen[id] > 1 ? `${id}-${seen[id]}` : id;
    });
  }

  // Whether a plot is part of what was chosen.
  function belongs(id, what) {
    if (what === "page" || what === id) return true;
    if (what === "columns") return /^(surface|field)-/.test(id);
    return ["left", "right"].includes(what) && id.endsWith(`-${what}`);
  }

  // The heading that a plot stands under: the last one before it, in the nearest part that has one.
  function headingOf(plot) {
    for (let part = plot.parentElement; part && part.id !== "page"; part = part.parentElement) {
      const found = [...part.querySelectorAll("h2, h3, h4, figcaption")].filter(
        (one) => one.matches("figcaption") || plot.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING,
      );
      if (found.length) {
        const copy = found.at(-1).cloneNode(true);
        for (const small of copy.querySelectorAll("small")) small.remove();
        return copy.textContent.replace(/\s+/g, " ").trim();
      }
    }
    return "";
  }

  // A plot as it is seen: as large as on the screen, turned and zoomed as there.
  function figureOf(plot, transparent) {
    const layout = { ...plot.layout, width: plot.clientWidth, height: plot.clientHeight, autosize: false };
    for (const name of Object.keys(layout).filter((key) => /^scene\d*$/.test(key))) {
      const camera = plot._fullLayout?.[name]?._scene?.getCamera?.();
      if (camera) layout[name] = { ...layout[name], camera };
    }
    if (transparent) layout.paper_bgcolor = layout.plot_bgcolor = "rgba(0,0,0,0)";
    return { data: plot.data, layout, config: { plotGlPixelRatio: 3 } };
  }

  // What lies over a plot, descents and arrows: its styles come from the page, and are taken along.
  function overlaysOf(plot) {
    const STYLES = ["fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap", "stroke-dasharray", "opacity"];
    return [...plot.querySelectorAll(":scope > svg.paths, :scope > svg.simplex-layer")].map((layer) => {
      const copy = layer.cloneNode(true);
      const [from, to] = [layer, copy].map((one) => [...one.querySelectorAll("*")]);
      from.forEach((one, i) => {
        const style = getComputedStyle(one);
        for (const name of STYLES) to[i].setAttribute(name, style.getPropertyValue(name));
      });
      const inset = /inset\(([-\d.]+)px ([-\d.]+)px ([-\d.]+)px ([-\d.]+)px\)/.exec(layer.style.clipPath);
      const [top, right, bottom, left] = inset ? inset.slice(1).map(Number) : [0, 0, 0, 0];
      const box = [left, top, plot.clientWidth - left - right, plot.clientHeight - top - bottom];
      copy.removeAttribute("style");
      copy.setAttribute("viewBox", box.join(" "));
      ["x", "y", "width", "height"].forEach((name, i) => copy.setAttribute(name, box[i]));
      return copy;
    });
  }

  // What the page's colours and fillings stand for, as it says itself beside them.
  function legend() {
    const found = new Map();
    const marks = [...document.querySelectorAll("#page .swatch, #page .labels-mark")];
    // A heading names a loss as a whole; beside a number it may be named by what the number is.
    marks.sort((one, other) => Boolean(other.closest("h2")) - Boolean(one.closest("h2")));
    for (const mark of marks) {
      const text = mark.parentElement.textContent.replace(/\s+/g, " ").trim();
      const style = getComputedStyle(mark);
      const line = style.borderTopWidth === "0px" ? "none" : style.borderTopColor;
      const fill = mark.matches(".hatched") ? "url(#hatched)" : style.backgroundColor;
      const key = `${fill} ${line}`;
      if (!mark.offsetParent || !/\p{L}{3}/u.test(text) || text.length > 40) continue;
      if (!found.has(key)) found.set(key, { text: text.replace(/ nats$/, ""), fill, line });
    }
    return [...found.values()];
  }

  // The page's plots as one SVG, under a title and above a link.
  async function composed(options, size, named) {
    const every = onPage();
    const ids = keyed(every);
    const plots = every.filter((_, i) => belongs(ids[i], named));
    const transparent = options.background.startsWith("transparent");
    const { width, height } = size;
    const unit = Math.sqrt((width * height) / (960 * 540));
    const margin = 20 * unit;
    const root = document.createElementNS(SVG, "svg");
    const element = (name, attributes, parent = root) => {
      const made = document.createElementNS(SVG, name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      parent.append(made);
      return made;
    };
    const write = (text, x, y, letter, fill, weight = 400) => {
      element("text", { x, y, "font-size": letter, fill, "font-weight": weight, "font-family": shown("--font") }).textContent = text;
    };
    for (const [name, value] of Object.entries({ xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` })) {
      root.setAttribute(name, value);
    }
    if (!transparent) element("rect", { width, height, fill: shown("--ground") });
    const title = options.title ? (options.heading ?? "").trim() || pageTitle() : "";
    const box = { x: margin, y: margin * 0.7, width: width - 2 * margin, height: height - 1.3 * margin };
    if (title) {
      for (const line of wrapped(title, Math.floor(box.width / (11.2 * unit)))) {
        write(line, margin, box.y + 21 * unit, 21 * unit, shown("--ink"));
        box.y += 28 * unit;
        box.height -= 28 * unit;
      }
      box.y += 4 * unit;
      box.height -= 4 * unit;
    }
    const marks = legend();
    if (marks.length) {
      const hatched = element("pattern", { id: "hatched", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: `rotate(45) scale(${unit})` });
      element("rect", { width: 2, height: 4, fill: shown("--secondary") }, hatched);
      let x = margin;
      for (const { text, fill, line } of marks) {
        element("rect", { x, y: box.y + 3 * unit, width: 9 * unit, height: 9 * unit, fill, stroke: line, "stroke-width": unit });
        write(text, x + 14 * unit, box.y + 11.5 * unit, 11 * unit, shown("--ink"));
        x += (28 + 6.3 * text.length) * unit;
      }
      box.y += 20 * unit;
      box.height -= 20 * unit;
    }
    if (options.link) {
      box.height -= 16 * unit;
      const [line] = wrapped(address(), Math.floor(box.width / (5.4 * unit)), 1);
      write(line, margin, height - 0.6 * margin - 2 * unit, 10 * unit, shown("--secondary"));
    }
    const headings = plots.map(headingOf);
    // Of many plots the headings are smaller, and may have two lines.
    const letter = (room) => Math.min(12 * unit, Math.max(7 * unit, room / 26));
    const lines = headings.map((heading) => (room) => wrapped(heading, Math.floor(room / (0.64 * letter(room)))));
    const above = (room) => letter(room) * (1.3 * Math.max(0, ...lines.map((one) => one(room).length)) + 0.4);
    const sizes = plots.map((plot) => ({ width: plot.clientWidth, height: plot.clientHeight }));
    const places = arrange(sizes, box, 14 * unit, above);
    for (const [i, place] of places.entries()) {
      const own = sizes[i];
      for (const [row, line] of lines[i](place.width).entries()) {
        write(line, place.x, place.y + letter(place.width) * (1 + 1.3 * row), letter(place.width), shown("--ink"), 600);
      }
      const url = await window.Plotly.toImage(figureOf(plots[i], transparent), { format: "svg", ...own });
      const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
      const part = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      part.append(...overlaysOf(plots[i]));
      part.setAttribute("viewBox", `0 0 ${own.width} ${own.height}`);
      const at = { x: place.x, y: place.y + above(place.width), width: own.width * place.scale, height: own.height * place.scale };
      for (const [name, value] of Object.entries(at)) part.setAttribute(name, value);
      root.append(root.ownerDocument.importNode(part, true));
    }
    const name = `${slug(pageTitle())}${named === "page" ? "" : `-${slug(named)}`}-${width}x${height}`;
    const svg = described(new XMLSerializer().serializeToString(root), size, title || pageTitle(), headings.filter(Boolean).join(". "));
    return { svg, width, height, name, count: places.length };
  }

  const pageTitle = () => document.querySelector("#page h1")?.textContent || document.title.split(" · ")[0];

  // An SVG as a PNG of so many pixels.
  async function painting(svg, width, height) {
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
      const image = new Image(width, height);
      image.src = url;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").drawImage(image, 0, 0, width, height);
      return await new Promise((done) => canvas.toBlob(done, "image/png"));
    } finally {
      URL.revokeObjectURL(url);
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
      made = await composed(options, size, options.what);
      made.alone = kind === "scene";
    } else {
      latest = { key, made };
    }
    return made;
  }

  async function still(made, format) {
    if (made.svg) {
      if (format === "svg") return new Blob([made.svg], { type: "image/svg+xml" });
      return painting(made.svg, made.width, made.height);
    }
    const file = bytes(await rendered(made.figure, format));
    if (format !== "svg") return file;
    const { meta } = made.figure.layout;
    return new Blob([described(await file.text(), meta, meta.title, meta.caption)], { type: "image/svg+xml" });
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
      if (made.count === 0) throw new Error("There is no such plot on this page.");
      await painted(); // what was said is seen before plotly takes the thread
      const blob = made.svg
        ? new Blob([made.svg], { type: "image/svg+xml" })
        : bytes(await rendered(made.figure, "png", 1));
      if (mine !== turn) return undefined;
      if (previewUrl) URL.revokeObjectURL(previewUrl);
      previewUrl = URL.createObjectURL(blob);
      const { width, height } = previewable();
      const bare = given.background.startsWith("transparent");
      const dark = given.background === "transparent-dark" || shown("--ground") === "#14181c";
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
      form.append("picture", bytes(await rendered(given_.figure, "png")), `${i}.png`);
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
    const plots = onPage();
    const offered = { ...choices[now] };
    if (now === "plots") {
      const ids = keyed(plots);
      const more = plots.map((plot, i) => ({ value: ids[i], label: wrapped(headingOf(plot), 60, 1)[0] ?? ids[i] }));
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

  const TYPING = "input, textarea, select, [contenteditable], [role=textbox], [role=combobox]";

  function key(event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key.toLowerCase() !== "e" || event.target.closest?.(TYPING) || isOpen) return;
    event.preventDefault();
    set("export-dialog", { opened: true });
  }

  const NAMES = ["what", "size", "width", "height", "background", "format", "heading", "title", "caption", "link"];

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    exporting: {
      open: () => true,
      opened(opened, offered) {
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
  window.exportDialog = { arrange, capped, query, sizeOf, wrapped };
  if (typeof document !== "undefined") document.addEventListener("keydown", key);
})();
