package blocks

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/bot"
	"salesclerk/cards"
)

// History is a page of a task's history, oldest first, in the language of tag:
// of the entries those of the steps 25*page+1 to 25*page+25, so that a page keeps
// its entries while the task goes on.
func History(entries []cards.Entry, page int, tag string) Message {
	w := lang.For(tag)
	var out []slack.Block
	for _, s := range sizes[cardSizes:] {
		out = []slack.Block{slack.NewRichTextBlock("", chronicle(entries, page, s, w)...)}
		if named(out, "history") <= goalWhole {
			break
		}
	}
	return Message{Text: Escape(w.T("slack.msg.history")), Blocks: out}
}

func chronicle(entries []cards.Entry, page int, s size, w *lang.Words) []slack.RichTextElement {
	var f flow
	f.line(bold(w.T("slack.msg.history")))
	var list []slack.RichTextElement
	for _, e := range entries {
		if bot.PageOf(e.Step) == page && len(list) < bot.PageSteps {
			list = append(list, section(entry(e, s, w)...))
		}
	}
	if len(list) == 0 {
		f.line(words(w.T("slack.msg.history.none")))
		return f.all()
	}
	f.then(bulleted(list))
	return f.all()
}

// entry is one line: when, what and how it ended, who, how long it took. What
// waits for a person is marked.
func entry(e cards.Entry, s size, w *lang.Words) []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	if e.Open {
		out = append(out, mark(markOpen), words(" "))
	}
	if when := line(ours(e.When), maxLabel); when != "" {
		out = append(out, bold(when+"  "))
	}
	said := line(e.Words, s.text)
	rest := []string{said}
	if who := line(e.Who, maxLabel); who != "" && !strings.Contains(said, who) {
		rest = append(rest, who)
	}
	if took := line(ours(e.Took), maxLabel); took != "" {
		rest = append(rest, w.T("slack.msg.took", lang.Args{"Time": took}))
	}
	if text := strings.Trim(strings.Join(rest, " · "), " ·"); text != "" {
		out = append(out, words(text))
	}
	if len(out) == 0 {
		out = append(out, words("–"))
	}
	return out
}

// Answer is a private answer: a paragraph for each sentence.
func Answer(sentences ...cards.Text) Message {
	var all []string
	for _, t := range sentences {
		if s := t.Line(); s != "" {
			all = append(all, s)
		}
	}
	m := Message{Text: Escape(cut(cmp.Or(strings.Join(all, "\n"), "–"), maxNotify))}
	for n := maxText; ; n /= 2 {
		m.Blocks = []slack.Block{rich(sentences[:min(len(sentences), 40)], n)}
		if size := named(m.Blocks, "answer"); size <= goalWhole || n < 40 {
			return m
		}
	}
}
