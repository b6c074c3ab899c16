package cards

import (
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// message is the mail the step is about.
func (m *maker) message() task.Message {
	if m.s.Message >= 0 && m.s.Message < len(m.t.Messages) {
		return m.t.Messages[m.s.Message]
	}
	return m.t.Mail()
}

// reading is what the agent understood of the step's mail; nil when the task
// has gone on to another mail since.
func (m *maker) reading() *task.Reading {
	if m.s.Message != m.t.Current {
		return nil
	}
	return m.t.Reading
}

// incoming shows a customer's mail: who writes, what to mind, the words, what
// was understood of them.
func (m *maker) incoming() {
	mail := m.message()
	m.c.Lead = m.writer(mail)
	if m.c.State == Settled {
		m.words(mail, SettledRunes, SettledRows)
		m.files(mail.Files, FileRows)
		m.understood(SettledLines)
		return
	}
	m.sender(mail)
	m.relevance()
	m.contacts("cards.candidates", m.t.Party.Candidates)
	m.words(mail, or(m.o.MailRunes, MailRunes), MailRows)
	m.files(mail.Files, FileRows)
	m.understood(or(m.o.DocLines, ReadLines))
}

// writer is one sentence about who writes.
func (m *maker) writer(mail task.Message) Text {
	p := m.t.Party
	args := lang.Args{"From": address(p.Name, mail.From), "Name": line(p.Name), "Company": line(p.Company), "Number": line(p.Customer)}
	if !p.Known() || p.Once { // the name is then the sender's own word only
		args["From"] = address(mail.Name, mail.From)
	}
	switch {
	case p.Known() && p.Once:
		return sentence(m.say("cards.writes.once", args))
	case p.Known() && p.Customer != "":
		return sentence(m.say("cards.writes.customer", args))
	case p.Known():
		return sentence(m.say("cards.writes.contact", args))
	case p.Match == task.Several:
		return sentence(m.say("cards.writes.several", args))
	}
	return sentence(m.say("cards.writes.unknown", args))
}

// sender says what is doubtful about the sender.
func (m *maker) sender(mail task.Message) {
	switch mail.Verified {
	case "fail":
		m.warn("", m.say("cards.verified.fail", lang.Args{"From": line(mail.From)}))
	case "none":
		m.note("", m.say("cards.verified.none", lang.Args{"From": line(mail.From)}))
	}
	if mail.Forwarded != "" {
		m.warn("", m.say("cards.forwarded", lang.Args{"From": line(mail.From), "Original": line(mail.Forwarded)}))
	}
	if m.t.Party.Blocked != "" {
		m.warn("", m.say("cards.blocked", lang.Args{"Company": line(m.t.Party.Company), "Word": line(m.t.Party.Blocked)}))
	}
	if m.t.Follows != "" {
		m.note("", m.say("cards.follows", lang.Args{"Task": m.t.Follows}))
	}
	m.notes(BlockWarning, m.t.Party.Warnings)
}

// relevance says that a mail may be none for us, and what else it wants.
func (m *maker) relevance() {
	r := m.reading()
	if r == nil {
		return
	}
	if !r.Relevant {
		m.warn("", m.say("cards.irrelevant", lang.Args{"Reason": m.w.Reason(line(r.IrrelevantReason))}))
	}
	if len(r.OutOfScope) > 0 && r.Relevant {
		m.warn("", m.say("cards.out_of_scope", lang.Args{"What": m.scopes(r.OutOfScope)}))
	}
}

// scopes is the reader's codes in words, its own words where it has some.
func (m *maker) scopes(codes []string) string {
	shown, more := first(codes, NoteRows)
	var all string
	for i, c := range shown {
		if i > 0 {
			all += ", "
		}
		all += m.w.Reason(line(c))
	}
	if more > 0 {
		all += " …"
	}
	return all
}

// contacts lists candidates for the sender, best first. They are suggestions:
// nothing is granted by a name.
func (m *maker) contacts(key string, all []task.Contact) {
	if len(all) == 0 {
		return
	}
	shown, more := first(all, ContactRows)
	b := Block{Kind: BlockFields, Title: m.say(key)}
	for _, c := range shown {
		f := Field{Label: cut(line(c.Number), NameRunes), Value: Text{cut(m.contact(c), NoteRunes), Colleague}}
		if why := m.why(c.Why); why != "" {
			f.Note = &Text{S: why}
		}
		b.Fields = append(b.Fields, f)
	}
	if more > 0 {
		b.Cut, b.CutNote = true, m.more("cards.more.contacts", more)
	}
	m.add(b)
}

// contact is "Anna Berg, Nordlys A/S (10000), anna@nordlys.example".
func (m *maker) contact(c task.Contact) string {
	s := line(c.Name)
	if c.Company != "" {
		s += ", " + line(c.Company)
	}
	if c.Customer != "" {
		s += " (" + line(c.Customer) + ")"
	}
	if c.Email != "" {
		s += ", " + line(c.Email)
	}
	return s
}

func (m *maker) why(code string) string {
	if key := "cards.why." + code; code != "" && m.w.Has(key) {
		return m.say(key)
	}
	return cut(line(code), NameRunes)
}

// words shows the words of a mail, cut.
func (m *maker) words(mail task.Message, runes, rows int) {
	b := Block{Kind: BlockQuote, Title: m.say("cards.mail.words")}
	text, gone := cutRows(mail.Text, runes, rows)
	b.Text = Text{text, Stranger}
	if b.Text.Empty() {
		m.note("", m.say("cards.mail.empty"))
		return
	}
	if gone || mail.Cut {
		b.Cut, b.CutNote = true, m.say("cards.more.mail", lang.Args{"Review": m.reviewable()})
	}
	m.add(b)
}

// files lists the files of a mail with what became of each.
func (m *maker) files(all []task.Attachment, limit int) {
	if len(all) == 0 {
		return
	}
	shown, more := first(all, limit)
	b := Block{Kind: BlockFiles, Title: m.say("cards.files")}
	for _, f := range shown {
		b.Files = append(b.Files, m.file(f))
	}
	if more > 0 {
		b.Cut, b.CutNote = true, m.more("cards.more.files", more)
	}
	m.add(b)
}

// Files is files as a card names them.
func Files(all []task.Attachment, o Options) (list []File) {
	m := &maker{o: o, w: lang.For(o.Lang)}
	for _, f := range all {
		list = append(list, m.file(f))
	}
	return list
}

func (m *maker) file(f task.Attachment) File {
	out := File{Name: Text{cut(f.Name, NameRunes), Stranger}, Blob: f.Blob}
	if out.Name.Empty() {
		out.Name = Text{S: m.say("cards.file.unnamed")}
	}
	if f.Size > 0 {
		out.Size = m.w.Size(f.Size)
	}
	if key := "cards.file." + f.Status; f.Status != "" && m.w.Has(key) {
		out.Status = m.say(key)
	}
	out.Reason = Text{cut(f.Reason, NoteRunes), Stranger}
	return out
}

// address is a name with its address, as mail programs show it.
func address(name, addr string) string {
	if name = line(name); name == "" {
		return line(addr)
	}
	return name + " <" + line(addr) + ">"
}

// line is somebody's words made fit to stand inside a sentence of ours.
func line(s string) string { return cut(Text{S: cut(s, rawRunes)}.Line(), NameRunes) }

// rawRunes is how much is looked at for a name: enough for one with many
// characters that do not show, and not a whole mail.
const rawRunes = 10 * NameRunes
