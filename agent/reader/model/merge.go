package model

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/reader"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
)

// How the two readings become one:
//
//	agreed                 the value stays; the surer confidence counts
//	only the rules have it it stays; a line that the model was shown and did not see is marked for checking
//	only the model has it  it is taken, marked for checking (confidence below the card's level)
//	they differ            the rules' stays, both are said, and a person sees the mail
//
// Three exceptions. A quantity or unit that the rules only assumed, and an item they
// did not find, give way to the model's, marked. What ends or binds (accept,
// decline, cancel, an order) is never taken from the model alone: it makes a person
// look. Kinds out of scope add up: more of them is more care. Options that the
// customer was asked to choose from are settled by the rules alone.

// checkLevel is the confidence of what one reader alone saw: the card points it out.
const checkLevel = task.LowConfidence - 0.05

// merger is the work of making one reading of two.
type merger struct {
	in    reader.Input
	g     *grounder
	r     task.Reading
	p     proposal
	spans []span // of the rules' lines; none for what the model was not shown
	lone  []string
	left  []string
	moved int // differences told, and not told
}

func (x *Reader) merge(ctx context.Context, in reader.Input, r task.Reading, g *grounder, p proposal) (task.Reading, error) {
	m := &merger{in: in, g: g, r: r, p: p}
	m.r.Reader = "model"
	m.r.Lines, m.r.Notes = slices.Clone(r.Lines), slices.Clone(r.Notes)
	m.r.Evidence, m.r.OutOfScope = slices.Clone(r.Evidence), slices.Clone(r.OutOfScope)
	if err := m.lookUp(ctx, x.rules); err != nil {
		return r, err
	}
	m.header()
	m.lines()
	m.purpose()
	m.scope()
	m.tell()
	return m.r, nil
}

// lookUp finds the items of the proposed lines, by our catalogue and in what was
// offered.
func (m *merger) lookUp(ctx context.Context, r *rules.Rules) error {
	lines := make([]task.Line, len(m.p.lines))
	for i := range m.p.lines {
		lines[i] = m.p.lines[i].line
		m.changeOf(&lines[i], m.p.lines[i])
	}
	if err := r.Match(ctx, lines, m.r.Language, m.in.Customer); err != nil {
		return err
	}
	for i := range lines {
		m.p.lines[i].line = lines[i]
	}
	return nil
}

// changeOf says what a proposed line does to what was offered. The line it means is
// the model's guess, so its words must name it, or there must be but one.
func (m *merger) changeOf(l *task.Line, p proposed) {
	doc := m.in.Offered
	if doc == nil {
		l.Change = task.LineNew
		return
	}
	if l.Change == task.LineNew {
		l.Change = task.LineAdd
	}
	if l.Change == task.LineAdd || p.offered < 1 || p.offered > len(doc.Lines) {
		return
	}
	at := doc.Lines[p.offered-1]
	if len(doc.Lines) > 1 && !rules.Alike(l.Text, at.Description+" "+at.Item+" "+at.Variant) {
		return
	}
	l.DocLine = at.No
	if l.Change == task.LineRemove || l.Query == "" || rules.Alike(l.Query, at.Description) {
		l.Match, l.Confidence = task.One, checkLevel
		l.Items = []task.Candidate{{Number: at.Item, Variant: at.Variant, Score: 1, Description: at.Description}}
	}
	if l.QuantityAssumed {
		l.Quantity, l.QuantityAssumed = at.Quantity, false
	}
	if l.Unit == "" {
		l.Unit = at.Unit
	}
}

func (m *merger) header() {
	if s := m.p.reference; s.ok() {
		m.value("reference", &m.r.Reference, s.text(), s, strings.EqualFold)
	}
	if s := m.p.date; s.ok() {
		m.date(s)
	}
	if s := m.p.shipTo; s.ok() {
		m.address(s)
	}
}

// value fills a header field that the rules left empty, and tells of another value.
func (m *merger) value(name string, to *string, value string, at span, same func(a, b string) bool) bool {
	switch {
	case *to == "":
		*to = value
		m.r.Evidence = append(m.r.Evidence, task.Evidence{Field: name, Words: at.text(), Where: at.where(), Confidence: checkLevel})
		return true
	case !same(*to, value):
		m.doubt(name)
		m.differ(at.text(), fieldName(name), value, *to, *to)
	}
	return false
}

// fieldName is a header field as agent/lang calls it.
func fieldName(name string) string {
	if name == "requested_delivery_date" {
		return "requested"
	}
	return name
}

func (m *merger) date(s span) {
	iso := m.p.day.Format(time.DateOnly)
	if m.p.day.Before(m.g.today) {
		if m.r.RequestedDate == "" && !m.noted("date_past") {
			m.note("date_past", map[string]string{"date": iso, "words": s.text()})
		}
		return
	}
	if m.r.RequestedDate != "" && m.noted("date_several") {
		return // there are several, and the furthest holds
	}
	m.value("requested_delivery_date", &m.r.RequestedDate, iso, s, func(a, b string) bool { return a == b })
}

