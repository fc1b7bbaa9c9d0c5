// Addresses of this site, with and without the path that a proxy serves it under.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/site.js");
require("../../../assets/lessons/links.js");
require("../../../assets/lessons/builder.js");
const { full, bare } = window.site;
const { same } = window.lessonLinks;

const BASE = "/user/J.Doe_1/proxy/8050";

test("a link is the same again after it was followed", () => {
  for (const link of ["/", "/curves", "/?data=moons", "/softmax/regression?data=iris#lesson=a&step=2"]) {
    assert.equal(bare(full(link, BASE), BASE), link);
    assert.equal(bare(full(link, ""), ""), link);
  }
});

test("what stands before it goes with or without its slash, and only as a whole part", () => {
  assert.equal(bare(`${BASE}/`, BASE), "/");
  assert.equal(bare(BASE, BASE), "/");
  assert.equal(bare(`${BASE}?data=moons`, BASE), "/?data=moons");
  assert.equal(bare(`${BASE}/curves/`, BASE), "/curves");
  assert.equal(bare(`${BASE}1/curves`, BASE), `${BASE}1/curves`);
  assert.equal(bare("/curves", BASE), "/curves");
});

test("without a document, or a proxy, nothing stands before", () => {
  assert.equal(full("/curves"), "/curves");
  assert.equal(bare("/curves?p=0.2"), "/curves?p=0.2");
});

test("the first page is the same scene with a slash at its path's end or without", () => {
  assert.ok(same(`${BASE}?data=moons`, `${BASE}/?data=moons`));
  assert.ok(!same(`${BASE}/?data=moons`, `${BASE}/curves?data=moons`));
});
