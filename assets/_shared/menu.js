// A menu is a <details>: it closes when something in it is chosen, on Escape, and on a click elsewhere.

(() => {
  if (typeof document === "undefined") return;
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const chosen = event.target.closest?.("details.menu a");
      if (chosen || !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
