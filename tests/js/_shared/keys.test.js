// The keys: which are heard, and that none is a person's typing.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/keys.js");
const { find, typing } = window.keysParts;
const { TABLE } = window.keys;
const key = (name, more = {}) => find({ key: name, ...more })?.action;

test("letters are heard with and without caps lock, and never with a modifier", () => {
  assert.equal(key("p"), "present");
  assert.equal(key("P"), "present");
  assert.equal(key("?", { shiftKey: true }), "sheet");
  for (const modifier of ["ctrlKey", "metaKey", "altKey", "shiftKey"]) assert.equal(key("p", { [modifier]: true }), undefined);
  assert.equal(key("p", { isComposing: true }), undefined);
});

test("a clicker's two keys go on and back", () => {
  assert.deepEqual(["PageDown", "PageUp"].map((name) => key(name)), ["next", "before"]);
});

test("no key stands for two things, and each line of the list says what it does", () => {
  const rows = TABLE.flatMap(([, list]) => list);
  const heard = rows.filter((row) => row.action).flatMap((row) => row.keys);
  assert.equal(new Set(heard).size, heard.length);
  for (const row of rows) assert.ok(row.shown && row.says);
});

test("text is typed in text fields; a radio or a button takes no letters", () => {
  const within = (selector) => ({ closest: (list) => (list.includes(selector) ? {} : null) });
  assert.equal(typing(within("textarea")), true);
  assert.equal(typing(within("[contenteditable]")), true);
  assert.equal(typing({ closest: () => null }), false);
  assert.equal(typing(null), false);
});
