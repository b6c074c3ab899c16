// The lines of a quote or order, to edit: any number of them.

import { h, t } from './dom.js';
import { combo } from './combo.js';
import { get } from './api.js';
import { toLocal, fromLocal } from './number.js';

const numeric = ['quantity', 'price', 'discount'];
const columns = ['item', 'variant', 'quantity', 'unit', 'price', 'discount', 'date'];

/** lines makes the table of a document form. */
export function lines(form) {
  const w = form.words || {};
  const ed = { w, rows: [], known: new Map(), body: h('tbody', {}), count: h('p', { class: 'hint', role: 'status' }) };
  (form.lines || []).forEach((l) => addRow(ed, l));
  const add = h('button', { type: 'button', class: 'add', onclick: () => addRow(ed, { quantity: '1' }).fields.item.focus() }, w.add || t('lines.add'));
  const table = h('table', { class: 'edit-lines' },
    h('thead', {}, h('tr', {}, ['#', w.item, w.variant, w.quantity, w.unit, w.price, w.discount, w.date, ''].map((c) => h('th', { scope: 'col' }, c || '')))), ed.body);
  count(ed);
  learn(ed, ed.rows.map((r) => r.fields.item.value));
  return {
    el: [h('div', { class: 'scroll lines-box' }, table), h('div', { class: 'row lines-foot' }, add, ed.count)],
    read: () => ({ lines: ed.rows.map(readRow) }),
    write: (values) => {
      if (!Array.isArray(values.lines)) return;
      const old = new Map((form.lines || []).map((l) => [l.no, l]));
      ed.rows.splice(0).forEach((r) => r.el.remove());
      values.lines.forEach((l) => addRow(ed, { ...old.get(l.no), ...l }, old.get(l.no)));
      learn(ed, ed.rows.map((r) => r.fields.item.value));
    },
  };
}

function addRow(ed, line, shown = line) {
  const row = { no: line.no || 0, fields: {} };
  const label = (name) => t('lines.label', { what: ed.w[name] || name, n: ed.rows.length + 1 });
  const text = (name, attrs = {}) => {
    row.fields[name] = h('input', { name, type: 'text', value: numeric.includes(name) ? toLocal(line[name]) : line[name] || '', 'aria-label': label(name), autocomplete: 'off', ...attrs });
    return row.fields[name];
  };
  const choice = (name) => {
    row.fields[name] = h('select', { name, 'aria-label': label(name) });
    options(row.fields[name], [line[name] || ''], line[name] || '');
    return row.fields[name];
  };
  const words = h('small', { class: 'line-words' }, line.description?.s || '');
  const item = itemField(ed, row, line, label('item'), words);
  const price = text('price', { inputmode: 'decimal', class: 'num', placeholder: line.price_now || t('lines.auto') });
  const discount = text('discount', { inputmode: 'decimal', class: 'num', placeholder: line.discount_now || '' });
  const head = (name) => ({ data: { label: ed.w[name] || '' } });
  row.el = h('tr', { data: { line: '' } },
    h('td', { class: 'line-no' }),
    h('td', head('item'), item, words, (line.notes || []).map((n) => h('small', { class: 'line-note' }, n.s))),
    h('td', head('variant'), choice('variant')),
    h('td', head('quantity'), text('quantity', { inputmode: 'decimal', class: 'num' })),
    h('td', head('unit'), choice('unit')),
    h('td', head('price'), price, shown?.amount ? h('small', { class: 'line-amount' }, shown.amount) : null),
    h('td', head('discount'), discount),
    h('td', head('date'), text('date', { type: 'date' })),
    h('td', {}, h('button', { type: 'button', class: 'icon-button', 'aria-label': t('lines.label', { what: ed.w.remove || t('lines.remove'), n: ed.rows.length + 1 }), onclick: () => removeRow(ed, row) }, '×')));
  for (const name of ['quantity', 'unit', 'variant', 'item']) {
    row.fields[name].addEventListener('change', () => {
      price.placeholder = t('lines.auto');
      row.el.querySelector('.line-amount')?.replaceChildren(t('lines.recalculated'));
    });
  }
  ed.rows.push(row);
  ed.body.append(row.el);
  count(ed);
  return row;
}

function itemField(ed, row, line, label, words) {
  const { box, input } = combo({
    name: 'item', label, value: line.item || '', required: true,
    source: async (q, signal) => (q ? (await get(`/api/items?q=${encodeURIComponent(q)}`, signal)).map(item) : []),
    onpick: async (o) => {
      words.textContent = o.label;
      await learn(ed, [o.value]);
      fit(ed, row, o.variant);
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    onedit: () => { words.textContent = ''; },
  });
  row.fields.item = input;
  input.addEventListener('change', () => learn(ed, [input.value]).then(() => fit(ed, row)));
  return box;
}

/** item is a found item as a suggestion. */
export function item(c) {
  return { value: c.number, text: c.number, variant: c.variant, label: c.description || c.number, note: [c.number, c.variant, c.why].filter(Boolean).join(' · ') };
}

// learn asks for the units and variants of items not yet known, all at once.
async function learn(ed, items) {
  const unknown = [...new Set(items)].filter((i) => i && !ed.known.has(i)).slice(0, 200);
  if (unknown.length) {
    const query = unknown.map((i) => `item=${encodeURIComponent(i)}`).join('&');
    const answer = await get(`/api/units?${query}`).catch(() => ({}));
    for (const [number, about] of Object.entries(answer)) ed.known.set(number, about);
  }
  ed.rows.forEach((row) => fit(ed, row));
}

// fit offers the units and variants of the row's item and keeps what is chosen.
function fit(ed, row, variant) {
  const about = ed.known.get(row.fields.item.value);
  if (!about) return;
  const unit = row.fields.unit.value;
  options(row.fields.unit, about.units || [], about.units?.includes(unit) ? unit : about.units?.[0] || '');
  const v = variant ?? row.fields.variant.value;
  options(row.fields.variant, ['', ...(about.variants || [])], v);
  row.fields.variant.disabled = !(about.variants || []).length && !v;
}

function options(select, list, value) {
  const all = list.includes(value) ? list : [...list, value];
  select.replaceChildren(...[...new Set(all)].map((o) => h('option', { value: o, selected: o === value }, o || '–')));
}

function removeRow(ed, row) {
  const i = ed.rows.indexOf(row);
  ed.rows.splice(i, 1);
  row.el.remove();
  count(ed);
  const next = ed.rows[Math.min(i, ed.rows.length - 1)];
  (next?.fields.item || ed.body.closest('form').querySelector('.add')).focus();
}

function count(ed) {
  ed.count.textContent = t('lines.count', { n: ed.rows.length });
  [...ed.body.children].forEach((tr, i) => { tr.firstElementChild.textContent = String(i + 1); });
}

function readRow(row) {
  const out = { no: row.no || undefined };
  for (const name of columns) {
    const value = row.fields[name].value.trim();
    out[name] = numeric.includes(name) ? fromLocal(value) : value;
  }
  return out;
}
