package adaptive

import (
	"cmp"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/bot"
	"salesclerk/cards"
)

// write lays a card out, smaller and smaller until it is small enough, and puts
// its buttons below.
func write(c cards.Card, o Options) Message {
	w := lang.For(c.Lang)
	var body []element
	heavy := 0
	for _, s := range sizes[1:] {
		l := &layout{w: w, size: s, open: opener(c, o, w)}
		body = l.whole(c)
		if heavy = weigh(body); heavy <= goalBody {
			break
		}
	}
	r := root(w.Tag(), body, nil)
	body, r.Body = r.Body, nil // weighed already: that costs as much as writing it
	r.Refresh = refreshed(c, o)
	r.Body, r.Actions = placed(body, buttons(c, o, goalCard-heavy-weigh(r)-2000))
	return Message{Summary: summary(c), Card: r}
}

// root is a whole card.
func root(tag string, body []element, actions []action) Root {
	if len(body) == 0 {
		body = []element{rich()}
	}
	return Root{Type: "AdaptiveCard", Schema: "http://adaptivecards.io/schemas/adaptive-card.json", Version: "1.5",
		Lang: tag, Body: body, Actions: actions, MSTeams: &msTeams{Width: "full"}}
}

// maxRefresh is for how many users Teams draws a card anew.
const maxRefresh = 60

func refreshed(c cards.Card, o Options) *refresh {
	if len(o.Refresh) == 0 || len(o.Refresh) > maxRefresh {
		return nil
	}
	return &refresh{Action: execute{Type: "Action.Execute", Verb: string(VerbRefresh), Data: data{Verb: VerbRefresh, Target: target(c, o)}}, UserIDs: o.Refresh}
}

// target is what the buttons of a card are about.
func target(c cards.Card, o Options) string {
	return bot.Target{Desk: o.Desk, Task: c.Task, Step: c.Step, Turn: c.Turn}.String()
}

// whole is a card at one size, without its buttons.
func (l *layout) whole(c cards.Card) []element {
	out := append(head(c), l.became(c)...)
	out = append(out, sentences(l.size.text, c.Lead)...)
	return append(out, l.blocks(c.Blocks)...)
}

// became is what became of the step, above everything else: a room folds what is
// long, and shows its beginning.
func (l *layout) became(c cards.Card) []element {
	var out []element
	if c.State == cards.Busy {
		out = append(out, tight(bold("⏳ "+line(ours(l.w.T("cards.busy")), maxSentence))))
	}
	if s := line(ours(c.Settled), maxSentence); s != "" {
		out = append(out, tight(bold(s)))
	}
	return out
}

// head is the line of context and the title.
func head(c cards.Card) []element {
	var out []element
	if s := joined(c.Context); s != "" {
		out = append(out, rich(small(s)))
	}
	title := run{Type: "TextRun", Text: line(ours(c.Title), maxTitle), Weight: "Bolder", Size: "Large"}
	if c.State == cards.Settled && c.Kind != cards.KindNotice {
		title.Size = "" // in a room those that wait stand out
	}
	if title.Text != "" {
		out = append(out, tight(title))
	}
	return out
}

func joined(parts []cards.Text) string {
	var out []string
	for _, t := range parts[:min(len(parts), 8)] {
		out = append(out, line(t, maxPart))
	}
	return dotted(out...)
}

// summary is what a notification says of a card: plain words on one line.
func summary(c cards.Card) string {
	last := c.Lead.Line()
	if c.Settled != "" {
		last = ours(c.Settled).Line()
	}
	head := []string{ours(c.Title).Line()}
	for _, t := range c.Context[:min(len(c.Context), 8)] {
		head = append(head, cut(t.Line(), maxPart))
	}
	s := strings.Trim(dotted(append(head, last)...), " ·")
	return label(cards.Text{S: cmp.Or(s, "–"), From: cards.Stranger}, maxSummary)
}
