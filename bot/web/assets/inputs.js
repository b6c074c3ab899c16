// The single inputs of a dialog: cards.Input.

import { h, uid } from './dom.js';
import { combo } from './combo.js';
import { get } from './api.js';

/** inputs makes the fields of a form. */
export function inputs(form) {
  const made = (form.inputs || []).map((input) => field(input));
  return {
    el: made.length ? [h('div', { class: `inputs inputs-${form.kind}` }, made.map((m) => m.el))] : [],
    read: () => Object.fromEntries(made.map((m) => [m.name, m.input.value])),
    write: (values) => made.forEach((m) => { if (typeof values[m.name] === 'string') m.input.value = values[m.name]; }),
  };
}

function field(i) {
  const id = uid('field');
  const { el, input } = control(i, id);
  const hint = i.hint ? h('small', { id: `${id}-hint`, class: 'hint' }, i.hint) : null;
  if (hint) input.setAttribute('aria-describedby', `${id}-hint`);
  if (i.error) input.setAttribute('aria-invalid', 'true');
  return {
    name: i.name, input,
    el: h('div', { class: `field field-${i.type}` }, h('label', { for: id }, i.label), el, hint,
      i.error ? h('span', { class: 'field-error', role: 'alert' }, i.error) : null),
  };
}

function control(i, id) {
  const common = { id, name: i.name, required: i.required, value: i.value?.s || '', maxlength: i.max || null };
  if (i.name === 'contact' || i.name === 'customer') return people(i, id);
  if (i.type === 'text') return one(h('textarea', { ...common, rows: 10 }));
  if (i.type === 'date') return one(h('input', { ...common, type: 'date' }));
  if (i.type === 'choice' && (!i.free || (i.name === 'ship_to' && i.choices?.length))) return one(select(i, common));
  if (i.type === 'choice') return free(i, common);
  return one(h('input', { ...common, type: i.name === 'email' ? 'email' : 'text', autocomplete: 'off', spellcheck: i.name === 'subject' ? 'true' : 'false' }));
}

function one(input) { return { el: input, input }; }

function select(i, common) {
  const value = common.value;
  const list = i.choices || [];
  const missing = !list.some((c) => c.value === value);
  return h('select', { ...common, maxlength: null, value: null },
    missing ? h('option', { value, selected: true }, value || '–') : null,
    list.map((c) => h('option', { value: c.value, selected: c.value === value }, [c.label.s, c.note?.s].filter(Boolean).join(' · '))));
}

function free(i, common) {
  const list = uid('list');
  return {
    input: common.input = h('input', { ...common, type: 'text', list, autocomplete: 'off' }),
    el: h('span', {}, common.input, h('datalist', { id: list }, (i.choices || []).map((c) => h('option', { value: c.value }, c.label.s)))),
  };
}

// people is a field for a contact or customer: candidates first, then the back office's.
function people(i, id) {
  const own = (i.choices || []).map((c) => ({ value: c.value, label: c.label.s, note: c.note?.s }));
  const { box, input } = combo({
    id, name: i.name, label: i.label, value: i.value?.s || '', required: i.required,
    source: async (words, signal) => {
      if (!words || own.some((o) => o.value === words)) { if (own.length) return own; }
      const found = await get(`/api/contacts?q=${encodeURIComponent(words)}`, signal);
      return i.name === 'customer' ? customers(found) : found.map(contact);
    },
  });
  input.removeAttribute('aria-label');
  return { el: box, input };
}

function contact(c) {
  return { value: c.number, label: c.name || c.number, note: [c.number, c.email, c.company].filter(Boolean).join(' · ') };
}

function customers(found) {
  const seen = new Map();
  for (const c of found) if (c.customer && !seen.has(c.customer)) seen.set(c.customer, { value: c.customer, label: c.company || c.customer, note: c.customer });
  return [...seen.values()];
}
