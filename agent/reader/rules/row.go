package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// row reads one row as a line.
func (r *reading) row(row []string, c columns, place func(int) string) (task.Line, bool) {
	row, more := unwrapped(row)
	cell := func(i int) string {
		if i < 0 || i >= len(row) {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	l := task.Line{Text: strings.TrimSpace(strings.Join(nonEmpty(row), " ")), Identifiers: []string{}, Items: []task.Candidate{}}
	id, name := cell(c.item), r.namesOf(row, c)
	if id == "" && name == "" || r.total(id, name) || r.totalRow(row) {
		return l, false
	}
	r.identify(&l, id, name)
	for _, t := range c.traits {
		if v := cell(t.at); v != "" {
			l.Query = strings.TrimSpace(l.Query + " " + traitWords(t.head, v))
		}
	}
	r.identifyElse(&l, c, cell)
	at := c.item
	if at < 0 || id == "" {
		at = c.names[0]
	}
	l.Where = place(at)
	qty, unit := cell(c.qty), cell(c.unit)
	for _, words := range more {
		r.below(&l, words, &qty, &unit, place(at))
	}
	if !r.countCell(&l, qty, unit, c, row) {
		return l, false
	}
	if d, ok := priceCell(cell(c.price), r.lang); ok {
		l.Price = d
	}
	if s := cell(c.date); s != "" {
		if c.week != "" && looksNumber(s) {
			s = c.week + " " + s
		}
		r.dateCell(&l, s, place(c.date))
	}
	return l, l.Query != "" || len(l.Identifiers) > 0
}

// sized reads a row that says how many of every size or colour.
func (r *reading) sized(row []string, c columns, place func(int) string) []task.Line {
	var out []task.Line
	for _, s := range c.sizes {
		if s.at >= len(row) {
			continue
		}
		if d, ok := r.numberOf(row[s.at]); !ok || !d.IsPositive() {
			continue
		}
		one := c
		one.qty, one.sizes = s.at, nil
		if l, ok := r.row(row, one, place); ok {
			l.Query = strings.TrimSpace(l.Query + " " + traitWords("", s.head))
			out = append(out, l)
		}
	}
	return out
}

// traitWords say a size or a colour of a column in words: a number alone tells nothing.
func traitWords(head, value string) string {
	if !looksNumber(value) {
		return value
	}
	if head == "" {
		head = "size"
	}
	return strings.Trim(head, ".: ") + " " + value
}

// unwrapped takes what stands below a row out of its cells.
func unwrapped(row []string) (first, more []string) {
	if !slices.ContainsFunc(row, func(s string) bool { return strings.Contains(s, "\n") }) {
		return row, nil
	}
	first = slices.Clone(row)
	for i, cell := range row {
		lines := strings.Split(cell, "\n")
		first[i] = lines[0]
		for _, s := range lines[1:] {
			if s = strings.TrimSpace(s); s != "" {
				more = append(more, s)
			}
		}
	}
	return first, more
}

// below reads what stands below a row: its date, its number here, a quantity that has no
// place in the row, or more words of its name.
func (r *reading) below(l *task.Line, words string, qty, unit *string, place string) {
	label, value, labelled := strings.Cut(words, ":")
	if !labelled {
		value = words
	}
	toks := tokenize(value)
	for _, t := range toks {
		if t.hasDigit() && codeLike.MatchString(t.text) && r.items.Knows(t.text) && !r.knowsOne(l.Identifiers) && (labelled || r.lex.of("item_mark").in(toks) || len(toks) == 1) {
			l.Identifiers = append([]string{t.text}, l.Identifiers...)
			return
		}
	}
	if r.dated(l, toks, labelled || r.lex.of("deliver").in(toks), value, place) {
		return
	}
	if d, n := r.lex.number(toks, 0); *qty == "" && n > 0 && d.IsPositive() {
		if u, _ := r.lex.unitLen(toks, n); u > 0 || n < len(toks) && r.unitCode(toks[n].text) != "" {
			*qty, *unit = join("", toks[:n]), join("", toks[n:n+max(u, 1)])
			return
		}
	}
	switch {
	case labelled && r.traitLabel(label):
		l.Query = strings.TrimSpace(l.Query + " " + label + " " + value)
	case labelled || r.lex.of("item_mark").in(toks) || len(toks) > 14 || !strings.ContainsFunc(value, isLetter):
	default:
		l.Query = strings.TrimSpace(l.Query + " " + value)
		l.Text += " " + value
	}
}

// traitLabel says whether a label is that of a size or a colour.
func (r *reading) traitLabel(label string) bool {
	toks := tokenize(label)
	return r.lex.of("size").in(toks) || r.lex.of("color_label").in(toks)
}

// dated takes the date of a line that says when it is to come.
func (r *reading) dated(l *task.Line, toks []token, labelled bool, value, place string) bool {
	if !labelled || len(toks) > 8 {
		return false
	}
	for i := range toks {
		if t, n, _ := (calendar{lex: r.lex, today: r.today}).at(toks, i); n > 0 {
			r.dateCell(l, value[toks[i].start:toks[i+n-1].end], place)
			_ = t
			return true
		}
	}
	return false
}

// identify puts the cell of numbers and the cell of words where they belong.
func (r *reading) identify(l *task.Line, id, name string) {
	if close := strings.ReplaceAll(id, " ", ""); close != id && !r.items.Knows(id) && r.knows(id) {
		id = close
	}
	switch {
	case id != "" && (anyDigit(id) && !strings.Contains(id, " ") || r.items.Knows(id)):
		l.Identifiers = append(l.Identifiers, id)
		l.Query = name
	case id != "" && name == "":
		l.Query = id
	default:
		l.Query = strings.TrimSpace(id + " " + name)
	}
	if len(l.Identifiers) == 0 || !r.knowsOne(l.Identifiers) {
		r.identifyIn(l)
	}
	if name == "" && len(l.Identifiers) > 0 {
		l.Query = ""
	}
}

// identifyIn takes the number out of the words for an item.
func (r *reading) identifyIn(l *task.Line) {
	toks := tokenize(l.Query)
	for i, t := range toks {
		if !t.hasLetter() && (r.measured(toks, i) || i > 0 && isTimes(toks[i-1]) || i+1 < len(toks) && isTimes(toks[i+1])) {
			continue // a side of 2000 x 1000 x 500 mm
		}
		if t.hasDigit() && codeLike.MatchString(t.text) && r.items.Knows(t.text) && (len(l.Identifiers) == 0 || t.hasLetter() && len(t.text) >= 5) {
			l.Identifiers = append(l.Identifiers, t.text)
		}
	}
}

// identifyElse takes the number of another column, the customer's own or the maker's,
// where the catalogue does not have the first.
func (r *reading) identifyElse(l *task.Line, c columns, cell func(int) string) {
	if r.knowsOne(l.Identifiers) {
		return
	}
	for _, i := range c.ids {
		if id := cell(i); id != "" && r.items.Knows(id) {
			l.Identifiers = append([]string{id}, l.Identifiers...)
			return
		}
	}
}
