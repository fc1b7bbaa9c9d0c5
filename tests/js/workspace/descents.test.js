// The descents' lines: no more corners than pixels, and none outside a surface's window.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/workspace/descents.js");
const { runs, thinned } = window.descentsParts;

test("a short path keeps every step, a long one its ends and at most some six hundred between", () => {
  assert.deepEqual(thinned(4), [0, 1, 2, 3]);
  assert.deepEqual(thinned(1), [0]);
  const long = thinned(5001);
  assert.ok(long.length <= 602);
  assert.deepEqual([long[0], long.at(-1)], [0, 5000]);
});

test("a line breaks where it leaves the window, and a step alone is no line", () => {
  const inside = (i) => ![2, 3, 5].includes(i);
  assert.deepEqual(runs([0, 1, 2, 3, 4, 5, 6, 7], inside), [[0, 1], [6, 7]]);
  assert.deepEqual(runs([0, 1, 2], () => true), [[0, 1, 2]]);
  assert.deepEqual(runs([0, 1], () => false), []);
});
