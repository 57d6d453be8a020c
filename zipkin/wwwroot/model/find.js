// Finds the rows of a trace that match a text and a service.

/** Returns the matching rows and, for context, their ancestors; null when there is no filter. */
export function filterRows(rows, text, service) {
  const wanted = text.trim().toLowerCase();
  if (!wanted && !service) return null;
  const hits = new Set(rows.filter((row) => (!service || row.allServices.includes(service))
    && (!wanted || textOf(row).includes(wanted))));
  const shown = new Set(hits);
  for (const hit of hits) for (let row = hit.parent; row && !shown.has(row); row = row.parent) shown.add(row);
  return { hits, rows: rows.filter((row) => shown.has(row)) };
}

/** Returns the searchable text of a row, built once. */
function textOf(row) {
  row.text ??= [row.id, row.name, ...row.allServices, ...row.records.flatMap((record) => [
    ...Object.entries(record.tags ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(record.annotations ?? []).map((note) => note.value),
  ])].join('\n').toLowerCase();
  return row.text;
}
