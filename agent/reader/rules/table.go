package rules

import (
	"regexp"
	"slices"
	"strings"

	"salesclerk/agent/attach"
	"salesclerk/agent/task"
)

// tableLines reads the rows of a table. typed says that it stands among words, not in a
// file's cells; place where each cell stands.
func (r *reading) tableLines(rows [][]string, typed bool, place func(row, col int) string) []task.Line {
	c, from := r.columnsOf(rows)
	if from < 0 {
		return nil
	}
	var out []task.Line
	form, marks := c.isForm(rows[from:]), ""
	if !strings.Contains(place(from, 0), "!") { // a workbook's numbers are written by us
		marks = decimalsIn(rows[from:])
	}
	for i := from; i < len(rows); i++ {
		if form && (c.qty >= len(rows[i]) || strings.TrimSpace(rows[i][c.qty]) == "") {
			continue
		}
		if h, ok := r.lex.heading(rows[i]); ok {
			c = h // headings repeated on the next page
			continue
		}
		at := func(col int) string { return place(i, col) }
		c.typed, c.marks = typed, marks
		if len(c.sizes) > 0 {
			out = append(out, r.sized(rows[i], c, at)...)
		} else if l, ok := r.row(rows[i], c, at); ok {
			out = append(out, l)
		}
	}
	return out
}

// isForm says whether a table is a form to order from: some rows have a
// quantity and half or more have none, so a blank means "none of it".
func (c columns) isForm(rows [][]string) bool {
	if c.qty < 0 || c.item < 0 {
		return false
	}
	blank, filled := 0, 0
	for _, row := range rows {
		switch {
		case c.item >= len(row) || strings.TrimSpace(row[c.item]) == "":
		case c.qty < len(row) && strings.TrimSpace(row[c.qty]) != "":
			filled++
		default:
			blank++
		}
	}
	return filled > 0 && blank >= filled
}

func (r *reading) withoutTotals(rows [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(rows), r.totalRow)
}

// totalRow says whether a row's first words are those of a sum.
func (r *reading) totalRow(row []string) bool {
	cells := nonEmpty(row)
	return len(cells) > 0 && len(cells) <= 4 && r.total("", cells[0])
}

func nonEmpty(row []string) []string {
	var out []string
	for _, c := range row {
		if c = strings.TrimSpace(c); c != "" {
			out = append(out, c)
		}
	}
	return out
}

func (r *reading) namesOf(row []string, c columns) string {
	var parts []string
	for _, i := range c.names {
		if i < len(row) && strings.TrimSpace(row[i]) != "" {
			parts = append(parts, strings.TrimSpace(row[i]))
		}
	}
	return strings.Join(parts, " ")
}

// total says whether a row is a sum rather than an item.
func (r *reading) total(id, name string) bool {
	toks := tokenize(id + " " + name)
	n, _ := r.lex.of("col_total").at(toks, 0)
	if n == 0 || r.items.Knows(id) || words(toks) > n+3 {
		return false
	}
	return words(toks) == n || !r.finds(strings.TrimSpace(id+" "+name)) // "side" is a page in Danish, a side cutter is none
}

// below is a quantity below none, as programs write it: -3, 3-, (3).
var below = regexp.MustCompile(`^\s*([-−]\s?\d[\d.,]*|\d[\d.,]*[-−]|\(\d[\d.,]*\))\s*$`)

// oddRow says of a row that its quantity cannot be ordered. What is an item for sure
// stays, with one assumed; a discount or freight taken back goes.
func (r *reading) oddRow(l *task.Line) bool {
	r.note("row_quantity", map[string]string{"words": l.Text})
	l.Quantity, l.QuantityAssumed = "1", true
	return r.knowsOne(l.Identifiers) || r.finds(l.Query)
}

// countCell reads quantity and unit; false if the row asks for none of it.
func (r *reading) countCell(l *task.Line, qty, unit string, c columns, row []string) bool {
	toks := r.lex.unglue(tokenize(qty), func(string) bool { return false })
	d, n := r.lex.number(toks, 0)
	if n == 0 && len(toks) == 2 { // ST 40
		if d, n = r.lex.number(toks, 1); n > 0 && r.unitCode(toks[0].text) != "" {
			l.Unit = r.unit(toks[0].text, r.unitCode(toks[0].text))
		} else {
			n = 0
		}
	}
	if below.MatchString(qty) {
		return r.oddRow(l)
	}
	switch {
	case c.qty >= 0 && (n > 0 && d.IsZero() && c.typed || qty != "" && strings.Trim(qty, "-–—/. ") == ""):
		return false // none of it
	case n > 0:
		d = r.bySum(d, qty, row, c)
		l.Quantity = d.String()
		if u, v := r.lex.unitLen(toks, n); u > 0 && l.Unit == "" {
			l.Unit = r.unit(toks[n].text, v)
		} else if l.Unit == "" && n == len(toks)-1 && toks[n].hasLetter() && !isTimes(toks[n]) {
			l.Unit = r.unit(toks[n].text, r.unitCode(toks[n].text))
		}
		if d.GreaterThan(maxQuantity) {
			return r.oddRow(l)
		}
	case c.qty >= 0 && qty == "" && (c.item < 0 || len(l.Identifiers) == 0) && len(nonEmpty(row)) <= 1:
		return false // a caption between the rows
	case c.qty >= 0 && qty == "" && (r.printed || c.item >= 0 && blankAt(row, c.item)) && !r.knowsOne(l.Identifiers):
		return false // a sum, what was carried over, a remark
	default:
		l.Quantity, l.QuantityAssumed = "1", true
	}
	if unit != "" && l.Unit == "" {
		l.Unit = r.unit(unit, r.unitWord(unit))
	}
	return true
}

