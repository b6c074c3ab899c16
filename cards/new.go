package cards

import (
	"fmt"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// maker fills in one card.
type maker struct {
	t *task.Task
	s *task.Step
	o Options
	w *lang.Words
	c Card

	dialog bool // a dialog, which is not cut as a card is
}

// New is the card of a step (from 1). A step that is not there gives a settled
// card that says so: an old message in a room must not break its reader.
func New(t *task.Task, step int, o Options) Card {
	m := outlined(t, step, o)
	if m.s != nil {
		m.fill()
	}
	return m.c
}

// Outline is New without what stands in the card: its kind, state, title, context
// and buttons. It takes a fraction of the time.
func Outline(t *task.Task, step int, o Options) Card { return outlined(t, step, o).c }

func outlined(t *task.Task, step int, o Options) *maker {
	m := &maker{t: t, s: t.Step(step), o: o, w: lang.For(o.Lang)}
	m.c = Card{ID: CardID(t.ID, step), Task: t.ID, Step: step, Turn: t.Turn, State: Settled,
		Lang: m.w.Tag(), Context: m.context()}
	if m.s == nil {
		m.c.Title = m.say("cards.gone")
		return m
	}
	m.c.Kind, m.c.At, m.c.State = m.s.Shown(), m.s.At, m.state()
	m.c.Variant = m.variant()
	m.c.Title = m.title()
	m.buttons()
	return m
}

// CardID is the id of a step's card: "T-1042.3".
func CardID(taskID string, step int) string { return fmt.Sprintf("%s.%d", taskID, step) }

// fill lets the step's kind say its part, between what concerns every card.
func (m *maker) fill() {
	m.failed()
	m.written()
	switch m.c.Kind {
	case task.StepIncoming:
		m.incoming()
	case task.StepQuote, task.StepOrder:
		m.document()
	case task.StepOutgoing:
		m.outgoing()
	case task.StepResume:
		m.resume()
	case task.StepAssistance:
		m.assistance()
	case task.StepStop:
		m.stop()
	default:
		m.logged()
	}
	if m.c.State == Settled {
		m.c.Settled = m.settled()
	}
}

func (m *maker) state() string {
	switch {
	case m.s.Status != task.StepOpen || m.t.State == task.Stopped:
		return Settled
	case m.s.Busy || m.t.State == task.Working:
		return Busy
	}
	return Open
}

func (m *maker) open() bool { return m.c.State != Settled }

// variant is what tells cards of a kind apart: the problem, the kind of mail.
func (m *maker) variant() string {
	switch m.c.Kind {
	case task.StepAssistance:
		return m.problem().Code
	case task.StepOutgoing:
		return string(m.draft().Kind)
	case task.StepStop:
		return string(m.s.Kind)
	}
	return ""
}

func (m *maker) title() string {
	key := "cards.title." + string(m.c.Kind)
	switch {
	case m.c.State == Settled && m.w.Has("kind."+string(m.c.Kind)):
		return m.say("kind." + string(m.c.Kind))
	case m.c.Kind == task.StepOutgoing && m.w.Has(key+"."+m.c.Variant):
		key += "." + m.c.Variant
	case m.c.Kind == task.StepResume && m.t.Document != nil:
		key += "." + string(m.t.Document.Kind)
	}
	return m.say(key)
}

// context is the line above every card: task, customer, subject.
func (m *maker) context() []Text {
	line := []Text{{S: m.t.ID}}
	if who := m.customer(); !who.Empty() {
		line = append(line, who)
	}
	if m.t.Subject != "" {
		line = append(line, Text{cut(m.t.Subject, SubjectRunes), Stranger})
	}
	return line
}

// customer is the shortest name of whom the task talks to.
func (m *maker) customer() Text {
	p := m.t.Party
	switch {
	case p.Company != "":
		return Text{cut(p.Company, NameRunes), Colleague}
	case p.Name != "" && p.Known():
		return Text{cut(p.Name, NameRunes), Colleague}
	}
	mail := m.t.Mail()
	for _, s := range []string{p.Email, mail.From, mail.Name} {
		if s != "" {
			return Text{cut(s, NameRunes), Stranger}
		}
	}
	return Text{}
}

// failed says what went wrong with the last try from this card.
func (m *maker) failed() {
	if m.s.Error != nil && m.open() {
		say, help := m.w.Problem(*m.s.Error)
		m.warn("cards.error", say)
		m.note("", help)
	}
}

// written says that the customer has written again and which card it waits for.
func (m *maker) written() {
	if n := len(m.t.Queue); n > 0 && m.open() {
		m.warn("", m.say("cards.written_again", lang.Args{"Count": fmt.Sprint(n)}))
	}
}

// settled is the sentence that takes the place of the buttons.
func (m *maker) settled() string {
	if m.s.Status == task.StepOpen || m.s.Status == task.StepDone {
		return ""
	}
	words := m.w.T("status." + string(m.s.Status))
	if key := "decided." + string(m.s.Action); m.s.Action != "" && m.w.Has(key) {
		words = m.say(key, lang.Args{"Name": m.who(m.s.By), "When": m.when(m.s.Settled)})
	} else if when := m.when(m.s.Settled); when != "" {
		words += ", " + when
	}
	if m.s.Changed {
		words += ". " + m.say("cards.settled.changed")
	}
	return words
}

// who is a person's name; the agent where nobody is named.
func (m *maker) who(p *task.Person) string {
	switch {
	case p == nil || p.Name == "" && p.ID == "":
		return m.say("cards.agent")
	case p.Name == "":
		return cut(Text{S: p.ID}.Line(), NameRunes)
	}
	return cut(Text{S: p.Name}.Line(), NameRunes)
}

func (m *maker) when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return m.w.DateTime(t, m.o.Zone)
}

