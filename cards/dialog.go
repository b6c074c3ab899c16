package cards

import (
	"cmp"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// Dialog is what one of the Form dialogs of a step's card shows and asks. Where
// the step is no longer open, or the viewer may not do it, the dialog only
// shows: Action is empty and there are no inputs. An unknown form only shows
// the mail.
func Dialog(t *task.Task, step int, form string, o Options) Form {
	card := New(t, step, o)
	m := &maker{t: t, s: t.Step(step), o: o, w: lang.For(o.Lang), c: card, dialog: true}
	f := Form{Kind: form, Card: card.ID, Turn: t.Turn, Title: card.Title, Words: m.formWords()}
	if m.s == nil {
		return f
	}
	m.c.Blocks = nil
	switch form {
	case FormDocument:
		m.documentForm(&f)
	case FormContact:
		m.contactForm(&f)
	case FormCreateContact:
		m.createForm(&f)
	case FormPick:
		m.pickForm(&f)
	case FormInstruct:
		m.instructForm(&f)
	default:
		m.mailForm(&f)
	}
	f.Blocks = m.c.Blocks
	if f.Action == "" {
		f.Inputs = nil
	}
	return f
}

// offer makes the dialog do the first of the actions that the card offers to
// the viewer; Options.Action, the button that opened it, goes first.
func (m *maker) offer(f *Form, actions ...task.Kind) {
	if m.c.State != Open || m.t.Open() != m.s {
		return
	}
	for _, b := range m.t.Buttons() {
		if m.o.Viewer != nil && !m.o.Viewer.May(b.Role) {
			continue
		}
		for _, a := range actions {
			if b.Action == a && (f.Action == "" || a == m.o.Action) {
				f.Action = a
			}
		}
	}
	if f.Action != "" {
		f.Words.Submit = m.label(f.Action)
		f.Buttons = []Button{{Action: f.Action, Label: m.label(f.Action), Style: Primary}}
	}
}

func (m *maker) formWords() FormWords {
	col := func(name string) string { return m.say("cards.col." + name) }
	form := func(name string) string { return m.say("cards.form." + name) }
	return FormWords{Close: form("close"), Item: col("item"), Variant: form("variant"), Description: col("text"),
		Quantity: col("quantity"), Unit: form("unit"), Price: col("price"), Discount: col("discount"), Date: col("ships"),
		Amount: m.say("cards.col.amount", lang.Args{"Currency": m.currency()}),
		Add:    form("add"), Remove: form("remove"), Skip: form("skip"), Search: form("search")}
}

func (m *maker) currency() string {
	if m.t.Document == nil {
		return ""
	}
	return line(m.t.Document.Currency)
}

// mailForm is the outgoing mail to edit, or a mail to read whole.
func (m *maker) mailForm(f *Form) {
	if m.saveForm() != FormMail {
		m.readForm(f)
		return
	}
	d := m.draft()
	m.offer(f, task.Save)
	f.Title = m.say("cards.form.title.mail")
	m.draftState(d)
	m.notes(BlockNote, d.Notes)
	m.files(d.Files, DialogFileRows)
	if f.Action == "" {
		m.fields("", m.draftHeader(d))
		m.whole(m.say("cards.draft.words"), m.withSummary(d))
		return
	}
	f.Lead = Text{S: m.say("cards.draft.table_hint")}
	f.Answers = m.aside(func() { m.wholeMail(m.message()) })
	f.Inputs = m.tried([]Input{
		{Name: "to", Label: m.say("cards.field.to"), Type: InMails, Value: Text{commas(d.To), Stranger}, Required: true, Hint: m.say("cards.form.hint.mails"), Max: InputRunes},
		{Name: "cc", Label: m.say("cards.field.cc"), Type: InMails, Value: Text{commas(d.Cc), Stranger}, Max: InputRunes},
		{Name: "subject", Label: m.say("cards.field.subject"), Type: InLine, Value: Text{d.Subject, Stranger}, Required: true, Max: InputLineRunes},
		{Name: "text", Label: m.say("cards.field.text"), Type: InText, Value: Text{d.Text, Stranger}, Required: true, Max: InputRunes},
	})
	f.Inputs = append(f.Inputs, m.rememberMail()...)
}

// readForm is the incoming mail whole, with what was understood.
func (m *maker) readForm(f *Form) {
	mail := m.message()
	f.Title = m.say("cards.form.title.read")
	f.Lead = m.writer(mail)
	m.sender(mail)
	m.relevance()
	m.fields("", m.mailHeader(mail))
	m.wholeMail(mail)
	m.files(mail.Files, DialogFileRows)
	m.understood(DialogLines)
	for _, b := range m.c.Buttons { // what a reader may decide at once
		if b.Form == FormNone {
			f.Buttons = append(f.Buttons, b)
		}
	}
}

// wholeMail shows the words of a mail: all of them where the caller has them,
// else what the task keeps, and then it says so.
func (m *maker) wholeMail(mail task.Message) {
	m.whole(m.say("cards.mail.words"), cmp.Or(m.o.MailText, mail.Text))
	if m.o.MailText == "" && mail.Cut {
		last := &m.c.Blocks[len(m.c.Blocks)-1]
		last.Cut, last.CutNote = true, m.say("cards.more.shortened")
	}
}

// aside is the blocks that add makes, kept out of the card.
func (m *maker) aside(add func()) []Block {
	had := m.c.Blocks
	m.c.Blocks = nil
	add()
	blocks := m.c.Blocks
	m.c.Blocks = had
	return blocks
}

func (m *maker) mailHeader(mail task.Message) []Field {
	var out []Field
	out = m.field(out, "cards.field.from", Text{address(mail.Name, mail.From), Stranger})
	out = m.field(out, "cards.field.to", Text{m.addresses(mail.To), Stranger})
	out = m.field(out, "cards.field.cc", Text{m.addresses(mail.Cc), Stranger})
	out = m.field(out, "cards.field.subject", Text{cut(mail.Subject, InputLineRunes), Stranger})
	return m.field(out, "cards.field.sent", Text{S: m.when(mail.At)})
}

// whole shows words with no cut but that of a whole dialog.
func (m *maker) whole(title, words string) {
	short := cut(words, DialogRunes)
	b := Block{Kind: BlockQuote, Title: title, Text: Text{short, Stranger}}
	if b.Text.Empty() {
		m.note("", m.say("cards.mail.empty"))
		return
	}
	if len(short) < len(words) {
		b.Cut, b.CutNote = true, m.say("cards.more.shortened")
	}
	m.add(b)
}

func commas(list []string) string {
	var s string
	for i, x := range list {
		if i > 0 {
			s += ", "
		}
		s += x
	}
	return s
}

// tried marks the input that the last try was refused for.
func (m *maker) tried(inputs []Input) []Input {
	e := m.s.Error
	if e == nil {
		return inputs
	}
	for i := range inputs {
		if inputs[i].Name == e.Field {
			inputs[i].Error, _ = m.w.Problem(*e)
			return inputs
		}
	}
	say, _ := m.w.Problem(*e)
	m.warn("cards.error", say)
	return inputs
}

// instructForm asks what the agent shall do.
func (m *maker) instructForm(f *Form) {
	m.offer(f, task.Instruct)
	f.Title = m.label(task.Instruct)
	f.Lead = Text{S: m.say("cards.form.hint.instruct")}
	if m.s.Problem != nil {
		say, _ := m.w.Problem(*m.s.Problem)
		m.note("", say)
	}
	m.words(m.message(), MailRunes, MailRows)
	f.Inputs = m.tried([]Input{{Name: "text", Label: m.say("cards.form.instructions"), Type: InText, Required: true, Max: InputRunes}})
}

// contactForm asks which contact the sender is.
func (m *maker) contactForm(f *Form) {
	m.offer(f, task.UseContactOnce, task.UpdateContact)
	f.Title, f.Lead = m.label(f.Action), Text{S: m.say("cards.form.hint.once")}
	if f.Action == task.UpdateContact {
		f.Lead = Text{S: m.say("cards.form.hint.update")}
	}
	m.fields("", m.mailHeader(m.message()))
	in := Input{Name: "contact", Label: m.say("cards.field.contact"), Type: InChoice, Free: true, Required: true,
		Hint: m.say("cards.form.hint.contact"), Max: InputLineRunes}
	for _, c := range m.suggested() {
		in.Choices = append(in.Choices, Choice{Value: c.Number, Label: Text{cut(m.contact(c), NoteRunes), Colleague}, Note: Text{S: m.why(c.Why)}})
	}
	f.Inputs = m.tried([]Input{in})
}

// suggested is the candidates of the problem, else of the party, best first.
func (m *maker) suggested() []task.Contact {
	list := m.t.Party.Candidates
	if len(m.problem().Candidates) > 0 {
		list = m.problem().Candidates
	}
	list, _ = first(list, DialogOptions)
	return list
}

// createForm asks for a new contact, with what the mail says filled in.
func (m *maker) createForm(f *Form) {
	m.offer(f, task.CreateContact)
	mail := m.message()
	f.Title, f.Lead = m.label(task.CreateContact), Text{S: m.say("cards.form.hint.create")}
	from, name := mail.From, Text{S: mail.Name}.Line()
	if mail.Forwarded != "" {
		from, name = mail.Forwarded, ""
	}
	language := Input{Name: "lang", Label: m.say("cards.field.lang"), Type: InChoice, Value: Text{S: cmp.Or(m.mailLang(), m.w.Tag())}}
	for _, tag := range lang.Supported() {
		language.Choices = append(language.Choices, Choice{Value: tag, Label: Text{S: lang.For(tag).T("language.name")}})
	}
	f.Inputs = m.tried([]Input{
		{Name: "name", Label: m.say("cards.field.name"), Type: InLine, Value: Text{name, Stranger}, Required: true, Max: InputLineRunes},
		{Name: "email", Label: m.say("cards.field.email"), Type: InLine, Value: Text{from, Stranger}, Required: true, Max: InputLineRunes},
		{Name: "customer", Label: m.say("cards.form.customer_no"), Type: InChoice, Free: true, Choices: m.customers(), Max: InputLineRunes},
		language,
	})
}

// mailLang is the language of the mail where we speak it.
func (m *maker) mailLang() string {
	if r := m.reading(); r != nil && lang.For(r.Language).Tag() == r.Language {
		return r.Language
	}
	return ""
}

// customers is the customers of the suggested contacts, each once.
func (m *maker) customers() []Choice {
	var out []Choice
	seen := map[string]bool{"": true}
	for _, c := range m.suggested() {
		if !seen[c.Customer] {
			seen[c.Customer] = true
			out = append(out, Choice{Value: c.Customer, Label: Text{line(c.Company), Colleague}})
		}
	}
	return out
}
