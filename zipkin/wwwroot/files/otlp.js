// Converts OpenTelemetry's JSON (OTLP), `{"resourceSpans":[…]}`, by the rules of the server (see zipkin/README.md).

const kinds = [undefined, undefined, 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'];
const remoteKeys = ['peer.service', 'server.address', 'net.peer.name', 'network.peer.address', 'server.socket.domain', 'server.socket.address',
  'net.sock.peer.name', 'net.sock.peer.addr', 'peer.hostname', 'peer.address', 'db.name'];

export function fromOtlp(resourceSpans) {
  return resourceSpans.flatMap(({ resource, scopeSpans, instrumentationLibrarySpans }) => {
    const shared = attributesOf(resource?.attributes);
    return (scopeSpans ?? instrumentationLibrarySpans ?? []).flatMap(({ scope, spans }) => {
      const scoped = {
        ...attributesOf(scope?.attributes),
        ...(scope?.name ? { 'otel.scope.name': scope.name } : {}), ...(scope?.version ? { 'otel.scope.version': scope.version } : {}),
      };
      return (spans ?? []).map((span) => convert(span, shared, scoped));
    });
  });
}

function convert(span, shared, scoped) {
  const own = attributesOf(span.attributes);
  const { 'service.name': service, ...tags } = { ...shared, ...scoped, ...own };
  const kind = kindOf(span.kind);
  const start = microsOf(span.startTimeUnixNano);
  const end = microsOf(span.endTimeUnixNano);
  addStatus(tags, span.status);
  (span.links ?? []).forEach((link, i) => { tags[`otlp.link.${i}`] = linkText(link); });
  const remote = remoteKeys.map((key) => own[key]).find(Boolean);
  return {
    traceId: idOf(span.traceId),
    id: idOf(span.spanId),
    parentId: span.parentSpanId ? idOf(span.parentSpanId) : undefined,
    kind,
    name: span.name,
    timestamp: start,
    duration: start !== undefined && end !== undefined ? Math.max(1, end - start) : undefined,
    localEndpoint: { serviceName: service ?? 'unknown_service' },
    remoteEndpoint: remote && (kind === 'CLIENT' || kind === 'PRODUCER') ? { serviceName: remote } : undefined,
    annotations: (span.events ?? []).map((event) => ({ timestamp: microsOf(event.timeUnixNano), value: eventText(event) })),
    tags,
  };
}

const kindOf = (kind) => (typeof kind === 'number' ? kinds[kind] : kinds.find((one) => one && kind === `SPAN_KIND_${one}`));

// Nanoseconds don't fit into a number.
const microsOf = (nanos) => (nanos ? Number(BigInt(nanos) / 1000n) : undefined);

/** Returns an ID in hex; some programs write base64, as other bytes in JSON. */
function idOf(text) {
  if (/^([0-9a-f]{16}|[0-9a-f]{32})$/i.test(text)) return text;
  try {
    return [...atob(text)].map((char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
  } catch {
    return text; // the check of the spans reports it
  }
}

function addStatus(tags, status) {
  if (tags.error === 'false') delete tags.error;
  const isError = status?.code === 2 || status?.code === 'STATUS_CODE_ERROR';
  if (isError) Object.assign(tags, { 'otel.status_code': 'ERROR', error: status.message ?? '' });
  else if (status?.code === 1 || status?.code === 'STATUS_CODE_OK') tags['otel.status_code'] = 'OK';
}

const attributesOf = (list) => Object.fromEntries((list ?? []).map(({ key, value }) => [key, valueText(value)]));

function valueText(value) {
  const plain = valueOf(value);
  return typeof plain === 'object' && plain !== null ? JSON.stringify(plain) : String(plain ?? '');
}

function valueOf(value = {}) {
  if (value.arrayValue) return (value.arrayValue.values ?? []).map(valueOf);
  if (value.kvlistValue) return Object.fromEntries((value.kvlistValue.values ?? []).map((one) => [one.key, valueOf(one.value)]));
  return value.stringValue ?? value.boolValue ?? value.intValue ?? value.doubleValue ?? value.bytesValue ?? null;
}

function eventText({ name, attributes }) {
  return attributes?.length ? `"${name}":${JSON.stringify(attributesOf(attributes))}` : name ?? '';
}

function linkText({ traceId, spanId, traceState, attributes, droppedAttributesCount }) {
  return [idOf(traceId), idOf(spanId), traceState ?? '', JSON.stringify(attributesOf(attributes)), droppedAttributesCount ?? 0].join('|');
}
