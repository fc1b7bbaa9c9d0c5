// "Why log?" is printed whole, and read from farther off on a projector.

(() => {
  // A handout has the derivations too, and figures as wide as the paper.
  const folded = [];
  function unfold() {
    for (const details of document.querySelectorAll(".derivation:not([open])")) {
      details.open = true;
      folded.push(details);
    }
  }
  const fold = () => folded.splice(0).forEach((details) => (details.open = false));

  if (typeof document !== "undefined") {
    window.addEventListener("beforeprint", unfold);
    window.addEventListener("afterprint", fold);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    why: {
      // Whether the figures are to be read from farther off; why.css has the same width.
      wide: () => window.matchMedia("(min-width: 1800px)").matches,
    },
  });
})();
