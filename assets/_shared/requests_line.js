// One quiet line while the server is busy or does not answer.

(() => {
  const WORDS = {
    busy: "Busy: trying again …",
    gone: "The server does not answer; what you see is from before. Trying again …",
  };
  // Milliseconds: what passes sooner is not worth a line, and a line is not to flash.
  const APPEARS = 400;
  const GOES = 300;
  const ROOM = 240; // pixels that the line needs at least, beside what stands in the header

  // Calls `say` with the words for a trouble, or with none, once it has lasted long enough.
  function steady(say) {
    let [current, shown, timer] = [null, null, null];
    return (trouble) => {
      if (trouble === current) return;
      current = trouble;
      clearTimeout(timer);
      const wait = trouble === null ? GOES : shown === null ? APPEARS : 0;
      timer = setTimeout(() => {
        if (shown === current) return;
        shown = current;
        say(WORDS[shown] ?? "");
      }, wait);
    };
  }

  window.requestsLineParts = { WORDS, steady };
  if (typeof document === "undefined") return;

  const line = document.createElement("div");
  line.className = "requests-line";
  line.setAttribute("role", "status");
  document.body.append(line); // beforehand: screen readers hear what comes into it later

  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();

  // In the header, where there is room between the pages and the buttons; otherwise at the foot of
  // what the page shows, on the playback bar.
  function place() {
    const [nav, actions, bar, main] = [".header .nav", ".header .actions", ".playback", "#page main"].map(box);
    const links = [...document.querySelectorAll(".header .nav a")].map((link) => link.getBoundingClientRect().right);
    const free = Math.max(0, ...links) + 24;
    const room = nav && nav.top < actions.bottom ? actions.left - 24 - free : 0;
    const head = room >= ROOM;
    const below = bar?.height ? Math.max(0, window.innerHeight - bar.top) : 0;
    line.dataset.place = head ? "head" : "foot";
    line.style.setProperty("--left", `${head ? free : main?.left ?? 0}px`);
    line.style.setProperty("--width", `${head ? room : main?.width ?? window.innerWidth}px`);
    line.style.setProperty("--below", `${below < window.innerHeight ? below : 0}px`);
  }

  window.addEventListener("resize", () => line.textContent && place());
  window.requestsLine = {
    tell: steady((words) => {
      if (words) place();
      line.textContent = words;
    }),
  };
})();
