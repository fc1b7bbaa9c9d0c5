// The point on the page about three logits: one mark on both fields and on the triangle.
//
// A pointer over a picture shows another point for as long as it is there; a press, a drag or an
// arrow key moves the point for good.

(() => {
  const FIELDS = ["softmax-field-left", "softmax-field-right"];
  const TRIANGLE = "softmax-simplex";
  const PAUSE = 60; // milliseconds between two questions to the server

  const parts = () => window.simplexParts;
  let geometry = null;
  let pinned = null;
  let hovered = null;
  let arrows = null;
  let keeping = null;

  const current = () => hovered ?? pinned;

  function placeAt(plot, event) {
    const axes = window.overlay.axesOf(plot);
    if (!axes) return null;
    const box = plot.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left - axes.x._offset, event.clientY - box.top - axes.y._offset];
    const inside = x >= 0 && y >= 0 && x <= axes.x._length && y <= axes.y._length;
    return { a: axes.x.p2d(x), b: axes.y.p2d(y), inside };
  }

  // Arrows stand where the server measured them; while the point is on its way they are faint.
  const fresh = () => arrows.point.every((z, k) => Math.abs(z - current()[k]) < 1e-9);

  function draw() {
    const z = current();
    if (!z || !geometry) return;
    const { embed, softmax } = parts();
    const at = arrows?.point;
    const late = arrows && !fresh();
    const of = (sides, scale) =>
      sides.map((side) => arrows?.sides[side]).filter(Boolean)
        .map(({ step, colours }) => ({ step: step.map((x) => scale * x), colours }));
    FIELDS.forEach((id, side) => {
      const plot = window.plots.plotOf(id);
      const base = at && embed(geometry, at);
      if (plot) window.simplexArrows.draw(plot, embed(geometry, z), base, of([side], geometry.gradient), late);
    });
    const triangle = window.plots.plotOf(TRIANGLE);
    const base = at && embed(geometry, softmax(at));
    if (triangle) window.simplexArrows.draw(triangle, embed(geometry, softmax(z)), base, of([0, 1], 1), late);
    window.simplexCursor.followers.forEach((follower) => follower());
  }

  const ask = window.latest((z) => window.dash_clientside.set_props("softmax-cursor", { data: z }), PAUSE);

  function show(z) {
    hovered = z;
    draw();
    if (current()) ask(current());
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
