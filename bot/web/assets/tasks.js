// The list of tasks, and one task with its timeline.

import { h, t, time, announce } from './dom.js';
import { get, post } from './api.js';
import { openDialog, ask } from './dialog.js';
import { timeline } from './blocks.js';
import { cardOf, focusCard, showWorking } from './room.js';

let list = null;
let more = null;
let badgeText = '';
let limit = 50;
let view = null; // the task that is open: {id, refresh}

/** drawTasks makes the empty panel. */
export function drawTasks(panel, mayStopAll) {
  list = h('ul', { class: 'tasks' });
  more = h('button', { type: 'button', class: 'quiet', hidden: true, onclick: () => { limit += 50; loadTasks(); } }, t('tasks.more'));
  panel.replaceChildren(
    h('div', { class: 'panel-head' }, h('h1', {}, t('tasks.title'), ' ', h('span', { class: 'badge', data: { badge: '' }, hidden: true })),
      mayStopAll ? h('button', { type: 'button', class: 'quiet small', onclick: stopAll }, t('stopall.button')) : null),
    h('div', { class: 'panel-body' }, list, more));
}

/** loadTasks fetches the list and the count that needs attention. */
export async function loadTasks() {
  const answer = await get(`/api/tasks?limit=${limit}`);
  redraw(answer.tasks);
  more.hidden = !answer.more;
  badge(answer.attention);
  showWorking(answer.tasks);
  view?.refresh();
}

// redraw makes the list anew where it differs, and leaves the focus on its task.
function redraw(tasks) {
  const json = JSON.stringify(tasks);
  if (list.dataset.json === json) return;
  list.dataset.json = json;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.open : '';
  list.replaceChildren(...(tasks.length ? tasks.map(row) : [h('li', { class: 'empty' }, t('tasks.empty'))]));
  if (focused) list.querySelector(`[data-open="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function badge(n) {
  const text = t('tasks.attention', { n });
  for (const el of document.querySelectorAll('[data-badge]')) {
    el.hidden = n === 0;
    el.replaceChildren(h('span', { 'aria-hidden': 'true' }, n > 99 ? '99+' : String(n)), h('span', { class: 'sr-only' }, text));
  }
  document.title = (n ? `(${n}) ` : '') + document.body.dataset.title;
  if (badgeText && badgeText !== text) announce(text);
  badgeText = text;
}

function row(task) {
  return h('li', {}, h('button', { type: 'button', class: `task state-${task.state}`, data: { open: task.id }, onclick: () => openTask(task.id) },
    h('span', { class: 'task-top' }, h('span', { class: 'task-id' }, task.id), h('span', { class: `pill pill-${task.state}` }, task.state_label)),
    h('span', { class: 'task-subject' }, task.subject || t('no.subject')),
    h('span', { class: 'task-top' }, h('span', { class: 'task-who' }, [task.name, task.company].filter(Boolean).join(' · ')), time(task.since))));
}

/** openTask shows one task: where it stands, its timeline, its files. */
export async function openTask(id) {
  const body = h('div', { class: 'task-view' });
  const failed = h('p', { class: 'failed', role: 'alert', hidden: true });
  const dialog = openDialog({ title: id, body: [failed, body], wide: true, onclose: () => { view = null; } });
  const refresh = async () => {
    try {
      drawTask(body, await get(`/api/tasks/${encodeURIComponent(id)}`), dialog);
      failed.hidden = true;
    } catch (err) {
      failed.textContent = err.message;
      failed.hidden = false;
    }
  };
  view = { id, refresh };
  await refresh();
}

function drawTask(body, task, dialog) {
  const json = JSON.stringify([task, cardOf(task.id)?.id]);
  if (body.dataset.json === json) return;
  body.dataset.json = json;
  const focused = body.contains(document.activeElement) ? document.activeElement.dataset.act : '';
  const card = cardOf(task.id);
  const stoppable = task.may_stop;
  body.replaceChildren(
    h('p', { class: 'task-subject' }, task.subject || t('no.subject')),
    h('p', { class: 'task-line' }, h('span', { class: `pill pill-${task.state}` }, task.state_label), ' ', [task.name, task.email, task.company].filter(Boolean).join(' · ')),
    facts(task),
    task.files.length ? h('section', {}, h('h3', {}, t('task.files')), h('ul', { class: 'files' }, task.files.map((f) => h('li', {},
      h('a', { href: f.url, target: '_blank', rel: 'noopener' }, f.name), h('small', {}, f.size))))) : '',
    h('section', {}, h('h3', {}, t('task.timeline')), timeline(task.timeline)),
    h('div', { class: 'dialog-actions' },
      card ? h('button', { type: 'button', class: 'primary', data: { act: 'card' }, onclick: () => { dialog.close(); focusCard(card.id); } }, t('task.card')) : null,
      stoppable ? h('button', { type: 'button', class: 'danger', data: { act: 'stop' }, onclick: () => stop(task) }, t('task.stop')) : null));
  if (focused) (body.querySelector(`[data-act="${focused}"]`) || dialog).focus();
}

function facts(task) {
  const rows = [[t('task.since'), task.since_label], [t('task.document'), task.document_label], [t('task.assignee'), task.assignee], [t('task.follows'), task.follows]];
  return h('dl', { class: 'fields' }, rows.filter((r) => r[1]).map(([k, v]) => h('div', { class: 'field' }, h('dt', {}, k), h('dd', {}, v))));
}

async function stop(task) {
  const key = crypto.randomUUID();
  await ask({
    title: t('stop.title', { task: task.id }), text: t('stop.text'), yes: t('stop.yes'), no: t('stop.no'), danger: true,
    onyes: () => post(`/api/tasks/${encodeURIComponent(task.id)}/stop`, {}, key),
  });
  loadTasks();
}

// stopAll asks once, then stops every task of the desk.
async function stopAll() {
  const key = crypto.randomUUID();
  await ask({
    title: t('stopall.title'), text: t('stopall.text'), yes: t('stopall.yes'), no: t('stop.no'), danger: true,
    onyes: async () => {
      const { stopped } = await post('/api/stop-all', {}, key);
      announce(t('stopall.done', { n: stopped }));
    },
  });
  loadTasks();
}

/** showKPI opens the figures of a period. */
export async function showKPI() {
  const body = h('div', { class: 'kpi' });
  const failed = h('p', { class: 'failed', role: 'alert', hidden: true });
  const load = async (period) => {
    try {
      const answer = await get(`/api/kpi?period=${period}`);
      body.innerHTML = answer.html; // rendered and escaped by the server
      failed.hidden = true;
    } catch (err) {
      failed.textContent = err.message;
      failed.hidden = false;
    }
  };
  const choice = h('select', { onchange: (e) => load(e.target.value) },
    ['today', 'day', 'week', 'month'].map((p) => h('option', { value: p, selected: p === 'today' }, t(`kpi.${p}`))));
  openDialog({ title: t('kpi.title'), body: [h('label', { class: 'row' }, t('kpi.period'), ' ', choice), failed, body], wide: true });
  await load('today');
}

