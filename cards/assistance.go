package cards

import (
	"fmt"
	"slices"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// problem is why the agent cannot go on; the zero problem for a step without one.
func (m *maker) problem() task.Problem {
	if m.s.Problem == nil {
		return task.Problem{}
	}
	return *m.s.Problem
}

// assistance shows a problem: in one sentence, what would help, and what one
// needs to see for it.
func (m *maker) assistance() {
	p := m.problem()
	say, help := m.w.Problem(p)
	m.c.Lead = sentence(say)
	if !m.open() {
		m.concerned(p, SettledLines)
		return
	}
	m.notes(BlockWarning, m.short(p))
	m.note("cards.help", help)
	m.contacts("cards.candidates", p.Candidates)
	m.notes(BlockWarning, m.t.Party.Warnings)
	m.changes()
	if p.Code != task.OrderChange {
		m.concerned(p, or(m.o.DocLines, ReadLines))
	}
	m.behind(p)
}

// short is how much there is of what is not available as wished, where the problem's
// own sentence does not say it.
func (m *maker) short(p task.Problem) []task.Note {
	r := m.reading()
	if r == nil || p.Code != task.NotAvailable || p.Args["Wanted"] != "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(r.Notes), func(n task.Note) bool { return n.Code != task.NotAvailable })
}

// changes is the difference where the problem is one.
func (m *maker) changes() {
	if m.problem().Code == task.OrderChange {
		m.difference()
	}
}

// concerned shows the lines of the reading the problem is about.
func (m *maker) concerned(p task.Problem, limit int) {
	r := m.reading()
	if r == nil {
		return
	}
	var which []int
	for _, i := range p.Lines {
		if i >= 0 && i < len(r.Lines) {
			which = append(which, i)
		}
	}
	if len(which) > 0 {
		m.add(m.readLines(r, which, limit))
	}
}

// behind shows what a person decides upon: the customer's words, and the
// document where there is one.
func (m *maker) behind(p task.Problem) {
	if d := m.t.Document; d != nil {
		m.fields("", append(m.docHeader(d), m.totals(d)...))
		if m.reviewForm() == FormDocument && p.Code != task.OrderChange {
			m.docLines(d, or(m.o.DocLines, DocLines))
		}
	}
	if showsMail(p.Code) {
		mail := m.message()
		m.words(mail, or(m.o.MailRunes, MailRunes), MailRows)
		m.files(mail.Files, FileRows)
	}
}

// showsMail says whether the customer's words help with the problem. Where a
// mail of ours or the back office failed they do not.
func showsMail(code string) bool {
	switch code {
	case task.BackOffice, task.SendFailed, task.SendUncertain, task.BadInput, task.BlockedCustomer, task.CreditLimit:
		return false
	}
	return true
}

// difference shows what the customer's change would do to the document, line by line.
func (m *maker) difference() {
	r, d := m.reading(), m.t.Document
	if r == nil || len(r.Lines) == 0 {
		return
	}
	shown, more := first(r.Lines, m.limit(or(m.o.DocLines, ReadLines)))
	t := &Table{Head: m.heads("line", "item", "now", "wished"), Right: []bool{true, false, true, true}, More: more}
	for _, l := range shown {
		now, no := docLine(d, l.DocLine)
		t.Rows = append(t.Rows, []Text{{S: no}, m.differs(now, l), m.have(now), m.wish(l)})
	}
	b := Block{Kind: BlockTable, Title: m.say("cards.difference"), Table: t}
	if more > 0 {
		b.Cut, b.CutNote = true, m.more("cards.more.lines", more)
	}
	m.add(b)
	m.fields("cards.difference.header", m.headerDifference(r, d))
}

// docLine is the line of the document a change means, and its place in words.
func docLine(d *task.Document, no int) (*task.DocLine, string) {
	if d == nil || no == 0 {
		return nil, ""
	}
	for i := range d.Lines {
		if d.Lines[i].No == no {
			return &d.Lines[i], fmt.Sprint(i + 1)
		}
	}
	return nil, ""
}

func (m *maker) differs(now *task.DocLine, l task.Line) Text {
	if now == nil {
		return m.item(l)
	}
	return Text{cut(strings.TrimSpace(line(now.Item)+" "+line(now.Variant)+" "+line(now.Description)), CellRunes), Colleague}
}

func (m *maker) have(now *task.DocLine) Text {
	if now == nil {
		return Text{S: "–"}
	}
	return Text{m.quantity(now.Quantity, now.Unit), Colleague}
}

// wish is what the line shall become.
func (m *maker) wish(l task.Line) Text {
	if l.Change == task.LineRemove {
		return Text{S: m.say("cards.change.remove")}
	}
	s := m.quantity(l.Quantity, l.Unit)
	if l.Date != "" {
		s += ", " + m.w.Date(l.Date)
	}
	return Text{s, Stranger}
}

func (m *maker) headerDifference(r *task.Reading, d *task.Document) []Field {
	var out []Field
	for _, f := range []struct{ key, now, wished string }{
		{"cards.field.requested", m.w.Date(requested(d)), m.w.Date(r.RequestedDate)},
		{"cards.field.ship_to", shipTo(d), r.ShipTo},
		{"cards.field.reference", reference(d), r.Reference},
	} {
		if f.wished != "" && f.wished != f.now {
			words := m.say("cards.difference.from_to", lang.Args{"Now": dash(line(f.now)), "Wished": line(f.wished)})
			out = append(out, Field{Label: m.say(f.key), Value: sentence(words)})
		}
	}
	return out
}

func dash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func requested(d *task.Document) string {
	if d == nil {
		return ""
	}
	return d.Requested
}

func shipTo(d *task.Document) string {
	if d == nil {
		return ""
	}
	return d.ShipTo
}

func reference(d *task.Document) string {
	if d == nil {
		return ""
	}
	return d.Reference
}
