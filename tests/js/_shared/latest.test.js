// Questions while a hand moves: the first at once, then the last of those that came meanwhile.

const assert = require("node:assert/strict");
const { beforeEach, mock, test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/latest.js");

let sent, ask;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
  sent = [];
  ask = window.latest((value) => sent.push(value), 60);
});

test("the first is sent at once, of those in its pause the last", () => {
  for (const value of [1, 2, 3]) ask(value);
  assert.deepEqual(sent, [1]);
  assert.equal(ask.waits(), true);
  mock.timers.tick(60);
  assert.deepEqual(sent, [1, 3]);
  assert.equal(ask.waits(), false);
  mock.timers.tick(60);
  ask(4);
  assert.deepEqual(sent, [1, 3, 4]);
});

test("the same thing is not asked twice, and nothing is something to ask", () => {
  const point = {};
  ask(point);
  mock.timers.tick(60);
  ask(point);
  mock.timers.tick(60);
  assert.deepEqual(sent, [point]);
  ask(null);
  assert.deepEqual(sent, [point, null]);
});

test("what was dropped is never sent, and may be asked anew", () => {
  ask(1);
  ask(2);
  ask.drop();
  mock.timers.tick(60);
  assert.deepEqual(sent, [1]);
  ask(1);
  assert.deepEqual(sent, [1, 1]);
});
