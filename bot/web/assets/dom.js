// Elements and words. Text always goes in as text, never as markup.

let words = {};

/** useWords takes the page's words in the reader's language. */
export function useWords(w) { words = w; }

/** t is the word of a key, with {name} replaced from args. */
export function t(key, args = {}) {
  const s = words[key] ?? key;
  return s.replace(/\{(\w+)\}/g, (all, name) => (name in args ? String(args[name]) : all));
}

/** h makes an element: h('p', {class: 'x', onclick: f, data: {id: 1}}, 'text', child). */
export function h(tag, attrs = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) put(el, name, value);
  el.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return el;
}

function put(el, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
  else if (name === 'data') Object.assign(el.dataset, value);
  else if (name === 'value') el.value = value;
  else if (value === true) el.setAttribute(name, '');
  else el.setAttribute(name, value);
}

let last = 0;

/** uid is an id no other element of the page has. */
export function uid(prefix = 'x') {
  last += 1;
  return `${prefix}-${last}`;
}

/** announce says something to people who listen instead of look. */
export function announce(text) {
  const box = document.getElementById('announce');
  const line = h('p', {}, text);
  box.append(line);
  while (box.childElementCount > 4) box.firstElementChild.remove();
}

/** icon is one of our few drawings, for decoration only. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', 'icon');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', shapes[name]);
  svg.append(path);
  return svg;
}

const shapes = {
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M12 4l-6 6 6 6',
  plus: 'M10 4v12M4 10h12',
  clip: 'M14 8.5l-5 5a2 2 0 0 1-3-3l6-6a3.2 3.2 0 0 1 4.6 4.6l-6.3 6.2a4.6 4.6 0 0 1-6.5-6.5L9 3.5',
  reply: 'M8 5L3.5 9.5 8 14M3.5 9.5H12a4.5 4.5 0 0 1 4.5 4.5v1',
  chart: 'M4 16V9M10 16V4M16 16v-5',
  check: 'M4 10.5l4 4 8-9',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  bin: 'M5 6h10M8 6V4h4v2M6.5 6l.7 10h5.6l.7-10',
};

/** initials stand for a person where there is no picture. */
export function initials(name) {
  const parts = (name || '?').trim().split(/\s+/);
  const first = [...(parts[0] || '?')][0] || '?';
  const second = parts.length > 1 ? [...parts[parts.length - 1]][0] : '';
  return (first + second).toUpperCase();
}

/** when writes a time as short as it stays clear. */
export function when(iso) {
  const d = new Date(iso);
  if (!iso || Number.isNaN(d.getTime()) || d.getFullYear() < 1971) return '';
  const lang = document.documentElement.lang;
  const today = new Date().toDateString() === d.toDateString();
  const form = today ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
  return new Intl.DateTimeFormat(lang, form).format(d);
}

/** time is a <time> element for an ISO time. */
export function time(iso) {
  return h('time', { datetime: iso, class: 'when' }, when(iso));
}
