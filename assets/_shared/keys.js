// The keys: one table, from which the sheet that ? opens is made, and one listener.
//
// The actions belong to other files: they put them into window.keys.actions.

(() => {
  // An entry without an action is heard where its keys mean something: it is here to be listed.
  const TABLE = [
    ["The room", [
      { keys: ["p"], shown: "P", says: "Present: large type, no controls, full screen", action: "present" },
      { keys: [], shown: "Escape", says: "Leave Present" },
      { keys: ["l"], shown: "L", says: "A pointer that follows the mouse", action: "pointer" },
      { keys: ["r"], shown: "R", says: "In Present: the fit and the progress at the side", action: "reading" },
      { keys: ["PageDown"], shown: "Page Down", says: "Next step of the lesson; in Present, next preset", action: "next" },
      { keys: ["PageUp"], shown: "Page Up", says: "Step or preset before", action: "before" },
      { keys: ["Enter"], shown: "Enter", says: "Show what happens, where a column waits", action: "reveal" },
      { keys: ["?"], shown: "?", says: "This list", action: "sheet" },
    ]],
    ["The figures", [
      { keys: ["v"], shown: "V", says: "Surfaces, fields or both", action: "view" },
      { keys: ["h"], shown: "H", says: "Heights linear or as a logarithm", action: "height" },
      { keys: ["t"], shown: "T", says: "Light or dark", action: "theme" },
    ]],
    ["The descents", [
      { keys: [], shown: "Space", says: "Play or pause" },
      { keys: [], shown: "← →", says: "One step back, one step on" },
      { keys: [], shown: "Home, End", says: "To the start, to the end" },
      { keys: [], shown: "← → ↑ ↓", says: "On a field that has the focus: move the cursor; with Shift, further" },
      { keys: [], shown: "Enter", says: "On a field that has the focus: start both descents at the cursor" },
    ]],
  ];

  const actions = {};
  let sheet = null;

  // Where a key is text, or chooses among entries: a button or a radio has no use for letters.
  function typing(target) {
    return Boolean(target?.closest?.(
      "textarea, select, [contenteditable], [role=listbox], " +
      "input:not([type=radio]):not([type=checkbox]):not([type=range]):not([type=button])",
    ));
  }

  // Enter presses what has the focus.
  const pressing = (target) =>
    Boolean(target?.closest?.("a, button, summary, input, [role=application], [role=slider], [role=button]"));

  function find(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
    const letter = /^[a-z]$/i.test(event.key);
    if (letter && event.shiftKey) return null;
    const key = letter ? event.key.toLowerCase() : event.key;
    return TABLE.flatMap(([, rows]) => rows).find((row) => row.action && row.keys.includes(key)) ?? null;
  }

  function heard(event) {
    if (event.defaultPrevented || typing(event.target)) return;
    const row = find(event);
    if (!row || (row.action === "reveal" && pressing(event.target))) return;
    if (document.querySelector("dialog[open]") && row.action !== "sheet") return;
    // An action that has nothing to do leaves the key to the browser.
    if (actions[row.action]?.() !== false && actions[row.action]) event.preventDefault();
  }

  function build() {
    const { made } = window.elements;
    const dialog = made("dialog", "", "keys-sheet");
    dialog.setAttribute("aria-labelledby", "keys-title");
    const title = made("h2", "Keys");
    title.id = "keys-title";
    const close = made("button", "Close", "outlined quiet-button");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    const head = made("div", "", "keys-head");
    head.append(title, close);
    dialog.append(head);
    for (const [group, rows] of TABLE) {
      const list = made("dl");
      for (const { shown, says } of rows) {
        const keys = made("dt");
        for (const one of shown.split(/, | (?=[←→↑↓])/)) keys.append(made("kbd", one), " ");
        list.append(keys, made("dd", says));
      }
      dialog.append(made("h3", group, "heading"), list);
    }
    // A click beside the sheet puts it away.
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    document.body.append(dialog);
    return dialog;
  }

  actions.sheet = () => {
    const other = document.querySelector("dialog[open]");
    if (other && other !== sheet) return false;
    sheet ??= build();
    if (sheet.open) sheet.close();
    else sheet.showModal();
    return true;
  };

  window.keys = { actions, TABLE };
  window.keysParts = { find, typing };
  if (typeof document !== "undefined") {
    document.addEventListener("keydown", heard);
    document.addEventListener("click", (event) => {
      if (event.target.closest?.("#keys-button")) actions.sheet();
    });
  }
})();
