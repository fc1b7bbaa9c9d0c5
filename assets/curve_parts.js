// A link to a part of the Curves page shows it: the page is there only after it has been made.

(() => {
  if (typeof document === "undefined") return;
  let arrived = "";

  function arrive() {
    const { pathname, hash } = window.location;
    const address = pathname + hash;
    if (address === arrived) return;
    const part = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    if (!part?.matches(".curve-cell, .curve-question")) return;
    arrived = address;
    part.scrollIntoView();
  }

  new MutationObserver(arrive).observe(document.documentElement, { childList: true, subtree: true });
})();
