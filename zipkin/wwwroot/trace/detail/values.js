// Shows the values of tags: JSON indented, stack traces in lines, web addresses as links, each with a copy button.

import { searchLink, traceLink } from '../../shared/api.js';
import { copyButton } from '../../shared/copy.js';
import { el } from '../../shared/dom.js';
import { flagsIn } from '../../model/proxy.js';
import { readValue } from '../../model/values.js';

export function tagRow(key, value, service, offline) {
  const bad = key === 'error' || (/^http\.status_code$/.test(key) && /^5/.test(value));
  // The query language can't express " and " inside a value.
  const canSearch = !offline && value !== '' && !/ and /.test(`${key}=${value}`) && !key.includes('=') && value.length < 200;
  const shown = el('span', { class: 'value' }, spanLink(key, value, offline) ?? formatted(value));
  return el('tr', { class: bad ? 'bad-text' : null },
    el('th', { scope: 'row' }, key),
    el('td', {}, shown,
      key === 'response_flags' ? flagsIn(value).map(([flag, meaning]) => el('span', { class: 'meaning' }, `${flag}: ${meaning}`)) : null,
      el('span', { class: 'value-tools' },
        canSearch ? el('a', {
          class: 'more', 'aria-label': `Search for traces with the same ${key}`, title: 'Search for traces with this tag',
          href: searchLink({ ...(service && { serviceName: service }), annotationQuery: `${key}=${value}`, lookback: '7d' }),
        }, 'Search') : null,
        value === '' ? null : copyButton(value, `the value of ${key}`, shown))));
}

/**
 * Turns a link of OpenTelemetry to another span into a link to its trace: `traceId|spanId|traceState|attributes|dropped`
 * in the tags `otlp.link.0`, `otlp.link.1` ...
 */
function spanLink(key, value, offline) {
  if (offline || !/^otlp\.link\.\d+$/.test(key)) return null;
  const [, traceId, spanId, rest] = /^([0-9a-f]{32})\|([0-9a-f]{16})\|(.*)$/s.exec(value) ?? [];
  if (!traceId) return null;
  // The server stores ids whose upper half is zero in 16 digits.
  const id = traceId.replace(/^0{16}/, '');
  return [el('a', { href: `${traceLink(id)}#span=${spanId}`, title: `Span ${spanId}` }, id), `|${spanId}|${rest}`];
}

function formatted(value) {
  if (value === '') return el('i', {}, '(empty)');
  const { kind, text } = readValue(value);
  if (kind === 'url') return el('a', { href: text, rel: 'noreferrer' }, text);
  return kind === 'plain' ? text : el('pre', { class: `long ${kind}`, tabindex: 0 }, text);
}
