// The page: puts the panels together and keeps them up to date.

import { h, t, useWords, icon } from './dom.js';
import { get, live } from './api.js';
import { drawRoom, loadRoom } from './room.js';
import { drawTasks, loadTasks, showKPI } from './tasks.js';
import { drawMail, loadMail } from './mail.js';

let page = null;
let status = null;

start();

async function start() {
  page = await get('/api/page').catch((err) => { document.body.prepend(h('p', { class: 'failed', role: 'alert' }, err.message)); return null; });
  if (!page) return;
  useWords(page.words);
  document.documentElement.lang = page.lang;
  document.body.dataset.title = page.title;
  document.title = page.title;
  document.getElementById('skip').textContent = t('skip');
  drawTop();
  drawTabs();
  drawRoom(panel('room', t('room.title')));
  drawTasks(panel('tasks', t('tasks.title')), page.may_stop_all);
  if (page.demo) drawMail(panel('mail', t('mail.title')));
  document.body.classList.toggle('with-mail', page.demo);
  live({ onchange: changed, onstate: connected });
}

function panel(id, label) {
  const el = document.getElementById(id);
  el.hidden = false;
  el.setAttribute('aria-label', label);
  return el;
}

function drawTop() {
  status = h('p', { class: 'status', role: 'status' });
  document.getElementById('top').replaceChildren(
    h('div', { class: 'brand' }, h('img', { src: '/assets/icon.svg', alt: '', width: 28, height: 28 }), h('span', { class: 'brand-title' }, page.title)),
    status,
    h('div', { class: 'top-tools' },
      page.may_kpi ? h('button', { type: 'button', class: 'quiet', onclick: showKPI, 'aria-label': t('kpi.button') }, icon('chart'), h('span', {}, t('kpi.button'))) : null,
      page.people.length > 1 ? choice(t('you'), 'person', page.people.map((p) => [p.id, p.name]), page.person.id) : h('span', { class: 'me' }, page.person.name),
      choice(t('language'), 'lang', page.langs.map((l) => [l.tag, l.name]), page.lang)));
}

// choice is a select that is remembered in a cookie and draws the page anew.
function choice(label, cookie, options, value) {
  return h('label', { class: 'choose' }, h('span', {}, label), h('select', {
    onchange: (e) => {
      document.cookie = `${cookie}=${encodeURIComponent(e.target.value)}; path=/; max-age=31536000; SameSite=Strict`;
      location.reload();
    },
  }, options.map(([v, text]) => h('option', { value: v, selected: v === value }, text))));
}

function drawTabs() {
  const names = page.demo ? ['mail', 'room', 'tasks'] : ['room', 'tasks'];
  const tabs = document.getElementById('tabs');
  tabs.setAttribute('aria-label', t('views'));
  tabs.replaceChildren(...names.map((name) => h('button', {
    type: 'button', class: `tab tab-${name}`, 'aria-pressed': String(document.body.dataset.view === name), onclick: () => show(name),
  }, h('span', {}, t(`${name}.title`)), name === 'room' ? h('span', { class: 'badge', data: { badge: '' }, hidden: true }) : null)));
}

function show(name) {
  document.body.dataset.view = name;
  for (const el of document.querySelectorAll('.tab')) el.setAttribute('aria-pressed', String(el.classList.contains(`tab-${name}`)));
  document.getElementById(name).focus({ preventScroll: true });
}

function connected(yes) { status.textContent = yes ? '' : t('reconnecting'); }

let due = 0;
let running = false;

// changed gathers what came close together into one fetch, and never runs two at once.
function changed() {
  if (due) return;
  due = setTimeout(refresh, 60);
}

async function refresh() {
  due = 0;
  if (running) { due = setTimeout(refresh, 60); return; }
  running = true;
  try {
    await Promise.all([loadRoom(), loadTasks(), page.demo ? loadMail() : null]);
  } catch (err) {
    status.textContent = err.message;
  } finally {
    running = false;
  }
}
