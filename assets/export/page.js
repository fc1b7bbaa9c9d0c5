// The plots that stand on a page as one picture: each as it is seen, under its heading.

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const { arrange, wrapped } = window.arrangement;

  const shown = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const slug = (text) => text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  // The page's plots as one SVG, under a title and above a link.
  async function composed(options, size, link) {
    const { belongs, figureOf, headingOf, keyed, legend, onPage, overlaysOf } = window.pagePlots;
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

  window.exportPage = { composed };
})();
