// Converts Jaeger's JSON, as its page and its API write it: `{"data":[{"traceID":…,"spans":[…],"processes":{…}}]}`.

const kinds = ['CLIENT', 'SERVER', 'PRODUCER', 'CONSUMER'];
const textOf = (value) => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const tagsOf = (list) => Object.fromEntries((list ?? []).map(({ key, value }) => [key, textOf(value)]));

/** Converts the spans of a trace. */
export function fromJaeger({ spans, processes }) {
  return spans.map((span) => convert(span, span.process ?? processes?.[span.processID]));
}

function convert(span, process) {
  const { 'span.kind': kindText, ...tags } = { ...tagsOf(process?.tags), ...tagsOf(span.tags) };
  // Jaeger marks failed spans with the tag error=true; the presence of the tag marks them in Zipkin.
  if (tags.error === 'false') delete tags.error;
  const kind = kindText?.toUpperCase();
  const parent = (span.references ?? []).find(({ refType, traceID }) => refType === 'CHILD_OF' && (traceID ?? span.traceID) === span.traceID)
    ?? (span.references ?? []).find(({ traceID }) => traceID === span.traceID);
  return {
    traceId: span.traceID,
    id: span.spanID,
    parentId: parent?.spanID ?? (span.parentSpanID || undefined),
    kind: kinds.includes(kind) ? kind : undefined,
    name: span.operationName,
    timestamp: span.startTime,
    duration: span.duration,
    localEndpoint: { serviceName: process?.serviceName, ipv4: tags.ip },
    remoteEndpoint: tags['peer.service'] && kind !== 'SERVER' ? { serviceName: tags['peer.service'] } : undefined,
    annotations: (span.logs ?? []).map(({ timestamp, fields }) => ({ timestamp, value: noteOf(tagsOf(fields)) })),
    tags,
  };
}

/** Returns the event of a log entry, with its other fields if there are any. */
function noteOf({ event, ...others }) {
  const rest = Object.keys(others).length ? JSON.stringify(others) : '';
  return event && rest ? `"${event}":${rest}` : event ?? rest;
}
