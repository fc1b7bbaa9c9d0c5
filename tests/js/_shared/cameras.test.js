// One camera for both surfaces, with emitters of plotly's events in the place of its plots.

const assert = require("node:assert/strict");
const { EventEmitter } = require("node:events");
const { beforeEach, test } = require("node:test");

const followed = {};
let relayouts = [];
let onPage = {};

globalThis.window = globalThis;
globalThis.plots = {
  onPlot: (id, callback) => (followed[id] = callback),
  plotOf: (id) => onPage[id] ?? null,
  onFrame: (plot, callback) => (plot.frame = callback),
};
globalThis.Plotly = {
  relayout: (plot, change) => {
    relayouts.push([plot, change]);
    plot.emit("plotly_relayout", change); // as plotly does, before its promise is kept
    return Promise.resolve();
  },
};
require("../../../assets/_shared/cameras.js");
require("../../../assets/workspace/cameras.js");

const camera = (x) => ({ eye: { x, y: 0, z: 1 } });
const settled = () => new Promise((resolve) => setImmediate(resolve));

function surface() {
  const plot = new EventEmitter();
  plot.seen = [];
  plot.camera = camera(0);
  const _scene = { setViewport: (v) => plot.seen.push(v), getCamera: () => plot.camera };
  plot._fullLayout = { scene: { aspectmode: "manual", _scene } };
  return plot;
}

// A hand drags the scene: plotly says so, and the scene paints a frame with its camera there.
function drag(plot, x) {
  plot.emit("plotly_relayouting", { "scene.camera": camera(x) });
  plot.camera = camera(x);
  plot.frame();
}

let left, right;

beforeEach(() => {
  relayouts = [];
  [left, right] = [surface(), surface()];
  onPage = { "surface-left": left, "surface-right": right };
  for (const id of Object.keys(onPage)) followed[id](onPage[id]);
});

test("both surfaces are followed, and nothing else", () => {
  assert.deepEqual(Object.keys(followed).sort(), ["surface-left", "surface-right"]);
});

test("a scene is turned by its own camera with all else kept", () => {
  assert.equal(window.cameras.turn(left, camera(2)), true);
  assert.equal(left.seen.length, 1);
  assert.deepEqual(left.seen[0].camera, camera(2));
  assert.equal(left.seen[0].aspectmode, "manual");
});

test("a plot without that camera is left alone and says so", () => {
  for (const plot of [{}, { _fullLayout: {} }, { _fullLayout: { scene: {} } }, { _fullLayout: { scene: { _scene: {} } } }]) {
    assert.equal(window.cameras.turn(plot, camera(2)), false);
  }
});

test("while one surface is dragged the other follows each frame", () => {
  drag(left, 3);
  assert.deepEqual(right.seen.map((v) => v.camera), [camera(3)]);
  left.camera = camera(4); // the camera glides on after the hand
  left.frame();
  assert.deepEqual(right.seen.map((v) => v.camera), [camera(3), camera(4)]);
  assert.equal(left.seen.length, 0);
});

test("a frame that no hand has caused moves nothing", () => {
  left.frame();
  drag(left, 5);
  left.emit("plotly_relayout", { "scene.camera": camera(5) });
  left.frame();
  assert.equal(right.seen.length, 1);
});

test("either surface leads", () => {
  drag(right, 5);
  assert.deepEqual(left.seen.map((v) => v.camera), [camera(5)]);
});

test("the reset buttons, which send a camera in parts, turn both", async () => {
  left.camera = camera(2);
  left.emit("plotly_relayout", { "scene.camera.eye": { x: 2 }, "scene.camera.up": null });
  await settled();
  assert.deepEqual(relayouts, [[right, { "scene.camera": camera(2) }]]);
});

test("on release the other surface is set once, without an echo", async () => {
  left.emit("plotly_relayout", { "scene.camera": camera(6) });
  await settled();
  assert.equal(relayouts.length, 1);
  assert.equal(relayouts[0][0], right);
  assert.deepEqual(relayouts[0][1], { "scene.camera": camera(6) });
});

test("after one release comes the next, from either side", async () => {
  left.emit("plotly_relayout", { "scene.camera": camera(7) });
  await settled();
  right.emit("plotly_relayout", { "scene.camera": camera(8) });
  await settled();
  assert.deepEqual(relayouts.map(([plot]) => plot === right), [true, false]);
});

test("a change of something else turns nothing", async () => {
  left.emit("plotly_relayout", { autosize: true });
  await settled();
  assert.equal(right.seen.length, 0);
  assert.equal(relayouts.length, 0);
});

test("a surface alone on the page turns alone", async () => {
  delete onPage["surface-right"];
  drag(left, 9);
  left.emit("plotly_relayout", { "scene.camera": camera(9) });
  await settled();
  assert.equal(relayouts.length, 0);
});
