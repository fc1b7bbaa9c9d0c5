// What is asked of a busy or absent server: when it is asked again, and what ends a request.

const assert = require("node:assert/strict");
const { test } = require("node:test");

globalThis.window = globalThis;
require("../../../assets/_shared/requests.js");
require("../../../assets/_shared/requests_line.js");
const { clientOf, keyOf, make, pause } = window.requestsParts;
const { WORDS, steady } = window.requestsLineParts;

const URL = "/_dash-update-component";
const one = (id, property = "data", value = null) => ({ id, property, value });
const asking = (output, wish, more = {}) => ({
  method: "POST",
  body: JSON.stringify({ output: `${output}.data`, outputs: one(output), inputs: [one("scene", "data", wish)], ...more }),
});
const wishOf = (options) => JSON.parse(options.body).inputs[0].value;
const settled = () => new Promise((done) => setImmediate(done));

// A server that answers by hand, and a page's requests to it; time is the tests' own.
function page(context) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const asked = [];
  const told = [];
  const left = [];
  const fetch = (url, options) =>
    new Promise((resolve, reject) => {
      options.signal.addEventListener("abort", () => reject(options.signal.reason));
      const answer = async (status, body = null, headers = {}) => {
        resolve(new Response(body, { status, headers }));
        for (let i = 0; i < 5; i += 1) await settled();
      };
      const break_ = async () => {
        reject(new TypeError("Failed to fetch"));
        for (let i = 0; i < 5; i += 1) await settled();
      };
      asked.push({ url, options, answer, break: break_, aborted: () => options.signal.aborted });
    });
  const tell = (trouble) => told.at(-1) !== trouble && told.push(trouble);
  const requests = make({ fetch, tell, leave: (id) => left.push(id), random: () => 0 });
  const pass = async (time) => {
    await settled();
    context.mock.timers.tick(time);
    await settled();
  };
  return { ...requests, asked, told, left, pass };
}

test("a wait is at least what the server asks for, grows, and has an end", () => {
  assert.deepEqual([0, 1, 2, 3, 9].map((tries) => pause("busy", tries, "1", 0)), [1000, 2000, 4000, 8000, 8000]);
  assert.deepEqual([0, 1, 2, 3, 9].map((tries) => pause("gone", tries, null, 0)), [1000, 2000, 4000, 5000, 5000]);
  assert.equal(pause("busy", 0, "3", 0), 3000);
  assert.equal(pause("busy", 0, "3600", 0.99) <= 10000, true);
  for (const odd of [null, "", "soon", "-5", "0"]) assert.equal(pause("busy", 0, odd, 0), 1000);
  assert.equal(pause("busy", 0, "1", 1), 1250);
});

test("requests for the same outputs end one another, whatever triggered them; those without outputs never", () => {
  const body = (more) => JSON.parse(asking("a", 1, more).body);
  assert.equal(keyOf(body({ changedPropIds: ["x.value"] })), keyOf(body({ changedPropIds: ["y.n_clicks"] })));
  assert.notEqual(keyOf(body()), keyOf(body({ outputs: one("b") })));
  const twin = (digit) => body({ output: `a.data@${digit}` });
  assert.notEqual(keyOf(twin(1)), keyOf(twin(2)));
  const row = (i) => body({ outputs: [one({ type: "row", i }), [one({ type: "all", i: 0 })]] });
  assert.notEqual(keyOf(row(1)), keyOf(row(2)));
  assert.equal(keyOf(body({ outputs: undefined })), null);
  assert.equal(keyOf(body({ outputs: [] })), null);
});

test("a page's client is found among states and inputs, lists of them too", () => {
  assert.equal(clientOf({ state: [[one({ type: "control" }, "value", 1)], one("client", "data", "abc")] }), "abc");
  assert.equal(clientOf({ inputs: [one("curve-client", "data", "abc")] }), "abc");
  assert.equal(clientOf({ inputs: [one("client", "value", "abc"), one("clients", "data", "abc")] }), null);
});

test("a busy server is asked the same again, after what it asked for", async (context) => {
  const { post, asked, told, pass } = page(context);
  const answer = post(URL, asking("a", 1));
  await settled();
  await asked[0].answer(503, "{}", { "Retry-After": "2" });
  await pass(1999);
  assert.equal(asked.length, 1);
  await pass(1);
  assert.equal(asked.length, 2);
  assert.equal(asked[1].options.body, asked[0].options.body);
  await asked[1].answer(200, '{"response":1}');
  assert.deepEqual(await (await answer).json(), { response: 1 });
  assert.deepEqual(told, ["busy", null]);
});

test("a newer wish ends an older one in flight, which is no update then", async (context) => {
  const { post, asked, told } = page(context);
  const [older, newer, another] = [post(URL, asking("a", 1)), post(URL, asking("a", 2)), post(URL, asking("b", 3))];
  await settled();
  assert.equal((await older).status, 204);
  assert.deepEqual(asked.filter((request) => !request.aborted()).map(({ options }) => wishOf(options)), [2, 3]);
  for (const request of asked) await request.answer(200, "{}");
  assert.equal((await newer).status, 200);
  assert.equal((await another).status, 200);
  assert.deepEqual(told, [null]);
});

test("of many wishes to a busy server it is asked for the last, no sooner than the first would have been", async (context) => {
  const { post, asked, pass } = page(context);
  const answers = [post(URL, asking("a", 0))];
  await settled();
  await asked[0].answer(503, "{}", { "Retry-After": "1" });
  for (let wish = 1; wish <= 5; wish += 1) {
    await pass(100);
    answers.push(post(URL, asking("a", wish)));
  }
  await pass(499);
  assert.equal(asked.length, 1);
  await pass(1);
  assert.deepEqual(asked.map(({ options }) => wishOf(options)), [0, 5]);
  await asked[1].answer(200, "{}");
  assert.deepEqual(await Promise.all(answers.map(async (answer) => (await answer).status)), [204, 204, 204, 204, 204, 200]);
});

