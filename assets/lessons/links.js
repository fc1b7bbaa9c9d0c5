// What stands in an address after the #: which lesson is open, and at which step.
//
// A lesson is named there, for those that come with the app, is "mine", for the one built in this
// browser, or is the whole of it, packed.

(() => {
  function pack(plain) {
    const bytes = new TextEncoder().encode(JSON.stringify(plain));
    const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    return `~${text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
  }

  // The text of a packed lesson; "" where it is none, which the server then says.
  function unpack(packed) {
    try {
      const text = atob(packed.slice(1).replace(/-/g, "+").replace(/_/g, "/"));
      return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(text, (c) => c.charCodeAt(0)));
    } catch {
      return "";
    }
  }

  // What an address says after its #: { source, step }, or null.
  function parse(hash) {
    const given = new URLSearchParams(hash.replace(/^#/, ""));
    const source = given.get("lesson");
    if (!source) return null;
    const step = Number(given.get("step") ?? "1");
    return { source, step: Number.isInteger(step) && step >= 1 ? step : 1 };
  }

  const fragment = (source, step) => `#lesson=${encodeURIComponent(source)}&step=${step}`;

  // The same scene, however its settings are ordered; colours are not the scene's.
  function same(one, other) {
    const plain = (link) => {
      const [path, query] = link.split("#")[0].split("?");
      const settings = [...new URLSearchParams(query ?? "")].filter(([name]) => name !== "theme");
      return JSON.stringify([path.replace(/\/+$/, ""), settings.map(([name, value]) => `${name}=${value}`).sort()]);
    };
    return plain(one) === plain(other);
  }

  window.lessonLinks = { fragment, pack, parse, same, unpack };
})();
