// Reads the traces of a file: JSON of Zipkin, Jaeger or OpenTelemetry, or a line of it for each span, trace or message; also as gzip.

import { fromJaeger } from './jaeger.js';
import { fromOtlp } from './otlp.js';
import { problemOf } from './zipkin.js';

/** Returns the traces of a file, as lists of spans in Zipkin's format. Throws an error that says what is wrong with it. */
export async function readTraces(blob) {
  const spans = documentsOf(await textOf(blob)).flatMap(spansOf);
  const traces = new Map();
  spans.forEach((span, index) => {
    const problem = problemOf(span);
    if (problem) throw new Error(`Span ${index + 1} ${problem}.`);
    const traceId = span.traceId.toLowerCase();
    // Some tracers report only the low 64 bits of a 128-bit ID.
    const key = traceId.slice(-16);
    const known = traces.get(key) ?? [];
    known.push({ ...span, traceId });
    traces.set(key, known);
  });
  if (!traces.size) throw new Error('The file contains no spans.');
  return [...traces.values()];
}

/** Returns the text of a file, decompressed when it begins as gzip does. */
async function textOf(blob) {
  const [first, second] = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return blob.text();
  try {
    return await new Response(blob.stream().pipeThrough(new DecompressionStream('gzip'))).text();
  } catch {
    throw new Error('The file begins as gzip does, but can’t be decompressed.');
  }
}

/** Returns the JSON documents of a text: one, or one in each line. */
function documentsOf(text) {
  try {
    return [JSON.parse(text)];
  } catch (error) {
    const lines = text.split('\n').map((line, i) => [line.trim(), i + 1]).filter(([line]) => line);
    if (lines.length < 2 || !isJson(lines[0][0])) throw new Error(`Not valid JSON: ${error.message}`);
    return lines.map(([line, number]) => {
      try {
        return JSON.parse(line);
      } catch (problem) {
        throw new Error(`Line ${number} is not valid JSON: ${problem.message}`);
      }
    });
  }
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Returns the spans of a document in Zipkin's format. */
function spansOf(document) {
  if (Array.isArray(document)) return document.flat();
  const { data, spans, processes, resourceSpans, batches, traceId, id } = document ?? {};
  try {
    if (Array.isArray(resourceSpans ?? batches)) return fromOtlp(resourceSpans ?? batches);
    if (Array.isArray(data)) return data.flatMap(fromJaeger);
    if (Array.isArray(spans) && processes) return fromJaeger(document);
  } catch (error) {
    throw new Error(`The file has the form of Jaeger or OpenTelemetry, but can’t be read: ${error.message}`);
  }
  if (traceId !== undefined && id !== undefined) return [document];
  throw new Error('Expected a JSON array of spans, or the JSON of Jaeger or OpenTelemetry.');
}
