// Checks spans in Zipkin's JSON, version 2.

/** Returns what is wrong with a span, as the rest of a sentence; an empty text when nothing is. */
export function problemOf(span) {
  if (typeof span !== 'object' || span === null || Array.isArray(span)) return 'is not an object';
  if (Array.isArray(span.binaryAnnotations) || span.annotations?.some?.((note) => note?.endpoint)) {
    return 'uses the Zipkin v1 format; only v2 is supported';
  }
  if (typeof span.traceId !== 'string' || !/^[0-9a-f]{1,32}$/i.test(span.traceId)) return 'has no valid traceId (1 to 32 hex digits)';
  if (typeof span.id !== 'string' || !/^[0-9a-f]{1,16}$/i.test(span.id)) return 'has no valid id (1 to 16 hex digits)';
  for (const name of ['parentId', 'name', 'kind']) {
    if (span[name] !== undefined && span[name] !== null && typeof span[name] !== 'string') return `has a ${name} field that is not a string`;
  }
  for (const name of ['timestamp', 'duration']) {
    if (span[name] !== undefined && span[name] !== null && !Number.isFinite(span[name])) return `has a ${name} field that is not a number`;
  }
  if (span.annotations !== undefined && !(Array.isArray(span.annotations)
    && span.annotations.every((note) => note && Number.isFinite(note.timestamp) && typeof note.value === 'string'))) return 'has an annotation without a timestamp or value';
  for (const name of ['tags', 'localEndpoint', 'remoteEndpoint']) {
    if (span[name] !== undefined && (typeof span[name] !== 'object' || Array.isArray(span[name]))) return `has a ${name} field that is not an object`;
  }
  return '';
}
