// Which losses are drawn, with their parameters.

(() => {
  // The names of the losses chosen, each with its parameters' values: "focal:gamma=3".
  function names(chosen, values, ids) {
    return (chosen ?? []).map((key) => {
      const own = ids.map((id, i) => [id, values[i]]).filter(([id]) => id.loss === key);
      const settings = own.map(([id, value]) => `${id.name}=${value}`).join(",");
      return settings ? `${key}:${settings}` : key;
    });
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    curves: {
      ...window.dash_clientside?.curves,
      names(chosen, values, ids, before) {
        const found = names(chosen, values, ids);
        const same = !found.length || JSON.stringify(found) === JSON.stringify(before);
        return same ? window.dash_clientside.no_update : found;
      },
      // Who moves the family's slider wants to see its curve.
      join: (_value, chosen, key) => (chosen.includes(key) ? window.dash_clientside.no_update : [...chosen, key]),
      reading: (value) => window.conversions.readable(value),
      folded: (chosen, ids) => ids.map(({ loss }) => !(chosen ?? []).includes(loss)),
    },
  });
  window.chosenParts = { names };
})();
