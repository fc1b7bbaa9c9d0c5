// Figures as pictures: what plotly draws of them, as a file.

(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const RASTER = "Embedded image of a surface; all other parts are vector.";

  function bytes(url) {
    const [head, content] = [url.slice(0, url.indexOf(",")), url.slice(url.indexOf(",") + 1)];
    const type = /^data:([^;,]+)/.exec(head)?.[1] ?? "";
    if (!head.endsWith(";base64")) return new Blob([decodeURIComponent(content)], { type });
    return new Blob([Uint8Array.from(atob(content), (c) => c.charCodeAt(0))], { type });
  }

  // A figure that is laid out for a slide, as plotly draws it; a preview is a sheet of its own size.
  function rendered(figure, format, scale = figure.layout.meta.scale) {
    const { width, height } = figure.layout;
    const config = { plotGlPixelRatio: Math.min(4, Math.max(2, scale)) };
    // A little more, lest rounding takes a pixel off.
    const size = { format, width, height, scale: scale * (1 + 1e-9) };
    return window.Plotly.toImage({ data: figure.data, layout: figure.layout, config }, size);
  }

  // An SVG as text, of a size, with what it shows in words, and its images marked.
  function described(text, { width, height }, title, description) {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    root.setAttribute("width", width);
    root.setAttribute("height", height);
    const images = [...root.querySelectorAll("image")];
    for (const image of images) {
      image.setAttribute("role", "img");
      image.setAttribute("aria-label", RASTER);
    }
    const said = { title, desc: [description, images.length ? RASTER : ""].filter(Boolean).join(" ") };
    const first = root.firstChild;
    for (const [name, words] of Object.entries(said)) {
      const element = root.ownerDocument.createElementNS(SVG, name);
      element.textContent = words;
      root.insertBefore(element, first);
    }
    return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}`;
  }

  // An SVG as a PNG of so many pixels.
  async function painting(svg, width, height) {
    const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
    try {
      const image = new Image(width, height);
      image.src = url;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").drawImage(image, 0, 0, width, height);
      return await new Promise((done) => canvas.toBlob(done, "image/png"));
    } finally {
      URL.revokeObjectURL(url);
    }
  }

  window.exportPictures = { bytes, described, painting, rendered };
})();
