// Dialogs on the browser's own <dialog>: focus stays in, Escape closes, focus
// goes back to where it was.

import { h, t, uid, icon } from './dom.js';

/**
 * openDialog shows a modal dialog; actions are elements for its foot. What was
 * typed when it closes is its owner's to keep (onclose).
 */
export function openDialog({ title, body, actions = [], wide = false, onclose, onsubmit }) {
  const id = uid('dialog');
  const before = document.activeElement;
  const close = h('button', { type: 'button', class: 'icon-button', 'aria-label': t('close'), onclick: () => dialog.close() }, icon('close'));
  const form = h('form', { novalidate: true },
    h('header', { class: 'dialog-head' }, h('h2', { id, tabindex: '-1' }, title), close),
    h('div', { class: 'dialog-body' }, body),
    actions.length ? h('footer', { class: 'dialog-foot' }, actions) : null);
  const dialog = h('dialog', { class: wide ? 'wide' : null, 'aria-labelledby': id }, form);
  form.addEventListener('submit', (e) => { e.preventDefault(); onsubmit?.(e.submitter); });
  dialog.addEventListener('mousedown', (e) => { if (e.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => {
    dialog.remove();
    onclose?.();
    giveBack(before);
  });
  document.body.append(dialog);
  dialog.showModal();
  (form.querySelector('[autofocus]') || form.querySelector('h2')).focus();
  return dialog;
}

// giveBack returns the focus; where its element is gone, to its card or the room.
function giveBack(before) {
  if (before?.isConnected && before !== document.body) { before.focus({ preventScroll: true }); return; }
  const card = before?.closest?.('[data-card]')?.dataset.card;
  const slot = card && document.querySelector(`[data-card="${CSS.escape(card)}"]`);
  (slot || document.getElementById('room')).focus({ preventScroll: true });
}

/** ask puts a question with two answers and resolves when it is closed. */
export function ask({ title, text, yes, no, danger = false, onyes }) {
  return new Promise((resolve) => {
    const failed = h('p', { class: 'failed', role: 'alert', hidden: true });
    const go = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, yes);
    const stay = h('button', { type: 'button', autofocus: true, onclick: () => dialog.close() }, no);
    const dialog = openDialog({
      title, body: [h('p', {}, text), failed], actions: [go, stay], onclose: resolve,
      onsubmit: async () => {
        go.disabled = true;
        try {
          await onyes();
          dialog.close();
        } catch (err) {
          failed.textContent = err.message;
          failed.hidden = false;
          go.disabled = false;
        }
      },
    });
  });
}
