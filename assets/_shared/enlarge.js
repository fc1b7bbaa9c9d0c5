// The type and the lines inside plots, which are plotly's: larger in Present, and as they were after.

(() => {
  const SMALLEST = 20; // pixels, at 1920 x 1080
  const TYPE = 1.6;
  const LINES = 1.8;
  const TICKS = 4; // along an axis in space

  const larger = (size, least = SMALLEST) => (size >= least ? size : Math.max(least, Math.round(size * TYPE)));

  // Raised figures and letters are 0.7 of the type they belong to.
  const raised = (node) => node.type === "log" || /<su[bp]>/.test(node.text ?? "");

  // Where sizes stand in a plot's data and layout: [path, holder, key, size in Present].
  function sizes(node, path = "") {
    const found = [];
    // A bar's number is not to shrink with the room beside it.
    if (node?.type === "bar") found.push([`${path}.constraintext`, node, "constraintext", "none"]);
    for (const [key, value] of Object.entries(node ?? {})) {
      const here = path ? `${path}.${key}` : key;
      if (/font$/.test(key) && Number.isFinite(value?.size)) {
        const least = raised(node) ? Math.ceil(SMALLEST / 0.7) : SMALLEST;
        found.push([`${here}.size`, value, "size", larger(value.size, least)]);
      } else if (key === "nticks" && /scene\.[xyz]axis$/.test(path)) {
        found.push([here, node, key, Math.min(value, TICKS)]); // larger ones need room
      } else if (key === "width" && /(^|\.)(line|contours\.z)$/.test(path) && Number.isFinite(value)) {
        found.push([here, node, "width", Math.round(value * LINES * 10) / 10]);
      }
      // Arrays of numbers are data; those of records are traces and annotations.
      const records = Array.isArray(value) ? typeof value[0] === "object" : true;
      if (value && typeof value === "object" && !ArrayBuffer.isView(value) && records && key !== "meta") {
        found.push(...sizes(value, here));
      }
    }
    return found;
  }

  // Sets the sizes, remembering what they were; says whether anything was to be changed.
  function enlarge(plot, kept) {
    let changed = false;
    for (const part of ["data", "layout"]) {
      for (const [path, holder, key, size] of sizes(plot[part], part)) {
        const before = kept.get(path);
        if (before && before[1] === holder[key]) continue; // as it was set here
        if (holder[key] === size) continue;
        kept.set(path, [holder[key], size]);
        holder[key] = size;
        changed = true;
      }
    }
    return changed;
  }

  function restore(plot, kept) {
    let changed = false;
    for (const part of ["data", "layout"]) {
      for (const [path, holder, key] of sizes(plot[part], part)) {
        const before = kept.get(path);
        if (!before || before[1] !== holder[key]) continue;
        holder[key] = before[0];
        changed = true;
      }
    }
    kept.clear();
    return changed;
  }

  window.enlarging = { enlarge, larger, restore, sizes };
})();
