// The handle's one number in two units, on lines that are drawn already.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/curves/conversions.js");
const { between, both, read, rounded, stepped } = window.conversions;
const close = (found, expected, by = 1e-12) => assert.ok(Math.abs(found - expected) <= by * Math.abs(expected), `${found}`);

test("what was given stays to the last digit, the other unit follows", () => {
  assert.equal(both({ p: 0.35 }).p, 0.35);
  close(both({ p: 0.35 }).z, -0.6190392084062235);
  assert.equal(both({ z: -0.1 - 0.2 }).z, -0.1 - 0.2);
  close(both({ z: 700 }).p, 1);
  close(both({ z: -700 }).p, 9.859676543759770e-305);
  close(both({ p: 1e-300 }).z, -690.7755278982137);
  for (const bad of [null, undefined, {}, { p: NaN }, { z: "1" }]) assert.equal(both(bad), null);
});

test("a mark lies on the drawn line, and nowhere beyond its ends", () => {
  const xs = [-2, -1, 0.5, 3];
  const ys = [4, 1, 0, 5];
  xs.forEach((x, i) => assert.equal(between(xs, ys, x), ys[i]));
  assert.equal(between(xs, ys, -1.5), 2.5);
  close(between(xs, ys, 1.75), 2.5);
  for (const x of [-2.01, 3.01, NaN]) assert.equal(between(xs, ys, x), null);
});

test("typed numbers are taken exactly, what is none or out of bounds is told", () => {
  const bounds = [1e-300, 1];
  assert.deepEqual(read("0.1234567890123", "p", bounds), { value: 0.1234567890123 });
  assert.deepEqual(read(" 1e-5 ", "p", bounds), { value: 1e-5 });
  for (const text of ["0", "1", "1.5", "-0.2", "a", "0,3", "Infinity", "1e-301"]) {
    assert.match(read(text, "p", bounds).error, /p must be a number above 0 and below 1/);
  }
  assert.match(read("701", "z", [-700, 700]).error, /z must be a number from -700 to 700/);
  for (const text of ["", "-", ".", null, undefined]) assert.deepEqual(read(text, "z", [-700, 700]), {});
});

test("a drag stays on the axis and rounds to less than a pixel", () => {
  assert.equal(rounded(0.35049, "p"), 0.35);
  assert.equal(rounded(-3, "p"), 0.001);
  assert.equal(rounded(2, "p"), 0.999);
  assert.equal(rounded(-0.61903, "z"), -0.62);
  assert.equal(rounded(9, "z"), 8);
});

test("keys step, leap, and reach the ends; others mean nothing", () => {
  assert.equal(stepped(0.35, "p", "ArrowRight", false), 0.36);
  assert.equal(stepped(0.35, "p", "ArrowDown", true), 0.3);
  assert.equal(stepped(0, "z", "PageDown", false), -1);
  assert.equal(stepped(0, "z", "Home", false), -8);
  assert.equal(stepped(7.95, "z", "ArrowUp", false), 8);
  assert.equal(stepped(0, "z", "a", false), null);
  assert.equal(stepped(0, "z", "Tab", false), null);
});
