package model

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"salesclerk/agent/attach"
	"salesclerk/agent/reader"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
)

// source is the text that a model is shown, and the only text that its answer's
// words may come from: what the mail itself says anew, and those of its files
// that the built-in reader found no lines in.
type source struct {
	lang  rules.Language
	parts []*part
	cut   bool // there was more than fits
}

// part is the subject, the body or one file.
type part struct {
	where string // subject, body, or the file's name
	text  string
	rows  []row // of a file with tables: where each begins
	words []rules.Word
	at    map[string][]int // places in words of each folded word
	taken [][2]int         // bytes that are sums of money or days: never a quantity
}

type row struct {
	start int
	place string
}

// span is words from to to (exclusive) of a part.
type span struct {
	in       *part
	from, to int
}

func (s span) ok() bool { return s.in != nil && s.to > s.from }

// text is the words as they stand in the mail.
func (s span) text() string {
	if !s.ok() {
		return ""
	}
	return s.in.text[s.in.words[s.from].Start:s.in.words[s.to-1].End]
}

func (s span) overlaps(o span) bool {
	return s.ok() && o.ok() && s.in == o.in && s.from < o.to && o.from < s.to
}

func (s span) holds(o span) bool {
	return s.ok() && o.ok() && s.in == o.in && s.from <= o.from && o.to <= s.to
}

// where is where the span stands, as the built-in reader says it.
func (s span) where() string {
	at := s.in.words[s.from].Start
	place := ""
	for _, r := range s.in.rows {
		if r.start > at {
			break
		}
		place = r.place
	}
	if place == "" {
		return s.in.where
	}
	return located(s.in.where, place)
}

// located is a place in a file: "po.pdf p1 r3", "order.xlsx!Sheet1!B7".
func located(file, place string) string {
	if strings.Contains(place, "!") {
		return file + "!" + place
	}
	return file + " " + place
}

// sourceOf is what there is to read, at most max bytes of it: the subject, the
// body, then the files in turn.
func sourceOf(in reader.Input, r task.Reading, today time.Time, max int, knows func(string) bool) *source {
	s := &source{lang: rules.LanguageOf(r.Language)}
	m := in.Mails[len(in.Mails)-1]
	subject, body := rules.Own(m, r.Language, len(in.Mails) > 1)
	s.add("subject", subject, nil, &max)
	s.add("body", body, nil, &max)
	for _, f := range in.Files {
		if f.Status == attach.StatusRead && !readAlready(f.Name, r.Lines) {
			text, rows := fileText(f)
			s.add(f.Name, text, rows, &max)
		}
	}
	for _, p := range s.parts {
		p.index(s.lang, today, knows)
	}
	return s
}

// readAlready says whether the built-in reader found lines in a file. Columns it
// reads to the letter; there is nothing to ask of a model then.
func readAlready(name string, lines []task.Line) bool {
	return slices.ContainsFunc(lines, func(l task.Line) bool {
		return strings.HasPrefix(l.Where, name+" ") || strings.HasPrefix(l.Where, name+"!") || l.Where == name
	})
}

// fileText is a file's words, and its tables a line a row where they are not among
// the words.
func fileText(f attach.Content) (string, []row) {
	var b strings.Builder
	b.WriteString(rules.Clean(f.Text))
	var rows []row
	for _, t := range f.Tables {
		for _, cells := range t.Rows {
			texts := make([]string, len(cells))
			for i, c := range cells {
				texts[i] = strings.Join(strings.Fields(rules.Clean(c.Text)), " ")
			}
			if len(cells) == 0 || strings.Contains(f.Text, cells[0].Text) && cells[0].Text != "" {
				continue
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			rows = append(rows, row{b.Len(), cells[0].Place})
			b.WriteString(strings.Join(texts, " | "))
		}
	}
	return b.String(), rows
}

// add takes as much of text as there is room for, to the end of a line.
func (s *source) add(where, text string, rows []row, room *int) {
	if norm.NFC.String(text) != text {
		text, rows = norm.NFC.String(text), nil // places would be shifted
	}
	if strings.TrimSpace(text) == "" {
		return
	}
	if len(text) > *room {
		s.cut = true
		text = strings.ToValidUTF8(text[:max(*room, 0)], "")
		if i := strings.LastIndexByte(text, '\n'); i > len(text)/2 {
			text = text[:i]
		}
	}
	*room -= len(text)
	if strings.TrimSpace(text) != "" {
		s.parts = append(s.parts, &part{where: where, text: text, rows: rows})
	}
}

func (p *part) index(lang rules.Language, today time.Time, knows func(string) bool) {
	p.at = map[string][]int{}
	for _, w := range lang.Words(p.text, knows) {
		if w.IsWord() {
			p.at[w.Low] = append(p.at[w.Low], len(p.words))
			p.words = append(p.words, w)
		}
	}
	p.taken = lang.Money(p.text)
	for _, d := range lang.Dates(p.text, today) {
		if !d.Vague {
			p.taken = append(p.taken, [2]int{d.Start, d.End})
		}
	}
}

func (s *source) contains(text string) bool {
	return slices.ContainsFunc(s.parts, func(p *part) bool { return strings.Contains(p.text, text) })
}

// empty says whether there is nothing to read.
func (s *source) empty() bool {
	return !slices.ContainsFunc(s.parts, func(p *part) bool { return len(p.words) > 0 })
}

// maxFound bounds how many places of the same words are looked at.
const maxFound = 1000

// find is where words stand, word for word: blanks, line ends, marks and case
// aside. What is not there is not found; nothing like it is.
func (s *source) find(words string, knows func(string) bool) []span {
	var want []string
	for _, w := range s.lang.Words(norm.NFC.String(rules.Clean(words)), knows) {
		if w.IsWord() {
			want = append(want, w.Low)
		}
	}
	if len(want) == 0 || len(words) > maxValue*4 {
		return nil
	}
	var out []span
	for _, p := range s.parts {
		for _, at := range p.at[want[0]] {
			if len(out) < maxFound && p.says(want, at) {
				out = append(out, span{p, at, at + len(want)})
			}
		}
	}
	return out
}

func (p *part) says(want []string, at int) bool {
	if at+len(want) > len(p.words) {
		return false
	}
	for i, w := range want {
		if p.words[at+i].Low != w {
			return false
		}
	}
	return true
}

// within is the first of spans that lies in o, or no span.
func within(spans []span, o span) span {
	for _, s := range spans {
		if o.holds(s) {
			return s
		}
	}
	return span{}
}

// near is the one of spans closest to o in the same part, at most so many words away.
func near(spans []span, o span, words int) span {
	best, gap := span{}, words+1
	for _, s := range spans {
		if s.in != o.in {
			continue
		}
		if d := max(o.from-s.to, s.from-o.to, 0); d < gap {
			best, gap = s, d
		}
	}
	return best
}

// isTaken says whether a span is a part of a sum of money or of a day.
func (s span) isTaken() bool {
	a, b := s.in.words[s.from].Start, s.in.words[s.to-1].End
	return slices.ContainsFunc(s.in.taken, func(t [2]int) bool { return a < t[1] && t[0] < b })
}
