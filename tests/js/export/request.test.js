// Export: sizes and their bounds, what the server is asked.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/export/request.js");
const { capped, following, query, sizeOf } = window.exportRequest;

const SIDES = [320, 7680];
const OPTIONS = { what: "columns", background: "light", heading: "", title: true, caption: true, link: true };

test("a named size is its pixels", () => {
  assert.deepEqual(sizeOf({ size: "3840x2160", width: 1, height: null }, SIDES), { width: 3840, height: 2160 });
});

test("a free size is checked side by side, and as a whole", () => {
  const free = (width, height) => sizeOf({ size: "free", width, height }, SIDES);
  assert.deepEqual(free(320, 1280), { width: 320, height: 1280 });
  assert.deepEqual(Object.keys(free(319, 1080).wrong), ["width"]);
  assert.deepEqual(Object.keys(free(7681, "").wrong), ["width", "height"]);
  assert.deepEqual(Object.keys(free(800.5, 600).wrong), ["width"]);
  assert.match(free(320, 1281).wrong.height, /4:1/);
});

test("an animation is made smaller in its own shape, a picture is not", () => {
  assert.deepEqual(capped({ width: 3840, height: 2160 }, "gif"), { width: 1280, height: 720 });
  assert.deepEqual(capped({ width: 800, height: 600 }, "gif"), { width: 800, height: 600 });
  assert.deepEqual(capped({ width: 7680, height: 4320 }, "png"), { width: 7680, height: 4320 });
});

test("what is switched off is asked for without it; a title of one's own goes along", () => {
  const size = { width: 1920, height: 1080 };
  const plain = query(OPTIONS, size, "https://host/?data=moons&left=hinge", "me");
  assert.equal(plain.get("link"), "https://host/?data=moons&left=hinge");
  assert.equal(plain.get("size"), "1920x1080");
  assert.deepEqual([plain.has("title"), plain.has("caption"), plain.has("shown")], [false, false, false]);
  const own = query({ ...OPTIONS, heading: "  Why the log? " }, size, "/", "me");
  assert.equal(own.get("title"), "Why the log?");
  const bare = query({ ...OPTIONS, heading: "x", title: false, caption: false, link: false }, size, "/", "me");
  assert.deepEqual(["title", "caption", "shown"].map((name) => bare.get(name)), ["", "no", "no"]);
});

test("work is asked after as it was asked for; what was sent is not sent again", () => {
  const request = { path: "file/csv", asked: new URLSearchParams({ size: "1x1" }), body: undefined };
  assert.equal(following({ title: "Making it", share: 0.1, job: "" }, request, "me"), request);
  const next = following({ job: "Abc-1_2", share: 0.1 }, { ...request, path: "file/gif", body: {} }, "me");
  assert.deepEqual([next.path, `${next.asked}`, next.body], ["job/Abc-1_2", "client=me", undefined]);
});
