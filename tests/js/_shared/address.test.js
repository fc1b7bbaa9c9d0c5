// The address: what it is made of, and when it becomes a new entry of the history.

const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");

const calls = [];
globalThis.window = globalThis;
globalThis.location = { pathname: "/", search: "", hash: "" };
globalThis.history = {
  state: null,
  pushState: (_state, _title, path) => calls.push(["push", path]),
  replaceState: (_state, _title, path) => calls.push(["replace", path]),
};
require("../../../assets/_shared/address.js");
const { address } = window;
const wait = (time) => new Promise((done) => setTimeout(done, time));

beforeEach(() => {
  calls.length = 0;
  address.reset();
});

test("the parts are written as a person would, and only those there are", () => {
  assert.equal(address.text({ query: "data=moons", start: [1, -0.1234567], step: 0 }), "data=moons&start=1,-0.123457&step=0");
  assert.equal(address.text({ query: "", start: null, camera: null, step: null, theme: "dark" }), "theme=dark");
});

test("nothing is written before the page has said what it shows", async () => {
  address.set({ theme: "dark" });
  await wait(300);
  assert.deepEqual(calls, []);
  address.set({ query: "" });
  await wait(300);
  assert.deepEqual(calls, [["replace", "/?theme=dark"]]);
});

test("the moves of a slider are one entry of the history, a turned surface is none", async () => {
  address.set({ query: "", start: null });
  for (const n of [61, 62, 63]) address.set({ query: `n=${n}` });
  await wait(300);
  assert.deepEqual(calls, [["push", "/?n=63"]]);
  address.set({ camera: [1, 2, 3, 0, 0, 0] });
  await wait(300);
  assert.deepEqual(calls[1], ["replace", "/?n=63&camera=1,2,3,0,0,0"]);
  address.set({ query: "n=64" }); // soon after the last: still the same slider
  await wait(300);
  assert.equal(calls[2][0], "replace");
});

test("a page that begins takes over how its link is looked at, once", async () => {
  globalThis.location.search = "?camera=1,2,3,0,0,0&theme=dark";
  address.show("first", { query: "n=61" }, { camera: [1, 2, 3, 0, 0, 0] });
  address.set({ camera: [4, 5, 6, 0, 0, 0] });
  address.show("first", { query: "n=61" }, { camera: [1, 2, 3, 0, 0, 0] });
  await wait(300);
  assert.equal(calls.at(-1)[1], "/?n=61&camera=4,5,6,0,0,0&theme=dark");
  globalThis.location.search = "";
  address.show("second", { query: "" });
  await wait(300);
  assert.equal(calls.length, 1); // nothing of the page before is left, and the bar is empty already
});
