// Accessors for a span as it was reported. The model calls such a report a record.

/** Returns the name of the service that reported the span, or an empty text. */
export const serviceOf = (span) => span.localEndpoint?.serviceName ?? '';

/** Returns the time the span ended, in microseconds. */
export const endOf = (span) => span.timestamp + (span.duration ?? 0);

export const hasErrorTag = (span) => span.tags !== undefined && span.tags !== null && Object.hasOwn(span.tags, 'error');

/** Returns `critical` when a tag marks a whole span as failed, `transient` when only an annotation reports an error, or `none`. */
export function errorKind(records) {
  if (records.some(hasErrorTag)) return 'critical';
  return records.some((record) => record.annotations?.some((note) => note.value === 'error')) ? 'transient' : 'none';
}

/** The words for the two sides of a call or a message, by the kind of the span. */
export const sides = { CLIENT: 'Client', SERVER: 'Server', PRODUCER: 'Producer', CONSUMER: 'Consumer' };
