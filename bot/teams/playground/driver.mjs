// Looks at the Playground for several people and does what it is told to: one JSON object a
// line comes in, one goes out for each. Ends when its input ends.
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { chromium } from 'playwright-core';

const base = process.env.PLAYGROUND;
const outermost = '.ac-adaptiveCard:not(.ac-adaptiveCard .ac-adaptiveCard)';
const unsupported = /is not supported yet|not implemented yet/;
const tall = 1000;
const sights = new Map(); // by person: {page, channel}
const problems = [];
let browser;

// become changes what the page is told at its start: another person looks.
async function become(route, who) {
  const response = await route.fetch();
  const json = await response.json();
  const { config } = json;
  const all = [config.currentUser, ...config.users];
  const me = all.find((u) => u.id === who);
  if (!me) throw new Error(`there is no person ${who}`);
  config.currentUser = me;
  config.users = all.filter((u) => u !== me);
  for (const g of [...config.groupChats, ...config.teams]) g.members = config.users.map((u) => u.id);
  return route.fulfill({ json });
}

async function open({ page: name, who, timeout }) {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  if (sights.has(name)) throw new Error('the page is open already');
  const context = await browser.newContext({ viewport: { width: 1600, height: tall }, locale: 'en-US', timezoneId: 'UTC' });
  context.setDefaultTimeout(timeout);
  // A page may ask nobody but the Playground.
  await context.route('**', (route) => {
    const url = route.request().url();
    if (!url.startsWith(base)) return route.abort();
    return url === `${base}_internal/v1/config` ? become(route, who) : route.continue();
  });
  await context.addInitScript(`window.newestCard = ${newestCard}; window.shown = ${shown};`);
  const page = await context.newPage();
  listen(page, name);
  const told = installed(page);
  await page.goto(base);
  await told;
  await page.getByRole('button', { name: 'Clear logs' }).waitFor();
  sights.set(name, { name, page, channel: false, been: new Set(['Personal Chat']), told: new Set() });
}

// listen keeps what goes wrong in a page, and what the Playground says it can not do.
function listen(page, name) {
  page.on('pageerror', (e) => problems.push(`${name}: a script of the page failed: ${e.message}`));
  page.on('crash', () => problems.push(`${name}: the page crashed`));
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (unsupported.test(String(payload))) problems.push(`${name}: ${String(payload).slice(0, 500)}`);
    }),
  );
}

// shown is all that is shown, without the panel with the Playground's log, and that panel. It
// runs in the page.
function shown() {
  const clear = [...document.querySelectorAll('button')].find((b) => [b.title, b.getAttribute('aria-label')].includes('Clear logs'));
  const log = clear?.parentElement.parentElement.innerText ?? '';
  return { text: document.body.innerText.replace(log, ''), log };
}

// complain keeps what the Playground says under a card or in its log of what it can not do,
// each once a page.
async function complain({ name, page, told }) {
  const { log, text } = await page.evaluate(() => window.shown());
  for (const line of `${log}\n${text}`.split('\n')) {
    const what = line.replace(/^\[[^\]]*\]\s*/, '').trim();
    if (!unsupported.test(what) || told.has(what)) continue;
    told.add(what);
    problems.push(`${name}: ${what}`);
  }
}

// installed waits until the Playground has told the bot of an install.
const installed = (page) =>
  page.waitForResponse((r) => r.url().endsWith('/installation') && r.request().method() === 'POST');

async function go(sight, { where }) {
  const first = sight.been.has(where) ? undefined : installed(sight.page);
  await sight.page.getByRole('treeitem', { name: where, exact: true }).click();
  await first;
  sight.been.add(where);
  sight.channel = / - /.test(where);
  sight.mentions = where !== 'Personal Chat';
}

