package cards

import (
	"fmt"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// summaryLine is where the table goes in the words of a draft.
const summaryLine = "[summary]"

// draft is the mail of the step: as it was when settled, else the present one.
func (m *maker) draft() task.Draft {
	switch {
	case m.s.Draft != nil:
		return *m.s.Draft
	case m.t.Draft != nil && m.open():
		return *m.t.Draft
	case m.t.Draft != nil && m.s.Kind == task.StepOutgoing && m.last():
		return *m.t.Draft
	}
	return task.Draft{}
}

// last says whether no later step has a mail of its own.
func (m *maker) last() bool {
	for i := m.s.N; i < len(m.t.Steps); i++ {
		if m.t.Steps[i].Kind == task.StepOutgoing {
			return false
		}
	}
	return true
}

// outgoing shows a mail that leaves only when a person confirms it.
func (m *maker) outgoing() {
	d := m.draft()
	if d.ID == "" && d.Text == "" && d.Subject == "" {
		m.note("", m.say("cards.draft.gone"))
		return
	}
	if m.open() {
		m.c.Lead = sentence(m.say("cards.draft.lead", lang.Args{"To": m.addresses(d.To)}))
		m.draftState(d)
	}
	m.fields("", m.draftHeader(d))
	m.draftWords(d)
	m.files(d.Files, FileRows)
	if m.open() {
		if doc := m.t.Document; doc != nil && d.DocNumber == doc.Number {
			m.lineNotes(doc)
		}
		m.notes(BlockNote, d.Notes)
		if !m.reviewed() {
			m.words(m.message(), AnsweredRunes, AnsweredRows)
		}
	}
}

// reviewed says whether a person saw the mail that this one answers on a card of
// its own. If not, it stands beside the answer: what the agent missed in it would
// be missed for good.
func (m *maker) reviewed() bool {
	for _, s := range m.t.Steps[:m.s.N] {
		if (s.Kind == task.StepIncoming || s.Kind == task.StepAssistance) && s.Message == m.s.Message {
			return true
		}
	}
	return false
}

// draftState says what to mind before confirming.
func (m *maker) draftState(d task.Draft) {
	if d.NeedsEdit {
		m.warn("", m.say("cards.draft.needs_edit"))
	}
	if d.Stale {
		m.warn("", m.say("cards.draft.stale", lang.Args{"Number": line(d.DocNumber)}))
	}
	if len(d.To) == 0 {
		m.warn("", m.say("cards.draft.nobody"))
	}
	if d.Edited {
		m.note("", m.say("cards.draft.edited"))
	}
}

func (m *maker) draftHeader(d task.Draft) []Field {
	var out []Field
	out = m.field(out, "cards.field.to", Text{m.addresses(d.To), Stranger})
	out = m.field(out, "cards.field.cc", Text{m.addresses(d.Cc), Stranger})
	out = m.field(out, "cards.field.subject", Text{cut(d.Subject, SubjectRunes), Stranger})
	if w := lang.For(d.Lang); w.Tag() == d.Lang && d.Lang != m.w.Tag() {
		out = m.field(out, "cards.field.lang", Text{S: w.T("language.name")})
	}
	return out
}

func (m *maker) addresses(list []string) string {
	shown, more := first(list, m.limit(AddressRows))
	out := make([]string, len(shown))
	for i, a := range shown {
		out[i] = line(a)
	}
	if more > 0 {
		out = append(out, m.more("cards.more.addresses", more))
	}
	return strings.Join(out, ", ")
}

// draftWords shows the words with a mark where the table goes.
func (m *maker) draftWords(d task.Draft) {
	runes, rows := or(m.o.MailRunes, MailRunes), MailRows
	if !m.open() {
		runes, rows = SettledRunes, SettledRows
	}
	text, gone := cutRows(m.withSummary(d), runes, rows)
	b := Block{Kind: BlockQuote, Title: m.say("cards.draft.words"), Text: Text{text, Stranger}}
	if b.Text.Empty() {
		return
	}
	if gone {
		b.Cut, b.CutNote = true, m.say("cards.more.draft", lang.Args{"Review": m.reviewable()})
	}
	m.add(b)
}

// withSummary puts words in the place of the table, which is made when the mail
// is written.
func (m *maker) withSummary(d task.Draft) string {
	lines := strings.Split(d.Text, "\n")
	for i, l := range lines {
		if strings.TrimSpace(l) == summaryLine {
			lines[i] = m.summary(d)
		}
	}
	return strings.Join(lines, "\n")
}

func (m *maker) summary(d task.Draft) string {
	doc := m.t.Document
	if doc == nil || doc.Number != d.DocNumber || d.DocNumber == "" || doc.Version != d.DocVer {
		return "[" + m.say("cards.draft.table") + "]"
	}
	return "[" + m.say("cards.draft.table_of", lang.Args{"Count": fmt.Sprint(len(doc.Lines)),
		"Total": m.w.Money(doc.Total, doc.Currency)}) + "]"
}
