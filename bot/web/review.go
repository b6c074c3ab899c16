package web

import (
	"net/http"
	"slices"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
	"salesclerk/cards/html"
)

// dialog is a cards.Form as the page gets it: what is to be read as HTML.
type dialog struct {
	cards.Form
	HTML    string            `json:"html"`
	Preview string            `json:"preview,omitempty"` // the table that an outgoing mail brings
	Answers string            `json:"answers,omitempty"` // the mail that it answers
	Files   map[string]string `json:"files,omitempty"`
	Blocks  []cards.Block     `json:"blocks,omitempty"`
}

// review is POST /api/room/CARD/review: what a dialog of the card shows, whole.
// It changes nothing.
func (s *Server) review(r *http.Request, t *task.Task, step int, in input) (any, error) {
	o := s.options(r)
	o.Action = task.Kind(in.Action)
	card := cards.New(t, step, o)
	form := in.Form
	if form == "" {
		form = bot.FormOf(card, o.Action)
	}
	o, err := bot.Options(r.Context(), s.o.Desk, t, step, form, o)
	if err != nil && form != cards.FormDocument {
		return nil, err
	}
	if err != nil {
		s.o.Log.Warn("web: no addresses", "task", t.ID, "error", err)
	}
	d := dialog{Form: cards.Dialog(t, step, form, o)}
	d.Blocks, d.Files = d.Form.Blocks, links(t, d.Form.Blocks)
	d.HTML = markup(d.Form.Blocks, o.Lang)
	if form == cards.FormMail && card.Kind == task.StepOutgoing {
		d.Preview = preview(t, step, o)
		d.Answers = markup(d.Form.Answers, o.Lang)
		d.Buttons = confirmToo(d.Form, card)
	}
	return map[string]any{"card": show(t, step, o), "form": d}, nil
}

func markup(blocks []cards.Block, lang string) string {
	var b strings.Builder
	for _, x := range blocks {
		b.WriteString(string(html.RenderBlock(x, lang)))
	}
	return b.String()
}

// preview is the document as it stands, which is the table of the mail.
func preview(t *task.Task, step int, o cards.Options) string {
	if t.Document == nil || t.Draft == nil || t.Draft.DocNumber == "" {
		return ""
	}
	o.Viewer = &task.Person{} // who may do nothing only looks
	var tables []cards.Block
	for _, b := range cards.Dialog(t, step, cards.FormDocument, o).Blocks {
		if b.Kind == cards.BlockTable {
			tables = append(tables, b)
		}
	}
	return markup(tables, o.Lang)
}

// confirmToo lets a mail that was read and mended be confirmed where it is read.
func confirmToo(f cards.Form, c cards.Card) []cards.Button {
	out := slices.Clone(f.Buttons)
	for _, b := range c.Buttons {
		if b.Action == task.Confirm && !slices.ContainsFunc(out, func(x cards.Button) bool { return x.Action == task.Confirm }) {
			b.Style = cards.Primary
			for i := range out {
				out[i].Style = ""
			}
			out = append([]cards.Button{b}, out...)
		}
	}
	return out
}
