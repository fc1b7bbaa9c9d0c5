// Elements that scripts make.

(() => {
  function made(tag, text, className) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  }

  function button(text, says, run, className = "outlined quiet-button") {
    const element = made("button", text, className);
    element.type = "button";
    element.title = says;
    element.addEventListener("click", run);
    return element;
  }

  window.elements = { button, made };
})();
