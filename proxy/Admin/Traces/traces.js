'use strict';

const interval = 1000;
const controls = document.getElementById('controls');
const filter = document.getElementById('filter');
const pause = document.getElementById('pause');
const summary = document.getElementById('summary');
const status = document.getElementById('status');
const rows = document.getElementById('requests');

let isPaused = false;
let shown = '';

filter.value = new URLSearchParams(location.search).get('filter') ?? '';

function element(name, className, ...content) {
  const node = document.createElement(name);
  node.className = className;
  node.append(...content);
  return node;
}

// "UpstreamConnectionFailure" -> "upstream connection failure"
function words(flags) {
  return flags.split(',').map(flag => flag.replace(/(?!^)[A-Z]/g, ' $&').toLowerCase()).join(', ');
}

function milliseconds(value) {
  return value < 10 ? `${value.toFixed(1)} ms` : value < 10000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
}

function response(request) {
  const isFailed = request.response_code === 0 || request.response_code >= 500;
  const cell = element('td', isFailed ? 'failed' : '', request.response_code === 0 ? 'none' : String(request.response_code));
  const reason = request.response_flags_long ? `${words(request.response_flags_long)} (${request.response_flags})` : '';
  if (reason) {
    cell.append(element('small', '', reason));
  }
  cell.title = request.response_code_details ?? '';
  return cell;
}

function upstream(request) {
  const cell = element('td', '');
  if (!request.upstream_cluster) {
    return cell;
  }
  const last = request.attempts.at(-1);
  const time = request.upstream_service_time_ms === undefined ? '' : `, ${milliseconds(request.upstream_service_time_ms)}`;
  cell.append(request.upstream_cluster, element('small', '', last ? last.upstream_host + time : 'no destination'));
  if (request.attempts.length > 1) {
    const results = request.attempts.map(attempt => attempt.response_flags ?? String(attempt.response_code));
    cell.append(element('small', '', `${request.attempts.length} attempts: ${results.join(', ')}`));
  }
  return cell;
}

function trace(request) {
  const cell = element('td', 'ids');
  if (request.trace_url) {
    const link = element('a', '', request.trace_id);
    link.href = request.trace_url;
    cell.append(link);
  } else if (request.trace_id) {
    cell.append(request.trace_id);
  }
  if (request.trace_id && !request.sampled) {
    cell.append(element('small', '', 'not sampled'));
  }
  if (request.request_id) {
    cell.append(element('small', '', request.request_id));
  }
  return cell;
}

function row(request) {
  const time = new Date(request.start_time);
  const clock = element('td', 'time', `${time.toLocaleTimeString('en-GB')}.${String(time.getMilliseconds()).padStart(3, '0')}`);
  clock.title = request.start_time;
  return element('tr', '',
    clock,
    element('td', 'request', `${request.method} ${request.path}`, element('small', '', `${request.host || 'no host'}, ${request.listener}`)),
    response(request),
    element('td', 'number', milliseconds(request.duration_ms)),
    upstream(request),
    trace(request));
}

function show(answer) {
  const count = answer.requests.length;
  summary.textContent = `${count} shown, ${answer.total.toLocaleString('en')} since the start`;
  if (count > 0) {
    rows.replaceChildren(...answer.requests.map(row));
    return;
  }
  const cell = element('td', 'empty', answer.total === 0 ? 'No requests yet' : 'No requests match this filter');
  cell.colSpan = 6;
  rows.replaceChildren(element('tr', '', cell));
}

// Rows aren't replaced while the reader uses them.
function isInUse() {
  const selection = getSelection();
  return rows.contains(document.activeElement) || (!selection.isCollapsed && rows.contains(selection.anchorNode));
}

async function update() {
  const text = filter.value.trim();
  try {
    const answer = await (await fetch(`traces?format=json&filter=${encodeURIComponent(text)}`)).json();
    status.textContent = '';
    const key = `${answer.total} ${text}`;
    if (key !== shown && text === filter.value.trim()) {
      shown = key;
      show(answer);
    }
  } catch {
    status.textContent = 'The proxy doesn\'t respond. Trying again…';
  }
}

async function run() {
  if (!isPaused && !document.hidden && !isInUse()) {
    await update();
  }
  setTimeout(run, interval);
}

filter.addEventListener('input', () => {
  const text = filter.value.trim();
  history.replaceState(null, '', text ? `?filter=${encodeURIComponent(text)}` : location.pathname);
  update();
});

pause.addEventListener('click', () => {
  isPaused = !isPaused;
  pause.setAttribute('aria-pressed', String(isPaused));
  pause.textContent = isPaused ? 'Resume' : 'Pause';
});

controls.addEventListener('submit', event => event.preventDefault());
run();
