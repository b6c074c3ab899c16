// The customer's side of the demo: a small mail program for any address.

import { h, t, time, icon, initials, announce, uid } from './dom.js';
import { get, post } from './api.js';
import { combo } from './combo.js';

const limit = 25 * 1024 * 1024; // of all attachments of a mail

const box = { people: [], address: '', name: '', mails: [], view: 'list', open: '', panel: null, body: null, seen: new Set(), draft: null };

/** drawMail makes the panel. */
export function drawMail(panel) {
  box.panel = panel;
  box.body = h('div', { class: 'panel-body mail-body' });
  box.who = h('div', { class: 'mail-who' });
  box.failed = h('p', { class: 'failed', role: 'alert', hidden: true });
  panel.replaceChildren(h('div', { class: 'panel-head' }, h('h1', {}, t('mail.title'))), box.who, box.failed, box.body);
}

/** loadMail fetches the mailboxes; what is being written stays. */
export async function loadMail() {
  let list;
  try {
    list = await get('/api/mail');
  } catch (err) {
    box.failed.textContent = err.message;
    box.failed.hidden = false;
    return;
  }
  box.failed.hidden = true;
  const strangers = box.people.filter((p) => p.stranger && !list.some((x) => x.address === p.address));
  box.people = [...list, ...strangers];
  if (!box.address && box.people.length) choose(box.people.find((p) => p.mails?.length) || box.people[0]);
  const now = box.people.find((p) => p.address === box.address);
  arrive(now);
  drawWho();
  if (box.view !== 'write') drawBody(true);
}

function arrive(now) {
  const mails = now?.mails || [];
  const fresh = mails.filter((m) => !box.seen.has(m.id) && !mine(m));
  if (box.loaded === box.address) fresh.forEach((m) => announce(t('mail.came', { subject: m.subject })));
  mails.forEach((m) => box.seen.add(m.id));
  box.loaded = box.address;
  box.mails = [...mails].sort((a, b) => (a.date < b.date ? 1 : -1));
}

function choose(person) {
  if (box.address !== person.address) { box.view = box.view === 'write' ? 'write' : 'list'; box.open = ''; }
  box.address = person.address;
  box.name = person.name || '';
  if (box.draft) box.draft.from.textContent = t('mail.from', { from: label(box) });
  box.mails = [...(person.mails || [])].sort((a, b) => (a.date < b.date ? 1 : -1));
}

function drawWho() {
  if (box.who.dataset.shown === label(box)) return;
  box.who.dataset.shown = label(box);
  const id = uid('who');
  const { box: field } = combo({
    id, name: 'customer', label: null, value: label(box), placeholder: t('mail.who.hint'),
    source: async (words) => suggest(words === label(box) ? '' : words),
    onpick: (o) => { choose(o.person || stranger(o.value)); arrive(box.people.find((p) => p.address === box.address)); drawWho(); drawBody(); },
  });
  const input = field.querySelector('input');
  input.addEventListener('focus', () => input.select());
  input.addEventListener('change', () => {
    const typed = input.value.trim();
    if (/^\S+@\S+$/.test(typed)) { choose(stranger(typed)); drawWho(); drawBody(); } else input.value = label(box);
  });
  const write = h('button', { type: 'button', class: 'primary', onclick: () => compose() }, icon('plus'), t('mail.new'));
  box.who.replaceChildren(h('label', { for: id }, t('mail.who')), h('div', { class: 'mail-who-row' }, field, write));
}

function label(p) { return p.name ? `${p.name} <${p.address}>` : p.address; }

function suggest(words) {
  const w = words.toLowerCase();
  const found = box.people.filter((p) => `${p.name} ${p.address} ${p.company || ''}`.toLowerCase().includes(w)).slice(0, 50)
    .map((p) => ({ value: p.address, text: label(p), label: p.name || p.address, note: [p.address, p.company, p.lang].filter(Boolean).join(' · '), person: p }));
  if (/^\S+@\S+\.\S+$/.test(words) && !box.people.some((p) => p.address === w)) {
    found.unshift({ value: words, text: words, label: t('mail.stranger', { address: words }), note: t('mail.stranger.note') });
  }
  return found;
}

