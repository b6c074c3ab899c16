// The parts of dialogs that are only read.

import { h, t } from './dom.js';

/** readOnly is HTML of the server, which has escaped it, with its file links. */
export function readOnly(html, files) {
  const box = h('div', { class: 'blocks' });
  box.innerHTML = html || '';
  fileLinks(box, files);
  return box;
}

/** fileLinks gives the names of files the addresses where they can be read. */
export function fileLinks(box, files = {}) {
  for (const a of box.querySelectorAll('a[data-blob]')) {
    const url = files?.[a.dataset.blob];
    if (!url) { a.replaceWith(...a.childNodes); continue; }
    a.setAttribute('href', url);
    a.setAttribute('target', '_blank');
    a.setAttribute('rel', 'noopener');
  }
}

/** timeline draws the steps of a task in order. */
export function timeline(entries) {
  return h('ol', { class: 'entries' }, (entries || []).map((e) => h('li', {
    class: `entry entry-${e.state || 'log'}${e.open ? ' entry-open' : ''}`, 'aria-current': e.open ? 'step' : null,
  }, h('p', { class: 'entry-words' }, h('bdi', {}, e.words.s)),
  h('p', { class: 'entry-meta' }, [e.when, e.who?.s, e.took ? t('took', { time: e.took }) : ''].filter(Boolean).join(' · ')))));
}
