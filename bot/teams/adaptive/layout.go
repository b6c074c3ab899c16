package adaptive

import (
	"fmt"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// layout writes blocks at a size.
type layout struct {
	w    *lang.Words
	size size
	open action              // below the names of files; nil: nothing
	link func(string) string // the address of a file by its Blob; nil: none has one
}

// blocks is blocks from top to bottom. Sentences that follow each other and warn
// stand in one box; there is always room for a warning: a person must not decide
// without it.
func (l *layout) blocks(list []cards.Block) []element {
	var out []element
	var warnings []element
	flush := func() {
		if len(warnings) > 0 {
			out = append(out, box("warning", warnings...))
			warnings = nil
		}
	}
	rest, more, said, titled := l.size.parts, 0, 0, false
	for _, b := range list {
		switch {
		case b.Kind == cards.BlockWarning && said <= l.size.items:
			said++
			warnings = append(warnings, l.sentence("⚠ ", b)...)
			continue
		case b.Kind == cards.BlockWarning, rest == 0:
			more++
			continue
		}
		flush()
		rest--
		made := l.block(b)
		if titled && b.Title == "" {
			made = apartFrom(made)
		}
		out, titled = append(out, made...), b.Title != ""
	}
	flush()
	if more > 0 {
		out = append(out, tight(subtle(l.say("teams.card.more", more))))
	}
	return out
}

// apartFrom parts elements from a block with a title: they are no part of it.
func apartFrom(list []element) []element {
	if len(list) == 0 {
		return nil
	}
	if first, ok := list[0].(richText); ok {
		first.Separator, first.Spacing = true, "Medium"
		list[0] = first
	}
	return list
}

func (l *layout) say(key string, n int) string {
	return line(ours(l.w.T(key, lang.Args{"Count": fmt.Sprint(n)})), maxSentence)
}

func (l *layout) block(b cards.Block) []element {
	var out []element
	gone := 0
	switch b.Kind {
	case cards.BlockQuote:
		return l.quote(b)
	case cards.BlockFields, cards.BlockTimeline:
		for _, f := range b.Fields[:min(len(b.Fields), l.size.items)] {
			out = append(out, l.field(f))
		}
		gone = len(b.Fields) - len(out)
	case cards.BlockFiles:
		for _, f := range b.Files[:min(len(b.Files), l.size.items)] {
			out = append(out, l.file(f))
		}
		gone = len(b.Files) - len(out)
		return append(l.framed(b, out, gone), l.opener(b)...)
	case cards.BlockTable:
		return l.tabled(b)
	default:
		return l.sentence("", b)
	}
	return l.framed(b, out, gone)
}

// framed is the parts of a block below its title, and what is not here.
func (l *layout) framed(b cards.Block, parts []element, gone int) []element {
	if len(parts) == 0 && !b.Cut && gone <= 0 {
		return nil
	}
	if s := line(ours(b.Title), l.size.text); s != "" {
		parts = append([]element{heading(s)}, parts...)
	}
	return append(parts, l.missing(b, gone)...)
}

// missing says what is not here: what was cut before, and what was cut now.
func (l *layout) missing(b cards.Block, gone int) []element {
	note := ""
	if b.Cut {
		note = line(ours(b.CutNote), l.size.text)
	}
	switch {
	case gone > 0 && note != "":
		note = l.say("teams.card.cut", 0)
	case gone > 0:
		note = l.say("teams.card.more", gone)
	}
	if note == "" {
		return nil
	}
	return []element{tight(run{Type: "TextRun", Text: note, Italic: true, Subtle: true})}
}

// sentence is a note or a warning, its title before it.
func (l *layout) sentence(mark string, b cards.Block) []element {
	runs := []run{}
	if s := line(ours(b.Title), l.size.text); s != "" {
		runs = append(runs, bold(l.pair(s)))
	}
	if s := line(b.Text, l.size.text); s != "" {
		runs = append(runs, plain(s))
	}
	if len(runs) == 0 {
		return l.missing(b, 0)
	}
	runs[0].Text = mark + runs[0].Text
	return append([]element{tight(runs...)}, l.missing(b, 0)...)
}

func (l *layout) pair(s string) string {
	return l.w.T("cards.pair", lang.Args{"Label": s})
}

// field is "Label: value (note)".
func (l *layout) field(f cards.Field) element {
	var runs []run
	if s := line(ours(f.Label), min(maxLabel, l.size.text)); s != "" {
		runs = append(runs, bold(l.pair(s)))
	}
	value := plain(line(f.Value, l.size.text))
	if f.Warn {
		value.Color, value.Text = "Attention", "⚠ "+value.Text
	}
	runs = append(runs, value)
	if f.Note != nil {
		if s := line(*f.Note, l.size.text); s != "" {
			runs = append(runs, subtle(" ("+s+")"))
		}
	}
	return tight(runs...)
}

// quote is somebody's words, line by line, in a box of their own.
func (l *layout) quote(b cards.Block) []element {
	whole := b.Text.Para()
	lines := para(b.Text, l.size.quote)
	var inner []element
	gap := "None"
	for _, s := range lines {
		if strings.TrimSpace(s) == "" {
			gap = "Small"
			continue
		}
		r := rich(plain(s))
		r.Spacing = gap
		inner, gap = append(inner, r), "None"
	}
	if cut(whole, l.size.quote) != whole && !b.Cut {
		b.Cut, b.CutNote = true, l.w.T("teams.card.cut")
	}
	if len(inner) == 0 {
		return l.framed(b, nil, 0)
	}
	return l.framed(b, []element{box("emphasis", inner...)}, 0)
}
