// Present: what grows in a plot, what stays, and that all of it comes back.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/enlarge.js");
const { enlarge, larger, restore, sizes } = window.enlarging;

const plot = () => ({
  data: [
    { type: "contour", z: new Float32Array(4), x: [1, 2], line: { width: 0.7 }, contours: { start: 0, size: 3 }, colorbar: { tickfont: { size: 11 } } },
    { type: "quiver", marker: { color: "red", size: 9, line: { width: 1.4 } } },
    { type: "bar", y: [1], textfont: { size: 9 } },
  ],
  layout: {
    font: { size: 12, color: "black" },
    width: 300,
    meta: { caption: "…", font: { size: 3 } },
    yaxis: { type: "log", tickfont: { size: 11 }, title: { text: "loss", font: { size: 13 } } },
    scene: { zaxis: { nticks: 6, tickfont: { size: 10.5 } } },
    annotations: [{ text: "x<sub>1</sub>", font: { size: 12 } }],
  },
});

test("type becomes 20 px or more and what is large stays", () => {
  assert.equal(larger(10.5), 20);
  assert.equal(larger(13), 21);
  assert.equal(larger(24), 24);
});

test("type, lines and bars' numbers grow; data, widths of the plot and other sizes do not", () => {
  const one = plot();
  assert.equal(enlarge(one, new Map()), true);
  assert.equal(one.layout.font.size, 20);
  assert.equal(one.layout.yaxis.title.font.size, 21);
  assert.equal(one.data[0].colorbar.tickfont.size, 20);
  assert.equal(one.data[2].textfont.size, 20);
  assert.equal(one.data[2].constraintext, "none");
  assert.equal(one.data[0].line.width, 1.3);
  assert.equal(one.data[1].marker.line.width, 2.5);
  assert.equal(one.layout.scene.zaxis.nticks, 4);
  assert.deepEqual([one.layout.width, one.data[0].contours.size, one.data[1].marker.size, one.layout.meta.font.size], [300, 3, 9, 3]);
});

test("raised figures are 20 px too: on a logarithmic axis, and in a text that has some", () => {
  const one = plot();
  enlarge(one, new Map());
  assert.ok(0.7 * one.layout.yaxis.tickfont.size >= 20);
  assert.ok(0.7 * one.layout.annotations[0].font.size >= 20);
});

test("doing it again changes nothing, and what the server draws anew grows again", () => {
  const one = plot();
  const kept = new Map();
  enlarge(one, kept);
  assert.equal(enlarge(one, kept), false);
  one.layout.font = { size: 12 };
  one.data[0] = structuredClone(plot().data[0]);
  assert.equal(enlarge(one, kept), true);
  assert.equal(one.layout.font.size, 20);
  assert.equal(one.data[0].line.width, 1.3);
});

test("leaving Present brings every size back", () => {
  const one = plot();
  const kept = new Map();
  enlarge(one, kept);
  assert.equal(restore(one, kept), true);
  assert.deepEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(plot())));
  assert.equal(restore(one, kept), false);
  assert.ok(sizes(one.layout).length > 4);
});
