// The head of a trace: what it is in one line, and where its time went.

import { base, config } from '../shared/api.js';
import { copyButton } from '../shared/copy.js';
import { afterPaint, el } from '../shared/dom.js';
import { colourClass } from '../shared/services.js';
import { formatDuration, formatTime, plural, serviceLabel, spanLabel } from '../shared/words.js';
import { shareItems } from './share/share.js';

const mostListed = 4;

export function head(trace, views) {
  const contributors = el('div', { class: 'contributors' });
  // Not before the first rows are drawn: a large trace takes a moment to analyse.
  afterPaint(() => contributors.replaceChildren(...contributorPart(trace, views)));
  return el('section', { class: 'trace-title', 'aria-label': 'Trace summary' },
    el('div', { class: 'title-line' },
      el('h1', {}, el('span', { class: 'root-service' }, serviceLabel(trace.service)), ' ', spanLabel(trace.name)),
      badges(trace), facts(trace)),
    trace.source.file ? el('p', { class: 'note' }, `Opened from ${trace.source.file}. The trace is only in this tab and is lost when you reload it.`) : null,
    contributors);
}

function badges({ headless, errors, orphans, shifted }) {
  const badge = (text, css, title) => el('span', { class: `badge ${css}`, title }, text);
  const missing = orphans - (headless ? 1 : 0);
  return el('span', { class: 'badges' },
    headless ? badge('root span missing', 'warn', 'The first span has a parent that was not reported') : null,
    errors ? badge(plural(errors, 'error'), 'bad') : null,
    missing > 0 ? badge(plural(missing, 'missing parent'), 'warn', 'Spans whose parent was not reported are shown under the root') : null,
    shifted.length ? badge('clock corrected', 'warn', `The clock of ${shifted.map(serviceLabel).join(', ')} differs: timestamps are shifted`) : null);
}

function facts(trace) {
  const fact = (name, ...value) => el('div', { class: `fact-${name.toLowerCase()}` }, el('dt', {}, name), el('dd', {}, ...value));
  const id = el('code', { class: 'trace-id' }, trace.traceId);
  return el('dl', { class: 'facts' },
    fact('Duration', el('b', {}, formatDuration(trace.duration))),
    fact('Start', formatTime(trace.start)),
    // A call reported by both sides is one span from two reports.
    fact('Spans', el('span', { title: `${trace.count} spans from ${trace.reports} reports` }, String(trace.count))),
    fact('Depth', String(trace.depth)),
    fact('ID', id, ' ', copyButton(trace.traceId, 'trace ID', id)));
}

/** Creates the menus of a trace, which stand beside the names of its views. */
export const menus = (trace, views) => [serviceMenu(trace, views), shareMenu(trace)];

const menu = (css, summary, ...items) => el('details', {
  class: `menu ${css}`,
  onkeydown: (event) => {
    if (event.key !== 'Escape' || !event.currentTarget.open) return;
    event.stopPropagation();
    event.currentTarget.open = false;
    event.currentTarget.firstChild.focus();
  },
}, el('summary', {}, summary), el('div', { class: 'menu-items' }, ...items.flat()));

function serviceMenu({ services, colours }, { foldService }) {
  return menu('services-menu', plural(services.length, 'service'),
    el('p', { class: 'quiet' }, 'Select a service to collapse its spans.'),
    services.map(({ name, count }) => {
      const button = el('button', { type: 'button', class: `chip ${colourClass(colours, name)}`, 'aria-pressed': 'false' },
        serviceLabel(name), el('b', { 'aria-label': plural(count, 'span') }, `×${count}`));
      button.addEventListener('click', () => button.setAttribute('aria-pressed', String(foldService(name))));
      return button;
    }));
}

function shareMenu(trace) {
  const logs = config.logsUrl ? el('a', { href: config.logsUrl.replaceAll('{traceId}', trace.traceId), rel: 'noreferrer' }, 'View logs') : null;
  return menu('share-menu', 'Share', shareItems(trace), logs, trace.source.offline ? null : compareForm(trace));
}

/** Creates the form that opens the comparison with another trace. */
function compareForm({ traceId }) {
  const input = el('input', { 'aria-label': 'ID of the other trace', placeholder: 'Trace ID', spellcheck: 'false', required: true, pattern: '\\s*[0-9a-fA-F]{1,32}\\s*' });
  return el('form', {
    class: 'compare-form',
    onsubmit: (event) => { event.preventDefault(); location.assign(`${base}compare/${traceId}/${input.value.trim().toLowerCase()}`); },
  }, el('span', {}, 'Compare with'), input, el('button', { type: 'submit', class: 'small' }, 'Compare'));
}

/** Creates a bar of the operations on the critical path, and the names of the first ones. */
function contributorPart(trace, { reveal, analysis }) {
  const { contributors } = analysis();
  if (!contributors.length) return [];
  const css = (one) => `${colourClass(trace.colours, one.service)}${one.network ? ' network' : ''}`;
  const named = (one) => (one.network ? `${serviceLabel(one.service)} → ${serviceLabel(one.name)} network` : `${serviceLabel(one.service)} ${spanLabel(one.name)}`);
  const percent = (share) => (share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`);
  return [
    el('h2', { title: 'The operations that the end of the trace waited for' }, 'Critical path'),
    el('span', { class: 'stack', 'aria-hidden': 'true' }, contributors.slice(0, 50).map((one) => el('i', { class: css(one), title: named(one), style: { width: `${one.share * 100}%` } }))),
    el('ol', {}, contributors.slice(0, mostListed).map((one) => el('li', {},
      el('button', { type: 'button', class: `contributor ${css(one)}`, title: 'Go to its longest span', onclick: () => reveal(one.row) },
        el('b', {}, percent(one.share)), ` ${named(one)} `, el('small', {}, formatDuration(one.time)))))),
  ];
}
