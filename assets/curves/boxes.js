// The two boxes of the handle: what a person types is told from what the handle has written there.

(() => {
  // A box says half a second later what it holds, also what was written into it, and by then the
  // handle may be elsewhere. What a person has typed since is theirs, even where it reads the same.
  const told = { p: [], z: [] };

  function tell(name, text) {
    told[name] = [...told[name], text].slice(-20);
    return text;
  }

  const echoed = (name, text) => told[name].includes(text);

  function heard(name) {
    told[name] = [];
  }

  if (typeof document !== "undefined") {
    document.addEventListener("input", ({ target }) => {
      const name = { "curve-p": "p", "curve-z": "z" }[target.id];
      if (name) heard(name);
    });
  }
  window.curveBoxes = { echoed, heard, tell };
})();