func (m *maker) logged() {
	if m.s.Note != nil {
		m.c.Lead = sentence(m.w.Note(*m.s.Note))
	}
}

func (m *maker) say(key string, args ...lang.Args) string { return m.w.T(key, args...) }

// sentence is words of ours that may hold somebody's words.
func sentence(s string) Text { return Text{cut(s, NoteRunes), Stranger} }

func (m *maker) add(b Block) { m.c.Blocks = append(m.c.Blocks, b) }

// warn adds a warning, with a title of ours where there is a key.
func (m *maker) warn(key, words string) { m.tell(BlockWarning, key, sentence(words)) }

func (m *maker) note(key, words string) { m.tell(BlockNote, key, sentence(words)) }

func (m *maker) tell(kind, key string, words Text) {
	if strings.TrimSpace(words.S) == "" {
		return
	}
	b := Block{Kind: kind, Text: words}
	if key != "" {
		b.Title = m.say(key)
	}
	m.add(b)
}

// notes adds a block for each note, and says how many are not shown.
func (m *maker) notes(kind string, notes []task.Note) {
	shown, more := first(notes, m.limit(NoteRows))
	for _, n := range shown {
		m.tell(kind, "", sentence(m.w.Note(n)))
	}
	if more > 0 && len(m.c.Blocks) > 0 {
		m.c.Blocks[len(m.c.Blocks)-1].Cut = true
		m.c.Blocks[len(m.c.Blocks)-1].CutNote = m.more("cards.more.notes", more)
	}
}

// more is the visible sign of a cut: how many are missing and where they are.
func (m *maker) more(key string, n int) string {
	return m.say(key, lang.Args{"Count": fmt.Sprint(n), "Review": m.reviewable()})
}

// reviewable is "1" where a cut card has a review that shows the whole.
func (m *maker) reviewable() string {
	if m.c.State == Open && !m.dialog {
		return "1"
	}
	return ""
}

// limit is how many rows there may be: those of a card, or of a dialog.
func (m *maker) limit(n int) int {
	if m.dialog {
		return max(n, DialogLines)
	}
	return n
}

// field is a field with somebody's value; nothing where there is no value.
func (m *maker) field(fields []Field, key string, v Text) []Field {
	if strings.TrimSpace(v.S) == "" {
		return fields
	}
	return append(fields, Field{Label: m.say(key), Value: v})
}

func (m *maker) fields(key string, fields []Field) {
	if len(fields) == 0 {
		return
	}
	b := Block{Kind: BlockFields, Fields: fields}
	if key != "" {
		b.Title = m.say(key)
	}
	m.add(b)
}
