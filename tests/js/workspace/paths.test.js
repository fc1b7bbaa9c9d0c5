// The two descents as they come from the server, and the steps of their playback.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/workspace/paths.js");
require("../../../assets/workspace/playback.js");

const { at, decode, last, marks, wayDown } = window.paths;
const { stride } = window.playbackParts;
const packed = (...values) => Buffer.from(new Float64Array(values).buffer).toString("base64");

const side = (...a) => ({ title: "a loss", a: packed(...a), b: packed(0), loss: packed(1), slope: packed(2) });

test("numbers come out of their packing as float64, and all else as it was", () => {
  const paths = decode({ names: ["w1", "b"], sides: { left: side(0.5, -1.25, 3e-30), right: side(7) } });
  assert.deepEqual(paths.names, ["w1", "b"]);
  assert.equal(paths.sides.left.title, "a loss");
  assert.deepEqual([...paths.sides.left.a], [...new Float64Array([0.5, -1.25, 3e-30])]);
  assert.deepEqual([...paths.sides.right.a], [7]);
  assert.deepEqual([...paths.sides.right.loss], [1]);
});

test("the last step is that of the longer descent, and the shorter one stays at its end", () => {
  const paths = decode({ sides: { left: side(0, 1, 2, 3), right: side(0, 1) } });
  assert.equal(last(paths), 3);
  assert.deepEqual([0, 1, 3].map((step) => at(paths.sides.right, step)), [0, 1, 1]);
  assert.deepEqual([0, 1, 3].map((step) => at(paths.sides.left, step)), [0, 1, 3]);
});

test("marks stand at the powers of two up to the present step", () => {
  assert.deepEqual(marks(0), []);
  assert.deepEqual(marks(1), [1]);
  assert.deepEqual(marks(9), [1, 2, 4, 8]);
  assert.deepEqual(marks(16), [1, 2, 4, 8, 16]);
});

test("how far down is a share of the way, but not where the descent has diverged", () => {
  const { left } = decode({ sides: { left: { ...side(0, 1, 2), loss: packed(0.7, 0.4, 0.2) } } }).sides;
  const known = { ...left, best: 0.1 };
  assert.equal(wayDown(known, 1), "After 1 steps: 50 % of the way down.");
  assert.equal(wayDown({ ...left, best: null }, 2), "After 2 steps: down to 0.2.");
  const thrown = { ...known, diverged: true };
  assert.equal(wayDown(thrown, 1), "After 1 steps: 50 % of the way down.");
  assert.equal(wayDown(thrown, 9), "After 2 steps: diverged, at loss 0.2.");
});

test("a fixed pace takes as many steps a frame as it says; doubling never slows down", () => {
  assert.equal(stride("1", 100), 1);
  assert.equal(stride("10", 0), 10);
  const steps = Array.from({ length: 60 }, (_, frame) => stride("doubling", frame));
  assert.equal(steps[0], 1);
  assert.ok(steps.every((step, i) => i === 0 || step === steps[i - 1] || step === 2 * steps[i - 1]));
  assert.ok(steps.at(-1) > 50);
});
