// Where text and plots stand in one picture.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/export/arrange.js");
const { arrange, wrapped } = window.arrangement;

test("a text is wrapped between words, and what has no room is cut with a mark", () => {
  assert.deepEqual(wrapped("loss against the logit", 12), ["loss against", "the logit"]);
  assert.deepEqual(wrapped("one two three four", 7), ["one two", "three…"]);
  assert.deepEqual(wrapped("extraordinarily", 6), ["extra…"]);
  assert.deepEqual(wrapped("  ", 9), []);
});

test("plots fill a box row by row, inside it, none over another", () => {
  const box = { x: 10, y: 20, width: 1000, height: 500 };
  const plots = [0, 1, 2, 3].map(() => ({ width: 400, height: 200 }));
  const places = arrange(plots, box, 20, () => 30);
  assert.deepEqual(places.map(({ x, y }) => [x, y]), [[10, 20], [520, 20], [10, 280], [520, 280]]);
  for (const { x, y, scale } of places) {
    assert.ok(x + 400 * scale <= 1010 + 1e-9 && y + 30 + 200 * scale <= 520 + 1e-9);
  }
  assert.deepEqual(arrange([], box, 20, () => 30), []);
});

test("a small plot is not magnified far more than the others", () => {
  const [large, small] = arrange([{ width: 800, height: 400 }, { width: 100, height: 50 }], { x: 0, y: 0, width: 1000, height: 400 }, 0, () => 0);
  assert.ok(small.scale <= 1.4 * large.scale + 1e-9);
});
