// Addresses of this site. Behind a proxy they begin with the path that the app is served under;
// links that are kept or handed on are written without it, and so play on any server.

(() => {
  let known = null;

  // What Dash's settings, which stand in the page, have for it: "" or such as "/user/x".
  function base() {
    if (known === null && typeof document !== "undefined") {
      const settings = document.getElementById("_dash-config");
      if (settings) known = JSON.parse(settings.textContent).requests_pathname_prefix.replace(/\/+$/, "");
    }
    return known ?? "";
  }

  // A link as the browser is to follow it.
  const full = (link, before = base()) => before + link;

  // An address without what stands before it, and without a slash at its path's end.
  function bare(link, before = base()) {
    const [path, ...rest] = link.split(/(?=[?#])/);
    const own = before && `${path}/`.startsWith(`${before}/`) ? path.slice(before.length) : path;
    return (own.replace(/\/+$/, "") || "/") + rest.join("");
  }

  window.site = { full, bare };
})();
