// The point on the page about three logits: one mark on both fields and on the triangle.
//
// A pointer over a picture shows another point for as long as it is there; a press, a drag or an
// arrow key moves the point for good.

(() => {
  const FIELDS = ["softmax-field-left", "softmax-field-right"];
  const TRIANGLE = "softmax-simplex";
  const SVG = "http://www.w3.org/2000/svg";
  const PAUSE = 60; // milliseconds between two questions to the server
  const HEAD = 9; // pixels

  const parts = () => window.simplexParts;
  let geometry = null;
  let pinned = null;
  let hovered = null;
  let arrows = null;
  let asked = null;
  let asking = false;
  let keeping = null;

  const current = () => hovered ?? pinned;

  function element(name, attributes) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function layerOf(plot) {
    let layer = plot.querySelector(":scope > svg.simplex-layer");
    if (!layer) {
      layer = element("svg", { class: "simplex-layer", "aria-hidden": "true" });
      plot.append(layer);
    }
    return layer;
  }

  function axesOf(plot) {
    const layout = plot?._fullLayout;
    return layout?.xaxis?.d2p ? { x: layout.xaxis, y: layout.yaxis } : null;
  }

  const pixel = (axes, { a, b }) => [axes.x._offset + axes.x.d2p(a), axes.y._offset + axes.y.d2p(b)];

  function placeAt(plot, event) {
    const axes = axesOf(plot);
    if (!axes) return null;
    const box = plot.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - axes.x._offset, event.clientY - box.top - axes.y._offset];
    const inside = x >= 0 && y >= 0 && x <= axes.x._length && y <= axes.y._length;
    return { a: axes.x.p2d(x), b: axes.y.p2d(y), inside };
  }

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

  function drawOn(plot, place, base, sides, scale) {
    const axes = axesOf(plot);
    if (!axes) return;
    const layer = layerOf(plot);
    const drawn = [];
    if (arrows && base) {
      const from = pixel(axes, base);
      for (const side of sides) {
        const { step, colours } = arrows.sides[side];
        const to = pixel(axes, { a: base.a + scale * step[0], b: base.b + scale * step[1] });
        drawn.push([Math.hypot(to[0] - from[0], to[1] - from[1]), arrow(from, to, colours, !fresh())]);
      }
    }
    // The shorter on top: two that point the same way are then both seen.
    drawn.sort((left, right) => right[0] - left[0]);
    const marks = drawn.map((entry) => entry[1]);
    if (place) {
      const [x, y] = pixel(axes, place);
      marks.push(element("circle", { class: "simplex-point", cx: x.toFixed(2), cy: y.toFixed(2), r: 6 }));
    }
    layer.replaceChildren(...marks);
    // What leaves the picture is not drawn over its axes.
    const right = plot.clientWidth - axes.x._offset - axes.x._length;
    const bottom = plot.clientHeight - axes.y._offset - axes.y._length;
    layer.style.clipPath = `inset(${axes.y._offset}px ${right}px ${bottom}px ${axes.x._offset}px)`;
  }

  // Arrows stand where the server measured them; while the point is on its way they are faint.
  const fresh = () => arrows.point.every((z, k) => Math.abs(z - current()[k]) < 1e-9);

  function draw() {
    const z = current();
    if (!z || !geometry) return;
    const { embed, softmax } = parts();
    const at = arrows?.point;
    FIELDS.forEach((id, side) => {
      const plot = window.plots.plotOf(id);
      if (plot) drawOn(plot, embed(geometry, z), at && embed(geometry, at), [side], geometry.gradient);
    });
    const triangle = window.plots.plotOf(TRIANGLE);
    if (triangle) drawOn(triangle, embed(geometry, softmax(z)), at && embed(geometry, softmax(at)), [0, 1], 1);
    window.simplexCursor.followers.forEach((follower) => follower());
  }

  // The server answers one question at a time; of those that came meanwhile only the last counts.
  function ask() {
    const z = current();
    if (asking || !z || z === asked) return;
    asked = z;
    asking = true;
    window.dash_clientside.set_props("softmax-cursor", { data: z });
    setTimeout(() => {
      asking = false;
      ask();
    }, PAUSE);
  }

  function show(z) {
    hovered = z;
    draw();
    ask();
  }

  // The point stays here: in the link, too, once the hand rests.
  function keep(z) {
    pinned = z;
    show(null);
    clearTimeout(keeping);
    keeping = setTimeout(() => window.dash_clientside.set_props("softmax-point", { data: pinned }), 2 * PAUSE);
  }

  function onField(plot, event) {
    const place = placeAt(plot, event);
    return place?.inside ? parts().logitsAt(geometry, place) : null;
  }

  function onTriangle(plot, event, dragging) {
    const place = placeAt(plot, event);
    if (!place) return null;
    const { probabilitiesAt, inTriangle, nearest, logitsOf } = parts();
    const p = probabilitiesAt(geometry, place);
    return dragging || inTriangle(p) ? logitsOf(nearest(p)) : null;
  }

  function follow(plot, read, label) {
    let dragging = false;
    hovered = null; // the pointer was over a picture of the page before
    plot.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.target.closest?.(".modebar")) return;
      const z = geometry && read(plot, event, false);
      if (!z) return;
      dragging = true;
      plot.setPointerCapture(event.pointerId);
      keep(z);
    }, true);
    plot.addEventListener("pointermove", (event) => {
      const z = geometry && read(plot, event, dragging);
      if (dragging && z) keep(z);
      else if (event.pointerType === "mouse" && !dragging) show(z);
    }, true);
    for (const end of ["pointerup", "pointercancel"]) {
      plot.addEventListener(end, () => (dragging = false), true);
    }
    plot.addEventListener("pointerleave", () => !dragging && hovered && show(null));
    plot.tabIndex = 0;
    plot.setAttribute("role", "application");
    plot.setAttribute("aria-label", `${label} Arrow keys move the point in all pictures; with Shift, further.`);
    plot.addEventListener("keydown", (event) => {
      const z = geometry && current() && parts().stepped(geometry, current(), event.key, event.shiftKey);
      if (!z) return;
      event.preventDefault();
      keep(z);
    });
    plot.on("plotly_afterplot", draw);
    draw();
  }

  window.simplexCursor = { followers: [], current, arrows: () => arrows, geometry: () => geometry };
  if (typeof document !== "undefined") {
    for (const id of FIELDS) window.plots.onPlot(id, (plot) => follow(plot, onField, "Plane of the logits."));
    window.plots.onPlot(TRIANGLE, (plot) => follow(plot, onTriangle, "Triangle of the probabilities."));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    simplex: {
      // The point as the page has it: from a link, a button, or from here.
      pin(point, shown) {
        if (!shown) return;
        geometry = shown.geometry;
        if (pinned && point.every((z, k) => z === pinned[k])) return draw();
        pinned = point;
        show(null);
      },
      aim(given) {
        arrows = given;
        draw();
      },
      address(shown, point, shift, client) {
        if (!shown || !geometry) return;
        window.address.show(client, { query: parts().query(shown.query, point, shift, geometry.home) });
      },
    },
  });
})();
