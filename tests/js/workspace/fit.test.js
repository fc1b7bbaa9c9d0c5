// The models that descents stand at: their parameters, and the lines they draw over the rows.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const context = { window: { paths: { at: (side, step) => Math.min(step, side.a.length - 1) } } };
vm.runInNewContext(readFileSync(new URL("../../../assets/workspace/fit.js", import.meta.url), "utf8"), context);
const { theta, model } = context.window.fitParts;
const plain = (value) => JSON.parse(JSON.stringify(value));
const BOX = { x: [-4, 4], y: [-3, 3] };

test("a step's parameters are its point of the plane", () => {
  const paths = { model: { origin: [1, 0, 0], u: [0, 1, 0], v: [0, 0, 2] } };
  const side = { a: [0.5, -1], b: [3, 4] };
  assert.deepEqual(plain(theta(paths, side, 1)), [1, -1, 8]);
  assert.deepEqual(plain(theta(paths, side, 9)), [1, -1, 8]);
});

test("a sigmoid of one feature is one curve, and of two features one line where p is 1/2", () => {
  const one = model({ model: { features: 1, classes: 1, bias: true } }, [2, -1], BOX);
  assert.equal(one.length, 1);
  for (const [x, p] of one[0]) assert.ok(Math.abs(p - 1 / (1 + Math.exp(1 - 2 * x))) < 1e-15);
  const two = model({ model: { features: 2, classes: 1, bias: false } }, [1, 2], BOX);
  assert.equal(two.length, 1);
  for (const [x, y] of two[0]) assert.ok(Math.abs(x + 2 * y) < 1e-12);
});

test("three classes meet in a point from which three borders go out", () => {
  // Logits x, -x and y: all are 0 at the origin.
  const borders = model({ model: { features: 2, classes: 3, bias: true } }, [1, 0, 0, -1, 0, 0, 0, 1, 0], BOX);
  assert.equal(borders.length, 3);
  for (const [from, to] of borders) {
    assert.ok([from, to].some(([x, y]) => Math.hypot(x, y) < 1e-9));
    const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    const logits = [x, -x, y].sort((p, q) => q - p);
    assert.ok(Math.abs(logits[0] - logits[1]) < 1e-9 && logits[1] > logits[2]);
  }
});

test("a class that is nowhere likeliest has no border, and equal classes none", () => {
  const never = model({ model: { features: 2, classes: 3, bias: true } }, [1, 0, 0, -1, 0, 0, 0, 0, -9], BOX);
  assert.equal(never.length, 1);
  assert.equal(model({ model: { features: 2, classes: 2, bias: true } }, [1, 1, 1, 1, 1, 1], BOX).length, 0);
});

test("three classes of one feature are three curves that sum to 1", () => {
  const curves = model({ model: { features: 1, classes: 3, bias: true } }, [-1, 3, 0, 0.5, 1, -4], BOX);
  assert.equal(curves.length, 3);
  curves[0].forEach((_, i) => {
    const sum = curves.reduce((total, curve) => total + curve[i][1], 0);
    assert.ok(Math.abs(sum - 1) < 1e-12);
  });
});

test("more than two features have no picture", () => {
  assert.deepEqual(plain(model({ model: { features: 4, classes: 3, bias: true } }, [], BOX)), []);
});