// newestCard marks the newest card that shows all words and has a button or input of that name,
// or says that there is none. It runs in the page.
function newestCard({ outermost, words, button, input, newestFirst, mark }) {
  const plain = (s) => s.replace(/\s+/g, ' ').trim();
  const named = (e, name) => plain(e.getAttribute('aria-label') ?? '') === name || plain(e.innerText) === name;
  const has = (card) => {
    if (button) {
      const all = [...card.querySelectorAll('button, [role=button], a')];
      return all.some((b) => named(b, button) || b.getAttribute('aria-label') === 'More options');
    }
    if (input) return plain(card.innerText).includes(input) || card.querySelector(`[aria-label="${CSS.escape(input)}"]`);
    return true;
  };
  const shows = (card) => words.every((w) => plain(card.innerText).includes(plain(w)));
  const found = [...document.querySelectorAll(outermost)].filter((card) => shows(card) && has(card));
  if (found.length === 0) return false;
  if (mark) (newestFirst ? found[0] : found[found.length - 1]).dataset.chosen = mark;
  return true;
}

let marks = 0;

// card waits for a card that newestCard finds. Other cards may come and go meanwhile: it is
// known by its mark, until the page draws it anew.
async function card(sight, { card: words = [], button, input, timeout }) {
  const mark = `m${++marks}`;
  const arg = { outermost, words, button, input, newestFirst: sight.channel, mark };
  await sight.page
    .waitForFunction((a) => window.newestCard(a), arg, { timeout })
    .catch(async () => { throw new Error(`no such card; there are ${JSON.stringify(await texts(sight))}`); });
  return sight.page.locator(`[data-chosen="${mark}"]`);
}

// inCard does something in a card. Where the page draws the card anew before it was done, it
// looks for the card again, as a person would.
async function inCard(sight, which, act) {
  for (const end = Date.now() + which.timeout; ; ) {
    const on = await card(sight, which);
    let over = false;
    const done = act(on).then((value) => ({ value }), (error) => ({ error })).finally(() => { over = true; });
    const redrawn = on.waitFor({ state: 'detached', timeout: which.timeout }).catch(() => {});
    await Promise.race([done, redrawn]);
    const patience = new Promise((resolve) => setTimeout(resolve, 3000));
    if (!over) await Promise.race([done, patience]); // it may be done, and have had the card redrawn
    if (!over && Date.now() < end) continue;
    const { value, error } = await done;
    if (error) throw error;
    return value;
  }
}

const texts = (sight) => sight.page.locator(outermost).allInnerTexts();

async function gone(sight, { card: words = [], timeout }) {
  const arg = { outermost, words, newestFirst: true };
  await sight.page
    .waitForFunction((a) => !window.newestCard(a), arg, { timeout })
    .catch(async () => { throw new Error(`it is still there: ${JSON.stringify(await texts(sight))}`); });
}

async function press(sight, { name, card: words, timeout }) {
  await inCard(sight, { card: words, button: name, timeout }, (on) => pressIn(sight, on, name));
}

async function pressIn(sight, on, name) {
  let direct = on.getByRole('button', { name, exact: true }).filter({ visible: true });
  let many = await direct.count();
  if (many > 1) {
    direct = direct.and(sight.page.locator(':not([aria-expanded=true])')); // not the one that opened the form
    many = await direct.count();
  }
  if (many > 1) throw new Error(`there are ${many} buttons ${name} in the card`);
  if (many === 1) return direct.click();
  for (const more of await on.getByRole('button', { name: 'More options' }).filter({ visible: true }).all()) {
    await more.click();
    const item = sight.page.getByRole('menuitem', { name, exact: true });
    if (await item.count()) return item.click();
    await sight.page.keyboard.press('Escape');
  }
  throw new Error(`the card has no button ${name}: ${await on.innerText()}`);
}

// field finds an input by its label, to which the page adds a star where it is required.
function field(on, name) {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+');
  return on.getByLabel(new RegExp(`^\\s*${escaped}\\s*\\*?\\s*$`)).filter({ visible: true }).first();
}

// fill enters a value as a person does: dates as the page writes them, choices by their words.
async function fill(sight, { name, card: words, value, timeout }) {
  await inCard(sight, { card: words, input: name, timeout }, (on) => enter(sight, field(on, name), value));
}

