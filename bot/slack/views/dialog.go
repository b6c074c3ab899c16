package views

import (
	"slices"
	"strconv"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// Look says for whom a view is written. Lang is the one that the form, the card
// or the entries were made in.
type Look struct {
	Lang string
	Zone *time.Location // nil: UTC
	Now  time.Time
}

// Dialog is a form as a modal: the page of it where the State is. With an Action
// it has a submit button; f.Buttons beside it are buttons at its end, with the
// State's Target (a caller may add Confirm to f.Buttons). Stop is not among them:
// what it leaves behind is said on the card.
func Dialog(f cards.Form, s *State, o Look) slack.ModalViewRequest {
	w := lang.For(o.Lang)
	pages := pagesOf(f, s)
	s.Page = max(0, min(s.Page, len(pages)-1))
	var out []slack.Block
	if title := f.Title; len([]rune(title)) > maxTitle {
		out = append(out, slack.NewHeaderBlock(blocks.PlainText(ours(title), 150)))
	}
	for _, n := range s.Notes {
		out = append(out, note(n)...)
	}
	if len(pages) > 1 && s.Page > 0 {
		out = append(out, place(pages, s.Page, w))
	}
	for _, u := range pages[s.Page] {
		out = append(out, u.draw()...)
	}
	out = append(out, s.foot(f, pages, w)...)
	v := modal(CallDialog, f.Title, "", f.Words.Close, Meta{Key: s.Key, Target: s.Target, Gen: s.Gen}, out)
	if f.Action != "" {
		v.Submit = blocks.PlainText(ours(f.Words.Submit), maxTitle)
		v.NotifyOnClose = true
	}
	return v
}

func note(n Note) []slack.Block {
	if n.Warn {
		return warning(n.Text)
	}
	return sentence(cards.BlockNote, ours(n.Text))
}

// readerOf is the language that a form was made in.
func readerOf(f cards.Form) *lang.Words {
	for _, tag := range lang.Supported() {
		if w := lang.For(tag); w.T("cards.form.skip") == f.Words.Skip {
			return w
		}
	}
	return lang.For(lang.Last)
}

// pagesOf is the dialog as it stands, on pages. There is always one.
func pagesOf(f cards.Form, s *State) [][]unit { return pack(s.units(f)) }

// units is the dialog from top to bottom: what is short to read, what is to be
// filled in, what is long to read.
func (s *State) units(f cards.Form) []unit {
	w := readerOf(f)
	short, long := byLength(f)
	var out []unit
	if !f.Lead.Empty() {
		out = append(out, unit{blocks: 1, weight: 2 * weigh(f.Lead), rows: 1, draw: func() []slack.Block { return []slack.Block{blocks.Rich(f.Lead)} }})
	}
	out = append(out, reading(short, w.Tag())...)
	for _, in := range f.Inputs {
		out = append(out, s.inputUnits(in, w)...)
	}
	out = append(out, s.lineUnits(f, w)...)
	out = append(out, s.pickUnits(f, w)...)
	out = append(out, reading(long, w.Tag())...)
	return append(out, reading(f.Answers, w.Tag())...)
}

// shortReading is how much may stand before what is to be filled in.
const shortReading = 2500

// byLength parts what is to be read into what stands before the inputs and what
// stands behind them. Where there are none it is all one.
func byLength(f cards.Form) (short, long []cards.Block) {
	if f.Action == "" {
		return f.Blocks, nil
	}
	for _, b := range f.Blocks {
		b.Fields = slices.DeleteFunc(slices.Clone(b.Fields), func(x cards.Field) bool { return asked(f, x.Label) })
		if (b.Kind == cards.BlockQuote || b.Kind == cards.BlockTable) && weigh(b) > shortReading {
			long = append(long, b)
		} else {
			short = append(short, b)
		}
	}
	return short, long
}

// asked says whether a value is shown in an input anyway. Of a choice the words
// may say more.
func asked(f cards.Form, label string) bool {
	return slices.ContainsFunc(f.Inputs, func(in cards.Input) bool { return in.Label == label && in.Type != cards.InChoice })
}

// place says which page this is.
func place(pages [][]unit, page int, w *lang.Words) slack.Block {
	say := w.T("slack.view.page", lang.Args{"N": strconv.Itoa(page + 1), "Of": strconv.Itoa(len(pages))})
	return slack.NewContextBlock("", blocks.PlainText(ours(joinDot(say, lineSpan(pages[page], w))), 300))
}

// lineSpan is which lines stand on a page.
func lineSpan(page []unit, w *lang.Words) string {
	first, last := 0, 0
	for _, u := range page {
		if u.line > 0 {
			if first == 0 {
				first = u.line
			}
			last = u.line
		}
	}
	if first == 0 || first > last {
		return ""
	}
	if first == last {
		return w.T("slack.view.line", lang.Args{"N": strconv.Itoa(first)})
	}
	return w.T("slack.view.lines", lang.Args{"From": strconv.Itoa(first), "To": strconv.Itoa(last)})
}

// foot is what ends a page: the way to the others, a new line, the dialog's buttons.
func (s *State) foot(f cards.Form, pages [][]unit, w *lang.Words) []slack.Block {
	var out []slack.Block
	if len(pages) > 1 && s.Page == 0 {
		out = append(out, place(pages, s.Page, w))
	}
	var row []slack.BlockElement
	if f.Kind == cards.FormDocument && f.Action != "" {
		row = append(row, slack.NewButtonBlockElement(blocks.ActionID(VerbAdd, ""), s.Target.String(), blocks.PlainText(ours(f.Words.Add), 75)))
	}
	if row = append(row, turns(pages, s.Page, s.Target, w)...); len(row) > 0 {
		out = append(out, slack.NewActionBlock("", row...))
	}
	more := slices.DeleteFunc(slices.Clone(f.Buttons), func(b cards.Button) bool {
		return b.Action == f.Action || b.Form != cards.FormNone || b.Action == task.Stop || b.Action == task.ReviewView || b.Action == task.TimelineView
	})
	if f.Action != "" { // the one that stands out is the dialog's own
		for i := range more {
			more[i].Style = ""
		}
	}
	return append(out, buttons(more, s.Target, w.Tag())...)
}

// jumps is how many further pages have a button of their own.
const jumps = 5

// turns is the buttons to other pages.
func turns(pages [][]unit, page int, at bot.Target, w *lang.Words) []slack.BlockElement {
	var out []slack.BlockElement
	seen := map[int]bool{page: true}
	add := func(to int, label string) {
		if to >= 0 && to < len(pages) && !seen[to] {
			seen[to] = true
			out = append(out, slack.NewButtonBlockElement(blocks.ActionID(VerbPage, strconv.Itoa(to)), at.String(), blocks.PlainText(ours(label), 75)))
		}
	}
	add(page-1, w.T("slack.view.previous"))
	add(page+1, w.T("slack.view.next"))
	if len(pages) > 3 {
		for i := range jumps {
			to := i * (len(pages) - 1) / (jumps - 1)
			label := lineSpan(pages[to], w)
			if label == "" {
				label = w.T("slack.view.to_page", lang.Args{"N": strconv.Itoa(to + 1)})
			}
			add(to, label)
		}
	}
	return out
}

// buttons is buttons of a card in a view, as blocks writes them.
func buttons(list []cards.Button, at bot.Target, tag string) []slack.Block {
	if len(list) == 0 {
		return nil
	}
	c := cards.Card{ID: "view", Task: at.Task, Step: at.Step, Turn: at.Turn, State: cards.Open, Buttons: list, Lang: tag}
	return unnamed(blocks.Card(c, at.Desk).Blocks)
}

// unnamed takes the ids off blocks: in a view they stand beside others.
func unnamed(list []slack.Block) []slack.Block {
	for _, b := range list {
		switch x := b.(type) {
		case *slack.ActionBlock:
			x.BlockID = ""
		case *slack.ContextBlock:
			x.BlockID = ""
		case *slack.HeaderBlock:
			x.BlockID = ""
		case *slack.RichTextBlock:
			x.BlockID = ""
		case *slack.SectionBlock:
			x.BlockID = ""
		}
	}
	return list
}

// modal is a view. Without words for it there is no submit.
func modal(call, title, submit, close string, m Meta, list []slack.Block) slack.ModalViewRequest {
	if len(list) == 0 {
		list = []slack.Block{blocks.Rich(ours("–"))}
	}
	v := slack.ModalViewRequest{Type: slack.VTModal, CallbackID: call, Title: blocks.PlainText(ours(title), maxTitle),
		Blocks: slack.Blocks{BlockSet: list[:min(len(list), maxBlocks)]}, PrivateMetadata: m.String()}
	if close != "" {
		v.Close = blocks.PlainText(ours(close), maxTitle)
	}
	if submit != "" {
		v.Submit = blocks.PlainText(ours(submit), maxTitle)
	}
	return v
}

// maxBlocks is how many blocks a view takes.
const maxBlocks = 100
