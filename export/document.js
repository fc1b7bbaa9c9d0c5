// A picture as a page of its own: the sheet fills the window, and its type grows with it.

(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const figure = read("figure");
  const plot = document.getElementById("plot");
  const [width, height] = figure.layout.meta.sheet;
  const share = () => Math.min(plot.clientWidth / width, plot.clientHeight / height);
  let scale = share();

  // Sizes of type as they are on the sheet, by their path in the layout; in it they are scaled.
  const sizes = {};
  (function find(value, path, key) {
    if (!value || typeof value !== "object") return;
    for (const [name, entry] of Object.entries(value)) {
      const at = Array.isArray(value) ? `${path}[${name}]` : path ? `${path}.${name}` : name;
      if (name === "size" && key.endsWith("font")) {
        sizes[at] = entry;
        value[name] = entry * scale;
      } else find(entry, at, name);
    }
  })(figure.layout, "", "");

  Plotly.newPlot(plot, figure.data, figure.layout, read("config"));
  addEventListener("resize", () => {
    if (Math.abs(share() - scale) < 0.01) return;
    scale = share();
    Plotly.relayout(plot, Object.fromEntries(Object.entries(sizes).map(([at, size]) => [at, size * scale])));
  });
})();
