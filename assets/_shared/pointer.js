// A pointer that a whole room can follow, in place of the mouse's own.

(() => {
  let dot = null;

  function show(shown) {
    const html = document.documentElement;
    if (!shown && !dot) return;
    dot ??= document.body.appendChild(Object.assign(document.createElement("div"), { className: "pointer-dot" }));
    dot.setAttribute("aria-hidden", "true");
    html.toggleAttribute("data-pointing", shown);
  }

  function follow(event) {
    if (dot) dot.style.transform = `translate(${event.clientX}px, ${event.clientY}px)`;
  }

  if (typeof document !== "undefined" && window.keys) {
    window.keys.actions.pointer = () => show(document.documentElement.dataset.pointing === undefined);
    document.addEventListener("pointermove", follow, { passive: true });
  }
  window.pointer = { show };
})();
