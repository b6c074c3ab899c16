// Choosing the item of each line of a mail that could not be matched.

import { h, t, uid } from './dom.js';
import { combo } from './combo.js';
import { get } from './api.js';
import { item } from './lines.js';
import { toLocal, fromLocal } from './number.js';

/** picks makes a group for each line that needs a choice, then the others. */
export function picks(form) {
  const rows = (form.picks || []).map((p) => pick(form, p));
  const needed = rows.filter((r) => r.needed);
  const others = rows.filter((r) => !r.needed);
  return {
    el: [...needed.map((r) => r.el), others.length ? h('details', { class: 'others' }, h('summary', {}, t('picks.others', { n: others.length })), others.map((r) => r.el)) : ''],
    read: () => ({ picks: rows.map((r) => r.read()).filter(Boolean) }),
    write: (values) => (values.picks || []).forEach((v) => rows.find((r) => r.line === v.line)?.write(v)),
  };
}

function pick(form, p) {
  const w = form.words || {};
  const group = uid('pick');
  const row = { line: p.line, needed: p.needed };
  const radios = (p.choices || []).map((c) => radio(group, c.value, [c.label.s, c.note?.s].filter(Boolean).join(' · '), c.value === p.chosen && !p.skip));
  const found = new Map((p.choices || []).map((c) => [c.value, c]));
  const other = combo({
    name: 'item', label: w.search || t('picks.search'), placeholder: w.search || t('picks.search'),
    source: async (q, signal) => (q ? (await get(`/api/items?q=${encodeURIComponent(q)}`, signal)).map(item) : []),
    onpick: (o) => { row.variant = o.variant; searched.checked = true; },
    onedit: () => { row.variant = ''; searched.checked = other.input.value.trim() !== ''; },
  });
  const searched = radio(group, '\u0000other', '', false, other.box);
  const skip = radio(group, '\u0000skip', w.skip || t('picks.skip'), Boolean(p.skip));
  const quantity = h('input', { name: 'quantity', inputmode: 'decimal', class: 'num', value: toLocal(p.quantity), 'aria-label': w.quantity || t('picks.quantity') });
  const unit = h('input', { name: 'unit', value: p.unit || '', 'aria-label': w.unit || t('picks.unit') });
  row.el = h('fieldset', { class: 'pick', data: { line: '' } }, h('legend', {}, p.text.s), h('p', { class: 'hint' }, p.match),
    radios.map((r) => r.el), searched.el, skip.el, h('div', { class: 'row' }, h('label', {}, w.quantity || t('picks.quantity'), ' ', quantity), h('label', {}, w.unit || t('picks.unit'), ' ', unit)));
  const all = [...radios, searched, skip];
  row.read = () => value(row, all.find((r) => r.input.checked), other.input.value.trim(), quantity.value.trim(), unit.value.trim(), p, found);
  row.write = (v) => restore(v, radios, searched, skip, other, quantity, unit);
  searched.input.addEventListener('change', () => other.input.focus());
  Object.defineProperty(searched, 'checked', { set: (on) => { searched.input.checked = on; } });
  return row;
}

function radio(group, value, label, checked, extra) {
  const input = h('input', { type: 'radio', name: group, value, checked, 'aria-label': label ? null : t('picks.other') });
  return { input, value, el: h('label', { class: 'choice' }, input, extra || h('span', {}, label)) };
}

// value is the pick of a line, or null where nothing is chosen.
function value(row, chosen, typed, quantity, unit, p, found) {
  if (!chosen) return null;
  if (chosen.value === '\u0000skip') return p.skip && !p.needed ? null : { line: row.line, skip: true };
  const choice = found.get(chosen.value);
  const [number, variant] = choice ? [choice.item, choice.variant] : [typed, row.variant];
  const same = quantity === toLocal(p.quantity) && unit === (p.unit || '');
  if (!number || (!p.needed && same && chosen.value === p.chosen)) return null;
  return {
    line: row.line, item: number, variant: variant || undefined,
    quantity: quantity === toLocal(p.quantity) ? undefined : fromLocal(quantity), unit: unit === (p.unit || '') ? undefined : unit,
  };
}

function restore(v, radios, searched, skip, other, quantity, unit) {
  const full = v.variant ? `${v.item}/${v.variant}` : v.item;
  const known = radios.find((r) => r.value === full);
  if (v.skip) skip.input.checked = true;
  else if (known) known.input.checked = true;
  else { searched.input.checked = true; other.input.value = v.item || ''; }
  if (v.quantity) quantity.value = toLocal(v.quantity);
  if (v.unit) unit.value = v.unit;
}
