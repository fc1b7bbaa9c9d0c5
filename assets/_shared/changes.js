// Once a frame, however often it was asked for: what follows a page that changes many times at once.

(() => {
  // A function that has `callback` called before the next frame.
  function onceAFrame(callback) {
    let due = false;
    return () => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        callback();
      });
    };
  }

  // Calls back after elements have come or gone: Dash makes a page's parts anew with every page.
  function onChange(callback) {
    if (typeof MutationObserver === "undefined" || typeof document === "undefined") return;
    new MutationObserver(onceAFrame(callback)).observe(document.documentElement, { childList: true, subtree: true });
  }

  window.changes = { onChange, onceAFrame };
})();
