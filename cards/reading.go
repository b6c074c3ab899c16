package cards

import (
	"fmt"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// understood shows what the agent read out of the mail: what it is for, the
// header values, the lines, and what was not sure.
func (m *maker) understood(limit int) {
	r := m.reading()
	if r == nil {
		return
	}
	m.fields("cards.understood", m.readHeader(r))
	if len(r.Lines) > 0 {
		m.add(m.readLines(r, all(r.Lines), limit))
	}
	if m.open() {
		m.notes(BlockNote, r.Notes)
	}
}

// all is every index of the lines.
func all(lines []task.Line) []int {
	out := make([]int, len(lines))
	for i := range out {
		out[i] = i
	}
	return out
}

func (m *maker) readHeader(r *task.Reading) []Field {
	var out []Field
	if d := m.t.Document; d != nil && m.open() && m.s.Kind == task.StepIncoming {
		out = m.field(out, "cards.field.number."+string(d.Kind), Text{line(d.Number) + ", " + m.w.Money(d.Total, d.Currency), Colleague})
	}
	out = m.field(out, "cards.field.intents", Text{S: m.intents(r.Intents)})
	out = m.found(out, r, "requested_delivery_date", "cards.field.requested", m.w.Date(r.RequestedDate))
	out = m.found(out, r, "reference", "cards.field.reference", cut(r.Reference, NameRunes))
	out = m.found(out, r, "ship_to", "cards.field.ship_to", cut(r.ShipTo, NoteRunes))
	return out
}

// found is a header field that says in which words it was found if that is not sure.
func (m *maker) found(out []Field, r *task.Reading, name, key, value string) []Field {
	n := len(out)
	out = m.field(out, key, Text{value, Stranger})
	if len(out) == n {
		return out
	}
	for _, e := range r.Evidence {
		if e.Field == name && e.Confidence < task.LowConfidence {
			out[n].Warn = true
			words := sentence(m.say("cards.unsure.words", lang.Args{"Words": line(e.Words), "Where": m.where(e.Where)}))
			out[n].Note = &words
		}
	}
	return out
}

func (m *maker) intents(list []task.Intent) string {
	var out []string
	for _, i := range list {
		if key := "intent." + string(i); m.w.Has(key) {
			out = append(out, m.say(key))
		}
	}
	return strings.Join(out, ", ")
}

// where is the place of words: a file's place as it is, the mail's in words.
func (m *maker) where(s string) string {
	if key := "cards.where." + s; m.w.Has(key) {
		return m.say(key)
	}
	return line(s)
}

// readLines is the table of the lines with the given indexes.
func (m *maker) readLines(r *task.Reading, which []int, limit int) Block {
	which, more := first(which, limit)
	t := &Table{Head: m.heads("line", "written", "quantity", "item", "remark"), Right: []bool{true, false, true, false, false}, More: more}
	for _, i := range which {
		l := r.Lines[i]
		t.Rows = append(t.Rows, []Text{
			{S: fmt.Sprint(i + 1)},
			{cut(l.Text, CellRunes), Stranger},
			{m.quantity(l.Quantity, l.Unit), Stranger},
			m.item(l),
			m.remark(l),
		})
		t.Warn = append(t.Warn, doubtful(l))
	}
	b := Block{Kind: BlockTable, Title: m.say("cards.lines"), Table: t}
	if more > 0 {
		b.Cut, b.CutNote = true, m.more("cards.more.lines", more)
	}
	return b
}

func (m *maker) heads(names ...string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = m.say("cards.col." + n)
	}
	return out
}

func doubtful(l task.Line) bool {
	return !l.Skip && l.Picked == "" && (l.Match != task.One || l.Confidence < task.LowConfidence)
}

func (m *maker) quantity(n, unit string) string {
	return strings.TrimSpace(m.w.Decimal(n) + " " + line(unit))
}

// item is what a line was matched with: the item itself, or how many there are.
func (m *maker) item(l task.Line) Text {
	if !l.Skip && l.Match == task.One && len(l.Items) > 0 {
		return Text{cut(candidate(l.Items[0]), CellRunes), Colleague}
	}
	words := m.matchWords(l)
	if l.Match == task.Several || l.Match == task.Alternatives {
		words += m.options(l.Items)
	}
	return Text{words, Colleague}
}

// matchWords says how well a line was matched that has no one item.
func (m *maker) matchWords(l task.Line) string {
	switch {
	case l.Skip:
		return m.say("cards.match.skipped")
	case l.Match == task.Several || l.Match == task.Alternatives:
		return m.say("cards.match."+string(l.Match), lang.Args{"Count": fmt.Sprint(len(l.Items))})
	}
	return m.say("cards.match.none")
}

// options is ": A, B, C …" of what a line may mean.
func (m *maker) options(items []task.Candidate) string {
	shown, more := first(items, OptionRows)
	var out []string
	for _, c := range shown {
		out = append(out, cut(candidate(c), CellRunes))
	}
	if len(out) == 0 {
		return ""
	}
	if more > 0 {
		out = append(out, "…")
	}
	return ": " + strings.Join(out, "; ")
}

// candidate is "1920-S BLUE Antwerp conference table".
func candidate(c task.Candidate) string {
	s := line(c.Number)
	if c.Variant != "" {
		s += " " + line(c.Variant)
	}
	if c.Description != "" {
		s += " " + line(c.Description)
	}
	return s
}

// now is the quantity of the document's line that a change means.
func (m *maker) now(l task.Line) string {
	if at, _ := docLine(m.t.Document, l.DocLine); at != nil {
		return m.quantity(at.Quantity, at.Unit)
	}
	return ""
}

// remark says what a person should know of a line.
func (m *maker) remark(l task.Line) Text {
	var out []string
	if key := "cards.change." + string(l.Change); m.w.Has(key) {
		out = append(out, m.say(key, lang.Args{"Now": m.now(l)}))
	}
	if l.QuantityAssumed && !l.Skip {
		out = append(out, m.say("cards.unsure.quantity"))
	}
	if l.Confidence < task.LowConfidence && l.Picked == "" && !l.Skip {
		out = append(out, m.say("cards.unsure.line", lang.Args{"Where": m.where(l.Where)}))
	}
	if l.Picked != "" {
		out = append(out, m.say("cards.picked"))
	}
	out = append(out, m.remembered(l)...)
	out = append(out, m.bought(l)...)
	if l.Date != "" {
		out = append(out, m.w.Date(l.Date))
	}
	if l.Price != "" {
		out = append(out, m.say("cards.their_price", lang.Args{"Price": m.w.Decimal(l.Price)}))
	}
	return sentence(strings.Join(out, " · "))
}

// remembered says why words that no search finds mean this item.
func (m *maker) remembered(l task.Line) []string {
	why := l.Remembered()
	if why == nil {
		return nil
	}
	zone := time.UTC
	if m.o.Zone != nil {
		zone = m.o.Zone
	}
	day := m.w.Date(why.At.In(zone).Format(time.DateOnly))
	return []string{m.say("cards.remembered", lang.Args{"Name": line(why.Name), "Date": day})}
}

// bought says that of several items the customer ordered this one before.
func (m *maker) bought(l task.Line) []string {
	if l.Skip || l.Match != task.One || len(l.Items) == 0 || l.Items[0].Bought == nil {
		return nil
	}
	why := l.Items[0].Bought
	return []string{m.say("cards.bought", lang.Args{"Date": m.w.Date(why.Date), "Order": line(why.Order)})}
}
