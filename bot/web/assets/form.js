// The dialogs of a card: cards.Form as inputs. What was typed is kept when the
// dialog closes, when a click is refused, and when the task moves on meanwhile.

import { h, t, uid } from './dom.js';
import { click, post } from './api.js';
import { openDialog } from './dialog.js';
import { readOnly } from './blocks.js';
import { inputs } from './inputs.js';
import { lines } from './lines.js';
import { picks } from './picks.js';
import { took } from './room.js';

const kept = new Map(); // task and form → {values, version}: typed and not yet taken
let current = null;

/** openForm fetches what a dialog shows and opens it. */
export async function openForm(card, action, kind) {
  if (current) return;
  const f = { card, action, kind, turn: card.turn, busy: false };
  current = f;
  f.top = h('div', { class: 'form-top' });
  f.body = h('div', { class: 'form' }, h('p', { class: 'loading' }, t('loading')));
  f.foot = h('div', { class: 'form-foot' });
  f.dialog = openDialog({
    title: card.title, body: [f.top, f.body], actions: [f.foot], wide: kind === 'document' || kind === 'pick' || kind === 'mail' || kind === '',
    onclose: () => { keep(f); current = null; },
    onsubmit: (by) => send(f, by?.value || f.main),
  });
  for (const type of ['keydown', 'keypress']) f.body.addEventListener(type, (e) => still(f, e));
  try {
    await load(f);
    restore(f);
    f.start?.focus();
  } catch (err) {
    f.body.replaceChildren();
    fail(f, err);
  }
}

// still keeps Enter among many fields, or on a suggestion, from saving by accident.
function still(f, e) {
  const many = f.form?.kind === 'document' || f.form?.kind === 'pick' || e.target.getAttribute('role') === 'combobox';
  if (many && e.key === 'Enter' && e.target.tagName === 'INPUT') e.preventDefault();
}

async function load(f) {
  const path = `/api/room/${encodeURIComponent(f.card.id)}/review`;
  const { form } = await post(path, { form: f.kind, action: f.action });
  form.words = Object.fromEntries(Object.entries(form.words || {}).map(([k, v]) => [k.toLowerCase(), v]));
  f.form = form;
  f.turn = form.turn;
  f.save = form.action || '';
  f.dialog.querySelector('h2').textContent = form.title;
  f.parts = f.save ? [form.kind === 'pick' ? picks(form) : null, inputs(form), form.kind === 'document' ? lines(form) : null].filter(Boolean) : [];
  f.body.replaceChildren(
    form.lead?.s ? h('p', { class: 'lead' }, form.lead.s) : '',
    readOnly(form.html, form.files),
    ...f.parts.flatMap((p) => p.el),
    form.preview ? h('details', { open: true }, h('summary', {}, t('form.preview')), readOnly(form.preview)) : '',
    form.answers ? h('details', {}, h('summary', {}, t('form.answers')), readOnly(form.answers)) : '');
  f.clean = JSON.stringify(read(f));
  f.start = f.body.querySelector('input, textarea, select');
  drawFoot(f);
}

function drawFoot(f) {
  const list = (f.form.buttons || []).filter((b) => b.action !== 'review' && b.action !== 'timeline');
  if (f.save && !list.some((b) => b.action === f.save)) {
    list.unshift({ action: f.save, label: f.form.words?.submit || t('send'), style: 'primary' });
  }
  f.main = f.save || '';
  f.foot.replaceChildren(...list.map((b) => h('button', {
    type: 'submit', name: 'do', value: b.action, class: b.style || null,
  }, b.label)), h('button', { type: 'button', onclick: () => f.dialog.close() }, f.form.words?.close || t('close')));
}

function read(f) { return Object.assign({}, ...(f.parts || []).map((p) => p.read())); }

function dirty(f) { return Boolean(f.parts) && JSON.stringify(read(f)) !== f.clean; }

// body is what goes to the server. Of a document only what was changed goes, so
// that what nobody touched stays as the back office has it.
function body(f) {
  const { remember, ...values } = taught(read(f));
  if (f.form.kind !== 'document') return { ...values, remember };
  const clean = JSON.parse(f.clean);
  const changed = Object.entries(values).filter(([k, v]) => JSON.stringify(v) !== JSON.stringify(clean[k]));
  if (values.lines && !values.lines.length) throw new Error(t('lines.none'));
  return { document: { ...Object.fromEntries(changed), version: f.form.version }, remember };
}

// taught gathers what is to be remembered of which line: "remember", "remember_2".
function taught(values) {
  const named = ([k]) => k.startsWith('remember');
  const all = Object.entries(values);
  return { ...Object.fromEntries(all.filter((e) => !named(e))), remember: Object.fromEntries(all.filter(named)) };
}

