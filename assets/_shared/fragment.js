// A link to a part of a page shows it: the parts are there only after the page has been made, and
// stay in view while what stands around them still grows, until the person goes elsewhere.

(() => {
  if (typeof document === "undefined") return;
  const GROWS = 5000; // milliseconds after which the page stands
  let arrived = "";
  let part = null;
  let until = 0;

  function arrive() {
    const { pathname, hash } = window.location;
    const address = pathname + hash;
    if (hash.length < 2 || address === arrived) return;
    const found = document.getElementById(hash.slice(1)); // no part's name has a letter to decode
    if (!found?.closest("#_pages_content")) return;
    arrived = address;
    part = found;
    until = performance.now() + GROWS;
    part.scrollIntoView();
    grown.disconnect();
    for (const one of [document.body, ...part.closest("#_pages_content").children]) grown.observe(one);
  }

  const grown = new ResizeObserver(() => {
    if (part?.isConnected && performance.now() < until) part.scrollIntoView();
    else grown.disconnect();
  });

  function leave() {
    until = 0;
  }

  for (const way of ["wheel", "touchstart", "pointerdown", "keydown"]) {
    document.addEventListener(way, leave, { capture: true, passive: true });
  }
  new MutationObserver(arrive).observe(document.documentElement, { childList: true, subtree: true });
})();
