package cards

import "salesclerk/agent/lang"

// resume shows what waits while a document is changed: the mail that was
// discarded and the document behind it.
func (m *maker) resume() {
	d, doc := m.t.Draft, m.t.Document
	if m.open() {
		m.c.Lead = Text{S: m.say(m.byDoc("cards.resume.lead"))}
	}
	if m.open() && d != nil && d.Stale {
		m.warn("", m.say("cards.draft.stale", lang.Args{"Number": line(d.DocNumber)}))
	}
	if doc != nil {
		m.fields("", append(m.docHeader(doc), m.totals(doc)...))
		m.docLines(doc, m.resumeLines())
	}
	if d != nil && m.open() {
		m.fields("cards.resume.mail", m.draftHeader(*d))
	}
}

func (m *maker) resumeLines() int {
	if m.open() {
		return or(m.o.DocLines, DocLines)
	}
	return SettledLines
}

// byDoc is the key for the kind of document the task has.
func (m *maker) byDoc(key string) string {
	if d := m.t.Document; d != nil {
		return key + "." + string(d.Kind)
	}
	return key + ".none"
}

// stop shows the question before a task stops, and what would stay behind.
func (m *maker) stop() {
	m.c.Lead = Text{S: m.say("cards.stop.lead")}
	a := m.s.Asking
	m.note("", m.say("cards.stop.by", lang.Args{"Who": m.who(&a.By), "When": m.when(a.At)}))
	if len(a.Leave) == 0 {
		m.note("", m.say("cards.stop.nothing"))
		return
	}
	m.note("", m.say("cards.stop.leaves"))
	m.notes(BlockWarning, a.Leave)
}
