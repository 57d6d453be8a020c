// A table that its column headers sort.

import { el } from './dom.js';

/**
 * Creates a table. Each column is `{ text, value, show, number, title }`: `value` returns what a row is sorted by, `show` the content of the
 * cell, the value by default. `order` is the column that the rows are sorted by already; numbers sort from the largest.
 */
export function sortableTable(caption, columns, rows, order) {
  let sorted = { column: order, down: true };
  const body = el('tbody');
  const heads = columns.map((column) => el('th', { scope: 'col', class: column.number ? 'number' : null, title: column.title },
    el('button', { type: 'button', class: 'sort', onclick: () => sortBy(column) }, column.text)));
  const draw = (list) => {
    heads.forEach((head, i) => head.setAttribute('aria-sort', columns[i] !== sorted.column ? 'none' : sorted.down ? 'descending' : 'ascending'));
    body.replaceChildren(...list.map((row) => el('tr', {}, columns.map((column) => el('td', { class: column.number ? 'number' : null },
      column.show ? column.show(row) : String(column.value(row)))))));
  };
  const sortBy = (column) => {
    const isSame = sorted.column === column;
    sorted = { column, down: isSame ? !sorted.down : Boolean(column.number) };
    draw([...rows].sort((a, b) => compare(column.value(a), column.value(b)) * (sorted.down ? -1 : 1)));
  };
  draw(rows);
  return el('div', { class: 'table-box', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', { class: 'links' }, el('caption', {}, caption), el('thead', {}, el('tr', {}, heads)), body));
}

// A value that is missing is the smallest.
function compare(a, b) {
  if (a === b) return 0;
  if (a === undefined || a === null) return -1;
  if (b === undefined || b === null) return 1;
  return a < b ? -1 : 1;
}
