// A lesson's addresses.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/lessons/links.js");
const { fragment, pack, parse, same, unpack } = window.lessonLinks;

test("a lesson in a link comes back as it was, whatever its letters", () => {
  const lesson = { version: 1, title: "Größe, 大きさ, 🙂", steps: [{ link: "/?a=1&b=2", sentence: "Where?", predict: true }] };
  const packed = pack(lesson);
  assert.match(packed, /^~[\w-]+$/);
  assert.deepEqual(JSON.parse(unpack(packed)), lesson);
  assert.deepEqual(parse(fragment(packed, 3)), { source: packed, step: 3 });
});

test("what is no packed lesson is empty, not an error", () => {
  assert.equal(unpack("~not base64!"), "");
  assert.equal(unpack("~_w"), ""); // no UTF-8
});

test("an address names a lesson and a step; a step that is none is the first", () => {
  assert.deepEqual(parse("#lesson=the-whole-story&step=4"), { source: "the-whole-story", step: 4 });
  for (const step of ["0", "-2", "x", "1.5"]) assert.equal(parse(`#lesson=a&step=${step}`).step, 1);
  assert.deepEqual(parse("#lesson=a"), { source: "a", step: 1 });
  assert.equal(parse("#plateau"), null);
  assert.equal(parse(""), null);
});

test("a scene is the same whatever the order of its settings and the colours of the room", () => {
  assert.ok(same("/?a=1&b=2", "/?b=2&a=1&theme=dark#lesson=x"));
  assert.ok(same("/", "/?theme=light"));
  assert.ok(!same("/?a=1", "/?a=2"));
  assert.ok(!same("/?a=1", "/softmax/regression?a=1"));
});
