// The builder's steps, links and files.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/site.js");
require("../../../assets/lessons/builder.js");
const { fileName, linkOf, missing, moved } = window.lessonBuilderParts;

test("a step moves by one place and not beyond the ends", () => {
  const steps = ["a", "b", "c"];
  assert.deepEqual(moved(steps, 0, 1), ["b", "a", "c"]);
  assert.deepEqual(moved(steps, 2, -1), ["a", "c", "b"]);
  assert.equal(moved(steps, 0, -1), steps);
  assert.equal(moved(steps, 2, 1), steps);
});

test("a scene's link has no colours, and a file has a name", () => {
  assert.equal(linkOf({ pathname: "/", search: "?data=moons&theme=dark&step=3" }), "/?data=moons&step=3");
  assert.equal(linkOf({ pathname: "/", search: "?theme=dark" }), "/");
  assert.equal(fileName("Why the log? (part 2)"), "why-the-log-part-2.json");
  assert.equal(fileName("…"), "lesson.json");
});

test("what is missing is named before a lesson leaves the builder", () => {
  const step = { link: "/", sentence: "Look.", predict: false };
  assert.equal(missing({ title: "A", steps: [step] }), "");
  assert.match(missing({ title: " ", steps: [step] }), /title/);
  assert.match(missing({ title: "A", steps: [] }), /no step/);
  assert.match(missing({ title: "A", steps: [step, { ...step, sentence: " " }] }), /Step 2/);
});
