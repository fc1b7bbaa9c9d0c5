// Saves what was chosen: drawn here, or made by the server.

(() => {
  const state = window.exportState;
  const NO_BROWSER = 501; // the server has none to draw with
  let saving = null; // aborts it

  function download(blob, name) {
    const url = URL.createObjectURL(blob);
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  function nameOf(answer, otherwise) {
    return /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? otherwise;
  }

  // A file of several pictures: drawn here one after the other, put together by the server.
  async function together(options, asked, context) {
    const form = new FormData();
    for (let i = 0, count = 1; i < count; i += 1) {
      context.about(count > 1 ? `Drawing ${i + 1} of ${count} …` : "Drawing …", i / count);
      const answer = await window.exportRequest.ask(`drawings/${options.format}/${i}`, asked, context);
      const given_ = await answer.json();
      count = given_.count;
      context.about(count > 1 ? `Drawing ${i + 1} of ${count} …` : "Drawing …", i / count);
      await window.exportDrawing.painted();
      context.signal.throwIfAborted();
      form.append("picture", window.exportPictures.bytes(await window.exportPictures.rendered(given_.figure, "png")), `${i}.png`);
      context.signal.throwIfAborted();
    }
    context.about("The server puts it together …", 1);
    return window.exportRequest.ask(`file/${options.format}`, asked, { ...context, body: form });
  }

  async function save() {
    const { choices, given, set, say, tell } = state;
    if (saving || !choices || !state.check()) return;
    saving = new AbortController();
    const options = { ...given };
    const size = state.size();
    const { address, painted, picture, still } = window.exportDrawing;
    const { ask, client, query } = window.exportRequest;
    const context = { signal: saving.signal, about: tell };
    set("export-save", { disabled: true });
    try {
      let note = "";
      if (choices.byBrowser.includes(options.format)) {
        tell("Drawing …", 0.5);
        const made = await picture(options, size, context);
        await painted();
        const blob = await still(made, options.format);
        saving.signal.throwIfAborted();
        download(blob, `${made.name}.${options.format}`);
      } else {
        const asked = query(options, size, address(), client());
        tell("The server is making it …", 0);
        let answer = null;
        if (options.format === "pdf" || !choices.drawn.includes(options.format)) {
          answer = await ask(`file/${options.format}`, asked, context).catch((error) => {
            if (error.status !== NO_BROWSER) throw error;
            note = "The server has no browser to draw with: the document holds an image drawn here.";
            return null;
          });
        }
        answer ??= await together(options, asked, context);
        const blob = await answer.blob();
        download(blob, nameOf(answer, `loss-landscapes.${options.format}`));
      }
      say(note || "Saved.");
    } catch (error) {
      if (error.name === "AbortError") say("Cancelled.");
      else say(error instanceof TypeError ? "The server does not answer; PNG and SVG are made without it." : error.message);
    } finally {
      saving = null;
      tell(null);
      state.check();
    }
  }

  // What is under way ends, here and at the server.
  function cancel() {
    if (!saving) return;
    saving.abort();
    window.exportRequest.leave();
  }

  window.exportSaving = { busy: () => saving !== null, cancel, save };
})();
