package blocks

import (
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// row is one line of a block in pieces: rich text styles them, plain text joins them.
type row struct {
	warn              bool
	label, text, note string // harmless, with the spaces between them
}

// rows is the lines of fields, files, a timeline, a note or a warning.
func (w *writer) rows(b cards.Block) []row {
	var out []row
	switch b.Kind {
	case cards.BlockFields, cards.BlockTimeline:
		for _, f := range b.Fields {
			out = append(out, w.field(f))
		}
	case cards.BlockFiles:
		for _, f := range b.Files {
			out = append(out, w.file(f))
		}
	default:
		r := row{warn: b.Kind == cards.BlockWarning, text: line(b.Text, w.text)}
		if t := line(ours(b.Title), w.title()); t != "" {
			r.label = w.pair(t)
		}
		if r.label+r.text != "" {
			out = append(out, r)
		}
	}
	return out
}

func (w *writer) field(f cards.Field) row {
	r := row{warn: f.Warn, text: line(f.Value, w.text)}
	if t := line(ours(f.Label), w.label()); t != "" {
		r.label = w.pair(t)
	}
	if f.Note != nil {
		if t := line(*f.Note, w.text); t != "" {
			r.note = " (" + t + ")"
		}
	}
	return r
}

// pair is a label as it stands before its value: harmless with the colon behind
// it, too.
func (w *writer) pair(label string) string {
	return harmless(w.w.T("cards.pair", lang.Args{"Label": label}))
}

func (w *writer) file(f cards.File) row {
	r := row{text: line(f.Name, w.title())}
	for _, part := range []string{line(ours(f.Size), w.label()), line(ours(f.Status), w.label()), line(f.Reason, w.text)} {
		if part != "" {
			r.note += " · " + part
		}
	}
	return r
}

// tableRows is a table as lines: the number first, then the cells, those of
// number columns behind the head of their column.
func (w *writer) tableRows(t *cards.Table) []row {
	var out []row
	for i, cells := range clipped(t.Rows, w.cell) {
		r := row{warn: i < len(t.Warn) && t.Warn[i]}
		var parts []string
		for j, c := range cells {
			number := j < len(t.Right) && t.Right[j]
			switch {
			case c == "":
			case j == 0 && number:
				r.label = c + "  "
			case number && j < len(t.Head):
				parts = append(parts, w.pair(line(ours(t.Head[j]), w.label()))+c)
			default:
				parts = append(parts, c)
			}
		}
		r.text = strings.Join(parts, " · ")
		out = append(out, r)
	}
	return out
}

// elements is a line as rich text; nothing where there is nothing to read.
func (r row) elements() []slack.RichTextSectionElement {
	var out []slack.RichTextSectionElement
	if r.warn {
		out = append(out, mark(markWarning), words(" "))
	}
	if r.label != "" {
		out = append(out, bold(r.label))
	}
	if r.text != "" {
		out = append(out, words(r.text))
	}
	if r.note != "" {
		out = append(out, words(r.note))
	}
	return out
}

// listed is lines as a list; nil where there is nothing to read.
func listed(rows []row) slack.RichTextElement {
	var all []slack.RichTextElement
	for _, r := range rows {
		if parts := r.elements(); len(parts) > 0 {
			all = append(all, section(parts...))
		}
	}
	if len(all) == 0 {
		return nil
	}
	return bulleted(all)
}

// String is a line as plain text.
func (r row) String() string {
	s := r.label + r.text + r.note
	if r.warn {
		s = "⚠ " + s
	}
	return s
}
