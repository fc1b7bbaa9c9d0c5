// The plots that stand on a page as one picture: each as it is seen, under its heading.

(() => {
  const SVG = "http://www.w3.org/2000/svg";

  const shown = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

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
      const filled = plots.length / (rows * columns); // a grid without gaps is the better one
      const area = filled * plots.reduce((sum, plot, i) => sum + plot.width * plot.height * scales[i] ** 2, 0);
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
    return [...plot.querySelectorAll(":scope > svg.overlay")].map((layer) => {
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
  async function composed(options, size, link) {
    const named = options.what;
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
      const [line] = wrapped(link, Math.floor(box.width / (5.4 * unit)), 1);
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
    const svg = window.exportPictures.described(new XMLSerializer().serializeToString(root), size, title || pageTitle(), headings.filter(Boolean).join(". "));
    return { svg, width, height, name, count: places.length };
  }

  const pageTitle = () => document.querySelector("#page h1")?.textContent || document.title.split(" · ")[0];

  window.exportPage = { arrange, composed, headingOf, keyed, onPage, wrapped };
})();
