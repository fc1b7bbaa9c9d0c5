// Sets formulas: Dash has no component for MathML, so it comes in a data attribute.

(() => {
  function set(element) {
    const source = element.dataset.mathml;
    if (element.typeset === source) return;
    element.typeset = source;
    element.innerHTML = source;
  }

  if (typeof document === "undefined") return;
  const setAll = () => document.querySelectorAll("[data-mathml]").forEach(set);
  new MutationObserver(setAll).observe(document.documentElement, {
    attributeFilter: ["data-mathml"],
    childList: true,
    subtree: true,
  });
})();
