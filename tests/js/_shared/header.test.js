// The header: which link leads here, and the colours in force before and after a choice.

const assert = require("node:assert/strict");
const { beforeEach, test } = require("node:test");

globalThis.window = globalThis;
let system = { matches: false, addEventListener: (_, call) => (system.changed = call) };
let kept = {};
globalThis.localStorage = { getItem: (key) => kept[key] ?? null, setItem: (key, value) => (kept[key] = value) };
globalThis.matchMedia = () => system;
globalThis.location = { search: "" };
const root = { setAttribute: (name, value) => (root[name] = value) };
globalThis.document = { documentElement: root, getElementById: () => null };
require("../../../assets/_shared/site.js");
require("../../../assets/_shared/header.js");
const { current, scheme } = window.dash_clientside.header;
const KEY = "mantine-color-scheme-value";

// The script of the page's head, run anew as it is with every page.
function arrive(search = "") {
  globalThis.location.search = search;
  const path = require.resolve("../../../pages/parts/colour_scheme.js");
  delete require.cache[path];
  require(path);
  return root["data-mantine-color-scheme"];
}

beforeEach(() => {
  kept = {};
  system.matches = false;
  window.address = { set: (change) => (window.address.told = change) };
});

test("a link leads here, or to what this page belongs to", () => {
  const ids = ["/", "/curves", "/softmax"].map((path) => ({ path }));
  assert.deepEqual(current("/", ids), ["page", null, null]);
  assert.deepEqual(current("/curves/", ids), [null, "page", null]);
  assert.deepEqual(current("/softmax/labels", ids), [null, null, "true"]);
  assert.deepEqual(current("/curvesome", ids), [null, null, null]);
});

test("where nothing was chosen the system's colours are in force, whatever the toggle says", () => {
  assert.equal(arrive(), "light");
  system.matches = true;
  assert.equal(arrive(), "dark");
  assert.equal(scheme("light"), "dark");
  assert.deepEqual(window.address.told, { theme: null });
});

test("a link's colours are kept, and are part of the next link", () => {
  assert.equal(arrive("?theme=dark"), "dark");
  assert.equal(arrive(), "dark");
  assert.equal(scheme("dark"), "dark");
  assert.deepEqual(window.address.told, { theme: "dark" });
  assert.equal(arrive("?theme=nonsense"), "dark");
});

test("what is kept and is no scheme counts as nothing", () => {
  kept[KEY] = "auto";
  assert.equal(arrive(), "light");
});

test("where nothing can be kept the toggle is believed", () => {
  const refuse = () => {
    throw new Error("not allowed");
  };
  const before = globalThis.localStorage;
  globalThis.localStorage = { getItem: refuse, setItem: refuse };
  system.matches = true;
  assert.equal(arrive("?theme=light"), "dark");
  assert.equal(scheme("light"), "light");
  globalThis.localStorage = before;
});

test("a change of the system's colours reaches a page that follows them", () => {
  arrive();
  window.dash_clientside.set_props = (id, props) => (window.told = [id, props]);
  system.matches = true;
  system.changed();
  assert.deepEqual(window.told, ["color-scheme", { computedColorScheme: "dark" }]);
});
