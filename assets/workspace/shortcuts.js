// Keys that press controls of the page.

(() => {
  // The next choice of a control, where the person may use it.
  function cycle(field, choices) {
    const id = JSON.stringify({ field, type: "control" });
    const control = document.getElementById(id);
    if (!control || control.closest("[hidden]")) return false;
    const marked = control.querySelector("input:checked")?.value;
    const value = choices[(choices.indexOf(marked) + 1) % choices.length];
    window.dash_clientside.set_props({ type: "control", field }, { value });
    return true;
  }

  if (typeof document !== "undefined") {
    Object.assign(window.keys.actions, {
      view: () => cycle("view", ["both", "surface", "field"]),
      height: () => cycle("height", ["linear", "log"]),
    });
  }
})();
