// The address of "Softmax or sigmoids?" says what is shown.

(() => {
  let seen = null; // the page, by its client's name, that the address was last begun for

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    labels: {
      address(query, client) {
        if (query === null || query === undefined) return;
        if (client !== seen) {
          seen = client;
          window.address.reset();
          const theme = new URLSearchParams(window.location.search).get("theme");
          window.address.set({ theme: ["light", "dark"].includes(theme) ? theme : null });
        }
        window.address.set({ query });
      },
    },
  });
})();
