// The address of "Softmax or sigmoids?" says what is shown, without a reload or a history entry.

(() => {
  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    labels: {
      address(query) {
        const address = window.location.pathname + (query ? `?${query}` : "");
        window.history.replaceState(window.history.state, "", address);
      },
    },
  });
})();
