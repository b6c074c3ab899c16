package adaptive

import (
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/bot"
	"salesclerk/cards"
)

// History is a page of a task's history, oldest first: of the entries those of the
// steps 25*page+1 to 25*page+25, so that a page keeps its entries while the task
// goes on.
func History(entries []cards.Entry, page int, tag string) Message {
	w := lang.For(tag)
	var here []cards.Entry
	for _, e := range entries {
		if bot.PageOf(e.Step) == page && len(here) < bot.PageSteps {
			here = append(here, e)
		}
	}
	title := line(ours(w.T("teams.card.history")), maxTitle)
	body := append([]element{rich(bold(title))}, chronicle(here, w)...)
	return Message{Summary: label(ours(title), maxSummary), Card: root(w.Tag(), body, nil)}
}

// chronicle is entries below each other.
func chronicle(entries []cards.Entry, w *lang.Words) []element {
	var out []element
	for _, s := range sizes[1:] {
		out = nil
		for _, e := range entries {
			out = append(out, entryLine(e, s, w))
		}
		if weigh(out) <= goalBody {
			break
		}
	}
	if len(out) == 0 {
		out = append(out, rich(plain(line(ours(w.T("teams.card.history.none")), maxSentence))))
	}
	return out
}

// entryLine is one step: when, what and how it ended, who, how long it took. What
// waits for a person is marked.
func entryLine(e cards.Entry, s size, w *lang.Words) element {
	said := line(e.Words, s.text)
	who := line(e.Who, min(maxLabel, s.text))
	if strings.Contains(said, who) {
		who = ""
	}
	took := line(ours(e.Took), maxLabel)
	mark, key := "", "teams.card.took"
	if e.Open {
		mark, key = "👉 ", "teams.card.list.waits"
	}
	if took != "" {
		took = whole(w.T(key, lang.Args{"Time": took}))
	}
	when := mark + line(ours(e.When), maxLabel)
	if when != "" {
		when += "  "
	}
	return tight(run{Type: "TextRun", Text: when, Weight: "Bolder", Size: "Small"}, plain(said), subtle(prefixed(" · ", dotted(who, took))))
}

func prefixed(sign, s string) string {
	if s == "" {
		return ""
	}
	return sign + s
}

// Timeline is the steps of a task as a message of its own, the page from 0; -1 is
// the last. Other pages come back as VerbPage without a form; of a step's, VerbRefresh
// leads back to its card.
func Timeline(at bot.Target, title string, entries []cards.Entry, page int, tag string) Message {
	w := lang.For(tag)
	pages := max((len(entries)+bot.PageSteps-1)/bot.PageSteps, 1)
	if page < 0 || page >= pages {
		page = pages - 1
	}
	name := dotted(line(ours(w.T("button.timeline")), maxTitle), line(cards.Text{S: title, From: cards.Colleague}, maxTitle))
	body := []element{tight(run{Type: "TextRun", Text: name, Weight: "Bolder", Size: "Large"})}
	if pages > 1 {
		say := w.T("teams.card.page", lang.Args{"N": strconv.Itoa(page + 1), "Of": strconv.Itoa(pages)})
		body = append(body, close(small(line(ours(say), maxTitle))))
	}
	body = append(body, chronicle(entries[page*bot.PageSteps:min(len(entries), (page+1)*bot.PageSteps)], w)...)
	var actions []action
	turnTo := func(to int, key string) {
		if to >= 0 && to < pages {
			actions = append(actions, act(w.T(key), "", data{Verb: VerbPage, Target: at.String(), To: to}))
		}
	}
	turnTo(page-1, "teams.card.previous")
	turnTo(page+1, "teams.card.next")
	if at.Step > 0 { // it stands where the card was
		actions = append(actions, act(w.T("teams.card.back"), "", data{Verb: VerbRefresh, Target: at.String()}))
	}
	return Message{Summary: label(ours(name), maxSummary), Card: root(w.Tag(), body, actions)}
}

// Answer is a short answer: a paragraph for each sentence.
func Answer(tag string, all ...cards.Text) Message {
	all = all[:min(len(all), maxAnswer)]
	var words []string
	for _, t := range all {
		words = append(words, cut(t.Line(), maxSummary))
	}
	body := sentences(sizes[1].text, all...)
	return Message{Summary: label(cards.Text{S: dotted(words...), From: cards.Stranger}, maxSummary), Card: root(lang.For(tag).Tag(), body, nil)}
}

// maxAnswer is how many sentences an answer has.
const maxAnswer = 40

// Help says what can be written to the bot; commands are what is written and what
// it does, in the reader's words.
func Help(title, lead string, commands [][2]string, tag string) Message {
	var f []cards.Field
	for _, c := range commands {
		f = append(f, cards.Field{Label: c[0], Value: ours(c[1])})
	}
	c := cards.Card{Kind: cards.KindNotice, State: cards.Settled, Title: title, Lead: ours(lead), Lang: lang.For(tag).Tag(),
		Blocks: []cards.Block{{Kind: cards.BlockFields, Fields: f}}}
	return write(c, Options{})
}