async function send(f, action) {
  if (f.busy || !action) return;
  clear(f);
  f.busy = true;
  f.foot.querySelectorAll('button').forEach((b) => { b.disabled = true; });
  try {
    const card = await carryOut(f, action);
    f.parts = f.sent === 'document' ? f.parts : null;
    if (f.sent !== 'document') kept.delete(place(f));
    f.dialog.close();
    took(card);
  } catch (err) {
    fail(f, err);
  } finally {
    f.busy = false;
    f.foot.querySelectorAll('button').forEach((b) => { b.disabled = false; });
  }
}

async function carryOut(f, action) {
  const now = { ...f.card, turn: f.turn };
  if (action === f.save) {
    f.sent = f.form.kind;
    return click(now, action, body(f));
  }
  if (!dirty(f)) return click(now, action);
  if (action !== 'confirm') { drop(f); return click(now, action); }
  if (f.form.kind === 'document') throw new Error(t('form.save.first'));
  const saved = await click(now, f.save, body(f)); // what was typed is what is confirmed
  f.turn = saved.turn;
  f.clean = JSON.stringify(read(f));
  took(saved);
  return click(saved, action);
}

function drop(f) { f.clean = JSON.stringify(read(f)); kept.delete(place(f)); }

function place(f) { return `${f.card.task}/${f.form?.kind}/${f.form?.action}`; }

function keep(f) {
  if (f.parts && dirty(f)) kept.set(place(f), { values: read(f), version: f.form.version || '', sent: f.sent === 'document' });
}

// restore puts back what was typed before, and says so.
function restore(f) {
  const old = kept.get(place(f));
  if (!old) return;
  if (old.version !== (f.form.version || '')) {
    kept.delete(place(f));
    if (!old.sent) note(f, t('form.changed'), old.values); // what was sent was taken
    return;
  }
  f.parts.forEach((p) => p.write(old.values));
  const over = h('button', { type: 'button', class: 'quiet', onclick: async () => { kept.delete(place(f)); f.top.replaceChildren(); await load(f); } }, t('form.over'));
  f.top.replaceChildren(h('p', { class: 'note' }, t('form.restored'), ' ', over));
}

/** cardChanged tells the open dialog that its card is another now. */
export function cardChanged(before, now) {
  const f = current;
  if (!f || f.card.id !== now.id || f.busy || !f.form) return;
  if (now.state === 'open' && now.turn === f.turn) return;
  const newest = async () => {
    const mine = dirty(f) ? read(f) : null;
    f.card = now;
    await load(f);
    if (mine) note(f, t('form.changed'), mine); else f.top.replaceChildren();
    f.start?.focus();
  };
  const mine = () => { f.card = now; f.turn = now.turn; f.top.replaceChildren(); };
  const what = (now.state === 'settled' ? now.settled : now.title).replace(/\.$/, '');
  f.top.replaceChildren(h('div', { class: 'warning', role: 'alert' },
    h('p', {}, t('form.moved', { what })),
    now.state === 'open' ? h('p', { class: 'row' },
      h('button', { type: 'button', onclick: newest }, t('form.newest')),
      dirty(f) ? h('button', { type: 'button', onclick: mine }, t('form.mine')) : null) : null));
}

// note shows what was typed as text to copy, where it can no longer be put back.
function note(f, words, values) {
  const text = typeof values.text === 'string' ? values.text : JSON.stringify(values, null, 2);
  f.top.replaceChildren(h('div', { class: 'warning', role: 'alert' }, h('p', {}, words),
    h('details', {}, h('summary', {}, t('form.typed')), h('textarea', { readonly: true, rows: 6, value: text, 'aria-label': t('form.typed') }))));
}

function clear(f) {
  f.dialog.querySelectorAll('.field-error').forEach((el) => el.remove());
  f.dialog.querySelectorAll('[aria-invalid]').forEach((el) => { el.removeAttribute('aria-invalid'); el.removeAttribute('aria-describedby'); });
  f.dialog.querySelector('.form-failed')?.remove();
}

// fail shows an error at its field, or over the buttons where it has none.
function fail(f, err) {
  const input = err.field && f.parts ? find(f, err.field) : null;
  if (!input) {
    f.dialog.querySelector('.form-failed')?.remove();
    f.dialog.querySelector('.dialog-foot').before(h('p', { class: 'failed form-failed', role: 'alert' }, err.message));
    return;
  }
  const id = uid('error');
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', id);
  (input.closest('.field, td') || input.parentElement).append(h('span', { class: 'field-error', id, role: 'alert' }, err.message));
  input.focus();
}

// find is the input a refusal is about: "subject", "lines.2.quantity" (from 1), "quantity".
function find(f, field) {
  const [, index, name] = field.match(/^lines?\.(\d+)(?:\.(\w+))?$/) || [];
  if (index !== undefined) {
    const row = f.body.querySelectorAll('[data-line]')[Number(index) - 1];
    return row?.querySelector(`[name="${CSS.escape(name || 'item')}"]`) || row?.querySelector('input');
  }
  return f.body.querySelector(`[name="${CSS.escape(field)}"]`);
}
