package adaptive

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Collect adds what was entered on a page to what was typed before. Nothing is
// judged and nothing refused. f is the form as it is now, in any language.
func Collect(f cards.Form, s Submission) Draft {
	d := s.Draft
	d.Errors, d.Notes = nil, nil
	typed := Typed{}
	if f.Action == "" { // it can no longer be sent: everything is kept, to be shown
		maps.Copy(typed, d.Typed)
		maps.Copy(typed, s.inputs)
		d.Typed = typed
		return d
	}
	for _, x := range slots(f, d.Rows) {
		v, there := s.inputs[x.id]
		switch {
		case there:
			v = x.typed(v)
		case s.drawn[x.id]: // clients leave out what is empty
			v = ""
		default:
			if old, ok := d.Typed[x.id]; ok {
				typed[x.id] = x.typed(old)
			}
			continue
		}
		if !x.same(v) && (v != "" || x.kind != choose) {
			typed[x.id] = v
		}
	}
	for id, v := range d.Typed {
		if strings.HasPrefix(id, asked) && typed[strings.TrimPrefix(id, asked)] == "" {
			typed[id] = v
		}
	}
	d.Typed = typed
	return d
}

// asked begins the ids under which is kept that somebody was asked about a field
// that was emptied.
const asked = "?"

// Read is what the event brings, or what is wrong, by field, in sentences for the
// reader: then the form is nil and the Draft has it all, to be drawn again.
// Values that nobody touched are left out where the core keeps what is left out.
// "version" among the errors says that the form is about something else by now:
// show Moved. What was emptied and need not be filled in is asked about once, as
// if it were wrong.
func Read(f cards.Form, s Submission, tag string) (*task.Form, Draft) {
	r := reader{f: f, w: lang.For(tag), d: Collect(f, s), wrong: map[string]string{}}
	r.typed = r.d.Typed
	if f.Action == "" || f.Kind == cards.FormDocument && f.Version != s.Version {
		r.wrong["version"] = r.w.T("teams.card.error.version")
		r.d.Errors = r.wrong
		return nil, r.d
	}
	form := r.form()
	if len(r.wrong) > 0 {
		r.d.Errors = r.wrong
		return nil, r.d
	}
	return form, r.d
}

type reader struct {
	f     cards.Form
	w     *lang.Words
	d     Draft
	typed Typed
	wrong map[string]string
}

func (r *reader) form() *task.Form {
	for _, in := range r.f.Inputs {
		r.judge(in)
	}
	form := r.whole()
	for _, in := range r.f.Inputs {
		value, _ := r.value(in)
		cards.Teach(form, in.Name, value)
	}
	return form
}

func (r *reader) whole() *task.Form {
	switch r.f.Kind {
	case cards.FormDocument:
		return &task.Form{Document: r.document()}
	case cards.FormPick:
		return &task.Form{Picks: r.picks()}
	}
	return r.plain()
}

// value is the value of an input as it stands, and whether somebody changed it.
func (r *reader) value(in cards.Input) (value string, touched bool) {
	if in.Type != cards.InChoice {
		v, ok := r.typed[in.Name]
		if !ok {
			return in.Value.S, false
		}
		if in.Type == cards.InText && strings.Contains(in.Value.S, "\r\n") {
			v = strings.ReplaceAll(v, "\n", "\r\n")
		}
		return v, true
	}
	if v, ok := r.typed[in.Name+own]; ok && strings.TrimSpace(v) != "" {
		return strings.TrimSpace(v), true
	}
	v, ok := r.typed[in.Name+search]
	if !ok {
		v, ok = r.typed[in.Name]
	}
	if ok {
		parts, _ := decode(v)
		return parts[0], true
	}
	if _, emptied := r.typed[in.Name+own]; emptied {
		return "", true
	}
	return in.Value.S, false
}

// judge says what is wrong with an input that only this surface can know.
func (r *reader) judge(in cards.Input) {
	value, touched := r.value(in)
	most := max(in.Max, utf8.RuneCountInString(in.Value.S))
	switch {
	case in.Required && strings.TrimSpace(value) == "":
		r.wrong[in.Name] = r.w.T("teams.card.error.required")
	case in.Max > 0 && touched && utf8.RuneCountInString(value) > most:
		r.wrong[in.Name] = r.w.T("teams.card.error.long", lang.Args{"Max": r.w.Decimal(strconv.Itoa(most))})
	case in.Type == cards.InDate && touched && value != "" && !isoDate.MatchString(value):
		r.wrong[in.Name] = r.notADate(value)
	case in.Type == cards.InChoice && !in.Free && touched && !offered(in, value):
		r.wrong[in.Name] = r.w.T("teams.card.error.choice")
	}
	if r.wrong[in.Name] == "" {
		for _, s := range inputSlots(in) {
			r.ask(s, in.Name)
		}
	}
}

// ask asks once about a value that was emptied.
func (r *reader) ask(s slot, field string) {
	v, ok := r.typed[s.id]
	if !ok || !s.asks || strings.TrimSpace(v) != "" || strings.TrimSpace(s.was) == "" || r.typed[asked+s.id] != "" {
		return
	}
	if base, _, two := strings.Cut(s.id, own); two {
		_, chose := r.typed[base]
		if _, found := r.typed[base+search]; chose || found { // something else was chosen instead
			return
		}
	}
	r.typed[asked+s.id] = "1"
	r.wrong[field] = r.w.T("teams.card.error.emptied")
}

// plain is the form of inputs alone.
func (r *reader) plain() *task.Form {
	form := &task.Form{}
	for _, in := range r.f.Inputs {
		value, touched := r.value(in)
		if short := strings.TrimSpace(value); r.take(form, in.Name, short) || !touched && r.f.Kind == cards.FormMail {
			continue
		}
		switch in.Name {
		case "to":
			form.To = addresses(value)
		case "cc":
			form.Cc = addresses(value)
		case "subject":
			form.Subject = &value
		case "text":
			form.Text = &value
		}
	}
	return form
}

// take takes the short values of a contact.
func (r *reader) take(form *task.Form, name, value string) bool {
	switch name {
	case "contact":
		form.Contact = value
	case "name":
		form.Name = value
	case "email":
		form.Email = value
	case "customer":
		form.Customer = value
	case "lang":
		form.Lang = value
	default:
		return false
	}
	return true
}

// addresses is never nil: an emptied list is one.
func addresses(s string) []string { return append([]string{}, bot.MailAddresses(s)...) }

// Touched says whether anything was entered that differs from the form.
func (d Draft) Touched() bool {
	for id := range maps.Keys(d.Typed) {
		if !strings.HasPrefix(id, asked) {
			return true
		}
	}
	return false
}
