// The scene between the controls and the server, and what is read off it.

const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");

const NO_UPDATE = Symbol("no update");
globalThis.window = globalThis;
globalThis.dash_clientside = { no_update: NO_UPDATE, other: { kept: true } };
require("../../../assets/_shared/scene.js");

const { compose, readable } = window.sceneParts;
const { scene } = window.dash_clientside;
const ids = (...fields) => fields.map((field) => ({ type: "control", field }));

test("every control's value stands under its field's name, beside the data set", () => {
  assert.deepEqual(compose([60, "log", false], ids("n", "height", "standardise"), "moons", {}), {
    data: "moons",
    n: 60,
    height: "log",
    standardise: false,
  });
});

test("settings without a control stay as the link gave them", () => {
  assert.deepEqual(compose([7], ids("seed"), "moons", { left: "cross-entropy", seed: 1 }), {
    data: "moons",
    left: "cross-entropy",
    seed: 7,
  });
});

test("the chosen data set goes before the link's", () => {
  assert.equal(compose([], [], "iris", { data: "moons" }).data, "iris");
});

test("a control without a value leaves its field out, whatever the link said", () => {
  for (const empty of [null, undefined, ""]) {
    assert.deepEqual(compose([empty], ids("n"), "moons", { n: 40 }), { data: "moons" });
  }
});

test("zero and false are values, an emptied box of choices is none yet", () => {
  assert.deepEqual(compose([0, false, []], ids("seed", "standardise", "features"), "iris", {}), {
    data: "iris",
    seed: 0,
    standardise: false,
  });
});

test("two controls of one field make a list in the order of their numbers", () => {
  const fields = ids("window_a/1", "window_a/0", "plane/0", "plane/1");
  assert.deepEqual(compose([0, -2.5, "b", "w1"], fields, "overlap", {}), {
    data: "overlap",
    window_a: [-2.5, 0],
    plane: ["b", "w1"],
  });
});

test("a field with an empty part is left out, and the link's goes with it", () => {
  for (const empty of [null, undefined, ""]) {
    const fields = ids("window_a/0", "window_a/1", "window_b/0", "window_b/1");
    const base = { window_a: [1, 2] };
    assert.deepEqual(compose([1, empty, 3, 4], fields, "overlap", base), {
      data: "overlap",
      window_b: [3, 4],
    });
  }
});

test("composing changes neither the link's settings nor the values", () => {
  const base = Object.freeze({ n: 3, window_a: Object.freeze([1, 2]) });
  const values = Object.freeze([5, 6, 7]);
  compose(values, ids("n", "window_a/0", "window_a/1"), "overlap", base);
  assert.deepEqual(base, { n: 3, window_a: [1, 2] });
});

test("a link without settings is one with none", () => {
  assert.deepEqual(compose([], [], "overlap", null), { data: "overlap" });
});

test("the same controls twice are no update, and other ones are", () => {
  const fields = ids("n");
  const first = scene.compose([50], "moons", {}, fields, undefined);
  assert.deepEqual(first, { data: "moons", n: 50 });
  assert.equal(scene.compose([50], "moons", {}, fields, first), NO_UPDATE);
  const next = scene.compose([51], "moons", {}, fields, first);
  assert.deepEqual(next, { data: "moons", n: 51 });
  assert.deepEqual(scene.compose([50], "moons", {}, fields, next), { data: "moons", n: 50 });
});

test("numbers are written without rounding noise or trailing zeros", () => {
  assert.equal(readable(0.1 + 0.2), "0.3");
  assert.equal(readable(0.05 * 3), "0.15");
  assert.equal(readable(1.2), "1.2");
  assert.equal(readable(60), "60");
  assert.equal(readable(100000), "100000");
  assert.equal(readable(-0.5), "-0.5");
  assert.equal(readable(0), "0");
});

test("what is no number is written as it is, and nothing as nothing", () => {
  assert.equal(readable("log"), "log");
  assert.equal(readable(null), "");
  assert.equal(readable(undefined), "");
});

test("other scripts' functions for Dash are kept", () => {
  assert.deepEqual(window.dash_clientside.other, { kept: true });
  assert.equal(window.dash_clientside.no_update, NO_UPDATE);
});

test("the stage is told its side, and the sheet opens at every second press", () => {
  assert.equal(scene.side("left"), "stage side-left");
  assert.equal(scene.sheet(0), "explore");
  assert.equal(scene.sheet(1), "explore sheet-open");
  assert.equal(scene.sheet(2), "explore");
});

// The address bar and the names of saved pictures: a page with four plots stands in for the document.

const plots = {};
let addresses = [];

beforeEach(() => {
  addresses = [];
  for (const name of ["surface-left", "surface-right", "field-left", "field-right"]) {
    plots[`#${name} .js-plotly-plot`] = { _context: { toImageButtonOptions: { filename: "" } } };
  }
  globalThis.document = { querySelector: (selector) => plots[selector] ?? null };
  globalThis.address = { show: (...said) => addresses.push(said) };
});

const filename = (name) => plots[`#${name} .js-plotly-plot`]._context.toImageButtonOptions.filename;
const shown = { query: "data=moons", names: ["moons-squared-error", "moons-cross-entropy"] };

test("what is shown goes into the address, with what the link had looked at", () => {
  const view = { camera: [1, 2, 3, 0, 0, 0], step: 7 };
  scene.address(shown, [1, 2], view, "first");
  scene.address({ ...shown, query: "" }, null, view, "first");
  assert.deepEqual(addresses, [
    ["first", { query: "data=moons", start: [1, 2] }, view],
    ["first", { query: "", start: null }, view],
  ]);
});

test("before anything is shown the address stays", () => {
  scene.address(null);
  assert.deepEqual(addresses, []);
});

test("a saved picture's name says data, loss and kind", () => {
  scene.address(shown);
  assert.equal(filename("surface-left"), "moons-squared-error-surface");
  assert.equal(filename("field-left"), "moons-squared-error-field");
  assert.equal(filename("surface-right"), "moons-cross-entropy-surface");
  assert.equal(filename("field-right"), "moons-cross-entropy-field");
});

test("a plot that is not on the page is passed over", () => {
  delete plots["#field-left .js-plotly-plot"];
  plots["#field-right .js-plotly-plot"] = {};
  scene.address(shown);
  assert.equal(filename("surface-right"), "moons-cross-entropy-surface");
});
