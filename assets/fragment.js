// A link to a part of a page shows it: the parts are there only after the page has been made.

(() => {
  if (typeof document === "undefined") return;
  let arrived = "";

  function arrive() {
    const { pathname, hash } = window.location;
    const address = pathname + hash;
    if (address === arrived) return;
    const part = hash.length > 1 ? document.getElementById(decodeURIComponent(hash.slice(1))) : null;
    if (!part?.closest("main, article")) return;
    arrived = address;
    part.scrollIntoView();
  }

  new MutationObserver(arrive).observe(document.documentElement, { childList: true, subtree: true });
})();
