// The preview: drawn anew a moment after something has changed, smaller than what is saved.

(() => {
  const SOON = 300; // longer than the address takes to follow the page

  const state = window.exportState;
  let timer = null;
  let turn = 0; // of previews: only the last one is shown
  let drawing = null; // aborts what the preview waits for
  let previewUrl = null;

  async function preview() {
    drawing?.abort();
    drawing = new AbortController();
    turn += 1;
    const mine = turn;
    const { signal } = drawing;
    if (!state.check()) return state.say("Choose a size within its bounds.");
    state.say("Drawing the preview …");
    try {
      const made = await window.exportDrawing.picture({ ...state.given }, state.size(), { signal, about: state.say });
      if (mine !== turn) return undefined;
      await window.exportDrawing.painted(); // what was said is seen before plotly takes the thread
      const blob = made.svg
        ? new Blob([made.svg], { type: "image/svg+xml" })
        : window.exportPictures.bytes(await window.exportPictures.rendered(made.figure, "png", 1));
      if (mine !== turn) return undefined;
      if (previewUrl) URL.revokeObjectURL(previewUrl);
      previewUrl = URL.createObjectURL(blob);
      const { given } = state;
      const { width, height } = state.size();
      const bare = given.background.startsWith("transparent");
      const dark = given.background === "transparent-dark" || document.documentElement.dataset.mantineColorScheme === "dark";
      state.set("export-preview", {
        src: previewUrl,
        className: bare ? `no-ground ${dark && given.background !== "transparent" ? "on-dark" : ""}` : "",
        style: { aspectRatio: `${width} / ${height}` },
      });
      return state.say(made.alone ? "The server does not answer: these are the page's plots, as on the screen." : "");
    } catch (error) {
      if (mine === turn && error.name !== "AbortError") state.say(error.message);
      return undefined;
    }
  }

  function soon() {
    clearTimeout(timer);
    if (state.open && state.choices) timer = setTimeout(preview, SOON);
  }

  function stop() {
    clearTimeout(timer);
    drawing?.abort();
    turn += 1;
  }

  window.exportPreview = { soon, stop };
})();
