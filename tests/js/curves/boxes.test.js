// What the handle has written into a box is known again.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/curves/boxes.js");
const { echoed, tell } = window.curveBoxes;

test("of what was written into a box the last few are known again", () => {
  for (let i = 0; i < 30; i += 1) assert.equal(tell("z", String(i)), String(i));
  assert.equal(echoed("z", "29"), true);
  assert.equal(echoed("z", "0"), false);
  assert.equal(echoed("p", "29"), false);
});
