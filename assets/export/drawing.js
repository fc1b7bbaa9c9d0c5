// The picture that is asked for, as it is drawn: plotly paints what the server has laid out for a
// slide at its full size.
//
// Pages without a scene, and all of them where the server does not answer, are drawn from the plots
// that stand on the page.

(() => {
  let latest = null; // the picture that was laid out last, and what for

  const address = () => window.location.href.split("#")[0];
  const painted = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));

  // The picture that is asked for: a figure of the server's, or the page's plots.
  async function picture(options, size, context) {
    const { kind } = window.exportState;
    const { ask, client, query } = window.exportRequest;
    const link = address();
    const asked = query(options, size, link, client());
    const key = `${kind} ${asked} ${options.heading}`;
    if (kind === "scene" && latest?.key === key) return latest.made;
    let made = null;
    if (kind === "scene") {
      try {
        const answer = await ask("figure", asked, context);
        made = { link, ...(await answer.json()) };
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // fetch's own, where nobody answers
      }
    }
    if (!made) {
      await painted();
      made = await window.exportPage.composed(options, size, link);
      if (made.count === 0) throw new Error("This page has no such plot.");
      made.alone = kind === "scene";
    } else {
      latest = { key, made };
    }
    return made;
  }

  async function still(made, format) {
    if (made.svg) {
      if (format === "svg") return new Blob([made.svg], { type: "image/svg+xml" });
      return window.exportPictures.painting(made.svg, made.width, made.height);
    }
    const file = window.exportPictures.bytes(await window.exportPictures.rendered(made.figure, format));
    if (format !== "svg") return file;
    const { meta } = made.figure.layout;
    return new Blob([window.exportPictures.described(await file.text(), meta, meta.title, meta.caption)], { type: "image/svg+xml" });
  }

  function forget() {
    latest = null;
  }

  window.exportDrawing = { address, forget, painted, picture, still };
})();
