// The sales room: open cards oldest first, what the agent is at, notices, and
// what was decided lately. Cards come as HTML from the server, which escapes.

import { h, t, announce } from './dom.js';
import { click, get } from './api.js';
import { openForm, cardChanged } from './form.js';
import { fileLinks } from './blocks.js';
import { openTask } from './tasks.js';

const cards = new Map(); // id → {json, card, el}
const shownNotices = new Map();
let boxes = null;
let first = true;

/** drawRoom makes the empty panel. */
export function drawRoom(panel) {
  boxes = {
    working: h('p', { class: 'working', hidden: true }),
    open: h('ul', { class: 'slots', 'aria-labelledby': 'room-title' }),
    empty: h('div', { class: 'empty', hidden: true }, h('p', { class: 'empty-title' }, t('room.empty')), h('p', {}, t('room.empty.hint'))),
    notices: h('ul', { class: 'slots' }),
    settledTitle: h('h2', { class: 'sub', hidden: true }, t('room.settled')),
    settled: h('ul', { class: 'slots settled' }),
    failed: h('p', { class: 'failed', role: 'alert', hidden: true }),
  };
  panel.replaceChildren(
    h('div', { class: 'panel-head' }, h('h1', { id: 'room-title' }, t('room.title'))),
    h('div', { class: 'panel-body' }, boxes.failed, boxes.notices, boxes.open, boxes.empty, boxes.working, boxes.settledTitle, boxes.settled));
  panel.addEventListener('click', onclick);
  cards.clear();
  shownNotices.clear();
  first = true;
}

/** loadRoom fetches the cards and brings the page up to them. */
export async function loadRoom() {
  let list;
  try {
    list = await get('/api/room');
  } catch (err) {
    boxes.failed.textContent = err.message;
    boxes.failed.hidden = false;
    return;
  }
  boxes.failed.hidden = true;
  const notices = list.filter((c) => c.kind === 'notice');
  const own = list.filter((c) => c.kind !== 'notice');
  const ids = new Set(own.map((c) => c.id));
  for (const [id, entry] of cards) if (!ids.has(id)) { entry.el.remove(); cards.delete(id); }
  const fresh = own.filter(put).filter((c) => c.state === 'open');
  arrange(boxes.open, own.filter((c) => c.state !== 'settled'));
  arrange(boxes.settled, own.filter((c) => c.state === 'settled'));
  putNotices(notices);
  furnish();
  if (!first) fresh.forEach((c) => announce(t('room.new', { title: c.title, task: c.task })));
  first = false;
}

// put brings one card up to date and says whether it is new.
function put(card) {
  const json = JSON.stringify(card);
  const old = cards.get(card.id);
  if (old && old.json === json) return false;
  const focused = old && old.el.contains(document.activeElement) ? document.activeElement : null;
  const el = old?.el || h('li', { class: 'slot', tabindex: '-1' });
  const failed = old?.el.querySelector('.card-failed');
  fill(el, card);
  if (failed && old.card.turn === card.turn && card.state === 'open') el.append(failed);
  cards.set(card.id, { json, card, el });
  if (focused) refocus(el, focused);
  if (old) tell(old.card, card);
  return !old;
}

function fill(el, card) {
  el.dataset.card = card.id;
  el.className = `slot slot-${card.state} kind-${card.kind}`;
  const body = h('div', { class: 'slot-body' });
  body.innerHTML = card.html; // rendered and escaped by the server
  fileLinks(body, card.files);
  if (card.state !== 'settled') { el.replaceChildren(body); return; }
  const wasOpen = el.querySelector('details')?.open;
  el.replaceChildren(h('details', { open: Boolean(wasOpen) },
    h('summary', {}, h('span', { class: 'settled-title' }, `${card.task} · ${card.title}`), h('span', { class: 'settled-how' }, card.settled || '')), body));
}

function refocus(el, focused) {
  const action = focused.dataset?.action;
  const again = action && el.querySelector(`[data-action="${action}"]`);
  (again || el.querySelector('summary') || el).focus({ preventScroll: true });
}

function tell(before, now) {
  if (before.state !== now.state && now.state === 'settled') announce(`${now.task}: ${now.settled}`);
  else if (before.turn !== now.turn && now.state === 'open') announce(t('room.changed', { title: now.title, task: now.task }));
  cardChanged(before, now);
}

// arrange puts the elements in order and moves only those that are not.
function arrange(box, list) {
  list.forEach((c, i) => {
    const el = cards.get(c.id).el;
    if (box.children[i] === el) return;
    const focused = el.contains(document.activeElement) ? document.activeElement : null;
    box.insertBefore(el, box.children[i] || null);
    if (focused) focused.focus({ preventScroll: true });
  });
}

function putNotices(list) {
  const json = JSON.stringify(list);
  if (shownNotices.get('json') === json) return;
  shownNotices.set('json', json);
  boxes.notices.replaceChildren(...list.map((n) => {
    const body = h('div', { class: 'slot-body' });
    body.innerHTML = n.html; // rendered and escaped by the server
    return h('li', { class: 'slot slot-notice' }, body);
  }));
}

function furnish() {
  boxes.empty.hidden = boxes.open.childElementCount > 0;
  boxes.settledTitle.hidden = boxes.settled.childElementCount === 0;
}

/** showWorking says what the agent is doing now. */
export function showWorking(tasks) {
  const busy = tasks.filter((x) => x.state === 'working');
  boxes.working.hidden = busy.length === 0;
  boxes.working.replaceChildren(...(busy.length ? [h('span', { class: 'dot', 'aria-hidden': 'true' }),
    h('span', {}, busy.length > 3 ? t('working.many', { n: busy.length }) : t('working', { tasks: busy.map((x) => x.id).join(', ') }))] : []));
}

function onclick(e) {
  const button = e.target.closest('[data-action]');
  const slot = button?.closest('[data-card]');
  if (!slot) return;
  const { card } = cards.get(slot.dataset.card);
  act(card, button.dataset.action, button);
}

/** act does what a button of a card says: opens its dialog, or clicks. */
export async function act(card, action, button) {
  const known = [...(card.buttons || []), ...(card.more || [])].find((b) => b.action === action);
  if (action === 'timeline') { openTask(card.task); return; }
  if (action === 'review' || known?.form) { openForm(card, action, known?.form || ''); return; }
  if (button) { button.disabled = true; button.setAttribute('aria-busy', 'true'); }
  try {
    took(await click(card, action));
  } catch (err) {
    fail(card.id, err.message);
  } finally {
    if (button?.isConnected) { button.disabled = false; button.removeAttribute('aria-busy'); }
  }
}

/** took shows the card that answered a click. */
export function took(card) {
  if (!card?.id) return;
  const entry = cards.get(card.id);
  if (entry?.el.contains(document.activeElement)) entry.el.focus({ preventScroll: true });
  put(card);
}

function fail(id, message) {
  const el = cards.get(id)?.el;
  if (!el) return;
  el.querySelector('.card-failed')?.remove();
  el.append(h('p', { class: 'card-failed', role: 'alert' }, message));
}

/** focusCard brings a card into view. */
export function focusCard(id) {
  const el = cards.get(id)?.el;
  if (!el) return;
  el.scrollIntoView({ block: 'start' });
  (el.querySelector('[data-action]') || el).focus({ preventScroll: true });
}

/** cardOf is the open card of a task, if the room shows one. */
export function cardOf(task) {
  for (const { card } of cards.values()) if (card.task === task && card.state === 'open') return card;
  return null;
}