function stranger(address) {
  const known = box.people.find((p) => p.address.toLowerCase() === address.toLowerCase());
  if (known) return known;
  const p = { address, name: '', mails: [], stranger: true };
  box.people.push(p);
  return p;
}

function drawBody(quiet = false) {
  if (box.view === 'write') return; // what is being written stays
  if (box.view === 'read' && box.mails.some((m) => m.id === box.open)) {
    if (!quiet) read(box.open);
    return;
  }
  box.view = 'list';
  const focused = box.body.contains(document.activeElement) ? document.activeElement.dataset?.mail : '';
  box.body.replaceChildren(box.mails.length
    ? h('ul', { class: 'mails' }, box.mails.map(row))
    : h('div', { class: 'empty' }, h('p', { class: 'empty-title' }, t('mail.empty')), h('p', {}, t('mail.empty.hint'))));
  if (focused) box.body.querySelector(`[data-mail="${CSS.escape(focused)}"]`)?.focus();
}

function mine(m) { return m.from.toLowerCase().includes(box.address.toLowerCase()); }

function row(m) {
  const who = mine(m) ? t('mail.to', { to: [].concat(m.to).join(', ') }) : m.from;
  return h('li', {}, h('button', { type: 'button', class: `mail ${mine(m) ? 'mail-out' : 'mail-in'}`, data: { mail: m.id }, onclick: () => read(m.id) },
    h('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(mine(m) ? box.name || box.address : m.from.replace(/["<].*/, '') || m.from)),
    h('span', { class: 'mail-words' },
      h('span', { class: 'mail-top' }, h('span', { class: 'mail-from' }, who), time(m.date)),
      h('span', { class: 'mail-subject' }, m.attachments?.length ? [icon('clip'), h('span', { class: 'sr-only' }, t('mail.has.files'))] : null, m.subject || t('no.subject')),
      h('span', { class: 'mail-excerpt' }, (m.text || '').slice(0, 140)))));
}

function read(id) {
  const m = box.mails.find((x) => x.id === id);
  if (!m) return;
  box.view = 'read';
  box.open = id;
  const title = h('h2', { tabindex: '-1' }, m.subject || t('no.subject'));
  box.body.replaceChildren(
    h('div', { class: 'row mail-tools' },
      h('button', { type: 'button', class: 'quiet', onclick: () => { box.view = 'list'; drawBody(); box.body.querySelector(`[data-mail="${CSS.escape(id)}"]`)?.focus(); } }, icon('back'), t('mail.back')),
      h('button', { type: 'button', onclick: () => compose(m) }, icon('reply'), t('mail.reply'))),
    h('article', { class: 'mail-read' }, title,
      h('p', { class: 'mail-meta' }, h('span', {}, m.from), ' → ', h('span', {}, [].concat(m.to).join(', ')), ' ', time(m.date)),
      files(m), content(m)));
  title.focus({ preventScroll: true });
}

function files(m) {
  if (!m.attachments?.length) return null;
  return h('ul', { class: 'chips' }, m.attachments.map((f) => h('li', {}, h('a', { href: f.url, target: '_blank', rel: 'noopener' }, icon('clip'), f.name, h('small', {}, size(f.size))))));
}

function content(m) {
  if (!m.html_url) return h('div', { class: 'mail-text' }, m.text || '');
  const frame = h('iframe', { class: 'mail-html', src: m.html_url, title: t('mail.content'), sandbox: 'allow-same-origin allow-popups allow-popups-to-escape-sandbox', referrerpolicy: 'no-referrer' });
  frame.addEventListener('load', () => {
    const doc = frame.contentDocument?.documentElement;
    if (doc) frame.style.height = `${Math.min(Math.max(doc.scrollHeight, 80), 4000) + 4}px`;
  });
  return frame;
}

/** compose opens the form for a new mail or an answer. */
function compose(answer) {
  if (box.view === 'write' && box.draft && !answer) { box.draft.text.focus(); return; }
  box.view = 'write';
  const failed = h('p', { class: 'failed', role: 'alert', hidden: true });
  const subject = h('input', { type: 'text', name: 'subject', id: uid('subject'), value: answer ? re(answer.subject) : '', maxlength: 900, autocomplete: 'off' });
  const text = h('textarea', { name: 'text', id: uid('text'), rows: 10 });
  const picker = h('input', { type: 'file', multiple: true, id: uid('files'), class: 'sr-only' });
  const chosen = h('ul', { class: 'chips' });
  const send = h('button', { type: 'submit', class: 'primary' }, t('mail.send'));
  const from = h('p', { class: 'mail-meta' }, t('mail.from', { from: label(box) }));
  const d = { from, text, subject, files: [], key: crypto.randomUUID() };
  box.draft = d;
  const show = () => chosen.replaceChildren(...d.files.map((f, i) => h('li', {}, h('span', { class: 'chip' }, f.name, h('small', {}, size(f.size)),
    h('button', { type: 'button', class: 'icon-button', 'aria-label': t('mail.unattach', { name: f.name }), onclick: () => { d.files.splice(i, 1); show(); picker.focus(); } }, '×')))));
  picker.addEventListener('change', () => { d.files.push(...picker.files); picker.value = ''; show(); });
  const leave = () => {
    box.view = answer ? 'read' : 'list';
    box.draft = null;
    drawBody();
    (box.body.querySelector('button') || box.who.querySelector('button')).focus();
  };
  const form = h('form', { class: 'compose', novalidate: true },
    from,
    h('div', { class: 'field' }, h('label', { for: subject.id }, t('mail.subject')), subject),
    h('div', { class: 'field' }, h('label', { for: text.id }, t('mail.text')), text),
    chosen, failed,
    h('div', { class: 'row' }, send, h('label', { class: 'button', for: picker.id }, icon('clip'), t('mail.attach')), picker,
      h('button', { type: 'button', class: 'quiet', onclick: leave }, t('cancel'))));
  form.addEventListener('submit', (e) => { e.preventDefault(); submit(d, answer, send, failed); });
  form.addEventListener('dragover', (e) => e.preventDefault());
  form.addEventListener('drop', (e) => { e.preventDefault(); d.files.push(...e.dataTransfer.files); show(); });
  box.body.replaceChildren(form);
  (answer ? text : subject).focus();
}

function re(subject) { return /^(re|sv|aw|vs)\s*:/i.test(subject || '') ? subject : `Re: ${subject || ''}`; }

async function submit(d, answer, send, failed) {
  failed.hidden = true;
  send.disabled = true;
  try {
    if (d.files.reduce((n, f) => n + f.size, 0) > limit) throw new Error(t('mail.too.big'));
    const attachments = await Promise.all(d.files.map(encode));
    await post('/api/mail', { from: box.address, subject: d.subject.value, text: d.text.value, attachments, in_reply_to: answer?.message_id || '' }, d.key);
    announce(t('mail.sent'));
    box.view = 'list';
    box.draft = null;
    drawBody();
    (box.body.querySelector('button') || box.who.querySelector('button'))?.focus();
    await loadMail();
  } catch (err) {
    failed.textContent = err.message;
    failed.hidden = false;
    send.disabled = false;
  }
}

function encode(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ name: file.name, base64: reader.result.slice(reader.result.indexOf(',') + 1) });
    reader.onerror = () => reject(new Error(t('mail.unreadable', { name: file.name })));
    reader.readAsDataURL(file);
  });
}

function size(n) {
  const unit = ['byte', 'kilobyte', 'megabyte'][n < 1000 ? 0 : n < 1e6 ? 1 : 2];
  const value = n < 1000 ? n : n < 1e6 ? n / 1e3 : n / 1e6;
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}
