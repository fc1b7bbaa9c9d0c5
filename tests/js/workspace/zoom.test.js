// Both fields show the same part of the plane.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/workspace/zoom.js");

const layout = { xaxis: { range: [-1, 2] }, yaxis: { range: [0, 5] } };
const both = { "xaxis.range": [-1, 2], "yaxis.range": [0, 5] };

test("a zoom, a pan and a reset give the other plot both ranges", () => {
  for (const key of ["xaxis.range[0]", "yaxis.range", "xaxis2.range[1]", "xaxis.autorange"]) {
    assert.deepEqual(window.zoomParts.ranges({ [key]: 1 }, layout), both);
  }
});

test("a change of something else gives nothing", () => {
  for (const event of [null, {}, { autosize: true }, { "scene.camera": {} }, { "xaxis.title.text": "x" }]) {
    assert.equal(window.zoomParts.ranges(event, layout), null);
  }
  assert.equal(window.zoomParts.ranges({ "xaxis.range": [0, 1] }, {}), null);
});
