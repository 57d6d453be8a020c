// Finds the rows of a trace that match a text and a service.

/** Returns the matching rows; null when there is no filter. The text is any text, a tag's key, or `key=value`. */
export function matchingRows(rows, text, service) {
  const wanted = text.trim().toLowerCase();
  if (!wanted && !service) return null;
  return new Set(rows.filter((row) => (!service || row.allServices.includes(service)) && (!wanted || textOf(row).includes(wanted))));
}

/** Returns the rows with a match at or below them. */
export function withAncestors(rows, hits) {
  const shown = new Set(hits);
  for (const hit of hits) for (let row = hit.parent; row && !shown.has(row); row = row.parent) shown.add(row);
  return rows.filter((row) => shown.has(row));
}

/** Returns the searchable text of a row, built once. */
export function textOf(row) {
  if (row.text === undefined) {
    let text = `${row.ids.join('\n')}\n${row.name}\n${row.allServices.join('\n')}`;
    for (const { name, tags, annotations } of row.records) {
      if (name && name !== row.name) text += `\n${name}`;
      for (const key in tags) text += `\n${key}=${tags[key]}`;
      if (annotations) for (const { value } of annotations) text += `\n${value}`;
    }
    row.text = text.toLowerCase();
  }
  return row.text;
}

/** Returns the next of the rows after one that match, or with `step` -1 the one before; at the end, it starts again. */
export function nextMatch(rows, from, matches, step = 1) {
  const at = rows.indexOf(from);
  for (let i = 1; i <= rows.length; i++) {
    const row = rows[(at + i * step + rows.length * 2) % rows.length];
    if (matches(row)) return row;
  }
  return undefined;
}
