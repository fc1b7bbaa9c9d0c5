// The point and the arrows from it, drawn over a field or the triangle.

(() => {
  const HEAD = 9; // pixels

  const { element, flat, layer, plotted } = window.overlay;

  // An arrow in a loss's colour over a halo of the ground; one shorter than its head is a head less.
  function arrow(from, to, colours, late) {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
    const group = element("g", { class: late ? "simplex-arrow late" : "simplex-arrow" });
    for (const [name, colour] of Object.entries(colours)) group.style.setProperty(name, colour);
    if (length < 0.5) return group;
    const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const head = Math.min(HEAD, length);
    const neck = [to[0] - head * dx, to[1] - head * dy];
    const wing = (side) => [neck[0] - side * 0.45 * head * dy, neck[1] + side * 0.45 * head * dx];
    const text = (point) => point.map((x) => x.toFixed(1)).join(",");
    const line = (cls) => element("path", { class: cls, d: `M${text(from)}L${text(neck)}` });
    const tip = element("path", { class: "tip", d: `M${text(to)}L${text(wing(1))}L${text(wing(-1))}Z` });
    group.append(line("halo"), line("shaft"), tip);
    return group;
  }

  // `place` is where the point stands; each of `arrows` goes out from `base` by its step.
  function draw(plot, place, base, arrows, late) {
    const project = flat(plot);
    if (!project) return;
    const over = layer(plot, "simplex-layer");
    const drawn = [];
    if (base) {
      const from = project(base.a, base.b);
      for (const { step, colours } of arrows) {
        const to = project(base.a + step[0], base.b + step[1]);
        drawn.push([Math.hypot(to[0] - from[0], to[1] - from[1]), arrow(from, to, colours, late)]);
      }
    }
    // The shorter on top: two that point the same way are then both seen.
    drawn.sort((left, right) => right[0] - left[0]);
    const marks = drawn.map((entry) => entry[1]);
    if (place) {
      const [x, y] = project(place.a, place.b);
      marks.push(element("circle", { class: "simplex-point", cx: x.toFixed(2), cy: y.toFixed(2), r: 6 }));
    }
    over.replaceChildren(...marks);
    over.style.clipPath = plotted(plot);
  }

  window.simplexArrows = { draw };
})();
