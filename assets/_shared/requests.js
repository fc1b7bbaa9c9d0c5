// What the page asks of the server comes through, and the page keeps what it shows meanwhile: where
// the server is busy (503) or not there, the same is asked again, by itself.
//
// Dash posts its callbacks with the global fetch, which is wrapped here for that one address. A
// newer request for the same outputs ends the older one, whatever triggered either: as soon as Dash
// asks for a callback anew it drops the one under way, its answer with it. Callbacks without
// outputs are asked for what they do, so each of them is sent.

(() => {
  const SOON = 1000; // milliseconds
  const LONGEST = { busy: 8000, gone: 5000 };
  const GATEWAY = [502, 504]; // a proxy that finds no server behind it
  const EMPTY = [204, 205, 304]; // answers that may have no body

  // How long to wait before the next try, at least what the server asks for; at random a little
  // longer, so that a class does not come back all at once.
  function pause(trouble, tries, asked, random) {
    const longest = LONGEST[trouble];
    const least = trouble === "busy" && Number(asked) > 0 ? 1000 * Number(asked) : SOON;
    return Math.min(longest, least * 2 ** tries) * (1 + random / 4);
  }

  // What a newer request has to have in common with an older one to end it; null for none.
  function keyOf({ output, outputs }) {
    const ids = [outputs ?? []].flat(2).map(({ id, property }) => [id, property]);
    return ids.length ? JSON.stringify([output, ids]) : null;
  }

  // Who asks: a page's dcc.Store "client", or "…-client".
  function clientOf({ inputs, state }) {
    const given = [...(inputs ?? []), ...(state ?? [])].flat();
    const found = given.find(({ id, property }) => property === "data" && /^([\w-]+-)?client$/.test(id));
    return typeof found?.value === "string" ? found.value : null;
  }

  const none = () => new Response(null, { status: 204 }); // "no update", to Dash

  function make({ fetch, tell, leave, random = Math.random, now = Date.now }) {
    const pending = new Set();
    let order = 1000 * now(); // of wishes: one that arrives late at the server is known to be old
    let client = null; // of the page that is shown
    const others = new Set(); // who else works here, whatever page is shown
    let away = false;

    function report() {
      const troubles = [...pending].map((one) => one.trouble);
      tell(["gone", "busy"].find((trouble) => troubles.includes(trouble)) ?? null);
    }

    // Resolves when it is time for a request's next try.
    function turn(one) {
      const time = away ? Infinity : one.due - now();
      if (time <= 0) return null;
      return new Promise((go) => {
        const timer = time < Infinity ? setTimeout(go, time) : null;
        one.go = () => (clearTimeout(timer), go());
      });
    }

    function end(one, ending) {
      one.ending = ending;
      one.attempt?.abort();
      one.go?.();
    }

    // There is reason to think that the server is there: who waits for that tries at once.
    function hurry() {
      for (const one of pending) {
        if (one.trouble === "gone") Object.assign(one, { due: 0, tries: -1 }).go?.();
      }
    }

    function fail(one, trouble, asked) {
      one.tries = one.trouble === trouble ? one.tries + 1 : 0;
      one.trouble = trouble;
      one.due = now() + pause(trouble, one.tries, asked, random());
      report();
    }

    // One try: an answer, read to its end since a connection may break within it; null to try again.
    async function attempt(one, url, options) {
      one.attempt = new AbortController();
      const { signal } = one.attempt;
      try {
        const answer = await fetch(url, { ...options, signal });
        const body = await answer.arrayBuffer();
        if (signal.aborted) return null;
        if (GATEWAY.includes(answer.status) && one.stubborn) return fail(one, "gone"), null;
        hurry(); // the server is there
        if (answer.status === 503) return fail(one, "busy", answer.headers.get("Retry-After")), null;
        const { status, statusText, headers } = answer;
        return new Response(EMPTY.includes(status) ? null : body, { status, statusText, headers });
      } catch (error) {
        if (signal.aborted) return null;
        if (!one.stubborn) throw error;
        fail(one, "gone");
        return null;
      } finally {
        one.attempt = null;
      }
    }

    async function deliver(one, url, options) {
      pending.add(one);
      try {
        for (;;) {
          await turn(one);
          one.go = null;
          const answer = one.ending ? null : await attempt(one, url, options);
          if (one.ending) return one.ending();
          if (answer) return answer;
        }
      } finally {
        pending.delete(one);
        report();
      }
    }

    // A callback: sent until it is answered, or a newer one or another page takes its place.
    function post(url, options) {
      const body = JSON.parse(options.body);
      const [key, owner] = [keyOf(body), clientOf(body)];
      if (owner && owner !== client) {
        if (client) {
          leave(client); // the page before has been left for this one
          for (const one of pending) if (one.owner === client) end(one, none);
        }
        client = owner;
      }
      const before = key && [...pending].find((one) => one.key === key && !one.ending);
      // A wish that is changed while the server is busy has to wait as long as it had before.
      const { tries = 0, trouble = null, due = 0 } = before ?? {};
      if (before) end(before, none);
      const headers = { ...options.headers, "X-Order": String((order += 1)) };
      return deliver({ key, owner, tries, trouble, due, stubborn: true }, url, { ...options, headers });
    }

    // For other addresses: waits while the server is busy; rejects as fetch does where it is gone.
    function patiently(url, options = {}) {
      const { signal, ...rest } = options;
      const one = { key: null, owner: null, tries: 0, trouble: null, due: 0, stubborn: false };
      const stop = () => end(one, () => { throw signal.reason; });
      if (signal?.aborted) stop();
      signal?.addEventListener("abort", stop);
      return deliver(one, url, rest).finally(() => signal?.removeEventListener("abort", stop));
    }

    // The browser leaves the page, and perhaps comes back to it as it was. The server is told to stop
    // work for it: what it answers from now on is not what was asked for.
    function hide() {
      away = true;
      for (const who of new Set([client, ...others])) if (who) leave(who);
      for (const one of pending) one.attempt?.abort();
    }

    function back() {
      away = false;
      for (const one of pending) Object.assign(one, { due: 0 }).go?.();
    }

    return { post, patiently, hurry, hide, back, client: (id) => void others.add(id) };
  }

  window.requestsParts = { clientOf, keyOf, make, pause };
  if (typeof document === "undefined") return;

  // Dash's own word for the address; scripts of ours are loaded after it and before the renderer.
  const prefix = JSON.parse(document.getElementById("_dash-config").textContent).requests_pathname_prefix;
  const original = window.fetch.bind(window);
  const requests = make({
    fetch: original,
    tell: (trouble) => window.requestsLine.tell(trouble),
    leave: (id) => navigator.sendBeacon(`${prefix}gone?client=${encodeURIComponent(id)}`),
  });
  window.fetch = (url, options) => {
    const callback = typeof url === "string" && url.split("?")[0] === `${prefix}_dash-update-component`;
    return callback && options?.method === "POST" ? requests.post(url, options) : original(url, options);
  };
  window.addEventListener("online", requests.hurry);
  window.addEventListener("pagehide", requests.hide);
  window.addEventListener("pageshow", (event) => event.persisted && requests.back());
  document.addEventListener("visibilitychange", () => document.hidden || requests.hurry());
  window.requests = { patiently: requests.patiently, client: requests.client };
})();
