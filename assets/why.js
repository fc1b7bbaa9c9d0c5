// The address of "Why log?" says which data are measured; opening a claim's link shows the claim.

(() => {
  // A scene's changes as a query: what a page without controls for them keeps.
  function query(fields) {
    return Object.entries(fields ?? {})
      .map(([name, value]) => `${name}=${encodeURIComponent(Array.isArray(value) ? value.join(",") : value)}`)
      .join("&");
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    why: {
      address(fields) {
        const text = query(fields);
        const { pathname, hash } = window.location;
        window.history.replaceState(window.history.state, "", `${pathname}${text ? `?${text}` : ""}${hash}`);
      },
    },
  });
  window.whyParts = { query };
})();
