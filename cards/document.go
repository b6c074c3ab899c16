package cards

import (
	"fmt"
	"maps"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// document shows a quote or order that a person must look at.
func (m *maker) document() {
	d := m.doc()
	if d == nil {
		m.note("", m.say("cards.doc.gone"))
		return
	}
	m.c.Lead = sentence(m.say("cards.doc.lead."+string(d.Kind), lang.Args{
		"Number": line(d.Number), "Customer": m.customer().Line(), "Total": m.w.Money(d.Total, d.Currency)}))
	if m.open() {
		m.notes(BlockWarning, m.t.Party.Warnings)
	}
	m.fields("", m.docHeader(d))
	limit := or(m.o.DocLines, DocLines)
	if !m.open() {
		limit = SettledLines
	}
	m.docLines(d, limit)
	m.fields("", m.totals(d))
	if m.open() {
		m.lineNotes(d)
	}
}

// doc is the document of the step: as it was when settled, with the lines where
// they are still the same.
func (m *maker) doc() *task.Document {
	d, now := m.s.Doc, m.t.Document
	switch {
	case d == nil:
		return now
	case now != nil && now.Number == d.Number && now.Version == d.Version:
		return now
	}
	return d
}

func (m *maker) docHeader(d *task.Document) []Field {
	var out []Field
	out = m.field(out, "cards.field.customer", Text{cut(m.buyer(), NoteRunes), Colleague})
	out = m.field(out, "cards.field.number."+string(d.Kind), Text{cut(d.Number, NameRunes), Colleague})
	if d.Kind == task.Order {
		out = m.field(out, "cards.field.number.quote", Text{cut(d.Quote, NameRunes), Colleague})
	}
	out = m.field(out, "cards.field.date", Text{S: m.w.Date(d.Date)})
	out = m.field(out, "cards.field.requested", Text{S: m.w.Date(d.Requested)})
	out = m.field(out, "cards.field.reference", Text{cut(d.Reference, NameRunes), Stranger})
	out = m.field(out, "cards.field.ship_to", Text{cut(d.ShipTo, NoteRunes), Stranger})
	return out
}

// buyer is "Nordlys A/S (10000), Anna Berg".
func (m *maker) buyer() string {
	p := m.t.Party
	s := line(p.Company)
	if p.Customer != "" {
		s += " (" + line(p.Customer) + ")"
	}
	if p.Name != "" && s != "" {
		s += ", "
	}
	return s + line(p.Name)
}

func (m *maker) docLines(d *task.Document, limit int) {
	if len(d.Lines) == 0 {
		return
	}
	shown, more := first(d.Lines, limit)
	t := m.docTable(d, shown)
	t.More = more
	b := Block{Kind: BlockTable, Title: m.say("cards.lines"), Table: t}
	if more > 0 {
		b.Cut, b.CutNote = true, m.more("cards.more.lines", more)
	}
	m.add(b)
}

// docTable has columns for discount and date only where a line has one.
func (m *maker) docTable(d *task.Document, lines []task.DocLine) *Table {
	t := &Table{Head: m.heads("line", "item", "text", "quantity", "price"), Right: []bool{true, false, false, true, true}}
	discounts, dates := has(d.Lines, discounted), has(d.Lines, dated)
	if discounts {
		t.Head, t.Right = append(t.Head, m.say("cards.col.discount")), append(t.Right, true)
	}
	if dates {
		t.Head, t.Right = append(t.Head, m.say("cards.col.ships")), append(t.Right, false)
	}
	t.Head, t.Right = append(t.Head, m.say("cards.col.amount", lang.Args{"Currency": line(d.Currency)})), append(t.Right, true)
	for i, l := range lines {
		t.Rows = append(t.Rows, m.docRow(d, i+1, l, discounts, dates))
	}
	return t
}

func (m *maker) docRow(d *task.Document, n int, l task.DocLine, discounts, dates bool) []Text {
	item := line(l.Item)
	if l.Variant != "" {
		item += " " + line(l.Variant)
	}
	row := []Text{
		{S: fmt.Sprint(n)},
		{item, Colleague},
		{cut(l.Description, CellRunes), Colleague},
		{m.quantity(l.Quantity, l.Unit), Colleague},
		{S: m.w.Amount(l.Price, d.Currency)},
	}
	if discounts {
		cell := Text{}
		if discounted(l) {
			cell.S = m.w.Percent(l.Discount)
		}
		row = append(row, cell)
	}
	if dates {
		row = append(row, Text{S: m.w.DateShort(l.Date)})
	}
	return append(row, Text{S: m.w.Amount(l.Amount, d.Currency)})
}

func has(lines []task.DocLine, f func(task.DocLine) bool) bool {
	for _, l := range lines {
		if f(l) {
			return true
		}
	}
	return false
}

func dated(l task.DocLine) bool { return l.Date != "" }

// discounted says whether the discount is anything but nought: "0.00" is none.
func discounted(l task.DocLine) bool {
	for _, r := range l.Discount {
		if r >= '1' && r <= '9' {
			return true
		}
	}
	return false
}

func (m *maker) totals(d *task.Document) []Field {
	var out []Field
	out = m.field(out, "cards.field.net", Text{S: m.w.Money(d.Net, d.Currency)})
	out = m.field(out, "cards.field.tax", Text{S: m.w.Money(d.Tax, d.Currency)})
	out = m.field(out, "cards.field.total", Text{S: m.w.Money(d.Total, d.Currency)})
	return out
}

// ofLine is a note as it stands beside its line, whose item is said already.
func ofLine(n task.Note, l task.DocLine) task.Note {
	if n.Code != "not_available" || n.Args["Item"] != l.Item {
		return n
	}
	n.Args = maps.Clone(n.Args)
	delete(n.Args, "Item")
	return n
}

// lineNotes lists what is to be known of single lines: unit arithmetic, stock,
// promised dates, the customer's other price. Lines beyond the cut are here too.
func (m *maker) lineNotes(d *task.Document) {
	var shown []Field
	more := 0
	for i, l := range d.Lines {
		for _, n := range l.Notes {
			if len(shown) == m.limit(NoteRows) {
				more++
				continue
			}
			shown = append(shown, Field{
				Label: m.say("cards.line", lang.Args{"Number": fmt.Sprint(i + 1), "Item": line(l.Item)}),
				Value: sentence(m.w.Note(ofLine(n, l))),
			})
		}
	}
	m.fields("cards.line_notes", shown)
	if more > 0 {
		b := &m.c.Blocks[len(m.c.Blocks)-1]
		b.Cut, b.CutNote = true, m.more("cards.more.notes", more)
	}
}
