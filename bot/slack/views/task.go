package views

import (
	"strconv"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// lastSteps is how many of a task's steps stand below its card.
const lastSteps = 5

// Task is a card as a modal, with its buttons and, below it, its task's last
// steps. A card that is not open has no buttons but those that only show.
func Task(c cards.Card, entries []cards.Entry, desk string, o Look) slack.ModalViewRequest {
	w := lang.For(o.Lang)
	at := bot.Target{Desk: desk, Task: c.Task, Step: c.Step, Turn: c.Turn}
	out := cardBlocks(c, desk, o)
	if c.State != cards.Open {
		out = append(out, buttons(c.More, at, w.Tag())...)
	}
	if len(entries) > 0 {
		out = append(out, slack.NewDividerBlock(), slack.NewHeaderBlock(blocks.PlainText(ours(w.T("slack.view.task.steps")), 150)))
		last := entries[max(0, len(entries)-lastSteps):]
		for _, e := range last {
			out = append(out, entryBlock(e, w))
		}
	}
	return modal(CallTask, c.Task, "", w.T("cards.form.close"), Meta{Target: at}, out)
}

// cardBlocks is a whole card for a view: as in a room, but its blocks as a view
// can show them.
func cardBlocks(c cards.Card, desk string, o Look) []slack.Block {
	around, end := c, c
	around.Blocks = nil
	end.Blocks, end.Context, end.Title, end.Lead = nil, nil, "", cards.Text{}
	all := unnamed(blocks.Card(around, desk).Blocks)
	tail := len(blocks.Card(end, desk).Blocks)
	head := all[:len(all)-tail]
	out := append([]slack.Block{}, head...)
	out = append(out, blocks.Render(c.Blocks, cardWeight, blocks.InModal, o.Lang)...)
	return append(out, all[len(all)-tail:]...)
}

// cardWeight is how much of a card a view shows; the whole is in its dialog.
const cardWeight = 60_000

// entryBlock is a step of a task: what happened, and below it when, who, how long.
func entryBlock(e cards.Entry, w *lang.Words) slack.Block {
	about := cards.Text{S: joinDot(e.When, e.Who.Line(), e.Took), From: cards.Colleague}
	return below(slack.RichTextSectionTextStyle{Bold: e.Open}, e.Words, slack.RichTextSectionTextStyle{Italic: true}, about)
}

// below is two texts below each other, each with its look.
func below(look slack.RichTextSectionTextStyle, first cards.Text, look2 slack.RichTextSectionTextStyle, second cards.Text) *slack.RichTextBlock {
	if first.Empty() {
		first = ours("–")
	}
	b := blocks.Rich(first, second)
	for _, e := range b.Elements {
		section, ok := e.(*slack.RichTextSection)
		if !ok {
			continue
		}
		for i, x := range section.Elements {
			if t, ok := x.(*slack.RichTextSectionTextElement); ok {
				t.Style = styled(look)
				if i > 0 {
					t.Style = styled(look2)
				}
			}
		}
	}
	return b
}

// styled is a look, nil where it is none: Slack wants no empty one.
func styled(look slack.RichTextSectionTextStyle) *slack.RichTextSectionTextStyle {
	if look == (slack.RichTextSectionTextStyle{}) {
		return nil
	}
	return &look
}

// Timeline is the steps of a task as a modal, oldest first, the page from 0; -1 is
// the last.
func Timeline(t bot.Target, title string, entries []cards.Entry, page int, o Look) slack.ModalViewRequest {
	w := lang.For(o.Lang)
	var all []unit
	for _, e := range entries {
		all = append(all, unit{blocks: 1, weight: 2*weigh(e) + 100, rows: 1, draw: func() []slack.Block { return []slack.Block{entryBlock(e, w)} }})
	}
	pages := pack(all)
	if page < 0 || page >= len(pages) {
		page = len(pages) - 1
	}
	var out []slack.Block
	out = append(out, slack.NewHeaderBlock(blocks.PlainText(ours(joinDot(w.T("button.timeline"), title)), 150)))
	if len(pages) > 1 {
		out = append(out, place(pages, page, w))
	}
	for _, u := range pages[page] {
		out = append(out, u.draw()...)
	}
	if row := turns(pages, page, t, w); len(row) > 0 {
		out = append(out, slack.NewActionBlock("", row...))
	}
	return modal(CallTimeline, title, "", w.T("cards.form.close"), Meta{Target: t, Page: page}, out)
}

// Moved is shown instead of a dialog whose step was decided meanwhile: what
// happened (what, a sentence of ours), the card as it is now, and the person's
// own words, to be copied. s may be nil.
func Moved(f cards.Form, s *State, c cards.Card, what string, desk string, o Look) slack.ModalViewRequest {
	w := lang.For(o.Lang)
	out := warning(what)
	if c.Settled != "" && c.Settled != what {
		out = append(out, sentence(cards.BlockNote, ours(c.Settled))...)
	}
	at := bot.Target{Desk: desk, Task: c.Task, Step: c.Step, Turn: c.Turn}
	row := []slack.BlockElement{slack.NewButtonBlockElement(blocks.ActionID(VerbOpen, ""), at.String(),
		blocks.PlainText(ours(w.T("slack.view.moved.open")), 75))}
	out = append(out, slack.NewActionBlock("", row...))
	submit := ""
	if mine := s.words(f, w); len(mine) > 0 {
		out = append(out, slack.NewHeaderBlock(blocks.PlainText(ours(w.T("slack.view.moved.yours")), 150)))
		out = append(out, mine...)
		submit = w.T("slack.view.moved.done") // Slack asks for one where there are inputs
	}
	return modal(CallMoved, w.T("slack.view.moved.title"), submit, w.T("cards.form.close"), Meta{Target: at}, out)
}

// words is what the person typed, to read and copy: texts in inputs, which clients
// let select as a whole, everything else as a list.
func (s *State) words(f cards.Form, w *lang.Words) []slack.Block {
	if s == nil {
		return nil
	}
	var out []slack.Block
	list := cards.Block{Kind: cards.BlockFields}
	room := 150_000
	for _, in := range f.Inputs {
		value := s.value(f, in)
		if !s.touched(in) || (cards.Text{S: value}).Empty() {
			continue
		}
		if !lined(in) {
			list.Fields = append(list.Fields, cards.Field{Label: in.Label, Value: cards.Text{S: value, From: cards.Colleague}})
			continue
		}
		for _, p := range split(value, partUnits).list {
			if room -= weigh(p.text); room > 0 && len(out) < maxBlocks/2 {
				out = append(out, copyable(in.Label, p.text, len(out)))
			}
		}
	}
	list.Fields = append(list.Fields, s.lineWords(f, w)...)
	if len(list.Fields) > 0 {
		out = append(out, blocks.Render([]cards.Block{list}, 60_000, blocks.InModal, w.Tag())...)
	}
	return out
}

// touched says whether anything was typed in an input.
func (s *State) touched(in cards.Input) bool {
	_, chosen := s.Values[in.Name]
	_, text := s.Texts[in.Name]
	return chosen || text || len(s.Parts[in.Name]) > 0
}

func copyable(label, words string, n int) slack.Block {
	e := slack.NewPlainTextInputBlockElement(nil, blocks.ActionID(VerbInput, "yours"))
	e.InitialValue, e.Multiline, e.MaxLength = shown(words, true), true, inputMax
	b := slack.NewInputBlock(blockID("yours."+strconv.Itoa(n), 0), blocks.PlainText(ours(label), maxLabel), nil, e)
	b.Optional = true
	return b
}

// lineWords is the lines and choices that were changed.
func (s *State) lineWords(f cards.Form, w *lang.Words) []cards.Field {
	var out []cards.Field
	for _, r := range s.rows(f) {
		label := w.T("slack.view.line", lang.Args{"N": strconv.Itoa(max(r.n, 1))})
		switch {
		case r.removed:
			out = append(out, cards.Field{Label: joinDot(r.value("item"), r.in.Description.Line()), Value: ours(f.Words.Remove)})
		case len(r.edit) > 0:
			out = append(out, cards.Field{Label: label, Value: cards.Text{S: joinDot(r.value("item"), r.value("variant"), s.rowFigures(r, w)), From: cards.Colleague}})
		}
	}
	for _, p := range f.Picks {
		if e := s.Picks[p.Line]; len(e) > 0 {
			value := joinDot(e["item"], e["variant"], e["quantity"], e["unit"])
			if e["skip"] != "" {
				value = f.Words.Skip
			}
			out = append(out, cards.Field{Label: clip(p.Text.S, 80), Value: cards.Text{S: value, From: cards.Colleague}})
		}
	}
	return out
}

// Message is a modal that only says something.
func Message(title string, sentences []cards.Text, o Look) slack.ModalViewRequest {
	return modal(CallMessage, title, "", lang.For(o.Lang).T("cards.form.close"), Meta{}, []slack.Block{blocks.Rich(sentences...)})
}

// Question is what Confirm asks. All words are ours.
type Question struct {
	Title, Yes string
	Words      []cards.Text
}

// Confirm is a modal that asks before something is done; its submission says yes.
func Confirm(q Question, m Meta, o Look) slack.ModalViewRequest {
	v := modal(CallConfirm, q.Title, q.Yes, lang.For(o.Lang).T("slack.view.confirm.no"), m, []slack.Block{blocks.Rich(q.Words...)})
	if len([]rune(q.Yes)) > maxTitle || len([]rune(q.Title)) > maxTitle {
		v.Blocks.BlockSet = append([]slack.Block{slack.NewHeaderBlock(blocks.PlainText(ours(q.Title), 150))}, v.Blocks.BlockSet...)
	}
	return v
}
