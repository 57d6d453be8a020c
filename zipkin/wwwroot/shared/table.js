// A table that its column headers sort.

import { el } from './dom.js';
import { plural } from './words.js';

const pageSize = 200;

/**
 * Creates a table. Each column is `{ text, value, show, number, title }`: `value` returns what a row is sorted by, `show` the content of the
 * cell, the value by default. The table begins sorted by `order`, from the largest value. A button shows more than the first rows.
 */
export function sortableTable(caption, columns, rows, order) {
  let sorted = { column: order, down: true };
  let count = pageSize;
  const body = el('tbody');
  const more = el('button', { type: 'button', class: 'small', onclick: () => { count += pageSize; draw(); } });
  const heads = columns.map((column) => el('th', { scope: 'col', class: column.number ? 'number' : null, title: column.title },
    el('button', { type: 'button', class: 'sort', onclick: () => sortBy(column) }, column.text)));
  const draw = () => {
    const { column: { value }, down } = sorted;
    const shown = rows.map((row) => [value(row), row]).sort((a, b) => compare(a[0], b[0], down)).slice(0, count);
    body.replaceChildren(...shown.map(([, row]) => el('tr', {}, columns.map((column) => el('td', { class: column.number ? 'number' : null },
      column.show ? column.show(row) : String(column.value(row)))))));
    columns.forEach((column, i) => heads[i].setAttribute('aria-sort', column !== sorted.column ? 'none' : down ? 'descending' : 'ascending'));
    more.hidden = rows.length <= count;
    more.textContent = `Show more (${plural(rows.length - count, 'row')} left)`;
  };
  const sortBy = (column) => {
    sorted = { column, down: sorted.column === column ? !sorted.down : Boolean(column.number) };
    count = pageSize;
    draw();
  };
  draw();
  return el('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', { class: 'figures' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, heads)), body), more);
}

// Rows without a value come last.
function compare(a, b, down) {
  if (a === b) return 0;
  if (a === undefined || a === null) return 1;
  if (b === undefined || b === null) return -1;
  return (a < b) === down ? 1 : -1;
}
