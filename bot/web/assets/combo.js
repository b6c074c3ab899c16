// A text field with suggestions: the combobox pattern of the ARIA Authoring
// Practices (list autocomplete with manual selection).

import { h, uid, t, announce } from './dom.js';

/**
 * combo makes the field. source(words, signal) answers [{value, label, note}];
 * onpick gets the one chosen; free text stays as typed.
 */
export function combo({ label, value = '', name, source, onpick, onedit, placeholder, required, id = uid('combo') }) {
  const listID = `${id}-list`;
  const input = h('input', {
    id, name, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', value, placeholder, required,
    'aria-label': label, 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listID,
  });
  const list = h('ul', { id: listID, role: 'listbox', 'aria-label': label || t('suggestions'), popover: 'manual', class: 'suggest' });
  const box = h('span', { class: 'combo' }, input, list);
  const state = { options: [], at: -1, asked: null, timer: 0 };

  const close = () => {
    if (list.matches(':popover-open')) list.hidePopover();
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    state.at = -1;
  };
  const mark = (i) => {
    state.at = i;
    [...list.children].forEach((li, n) => li.setAttribute('aria-selected', String(n === i)));
    const li = list.children[i];
    if (!li) { input.removeAttribute('aria-activedescendant'); return; }
    input.setAttribute('aria-activedescendant', li.id);
    li.scrollIntoView({ block: 'nearest' });
  };
  const pick = (i) => {
    const option = state.options[i];
    close();
    input.value = option.text ?? option.value;
    input.dispatchEvent(new Event('picked', { bubbles: true }));
    onpick?.(option);
  };
  const open = () => {
    list.replaceChildren(...state.options.map((o, i) => row(o, `${listID}-${i}`, () => pick(i))));
    if (!state.options.length) { close(); return; }
    if (!list.matches(':popover-open')) list.showPopover();
    place(input, list);
    input.setAttribute('aria-expanded', 'true');
    announce(t('suggestions.count', { n: state.options.length }));
  };
  const ask = async () => {
    state.asked?.abort();
    state.asked = new AbortController();
    try {
      state.options = await source(input.value.trim(), state.asked.signal);
      if (document.activeElement === input) open();
    } catch (err) {
      if (err.name !== 'AbortError') close();
    }
  };
  const move = (by) => {
    if (input.getAttribute('aria-expanded') !== 'true') { ask(); return; }
    const n = state.options.length;
    mark((state.at + by + n + (state.at < 0 && by < 0 ? 1 : 0)) % n);
  };
  input.addEventListener('input', () => {
    onedit?.(input.value);
    clearTimeout(state.timer);
    state.timer = setTimeout(ask, 120);
  });
  input.addEventListener('keydown', (e) => {
    const isOpen = input.getAttribute('aria-expanded') === 'true';
    if (e.key === 'ArrowDown') { e.preventDefault(); move(1); }
    else if (e.key === 'ArrowUp') { e.preventDefault(); move(-1); }
    else if (e.key === 'Enter' && isOpen && state.at >= 0) { e.preventDefault(); pick(state.at); }
    else if (e.key === 'Escape' && isOpen) { e.preventDefault(); e.stopPropagation(); close(); }
  });
  input.addEventListener('click', () => { if (input.getAttribute('aria-expanded') !== 'true') ask(); });
  input.addEventListener('blur', () => { clearTimeout(state.timer); state.asked?.abort(); close(); });
  return { box, input };
}

function row(option, id, onpick) {
  return h('li', {
    id, role: 'option', 'aria-selected': 'false',
    onmousedown: (e) => { e.preventDefault(); onpick(); },
  }, h('span', { class: 'suggest-label' }, option.label), option.note ? h('span', { class: 'suggest-note' }, option.note) : null);
}

// place puts the list under its field, or above it where there is more room.
function place(input, list) {
  const r = input.getBoundingClientRect();
  const below = innerHeight - r.bottom;
  const up = below < 200 && r.top > below;
  list.style.width = `${Math.min(Math.max(r.width, 320), innerWidth - 16)}px`;
  list.style.left = `${Math.max(8, Math.min(r.left, innerWidth - 8 - Math.max(r.width, 320)))}px`;
  list.style.maxHeight = `${Math.min(320, (up ? r.top : below) - 12)}px`;
  list.style.top = up ? 'auto' : `${r.bottom + 4}px`;
  list.style.bottom = up ? `${innerHeight - r.top + 4}px` : 'auto';
}
