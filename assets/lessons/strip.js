// The strip above the page: which lesson and step this is, its sentence, and the way on.

(() => {
  const { button, made } = window.elements;

  let parts = null;

  function strip() {
    const place = document.getElementById("lesson");
    if (!place) return null;
    if (!parts || !place.contains(parts.count)) {
      parts = {
        count: made("span", "", "lesson-count"),
        title: made("span", "", "lesson-title"),
        sentence: made("p", "", "lesson-sentence"),
        back: button("Back", "Step before (Page Up)", () => window.lesson.go(-1)),
        next: button("Next", "Next step (Page Down)", () => window.lesson.go(1)),
      };
      parts.sentence.setAttribute("role", "status");
      const head = made("div", "", "lesson-head");
      head.append(parts.count, parts.title);
      const buttons = made("div", "", "lesson-buttons");
      buttons.append(parts.back, parts.next, button("Close", "Close the lesson", window.lesson.close));
      place.replaceChildren(head, parts.sentence, buttons);
    }
    return place;
  }

  // Shows a lesson at a step, or nothing where there is none; `waits` where the step asks first.
  function show(lesson, at, waits) {
    const place = strip();
    if (!place) return;
    place.hidden = !lesson;
    if (lesson) {
      const count = lesson.steps.length;
      parts.count.textContent = `${at + 1} of ${count}`;
      parts.title.textContent = lesson.title;
      parts.sentence.textContent = lesson.steps[at].sentence;
      parts.back.disabled = at === 0;
      parts.next.disabled = at === count - 1 && !waits;
      parts.next.textContent = waits ? "Show" : "Next";
    }
    measure();
  }

  function complain(messages) {
    const place = strip();
    if (!place) return;
    parts.count.textContent = "";
    parts.title.textContent = "This lesson cannot be opened";
    parts.sentence.textContent = messages.join("; ");
    parts.back.disabled = parts.next.disabled = true;
    place.hidden = false;
    measure();
  }

  // The page begins below the strip, whatever its height.
  function measure() {
    const place = document.getElementById("lesson");
    const height = place && !place.hidden ? place.offsetHeight : 0;
    const text = `${height}px`;
    const { style } = document.documentElement;
    if (style.getPropertyValue("--strip") === text) return;
    style.setProperty("--strip", text);
    window.dispatchEvent(new Event("resize"));
  }

  window.lessonStrip = { complain, show };
  if (typeof document !== "undefined") new ResizeObserver(measure).observe(document.documentElement);
})();
