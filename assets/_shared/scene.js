// The scene between the controls and the server: many inputs become one record.

(() => {
  // Controls' values by field. A field with parts ("window_a/0") becomes a list, and is left out
  // where a part is empty; so is a field without a value. `base` has the settings without a control.
  // A box that has been emptied, to pick another, is no choice yet.
  const given = (value) => value !== null && value !== undefined && value !== "" && value.length !== 0;

  function compose(values, ids, data, base) {
    const scene = { ...base, data };
    for (const { field } of ids) delete scene[field.split("/")[0]];
    const lists = {};
    ids.forEach(({ field }, i) => {
      const [name, part] = field.split("/");
      if (part === undefined) {
        if (given(values[i])) scene[name] = values[i];
      } else {
        (lists[name] ??= [])[Number(part)] = values[i];
      }
    });
    for (const [name, parts] of Object.entries(lists)) {
      if (parts.every(given)) scene[name] = parts;
    }
    return scene;
  }

  // A number as a person writes it: no trailing zeros, no rounding noise.
  function readable(value) {
    return typeof value === "number" ? String(Number(value.toPrecision(6))) : String(value ?? "");
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    scene: {
      compose(values, data, base, ids, before) {
        const scene = compose(values, ids, data, base);
        return JSON.stringify(scene) === JSON.stringify(before) ? window.dash_clientside.no_update : scene;
      },
      reading: readable,
      // One rate for both is chosen here; else each loss, or the rule, finds its own.
      rated: (fairness, rule) => fairness !== "same" || ["newton", "l-bfgs"].includes(rule),
      // A plane of two parameters has them to choose, a random one its draw.
      spanned: (directions) => `span-${directions}`,
      // On a phone: which column, and whether the controls stand open.
      side: (side) => `stage side-${side}`,
      sheet: (clicks) => (clicks % 2 ? "explore sheet-open" : "explore"),
      // Pictures are saved under a name that says what they show.
      address(shown, start, view, client) {
        if (!shown) return;
        window.address.show(client, { query: shown.query, start }, { camera: view?.camera, step: view?.step });
        ["left", "right"].forEach((side, i) => {
          for (const kind of ["surface", "field"]) {
            const plot = document.querySelector(`#${kind}-${side} .js-plotly-plot`);
            const options = plot?._context?.toImageButtonOptions;
            if (options) options.filename = `${shown.names[i]}-${kind}`;
          }
        });
      },
    },
  });

  window.sceneParts = { compose, readable };
})();
