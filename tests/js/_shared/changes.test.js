// What follows a page that changes many times at once does so once a frame.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
const frames = [];
globalThis.requestAnimationFrame = (callback) => frames.push(callback);
require("../../../assets/_shared/changes.js");

test("however often it is asked for, it is called once before the next frame", () => {
  let calls = 0;
  const soon = window.changes.onceAFrame(() => (calls += 1));
  for (let i = 0; i < 5; i += 1) soon();
  assert.equal(calls, 0);
  frames.splice(0).forEach((frame) => frame());
  assert.equal(calls, 1);
  soon();
  frames.splice(0).forEach((frame) => frame());
  assert.equal(calls, 2);
});
