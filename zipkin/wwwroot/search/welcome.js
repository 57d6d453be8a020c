// What to do with a server that has no spans yet.

import { el, message } from '../shared/dom.js';
import { demoTrace } from '../model/demo.js';
import { nextTurn } from './live.js';
import { readStatus } from '../shared/status.js';

const spansPath = '/api/v2/spans';

const randomId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
const code = (text) => el('pre', { tabindex: 0 }, el('code', {}, text));

/** Creates the instructions. `onSpans` is called when the first spans have arrived. */
export async function welcome(signal, onSpans) {
  const status = await readStatus();
  const collector = status?.collector ?? { enabled: true };
  waitForSpans(signal, onSpans);
  return message('welcome', 'No traces yet', ...(collector.enabled ? instructions(collector, onSpans) : [
    el('p', {}, 'The server runs with COLLECTOR_HTTP_ENABLED=false, so it accepts no spans.')]));
}

function instructions({ otlpHttpPort, otlpGrpcPort }, onSpans) {
  const { origin, hostname, protocol } = location;
  const otlp = otlpHttpPort ? `${protocol}//${hostname}:${otlpHttpPort}` : origin;
  const failure = el('p', { class: 'bad-text', role: 'alert', hidden: true });
  const send = el('button', { type: 'button', class: 'demo', onclick: () => sendDemo(failure, onSpans) }, 'Send a demo trace');
  const example = JSON.stringify([{ traceId: 'TRACE', id: 'SPAN', name: 'hello', timestamp: 'NOW', duration: 25_000, localEndpoint: { serviceName: 'my-service' } }])
    .replace('TRACE', '\'$(openssl rand -hex 16)\'').replace('SPAN', '\'$(openssl rand -hex 8)\'').replace('"NOW"', '\'$(date +%s)\'000000');
  return [
    el('p', {}, 'This server has no spans. Try the page with a demo trace, or report spans from your services. They appear here as soon as they arrive.'),
    el('p', {}, send), failure,
    el('h3', {}, 'With OpenTelemetry'),
    code(`OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nOTEL_EXPORTER_OTLP_ENDPOINT=${otlp}`),
    otlpGrpcPort ? el('p', {}, `Over gRPC, the endpoint is ${protocol}//${hostname}:${otlpGrpcPort}.`) : '',
    el('h3', {}, 'With a Zipkin tracer'),
    el('p', {}, 'Set its endpoint to:'), code(origin + spansPath),
    el('h3', {}, 'With curl'),
    code(`curl ${origin}${spansPath} -H 'content-type: application/json' -d '${example}'`),
    el('h3', {}, 'With the demo of Zipkin mesh'),
    el('p', {}, 'Send a request to its front proxy, such as ', el('code', {}, '/trace/1'), '. The runner prints the address.'),
  ];
}

async function sendDemo(failure, onSpans) {
  const response = await fetch(spansPath, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(demoTrace(Date.now(), randomId)),
  }).catch(() => null);
  failure.hidden = Boolean(response?.ok);
  if (response?.ok) onSpans();
  else failure.textContent = response ? `The server responded with status ${response.status} to ${spansPath}.` : 'Can’t connect to the server. Is it still running?';
}

async function waitForSpans(signal, onSpans) {
  while (await nextTurn(signal)) {
    const status = await readStatus();
    if (!signal.aborted && status?.storage.spans) { onSpans(); return; }
  }
}