test("where nobody answers, or an answer breaks off, the last wish is sent until it comes through", async (context) => {
  const { post, asked, told, pass, hurry } = page(context);
  post(URL, asking("a", 1));
  await settled();
  await asked[0].break();
  const answer = post(URL, asking("a", 2));
  for (const wait of [1000, 2000]) {
    await pass(wait - 1);
    const before = asked.length;
    await pass(1);
    assert.equal(asked.length, before + 1);
    await asked.at(-1).break();
  }
  hurry(); // the cable is in again
  await settled();
  assert.equal(asked.length, 4);
  await asked[3].answer(200, new ReadableStream({ pull: (stream) => stream.error(new TypeError("reset")) }));
  await pass(1000);
  await asked[4].answer(502); // a proxy is there first
  await pass(2000);
  await asked[5].answer(200, "{}");
  assert.equal((await answer).status, 200);
  assert.deepEqual(asked.map(({ options }) => wishOf(options)), [1, 2, 2, 2, 2, 2]);
  assert.deepEqual(told, ["gone", null]);
});

test("one answer has all others tried at once that wait for the server to be there", async (context) => {
  const { post, asked, told } = page(context);
  post(URL, asking("a", 1));
  post(URL, asking("b", 2));
  await settled();
  await asked[0].break();
  await asked[1].answer(200, "{}");
  assert.deepEqual(asked.map(({ options }) => wishOf(options)), [1, 2, 1]);
  assert.deepEqual(told, ["gone"]);
  await asked[2].answer(200, "{}");
  assert.deepEqual(told, ["gone", null]);
});

test("other answers come as they are", async (context) => {
  const { post, asked } = page(context);
  for (const status of [200, 204, 400, 413, 500]) {
    const answer = post(URL, asking("a", 1));
    await settled();
    await asked.at(-1).answer(status, status === 204 ? null : '{"error":"x"}', { "X-Kept": "yes" });
    const { headers, status: found } = await answer;
    assert.deepEqual([found, headers.get("X-Kept")], [status, "yes"]);
  }
  assert.equal(asked.length, 5);
});

test("each request without outputs is sent", async (context) => {
  const { post, asked } = page(context);
  for (const wish of [1, 2]) post(URL, asking("..hash..", wish, { outputs: [] }));
  await settled();
  assert.deepEqual(asked.map((request) => request.aborted()), [false, false]);
});

test("a page that is left for another is said to be gone, and asks no more", async (context) => {
  const { post, asked, left, pass } = page(context);
  const owned = (who) => ({ state: [one("client", "data", who)] });
  const old = post(URL, asking("a", 1, owned("first")));
  post(URL, asking("b", 2)); // nobody's
  await settled();
  await asked[0].answer(503);
  post(URL, asking("c", 3, owned("second")));
  assert.equal((await old).status, 204);
  assert.deepEqual(left, ["first"]);
  await pass(9000);
  assert.deepEqual(asked.map(({ options }) => wishOf(options)), [1, 2, 3]);
});

test("a page that is hidden says so, and on coming back asks for what had not been answered", async (context) => {
  const { post, client, hide, back, asked, left, pass } = page(context);
  client("export");
  const answer = post(URL, asking("a", 1, { state: [one("client", "data", "me")] }));
  await settled();
  hide();
  assert.deepEqual(left, ["me", "export"]);
  await pass(60000);
  assert.deepEqual([asked.length, asked[0].aborted()], [1, true]);
  back();
  await settled();
  await asked[1].answer(200, "{}");
  assert.equal((await answer).status, 200);
});

test("patiently waits for a busy server alone, and can be called off", async (context) => {
  const { patiently, asked, told, pass } = page(context);
  const answer = patiently("/export/figure", { method: "POST" });
  await settled();
  await asked[0].answer(503);
  await pass(1000);
  await asked[1].answer(202, "{}");
  assert.deepEqual([(await answer).status, asked[1].options.method], [202, "POST"]);

  const failed = assert.rejects(patiently("/export/figure"), TypeError);
  await settled();
  await asked[2].break();
  await failed;

  for (const meanwhile of [() => {}, (request) => request.answer(503)]) {
    const off = new AbortController();
    const stopped = assert.rejects(patiently("/export/figure", { signal: off.signal }), { name: "AbortError" });
    await settled();
    await meanwhile(asked.at(-1));
    off.abort();
    await stopped;
  }
  assert.equal(told.at(-1), null);
  await assert.rejects(patiently("/export/figure", { signal: AbortSignal.abort() }), { name: "AbortError" });
  assert.equal(asked.length, 5);
});

test("the line comes when a trouble lasts, stays through a short pause, and goes", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const said = [];
  const tell = steady((words) => said.push(words));
  const pass = (time) => context.mock.timers.tick(time);
  tell("busy");
  pass(300);
  tell(null);
  pass(1000);
  assert.deepEqual(said.filter(Boolean), []);
  tell("busy");
  pass(400);
  tell(null);
  pass(200);
  tell("busy");
  pass(2000);
  assert.deepEqual(said.filter(Boolean), [WORDS.busy]);
  tell("gone");
  pass(0);
  tell(null);
  pass(300);
  assert.deepEqual(said.slice(-2), [WORDS.gone, ""]);
});
