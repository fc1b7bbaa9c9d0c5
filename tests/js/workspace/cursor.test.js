// The cursor between pixels and plane coordinates.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/latest.js");
require("../../../assets/_shared/overlay.js");
require("../../../assets/workspace/cursor.js");

const { at, coordinates, pixel, place } = window.cursorParts;

// A linear axis as plotly keeps it: pixels from the plot's edge, y counted downwards.
function axis(range, offset, length, down) {
  const [low, high] = range;
  const share = (p) => (down ? 1 - p / length : p / length);
  return {
    range,
    _offset: offset,
    _length: length,
    p2d: (p) => low + share(p) * (high - low),
    d2p: (value) => {
      const s = (value - low) / (high - low);
      return (down ? 1 - s : s) * length;
    },
  };
}

const axes = { x: axis([-8, 10], 56, 360, false), y: axis([-9, 9], 26, 180, true) };
const plot = {
  _fullLayout: { xaxis: axes.x, yaxis: axes.y },
  getBoundingClientRect: () => ({ left: 1000, top: 500 }),
};
const close = (found, expected) => assert.ok(Math.abs(found - expected) < 1e-9, `${found}`);

test("the plotted area's corners are the window's, with b growing upwards", () => {
  assert.deepEqual(coordinates(axes, 56, 26), { a: -8, b: 9 });
  assert.deepEqual(coordinates(axes, 56 + 360, 26 + 180), { a: 10, b: -9 });
});

test("outside the plotted area there are no coordinates", () => {
  for (const [x, y] of [[55, 100], [417, 100], [100, 25], [100, 207], [0, 0], [NaN - 1, 25]]) {
    assert.equal(coordinates(axes, x, y), null);
  }
});

test("the cross stands where the pointer was, to the pixel", () => {
  for (let x = 56; x <= 416; x += 30) {
    for (let y = 26; y <= 206; y += 20) {
      const found = place(axes, coordinates(axes, x, y));
      close(found.x, x);
      close(found.y, y);
    }
  }
});

test("on a plot with another place and size the cross stands at the same coordinates", () => {
  const other = { x: axis([-8, 10], 10, 90, false), y: axis([-9, 9], 5, 45, true) };
  const found = place(other, coordinates(axes, 56 + 90, 26 + 45));
  close(found.x, 10 + 22.5);
  close(found.y, 5 + 11.25);
});

test("a point out of view has no place, and one on the edge has", () => {
  for (const point of [{ a: -8.1, b: 0 }, { a: 10.1, b: 0 }, { a: 0, b: 9.1 }, { a: 0, b: -9.1 }]) {
    assert.equal(place(axes, point), null);
  }
  assert.deepEqual(place(axes, { a: -8, b: -9 }), { x: 56, y: 206 });
  assert.deepEqual(place(axes, { a: 10, b: 9 }), { x: 416, y: 26 });
});

test("a point that is no number has no place", () => {
  assert.equal(place(axes, { a: NaN, b: 0 }), null);
  assert.equal(place(axes, { a: 0, b: undefined }), null);
});

test("a pointer's place on the screen is read against the plot's own", () => {
  assert.deepEqual(at(plot, { clientX: 1056, clientY: 526 }), { a: -8, b: 9 });
  assert.equal(at(plot, { clientX: 1055, clientY: 526 }), null);
  assert.deepEqual(pixel(plot, { a: -8, b: 9 }), { x: 56, y: 26 });
});

test("a plot that is not drawn yet has neither", () => {
  const empty = { getBoundingClientRect: plot.getBoundingClientRect };
  assert.equal(at(empty, { clientX: 1100, clientY: 600 }), null);
  assert.equal(pixel(empty, { a: 0, b: 0 }), null);
});
