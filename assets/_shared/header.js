// The header says which page this is, and which colours are in force.

(() => {
  // Which links of the header lead here ("page"), or to what this page belongs to ("true").
  function current(path, ids) {
    const here = window.site.bare(path);
    const leads = (id) => id.path !== "/" && here.startsWith(`${id.path}/`);
    return ids.map((id) => (id.path === here ? "page" : leads(id) ? "true" : null));
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    header: {
      // Mantine's link shows which page this is, but does not say so to those who do not see it.
      current,
      // Where nothing was chosen, the toggle always says "light" and never follows the system.
      // Colours that were chosen are part of the link.
      scheme(toggled) {
        window.address?.set({ theme: window.colourScheme.chosen() });
        return window.colourScheme.now(toggled);
      },
    },
  });
})();
