// A table whose columns sort it.

import { el } from './dom.js';
import { plural } from './words.js';

const pageSize = 200;

/**
 * Creates the table. A column is `{ title, value, text, number }`: the value sorts, and the text, a string or nodes, is
 * shown. The first rows are shown; a button shows more.
 */
export function sortTable(caption, columns, rows, sortedBy) {
  let sorted = sortedBy;
  let down = true;
  let count = pageSize;
  const body = el('tbody', {});
  const more = el('button', { type: 'button', class: 'small', onclick: () => { count += pageSize; draw(); } });
  const heads = columns.map((column, index) => el('th', { scope: 'col', class: column.number ? 'number' : null },
    el('button', { type: 'button', class: 'sort', onclick: () => { down = sorted === index ? !down : Boolean(column.number); sorted = index; count = pageSize; draw(); } }, column.title)));
  const order = (a, b) => (a === b ? 0 : a === undefined ? 1 : b === undefined ? -1 : (a < b ? -1 : 1) * (down ? -1 : 1));

  const draw = () => {
    const { value } = columns[sorted];
    const ordered = rows.map((row) => [value(row), row]).sort((a, b) => order(a[0], b[0])).slice(0, count);
    body.replaceChildren(...ordered.map(([, row]) => el('tr', {}, columns.map((column) => el('td', { class: column.number ? 'number' : null }, column.text(row))))));
    heads.forEach((head, index) => {
      if (index === sorted) head.setAttribute('aria-sort', down ? 'descending' : 'ascending'); else head.removeAttribute('aria-sort');
    });
    more.hidden = rows.length <= count;
    more.textContent = `Show more (${plural(rows.length - count, 'row')} left)`;
  };
  draw();
  return el('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', { class: 'figures' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, heads)), body), more);
}
