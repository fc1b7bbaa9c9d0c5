// Which losses are drawn, by their names.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/curves/chosen.js");
const { names } = window.chosenParts;

test("a loss is named with its own parameters' values", () => {
  const ids = [{ loss: "focal", name: "gamma" }, { loss: "generalized-cross-entropy", name: "q" }];
  assert.deepEqual(names(["hinge", "focal"], [3, 0.7], ids), ["hinge", "focal:gamma=3"]);
  assert.deepEqual(names([], [3, 0.7], ids), []);
  assert.deepEqual(names(null, [3, 0.7], ids), []);
});
