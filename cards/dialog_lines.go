package cards

import (
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// documentForm is the quote or order to edit, or to look at where the card
// offers no saving.
func (m *maker) documentForm(f *Form) {
	d := m.doc()
	if d == nil {
		m.note("", m.say("cards.doc.gone"))
		return
	}
	m.offer(f, task.Save)
	if m.s.Kind == task.StepAssistance {
		m.wholeMail(m.message())
		m.changes()
	}
	args := lang.Args{"Number": line(d.Number)}
	if f.Action == "" {
		f.Title = m.say("cards.form.title.show_"+string(d.Kind), args)
		m.fields("", m.docHeader(d))
		m.docLines(d, DialogLines)
		m.fields("", m.totals(d))
		m.lineNotes(d)
		return
	}
	f.Title = m.say("cards.form.title."+string(d.Kind), args)
	f.Lead = Text{S: m.say("cards.form.hint.prices")}
	f.Version = d.Version
	m.fields("", append(m.docHeader(d), m.totals(d)...))
	f.Inputs = m.tried([]Input{
		{Name: "requested", Label: m.say("cards.field.requested"), Type: InDate, Value: Text{S: d.Requested}},
		{Name: "reference", Label: m.say("cards.field.reference"), Type: InLine, Value: Text{d.Reference, Stranger}, Max: InputLineRunes},
		{Name: "ship_to", Label: m.say("cards.field.ship_to"), Type: InChoice, Free: true, Choices: m.o.Addresses,
			Value: Text{S: d.ShipToCode}, Max: InputLineRunes, Hint: m.say("cards.form.hint.ship_to")},
	})
	f.Inputs = append(f.Inputs, m.rememberEdit(d)...)
	for _, l := range d.Lines {
		f.Lines = append(f.Lines, m.lineIn(d, l))
	}
}

// lineIn is a line to edit. A price that the back office made stays empty, so
// that saving a new quantity gets its new price.
func (m *maker) lineIn(d *task.Document, l task.DocLine) LineIn {
	in := LineIn{
		LineEdit:    task.LineEdit{No: l.No, Item: l.Item, Variant: l.Variant, Quantity: l.Quantity, Unit: l.Unit, Date: l.Date},
		Description: Text{cut(l.Description, DialogCellRunes), Colleague},
		PriceNow:    m.w.Amount(l.Price, d.Currency),
		Amount:      m.w.Amount(l.Amount, d.Currency),
	}
	if discounted(l) {
		in.DiscountNow = m.w.Percent(l.Discount)
	}
	if l.PriceFixed {
		in.Price, in.Discount = l.Price, l.Discount
	}
	for _, n := range l.Notes {
		in.Notes = append(in.Notes, sentence(m.w.Note(n)))
	}
	return in
}

// pickForm asks for an item for each line of the reading; those the problem is
// about are marked.
func (m *maker) pickForm(f *Form) {
	m.offer(f, task.PickItem)
	f.Title, f.Lead = m.label(task.PickItem), Text{S: m.say("cards.form.hint.pick")}
	r := m.t.Reading
	if m.t.Offered != nil && m.t.Offered.Reading != nil && (r == nil || len(r.Lines) == 0) {
		r = m.t.Offered.Reading
	}
	if m.s.Error != nil {
		say, _ := m.w.Problem(*m.s.Error)
		m.warn("cards.error", say)
	}
	if r == nil {
		return
	}
	needed := map[int]bool{}
	for _, i := range m.problem().Lines {
		needed[i] = true
	}
	lines, _ := first(r.Lines, DialogLines)
	for i, l := range lines {
		f.Picks = append(f.Picks, m.pickIn(i, l, needed[i] || len(needed) == 0 && doubtful(l)))
	}
	f.Inputs = m.rememberPicks(f.Picks)
}

func (m *maker) pickIn(i int, l task.Line, needed bool) PickIn {
	in := PickIn{Line: i, Text: Text{cut(l.Text, DialogCellRunes), Stranger}, Quantity: l.Quantity, Unit: l.Unit,
		Match: Text{S: m.matched(l)}.Line(), Skip: l.Skip, Needed: needed}
	options, _ := first(l.Items, DialogOptions)
	for _, c := range options {
		in.Choices = append(in.Choices, Choice{Value: choice(c), Item: c.Number, Variant: c.Variant, Label: Text{cut(candidate(c), DialogCellRunes), Colleague}})
	}
	if l.Match == task.One && len(l.Items) > 0 {
		in.Chosen = choice(l.Items[0])
	}
	return in
}

// matched is how a line was matched, in words.
func (m *maker) matched(l task.Line) string {
	if l.Match == task.One {
		return m.say("cards.match.one")
	}
	return m.matchWords(l)
}

// choice is "number" or "number/variant", different for each candidate of a line.
func choice(c task.Candidate) string {
	if c.Variant == "" {
		return c.Number
	}
	return c.Number + "/" + c.Variant
}
