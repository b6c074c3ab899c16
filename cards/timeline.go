package cards

import (
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// Timeline is each step of a task, past and present, oldest first; of a very
// long one the newest TimelineRows.
func Timeline(t *task.Task, o Options) []Entry {
	steps := t.Steps
	if n := len(steps) - TimelineRows; n > 0 {
		steps = steps[n:]
	}
	out := make([]Entry, 0, len(steps))
	for i := range steps {
		m := &maker{t: t, s: &steps[i], o: o, w: lang.For(o.Lang)}
		m.c.Kind, m.c.State = m.s.Shown(), m.state()
		out = append(out, m.entry())
	}
	return out
}

func (m *maker) entry() Entry {
	e := Entry{Step: m.s.N, Kind: m.c.Kind, State: m.s.Status, At: m.s.At, When: m.when(m.s.At),
		Open: m.c.State != Settled, Words: sentence(m.happened())}
	if m.s.By != nil {
		e.Who = Text{m.who(m.s.By), Colleague}
	}
	if took := m.until().Sub(m.s.At); took >= time.Second { // "0 s" says nothing
		e.Took = m.w.Duration(took)
	}
	return e
}

// until is when the step ended, or the moment of reading for one that waits.
func (m *maker) until() time.Time {
	if m.s.Kind == task.StepLog {
		return time.Time{}
	}
	if m.c.State == Settled {
		return m.s.Settled
	}
	return m.o.Now
}

// happened is what the step was and how it ended.
func (m *maker) happened() string {
	if m.s.Kind == task.StepLog {
		if m.s.Note == nil {
			return ""
		}
		return m.w.Note(*m.s.Note)
	}
	parts := []string{m.subject()}
	switch m.c.State {
	case Settled:
		parts = append(parts, m.settled())
	case Busy:
		parts = append(parts, m.say("cards.busy"))
	default:
		parts = append(parts, m.w.T("state."+string(waits(m.t.State))))
	}
	return strings.Join(parts, " · ")
}

func waits(s task.State) task.State {
	if s == task.Paused {
		return s
	}
	return task.Attention
}

// subject is what the step is about, in a few words.
func (m *maker) subject() string {
	words := m.w.T("kind." + string(m.c.Kind))
	var what string
	switch m.s.Kind {
	case task.StepIncoming:
		mail := m.message()
		what = address(mail.Name, mail.From)
	case task.StepQuote, task.StepOrder:
		if d := m.doc(); d != nil {
			what = line(d.Number)
		}
	case task.StepOutgoing:
		what = cut(Text{S: m.draft().Subject}.Line(), SubjectRunes)
	case task.StepAssistance:
		what, _ = m.w.Problem(m.problem())
	}
	if what == "" {
		return words
	}
	return words + ": " + what
}
