// Present: presets one after the other.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/present.js");
const { beside } = window.presentParts;

test("presets have a first and a last", () => {
  assert.equal(beside(-1, 3, 1), 0);
  assert.equal(beside(-1, 3, -1), 2);
  assert.equal(beside(1, 3, 1), 2);
  assert.equal(beside(2, 3, 1), null);
  assert.equal(beside(0, 3, -1), null);
});
