// The handle and its two boxes.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/latest.js");
require("../../../assets/curves/boxes.js");
require("../../../assets/curves/conversions.js");
require("../../../assets/curves/handle.js");
const { heard } = window.curveBoxes;

test("what a box says late of what was written into it moves nothing; what is typed since does", () => {
  const same = (window.dash_clientside.no_update = Symbol("as it is"));
  const { handle } = window.dash_clientside.curves;
  const bounds = { p: [1e-300, 1], z: [-700, 700] };
  const triggered = (id) => (window.dash_clientside.callback_context = { triggered_id: id });
  window.plots = { plotOf: () => null };
  triggered("curve-z");
  assert.deepEqual(handle(0, "0.35", "-3.25", { p: 0.35 }, bounds).slice(0, 3), [{ z: -3.25 }, -3.25, "0.0373269"]);
  triggered("curve-handle");
  handle(-3.25, "0.0373269", "-3.25", { z: -3.15 }, bounds);
  triggered("curve-p");
  assert.deepEqual(handle(-3.15, "0.0373269", "-3.15", { z: -3.15 }, bounds), Array(6).fill(same));
  heard("p");
  assert.deepEqual(handle(-3.15, "0.0373269", "-3.15", { z: -3.15 }, bounds)[0], { p: 0.0373269 });
});
