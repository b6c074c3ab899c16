// Talking with the server. Every failure becomes a Failure with one sentence.

import { t } from './dom.js';

/** Failure is an answer other than 2xx, or none (status 0). */
export class Failure extends Error {
  constructor(status, message, field = '') {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** get reads JSON. */
export function get(path, signal) { return call('GET', path, undefined, {}, signal); }

/** post sends JSON. key makes a repeat of the same click have no second effect. */
export function post(path, body = {}, key = '') {
  return call('POST', path, body, key ? { 'Idempotency-Key': key } : {});
}

async function call(method, path, body, headers, signal) {
  const init = { method, headers: { ...headers }, signal, cache: 'no-store' };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(path, init);
  } catch (err) {
    if (err.name === 'AbortError') throw err;
    throw new Failure(0, t('error.offline'));
  }
  const data = await answer.json().catch(() => null);
  if (answer.ok) return data;
  throw new Failure(answer.status, data?.error || t('error.other', { status: answer.status }), data?.field);
}

const pending = new Map(); // what a click is about → its key, until an answer came

/**
 * click posts an action of a card. If no answer comes, the next try of the same
 * click carries the same key, so that it cannot count twice.
 */
export async function click(card, action, fields = {}) {
  const about = JSON.stringify([card.id, card.turn, action, fields]);
  if (!pending.has(about)) pending.set(about, crypto.randomUUID());
  const path = `/api/room/${encodeURIComponent(card.id)}/${action}`;
  try {
    const answer = await post(path, { turn: card.turn, ...fields }, pending.get(about));
    pending.delete(about);
    return answer;
  } catch (err) {
    if (err.status > 0 && err.status < 500) pending.delete(about);
    throw err;
  }
}

/** live calls back at every change and whenever the connection is new. */
export function live({ onchange, onstate }) {
  let source;
  let pause = 1000;
  const open = () => {
    source = new EventSource('/api/live');
    source.addEventListener('hello', () => { pause = 1000; onstate(true); onchange(''); });
    source.addEventListener('change', (e) => onchange(JSON.parse(e.data).task));
    source.onerror = () => {
      onstate(false);
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      setTimeout(open, pause);
      pause = Math.min(pause * 2, 30000);
    };
  };
  open();
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', (e) => { if (e.persisted) open(); });
}
