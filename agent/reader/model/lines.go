package model

import (
	"strings"

	"salesclerk/agent/task"
)

// lines puts the two readings' lines together.
func (m *merger) lines() {
	m.spans = m.spansOf(m.r.Lines)
	own := len(m.spans)
	taken := make([]bool, own)
	for _, p := range m.p.lines {
		i := m.partner(p, taken)
		if i < 0 {
			m.alone(p)
			continue
		}
		taken[i] = true
		m.both(&m.r.Lines[i], p)
	}
	if m.in.Asked != nil {
		return // what settles an option is not an item's name: the model does not point at it
	}
	for i := range own {
		if !taken[i] && m.spans[i].ok() {
			l := &m.r.Lines[i]
			l.Confidence = min(l.Confidence, checkLevel)
			m.left = append(m.left, clip(l.Text, 80))
		}
	}
}

// spansOf is where the rules' lines stand in what the model was shown. Of lines with
// the same words each has the next place.
func (m *merger) spansOf(lines []task.Line) []span {
	out := make([]span, len(lines))
	seen := map[string]int{}
	for i, l := range lines {
		var here []span
		for _, s := range m.g.find(l.Text) {
			if s.in.where == l.Where || strings.HasPrefix(l.Where, s.in.where) && s.in.where != "body" && s.in.where != "subject" {
				here = append(here, s)
			}
		}
		if n := seen[l.Where+"\x00"+l.Text]; len(here) > 0 {
			out[i] = here[min(n, len(here)-1)]
			seen[l.Where+"\x00"+l.Text]++
		}
	}
	return out
}

// partner is the rules' line that a proposed one is about: they share words, and of
// several the one that says the same. -1 if there is none.
func (m *merger) partner(p proposed, taken []bool) int {
	best, points := -1, 0
	for i, s := range m.spans {
		if taken[i] {
			continue
		}
		l, n := m.r.Lines[i], 0
		switch {
		case s.overlaps(p.core):
			n = 2
		case l.DocLine != 0 && l.DocLine == p.line.DocLine:
			n = 1
		case s.overlaps(p.at) && sameItem(l, p.line):
			n = 1
		default:
			continue
		}
		if sameItem(l, p.line) {
			n += 4
		}
		if sameNumber(l.Quantity, p.line.Quantity) {
			n += 2
		}
		if n > points {
			best, points = i, n
		}
	}
	return best
}

func sameItem(a, b task.Line) bool {
	return len(a.Items) > 0 && len(b.Items) > 0 && a.Match == task.One && b.Match == task.One &&
		a.Items[0].Number == b.Items[0].Number && a.Items[0].Variant == b.Items[0].Variant
}

// both makes one line of two.
func (m *merger) both(l *task.Line, p proposed) {
	if l.Asked != 0 {
		return // the one of "the second one" counts nothing
	}
	before := m.moved
	m.quantity(l, p)
	m.unit(l, p)
	m.item(l, p)
	m.lineDate(l, p)
	if p.line.Change != l.Change && m.in.Offered != nil && m.in.Asked == nil {
		m.r.Doubt = true
		m.differ(l.Text, "change", string(p.line.Change), string(l.Change), string(l.Change))
	}
	switch {
	case m.moved > before:
		l.Confidence = min(l.Confidence, checkLevel)
	case sameItem(*l, p.line):
		l.Confidence = max(l.Confidence, min(p.line.Confidence, 0.95))
	}
}

func (m *merger) lineDate(l *task.Line, p proposed) {
	switch {
	case p.line.Date == "" || p.line.Date == l.Date || l.Date == "" && p.line.Date == m.r.RequestedDate:
	case l.Date == "":
		l.Date, l.Confidence = p.line.Date, min(l.Confidence, checkLevel)
	default:
		m.r.Doubt = true
		m.differ(l.Text, "date", p.line.Date, l.Date, l.Date)
	}
}

// quantity: what the rules only assumed gives way.
func (m *merger) quantity(l *task.Line, p proposed) {
	switch {
	case !p.quantity.ok() || sameNumber(l.Quantity, p.line.Quantity) && !l.QuantityAssumed:
	case l.QuantityAssumed:
		if !sameNumber(l.Quantity, p.line.Quantity) {
			m.differ(l.Text, "quantity", p.line.Quantity, l.Quantity, p.line.Quantity)
		}
		l.Quantity, l.QuantityAssumed = p.line.Quantity, false
	default:
		m.r.Doubt = true
		m.differ(l.Text, "quantity", p.line.Quantity, l.Quantity, l.Quantity)
	}
}

func (m *merger) unit(l *task.Line, p proposed) {
	switch {
	case p.line.Unit == "" || p.line.Unit == l.Unit:
	case l.Unit == "":
		m.differ(l.Text, "unit", p.line.Unit, "", p.line.Unit)
		l.Unit = p.line.Unit
	default:
		m.r.Doubt = true
		m.differ(l.Text, "unit", p.line.Unit, l.Unit, l.Unit)
	}
}

// item: where the rules found nothing, what our catalogue found by the model's words
// is taken. A choice of several stays one: the customer is asked.
func (m *merger) item(l *task.Line, p proposed) {
	found := p.line.Match == task.One && len(p.line.Items) > 0
	switch {
	case !found || sameItem(*l, p.line) || m.in.Asked != nil:
	case l.Match == task.None || len(l.Items) == 0:
		m.differ(l.Text, "item", name(p.line), name(*l), name(p.line))
		l.Match, l.Items, l.Query = p.line.Match, p.line.Items, p.line.Query
		l.Confidence = min(p.line.Confidence, checkLevel)
	case l.Match == task.One:
		m.r.Doubt = true
		m.differ(l.Text, "item", name(p.line), name(*l), name(*l))
	default:
		m.differ(l.Text, "item", name(p.line), l.Query, l.Query)
	}
}

func name(l task.Line) string {
	if l.Match != task.One || len(l.Items) == 0 {
		return l.Query
	}
	return strings.TrimSpace(l.Items[0].Number + " " + l.Items[0].Variant + " " + l.Items[0].Description)
}

// restates says whether a line only names what was offered, as in "we accept the 2
// tables": nothing changes then. With another quantity it sets the offered line.
func (m *merger) restates(l *task.Line, added bool) bool {
	for _, d := range m.in.Offered.Lines {
		if l.Match != task.One || d.Item != l.Items[0].Number || d.Variant != l.Items[0].Variant || l.DocLine != 0 && l.DocLine != d.No {
			continue
		}
		same := l.QuantityAssumed || sameNumber(l.Quantity, d.Quantity)
		if same && l.Change != task.LineRemove {
			m.r.Doubt = m.r.Doubt || added // as much again, or the same? A person knows
			return !added
		}
		if l.Change == task.LineAdd && !added {
			l.Change, l.DocLine = task.LineSet, d.No
		}
		return false
	}
	return false
}

// alone takes a line that only the model saw, if there is anything to it: a
// quantity, or words that our catalogue knows.
func (m *merger) alone(p proposed) {
	l := p.line
	if m.in.Offered != nil && m.restates(&l, p.added) {
		return
	}
	m.lone = append(m.lone, clip(l.Text, 80))
	nothing := l.Match == task.None && (l.QuantityAssumed || len(m.r.Lines) > 0 && l.Query == "")
	if nothing || m.in.Asked != nil || m.in.Offered != nil && l.Change != task.LineAdd && l.DocLine == 0 {
		return
	}
	if m.in.Offered != nil {
		m.r.Doubt = true // the rules saw no such change
	}
	l.Confidence = min(l.Confidence, checkLevel)
	m.r.Lines = append(m.r.Lines, l)
}
