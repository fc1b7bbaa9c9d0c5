// The plots that stand on a page: which there are, what each is called, and what lies over them.

(() => {
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

  window.pagePlots = { belongs, figureOf, headingOf, keyed, legend, onPage, overlaysOf };
})();
