package cards

import "salesclerk/agent/lang"

// resume shows what waits while a document is changed: the mail that was
// discarded and the document behind it.
//
// Once settled nothing of it is kept with the step, and what the task holds by
// then may be another document: the card says only who decided.
func (m *maker) resume() {
	if !m.open() {
		return
	}
	d, doc := m.t.Draft, m.t.Document
	m.c.Lead = Text{S: m.say(m.byDoc("cards.resume.lead"))}
	if d != nil && d.Stale {
		m.warn("", m.say("cards.draft.stale", lang.Args{"Number": line(d.DocNumber)}))
	}
	if doc != nil {
		m.fields("", m.docHeader(doc))
		m.docLines(doc, or(m.o.DocLines, DocLines))
		m.fields("", m.totals(doc))
	}
	if d != nil {
		m.fields("cards.resume.mail", m.draftHeader(*d))
	}
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
