// One point as logits, as probabilities, and as a place on either picture.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/logits/simplex.js");

const { softmax, embed, logitsAt, probabilitiesAt, inTriangle, nearest, logitsOf, within, stepped, query } =
  window.simplexParts;

const geometry = {
  u: [-Math.SQRT1_2, Math.SQRT1_2, 0],
  v: [-1 / Math.sqrt(6), -1 / Math.sqrt(6), 2 / Math.sqrt(6)],
  window: [-8, 8, -8, 8],
};
const LEAST = 5e-4;
const sum = (x) => x.reduce((total, part) => total + part, 0);
const close = (found, expected, far = 1e-12) =>
  found.forEach((x, i) => assert.ok(Math.abs(x - expected[i]) <= far, `${found} is not ${expected}`));

test("softmax gives probabilities, and a constant on all logits changes none", () => {
  close(softmax([0, 0, 0]), [1 / 3, 1 / 3, 1 / 3]);
  close(softmax([Math.log(2), Math.log(3), Math.log(5)]), [0.2, 0.3, 0.5]);
  close(softmax([1 + 40, -2 + 40, 0.5 + 40]), softmax([1, -2, 0.5]));
  close(softmax([800, -800, 0]), [1, 0, 0]);
});

test("logits of mean 0 and their place on the plane are one to one", () => {
  for (const z of [[-3, 3.5, -0.5], [0, 0, 0], [1, 1, -2]]) close(logitsAt(geometry, embed(geometry, z)), z);
});

test("probabilities and their place on the triangle are one to one", () => {
  for (const p of [[1, 0, 0], [0.2, 0.3, 0.5], [0, 0.5, 0.5]]) {
    close(probabilitiesAt(geometry, embed(geometry, p)), p);
  }
});

test("class 1 is to the lower left, class 2 to the lower right, class 3 above", () => {
  const [one, two, three] = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((p) => embed(geometry, p));
  assert.ok(one.a < 0 && two.a > 0 && Math.abs(three.a) < 1e-15);
  assert.ok(Math.abs(one.b - two.b) < 1e-15 && one.b < 0 && three.b > 0);
});

test("a place is in the triangle or not", () => {
  assert.ok(inTriangle(probabilitiesAt(geometry, { a: 0, b: 0 })));
  assert.ok(!inTriangle(probabilitiesAt(geometry, { a: 0, b: -0.5 })));
});

test("probabilities inside stay where they are", () => {
  close(nearest([0.2, 0.3, 0.5]), [0.2, 0.3, 0.5]);
});

test("beyond a side or a corner the nearest allowed point is taken", () => {
  close(nearest([-0.2, 0.6, 0.6]), [LEAST, (1 - LEAST) / 2, (1 - LEAST) / 2]);
  close(nearest([1.4, -0.1, -0.3]), [1 - 2 * LEAST, LEAST, LEAST]);
  // Against all points of a fine grid, none is nearer.
  for (const p of [[-0.2, 0.9, 0.3], [0.7, 0.7, -0.4], [1.2, 0.1, -0.3]]) {
    const found = nearest(p);
    const distance = (q) => Math.hypot(...q.map((x, i) => x - p[i]));
    assert.ok(Math.abs(sum(found) - 1) < 1e-12 && Math.min(...found) >= LEAST - 1e-15);
    for (let i = 0; i <= 100; i += 1) {
      for (let j = 0; i + j <= 100; j += 1) {
        const q = [i, j, 100 - i - j].map((x) => LEAST + (x / 100) * (1 - 3 * LEAST));
        assert.ok(distance(q) >= distance(found) - 1e-12);
      }
    }
  }
});

test("logits of probabilities have mean 0 and give them back, within the window", () => {
  for (const p of [[0.2, 0.3, 0.5], nearest([2, 0, 0]), nearest([-1, 1, 1])]) {
    const z = logitsOf(p);
    assert.ok(Math.abs(sum(z)) < 1e-12);
    close(softmax(z), p);
    const place = embed(geometry, z);
    assert.deepEqual(within(geometry, place), place);
  }
});

test("arrow keys move the point on the plane and stop at its edge", () => {
  close(stepped(geometry, [0, 0, 0], "ArrowRight", false), logitsAt(geometry, { a: 16 / 60, b: 0 }));
  close(stepped(geometry, [0, 0, 0], "ArrowDown", true), logitsAt(geometry, { a: 0, b: -80 / 60 }));
  close(stepped(geometry, logitsAt(geometry, { a: 8, b: 1 }), "ArrowRight", true), logitsAt(geometry, { a: 8, b: 1 }));
  assert.equal(stepped(geometry, [0, 0, 0], "Enter", false), null);
});

test("the link says what differs from the start", () => {
  const home = [-3, 3.5, -0.5];
  assert.equal(query("", home, 0, home), "");
  assert.equal(query("label=2", [1, 0, -1], 0, home), "label=2&point=1,0,-1");
  assert.equal(query("", home, -2.5, home), "shift=-2.5");
});
