// The address of "Why log?" says which data are measured; opening a claim's link shows the claim.

(() => {
  // A scene's changes as a query: what a page without controls for them keeps.
  function query(fields) {
    return Object.entries(fields ?? {})
      .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : value)}`)
      .join("&");
  }

  // The address may name a claim: its section is there only after the page has been made.
  function arrive() {
    const { hash } = window.location;
    const claim = hash.length > 1 ? document.getElementById(hash.slice(1)) : null;
    if (!claim?.matches(".claim")) return;
    arrived = true;
    claim.scrollIntoView();
  }

  // A handout has the derivations too, and figures as wide as the paper.
  const folded = [];
  function unfold() {
    for (const details of document.querySelectorAll(".derivation:not([open])")) {
      details.open = true;
      folded.push(details);
    }
  }
  const fold = () => folded.splice(0).forEach((details) => (details.open = false));

  let arrived = false;
  if (typeof document !== "undefined") {
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
    new MutationObserver(() => arrived || arrive()).observe(document.documentElement, {
      childList: true,
      subtree: true,
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    why: {
      // Whether the figures are to be read from farther off; style.css has the same width.
      wide: () => window.matchMedia("(min-width: 1800px)").matches,
      address(fields) {
        const text = query(fields);
        const { pathname, hash } = window.location;
        window.history.replaceState(window.history.state, "", `${pathname}${text ? `?${text}` : ""}${hash}`);
      },
    },
  });
  window.whyParts = { query };
})();