async function enter(sight, at, value) {
  const { type, role, popup } = await at.evaluate((e) => ({
    type: e.type, role: e.getAttribute('role'), popup: e.getAttribute('aria-haspopup'),
  }));
  if (type === 'checkbox') return at.setChecked(value === 'true');
  if (role === 'radiogroup') return at.getByRole('radio', { name: value, exact: true }).check();
  if (role === 'combobox' && popup === 'dialog') return date(at, value);
  if (role === 'combobox') {
    await at.click();
    return sight.page.getByRole('option', { name: value, exact: true }).click();
  }
  return at.fill(value);
}

async function date(at, iso) {
  const words = new Date(`${iso}T00:00:00Z`).toLocaleDateString('en-US', { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' });
  await at.fill(words);
  await at.blur(); // the page reads it then
}

async function value(sight, { name, card: words, timeout }) {
  const read = (e) => (e.type === 'checkbox' ? String(e.checked) : 'value' in e ? e.value : e.innerText);
  return { text: await inCard(sight, { card: words, input: name, timeout }, (on) => field(on, name).evaluate(read)) };
}

// say types as a person does: a mention is picked from what is offered.
async function say(sight, { value: words, bot }) {
  const { page } = sight;
  await page.getByRole('textbox').and(page.locator(':not(.ac-adaptiveCard *)')).first().click();
  if (sight.mentions) {
    await page.keyboard.type(`@${bot.slice(0, 4)}`);
    await page.getByRole('listbox').getByRole('menuitem').first().click();
    await page.keyboard.type(' ');
  }
  await page.keyboard.type(words);
  const send = page.getByRole('button', { name: sight.channel ? 'Post' : 'Send Message', exact: true }).first();
  const sent = page.waitForResponse((r) => r.url().endsWith('/messages') && r.request().method() === 'POST');
  await send.click();
  await sent;
}

async function text(sight, { value: words, timeout }) {
  const all = async () => (await sight.page.evaluate(() => window.shown())).text;
  if (words) {
    const shows = (w) => window.shown().text.replace(/\s+/g, ' ').includes(w.replace(/\s+/g, ' '));
    await sight.page.waitForFunction(shows, words, { timeout }).catch(async () => { throw new Error(`${words} is not shown, but ${await all()}`); });
  }
  return { text: await all() };
}

// picture is of the page, or of a card, for which the window is made high enough.
async function picture(sight, o) {
  const { page } = sight;
  const at = { path: o.value, animations: 'disabled' };
  await page.mouse.move(0, 0);
  if (!o.card?.length) return page.screenshot(at);
  const { width } = page.viewportSize();
  await page.setViewportSize({ width, height: 6 * tall });
  await inCard(sight, o, (on) => on.screenshot(at));
  return page.setViewportSize({ width, height: tall });
}

const does = {
  go, press, fill, value, say, text,
  cards: async (sight) => ({ texts: await texts(sight) }),
  wait: async (sight, o) => (o.gone ? gone(sight, o) : { text: await inCard(sight, o, (on) => on.innerText()) }),
  picture,
  wide: (sight, o) => sight.page.setViewportSize({ width: Number(o.value), height: tall }),
};

async function run(o) {
  if (o.op === 'open') return open(o);
  if (o.op === 'close') return close();
  const sight = sights.get(o.page);
  if (!sight) throw new Error(`the page of ${o.page} is not open`);
  try {
    return await does[o.op](sight, o);
  } finally {
    await complain(sight);
  }
}

async function close() {
  for (const sight of sights.values()) await complain(sight);
  await browser?.close();
}

createInterface({ input: process.stdin })
  .on('line', async (line) => {
    const o = JSON.parse(line);
    let reply;
    try {
      const out = await run(o);
      reply = { text: out?.text, texts: out?.texts };
    } catch (e) {
      reply = { error: stripVTControlCharacters(String(e?.message ?? e)).slice(0, 3000) };
    }
    process.stdout.write(`${JSON.stringify({ id: o.id, problems: problems.splice(0), ...reply })}\n`);
  })
  .on('close', async () => {
    await browser?.close();
    process.exit(0);
  });
