// Reads [{name, json}] from the file it is given and writes [{html, missing}]: what slack-blocks-to-jsx
// makes of a message's blocks or of a view, and what it leaves out.
import { readFileSync } from "node:fs";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const draw = (blocks) =>
  renderToStaticMarkup(createElement(Message, { blocks, logo: "", name: "", theme: "light", withoutWrapper: true, style: { maxWidth: "none" } }));

// The library reads every text as markup, Slack only what is "mrkdwn". So in other
// texts each character that markup is made of is drawn as a stand-in from a range
// that no script uses, and put back afterwards.
const standIns = 0xe000;
const marks = /[!-\/:-@[-`{-~\n]|^[ \t]+/gm;
const hide = (s, kept) => s.replace(marks, (m) => (m === kept ? m : [...m].map((c) => String.fromCharCode(standIns + c.charCodeAt(0))).join("")));
const show = (html) => html.replace(/[\ue000-\ue07f]/g, (c) => `&#${c.charCodeAt(0) - standIns};`);

function plain(x) {
  if (Array.isArray(x)) return x.map(plain);
  if (x === null || typeof x !== "object") return x;
  const y = Object.fromEntries(Object.entries(x).map(([k, v]) => [k, plain(v)]));
  if (x.type === "raw_text") y.text = hide(x.text);
  if (x.type === "plain_text") y.text = hide(x.text, x.emoji === false ? "" : ":");
  return y;
}

// The library draws nothing for what it does not know. So a thing is missing when
// it is drawn as a thing of a type that nobody knows.
const unknown = { type: "no such type" };
const alike = (wrap, thing) => draw([wrap(thing)]) === draw([wrap(unknown)]);
const wraps = {
  block: (x) => x,
  element: (x) => ({ type: "actions", elements: [x] }),
  text: (x) => ({ type: "rich_text", elements: [x] }),
};

function missing(blocks) {
  const found = [];
  const look = (kind, thing) => thing?.type && alike(wraps[kind], thing) && found.push(`${kind} ${thing.type}`);
  for (const b of blocks) {
    look("block", b);
    if (b.type === "actions") b.elements.forEach((e) => look("element", e));
    if (b.type === "rich_text") b.elements.forEach((e) => look("text", e));
    look("element", b.accessory ?? b.element);
  }
  return found;
}

const escape = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

// A modal's frame is not the library's: title above, buttons below.
function frame(view, inner) {
  if (view.type !== "modal") return inner;
  const button = (text, name) => (text ? `<span class="frame-button ${name}">${escape(text.text)}</span>` : "");
  return `<h1 class="frame-title">${escape(view.title.text)}</h1>${inner}<footer>${button(view.close, "close")}${button(view.submit, "submit")}</footer>`;
}

const out = JSON.parse(readFileSync(process.argv[2], "utf8")).map(({ name, json }) => {
  const view = Array.isArray(json) ? { blocks: json } : json;
  try {
    const blocks = plain(view.blocks);
    return { html: frame(view, show(draw(blocks))), missing: missing(blocks) };
  } catch (e) {
    return { html: "", missing: [`all of it: ${e.message}`] };
  }
});
process.stdout.write(JSON.stringify(out));