func (m *merger) address(s span) {
	if m.r.ShipTo != "" && rules.SameWords(m.r.ShipTo, s.text()) {
		return
	}
	a, known := rules.Address(s.text(), m.in.Addresses)
	if m.r.ShipToCode != "" && known && a.Code == m.r.ShipToCode {
		return
	}
	if m.r.ShipTo != "" && (strings.Contains(m.r.ShipTo, s.text()) || strings.Contains(s.text(), m.r.ShipTo)) {
		return // the same with more or less of it
	}
	if !m.value("ship_to", &m.r.ShipTo, s.text(), s, rules.SameWords) {
		return
	}
	if m.r.ShipToCode = a.Code; !known {
		m.note(task.ShipToUnknown, map[string]string{"words": s.text()})
	}
}

func (m *merger) noted(code string) bool {
	return slices.ContainsFunc(m.r.Notes, func(n task.Note) bool { return n.Code == code })
}

func (m *merger) note(code string, args map[string]string) {
	m.r.Notes = append(m.r.Notes, task.Note{Code: code, Args: args})
}

// maxDiffer is how many differences are told one by one.
const maxDiffer = 8

// differ tells what each reader read and which of it is used; a person sees the mail.
func (m *merger) differ(words, field, model, own, used string) {
	if m.moved++; m.moved > maxDiffer {
		return
	}
	m.note("model_differs", map[string]string{"Words": clip(words, 80), "Field": field, "Model": clip(orDash(model), 80),
		"Rules": clip(orDash(own), 80), "Used": clip(orDash(used), 80)})
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// doubt marks a header value and makes a person look.
func (m *merger) doubt(field string) {
	m.r.Doubt = true
	for i, e := range m.r.Evidence {
		if e.Field == field {
			m.r.Evidence[i].Confidence = min(e.Confidence, checkLevel)
		}
	}
}

// binding are the purposes that end something or bind somebody.
var binding = []task.Intent{task.Accept, task.Decline, task.Cancel, task.Changes, task.OrderRequest}

// purpose compares what the mail is for. The rules' judgement stays.
func (m *merger) purpose() {
	if len(m.p.intents) == 0 {
		return
	}
	for _, i := range binding {
		if m.r.Has(i) != slices.Contains(m.p.intents, i) {
			m.r.Doubt = true
		}
	}
	if m.r.Has(task.Other) && len(m.r.Lines) > 0 && len(m.r.Intents) == 1 {
		m.r.Intents = []task.Intent{task.QuoteRequest} // lines that only the model saw are asked for
		if m.in.Offered != nil {
			m.r.Intents = []task.Intent{task.Changes}
		}
	}
	if !sameIntents(m.r.Intents, m.p.intents) {
		m.note("model_intents", map[string]string{"ModelIntents": intentWords(m.p.intents), "RulesIntents": intentWords(m.r.Intents)})
	}
}

func sameIntents(a, b []task.Intent) bool {
	one := func(x, y []task.Intent) bool {
		return !slices.ContainsFunc(x, func(i task.Intent) bool { return i != task.Other && !slices.Contains(y, i) })
	}
	return one(a, b) && one(b, a)
}

func intentWords(list []task.Intent) string {
	var out []string
	for _, i := range list {
		if !slices.Contains(out, string(i)) {
			out = append(out, string(i))
		}
	}
	return strings.Join(out, ", ")
}

// scope adds what the model saw that a sales desk does not do.
func (m *merger) scope() {
	for _, e := range m.p.outOfScope {
		if !slices.Contains(m.r.OutOfScope, e.kind) {
			m.r.OutOfScope = append(m.r.OutOfScope, e.kind)
			m.r.Evidence = append(m.r.Evidence, task.Evidence{Field: "out_of_scope", Words: clip(e.at.text(), 200), Where: e.at.where(), Confidence: checkLevel})
		}
	}
	if len(m.r.Lines) > 0 && !m.r.Relevant {
		m.r.Relevant, m.r.IrrelevantReason = true, ""
	}
}

// maxTold is how much of a note's words is told.
const maxTold = 300

// tell says what only one reader saw, what was dropped, and what was left out.
func (m *merger) tell() {
	words := func(code string, list []string) {
		if len(list) > 0 {
			m.note(code, map[string]string{"Number": strconv.Itoa(len(list)), "Words": clip(strings.Join(list, "; "), maxTold)})
		}
	}
	words("model_lines", m.lone)
	words("model_left_out", m.left)
	words("model_dropped", m.p.dropped)
	if m.moved > maxDiffer {
		m.note("model_more", map[string]string{"Number": strconv.Itoa(m.moved - maxDiffer)})
	}
	if m.g.src.cut {
		m.note("model_cut", nil)
	}
}

func sameNumber(a, b string) bool {
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	return errX == nil && errY == nil && x.Equal(y)
}
