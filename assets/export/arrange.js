// Where text and plots stand in one picture.

(() => {
  // A text's lines, none longer than so many letters; what is beyond the last line is cut.
  function wrapped(text, letters, most = 2) {
    const lines = [""];
    for (const word of text.split(/\s+/).filter(Boolean)) {
      const line = lines.at(-1);
      if (!line) lines[lines.length - 1] = word;
      else if (line.length + 1 + word.length <= letters) lines[lines.length - 1] = `${line} ${word}`;
      else lines.push(word);
    }
    const kept = lines.slice(0, most).map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
    if (lines.length > most) kept[most - 1] = `${kept[most - 1].slice(0, letters - 1).replace(/…$/, "")}…`;
    return kept.filter(Boolean);
  }

  // Where plots stand in a box: row by row, in as many columns as leave them largest. A plot is as
  // wide and high as on the screen, and is magnified, none far more than the others: type is to be of
  // like size. `above(width)` is the room for a heading.
  function arrange(plots, box, gap, above) {
    let best = null;
    for (let columns = 1; columns <= plots.length; columns += 1) {
      const rows = Math.ceil(plots.length / columns);
      const width = (box.width - gap * (columns - 1)) / columns;
      const height = (box.height - gap * (rows - 1)) / rows;
      const room = height - above(width);
      const own = plots.map((plot) => Math.min(width / plot.width, room / plot.height));
      const scales = own.map((scale) => Math.min(scale, 1.4 * Math.min(...own)));
      const filled = plots.length / (rows * columns); // a grid without gaps is the better one
      const area = filled * plots.reduce((sum, plot, i) => sum + plot.width * plot.height * scales[i] ** 2, 0);
      if (Math.min(...scales) > 0 && (!best || area > best.area)) best = { area, columns, width, height, scales };
    }
    if (!best) return [];
    return plots.map((plot, i) => ({
      x: box.x + (i % best.columns) * (best.width + gap),
      y: box.y + Math.floor(i / best.columns) * (best.height + gap),
      width: best.width,
      scale: best.scales[i],
    }));
  }

  window.arrangement = { arrange, wrapped };
})();
