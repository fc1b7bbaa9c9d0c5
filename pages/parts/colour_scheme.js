// Before anything is drawn: the colours that were chosen here last time, or else the system's. In
// the key and in the attribute it follows Mantine, which takes over when it is loaded.
//
// It stands in the page's head and not in assets/, whose scripts run when the page has been drawn.

(() => {
  const KEY = "mantine-color-scheme-value";
  const SCHEMES = ["light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");

  // What was chosen here; null where nothing was, and `otherwise` where nothing can be kept.
  function chosen(otherwise = null) {
    try {
      const kept = localStorage.getItem(KEY);
      return SCHEMES.includes(kept) ? kept : null;
    } catch {
      return otherwise;
    }
  }

  const now = (otherwise) => chosen(otherwise) ?? (system.matches ? "dark" : "light");

  const asked = new URLSearchParams(location.search).get("theme"); // a link may have its own
  try {
    if (SCHEMES.includes(asked)) localStorage.setItem(KEY, asked);
  } catch {
    // not allowed
  }
  window.colourScheme = { chosen, now };
  document.documentElement.setAttribute("data-mantine-color-scheme", now());
  system.addEventListener("change", () => {
    window.dash_clientside?.set_props?.("color-scheme", { computedColorScheme: now() });
  });
})();