func blankAt(row []string, i int) bool { return i >= len(row) || strings.TrimSpace(row[i]) == "" }

func priceCell(s, lang string) (string, bool) {
	for _, t := range tokenize(s) {
		if d, ok := parseNumber(t.text, lang); ok {
			return d.String(), true
		}
	}
	return "", false
}

func (r *reading) dateCell(l *task.Line, s, place string) {
	if s == "" {
		return
	}
	toks := tokenize(s)
	t, n, _ := calendar{lex: r.lex, today: r.today}.at(toks, 0)
	if n != len(toks) || n == 0 {
		return
	}
	if !t.Before(r.today) {
		l.Date = t.Format("2006-01-02")
	}
	r.days = append(r.days, day{at: t, words: s, place: place})
}

// hasTable says whether passages hold a table with a heading.
func (r *reading) hasTable(ps []passage) bool {
	for i, p := range ps {
		if p.table > 0 {
			return true
		}
		if p.cells != nil && i+1 < len(ps) && ps[i+1].cells != nil {
			if c, ok := r.lex.heading(p.cells); ok && c.qty >= 0 {
				return true
			}
		}
	}
	return false
}

// besideTable drops what only looks like an item in the words around a table: what is
// wanted stands in the rows, and beside them only what is asked for in so many words.
func (r *reading) besideTable(p passage, lines []task.Line) []task.Line {
	if !r.headed {
		return lines
	}
	asked := r.lex.of("request").in(p.toks) || p.list && r.inList
	return slices.DeleteFunc(lines, func(l task.Line) bool {
		if r.knowsOne(l.Identifiers) && (!l.QuantityAssumed || asked) {
			return false
		}
		if l.QuantityAssumed {
			return !asked || l.Price != "" || !r.strong(l.Query)
		}
		n := words(tokenize(l.Query))
		long := n > 8 && (!p.list || !r.strong(l.Query))
		return long || !r.finds(l.Query) && (!asked || phoneLike(l.Text))
	})
}

// itemRow says whether a row of the mail belongs to a table of items, so that
// no dates and addresses are looked for in it.
func (r *reading) itemRow(cells []string) bool { return len(cells) >= 3 }

// bodyTable reads rows written in the mail itself.
func (r *reading) bodyTable(ps []passage) {
	if ps[0].margin {
		return // beside the table of a print stand its letterhead, its terms and its sums
	}
	rows := make([][]string, len(ps))
	for i, p := range ps {
		rows[i] = p.cells
	}
	r.printed = ps[0].table > 0
	defer func() { r.printed = false }()
	lines := r.tableLines(rows, true, func(int, int) string { return ps[0].where })
	if len(lines) > 0 {
		for _, l := range lines {
			r.add(l)
		}
		return
	}
	for _, p := range ps { // set apart for the eye: what it asks for it says in words
		p.list = r.knowsAny(p.toks)
		for _, l := range r.linesOf(p) {
			r.add(l)
		}
	}
}

// fileLines reads the tables of a file, or, where it has none, its words.
func (r *reading) fileLines(f attach.Content) {
	if f.Status != attach.StatusRead {
		return
	}
	before := len(r.out.Lines)
	for _, t := range f.Tables {
		for _, l := range r.tableLines(cellTexts(t), false, placeIn(f.Name, t)) {
			r.add(l)
		}
	}
	if len(r.out.Lines) > before || f.Text == "" {
		return
	}
	ps := r.lex.passages(r.lex.unsigned(strings.Split(clean(f.Text), "\n")), f.Name)
	for i := range ps {
		if ps[i].cells == nil {
			r.documents(ps[i].toks)
		}
	}
	keep := r.out
	days := r.days
	for i := range ps {
		r.headerOf(ps, i)
	}
	r.out.Notes, r.out.Evidence, r.days = keep.Notes, keep.Evidence, days
	r.bodyLines(ps)
}

func cellTexts(t attach.Table) [][]string {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = make([]string, len(row))
		for j, c := range row {
			rows[i][j] = clean(c.Text)
		}
	}
	return rows
}

// placeIn says where a cell stands: "po.pdf p1 r3", "order.xlsx!Sheet1!B7".
func placeIn(name string, t attach.Table) func(row, col int) string {
	return func(row, col int) string {
		if row >= len(t.Rows) || col < 0 || col >= len(t.Rows[row]) {
			return name
		}
		place := t.Rows[row][col].Place
		if strings.Contains(place, "!") {
			return name + "!" + place
		}
		return strings.TrimSpace(name + " " + place)
	}
}

// fileHeaders reads reference, dates and address of a file where the mail has none.
func (r *reading) fileHeaders(f attach.Content) {
	if f.Status != attach.StatusRead || f.Text == "" {
		return
	}
	text := f.Text[:min(len(f.Text), 20000)]
	ps := r.lex.passages(strings.Split(clean(text), "\n"), f.Name)
	mailed := len(r.days)
	for i := range ps {
		if ps[i].cells == nil || len(ps[i].cells) == 2 {
			r.reference(&ps[i])
			r.shipTo(ps, i)
			if mailed == 0 && r.lex.of("deliver").in(ps[i].toks) {
				r.dates(&ps[i])
			}
		}
	}
}
