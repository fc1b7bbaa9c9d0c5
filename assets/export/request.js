// What the server is asked for a picture, and its answer, however long that takes.

(() => {
  const AGAIN = 350; // milliseconds until work that goes on is asked for again
  // Animations and decks are many pictures, which all travel to the server; a document's size is but
  // its shape.
  const MOST = { gif: 1280, deck: 1920, pdf: 3840 };

  // This page, among all that ask, until nobody waits any more.
  const newClient = () => Math.random().toString(36).slice(2) + Math.random().toString(36).slice(2);
  let client = newClient();
  const wait = (time) => new Promise((done) => setTimeout(done, time));

  // The size that was chosen, in pixels, or what is wrong with it, by side.
  function sizeOf({ size, width, height }, [smallest, largest]) {
    if (size !== "free") {
      const [w, h] = size.split("x").map(Number);
      return { width: w, height: h };
    }
    const wrong = {};
    for (const [name, side] of Object.entries({ width, height })) {
      const whole = typeof side === "number" && Number.isInteger(side);
      if (!whole || side < smallest || side > largest) wrong[name] = `From ${smallest} to ${largest} pixels`;
    }
    if (Object.keys(wrong).length === 0 && Math.max(width, height) > 4 * Math.min(width, height)) {
      wrong.height = "Width and height within 4:1 of each other";
    }
    return Object.keys(wrong).length ? { wrong } : { width, height };
  }

  // No side longer than a format takes.
  function capped({ width, height }, format) {
    const share = Math.min(1, (MOST[format] ?? Infinity) / Math.max(width, height));
    return { width: Math.round(width * share), height: Math.round(height * share) };
  }

  // What the server is asked, as a query.
  function query(given, { width, height }, link, client) {
    const asked = new URLSearchParams({ link, what: given.what, size: `${width}x${height}`, background: given.background });
    const heading = (given.heading ?? "").trim().slice(0, 200);
    if (!given.title) asked.set("title", "");
    else if (heading) asked.set("title", heading);
    if (!given.caption) asked.set("caption", "no");
    if (!given.link) asked.set("shown", "no");
    asked.set("client", client);
    return asked;
  }

  class Refused extends Error {
    constructor(status, text) {
      super(text);
      this.status = status;
    }
  }

  // What is asked next of work that the server has begun: after what was sent, by the name it got.
  function following({ job }, request, client) {
    return job && request.body ? { path: `job/${job}`, asked: new URLSearchParams({ client }) } : request;
  }

  async function ask(path, asked, { signal, about, body }) {
    const mine = asked.get("client");
    window.requests.client(mine);
    let request = { path, asked, body };
    for (;;) {
      const options = request.body ? { method: "POST", body: request.body, signal } : { signal };
      const url = `${window.exportState.choices.address}/${request.path}?${request.asked}`;
      const answer = await window.requests.patiently(url, options);
      if (answer.status === 202) {
        const work = await answer.json();
        about?.(`${work.title} …`, work.share);
        request = following(work, request, mine);
        await wait(AGAIN);
        signal?.throwIfAborted();
        continue;
      }
      if (answer.ok) return answer;
      const text = await answer.json().then((said) => said.error, () => null);
      throw new Refused(answer.status, text ?? `The server failed (${answer.status}); its log says why.`);
    }
  }

  // Nobody waits any more: the server stops what it is at. What is asked later is somebody else's.
  function leave() {
    const url = `${window.exportState.choices.address}/cancel?${new URLSearchParams({ client })}`;
    client = newClient();
    fetch(url, { method: "POST", keepalive: true }).catch(() => {});
  }

  window.exportRequest = { ask, capped, client: () => client, following, leave, query, sizeOf };
})();
