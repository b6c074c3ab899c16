package views

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Form is what the event brings, from what the form has and what was typed; or
// what is wrong, by field, in sentences for the reader. What was emptied and need
// not be filled in is asked about once, as if it were wrong: keep the State.
func (s *State) Form(f cards.Form, o Look) (*task.Form, map[string]string) {
	w := lang.For(o.Lang)
	wrong := map[string]string{}
	for _, in := range f.Inputs {
		s.judge(in, w, wrong)
	}
	var form *task.Form
	switch f.Kind {
	case cards.FormDocument:
		form = &task.Form{Document: s.document(f, w, wrong)}
	case cards.FormPick:
		form = &task.Form{Picks: s.picks(f, w, wrong)}
	default:
		form = s.plain(f)
	}
	for _, in := range f.Inputs {
		cards.Teach(form, in.Name, s.value(f, in))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return form, nil
}

// judge says what is wrong with an input that only this surface can know.
func (s *State) judge(in cards.Input, w *lang.Words, wrong map[string]string) {
	value := s.value(cards.Form{}, in)
	most := max(in.Max, utf8.RuneCountInString(in.Value.S))
	switch {
	case in.Required && strings.TrimSpace(value) == "":
		wrong[in.Name] = w.T("slack.view.error.required")
		return
	case in.Max > 0 && typed(in) && utf8.RuneCountInString(value) > most:
		wrong[in.Name] = w.T("slack.view.error.long", lang.Args{"Max": w.Decimal(strconv.Itoa(most))})
		return
	}
	for _, field := range s.emptiedFields(in) {
		if !s.Asked[field] {
			put(&s.Asked, field, true)
			wrong[field] = w.T("slack.view.error.emptied")
		}
	}
}

// emptiedFields is the fields of an input that had a value and have none now.
func (s *State) emptiedFields(in cards.Input) []string {
	var out []string
	if v, ok := s.Values[in.Name]; ok && v == "" && in.Type == cards.InDate && in.Value.S != "" {
		out = append(out, in.Name)
	}
	p := s.parts(in)
	for i, words := range s.Parts[in.Name] {
		if words == "" && i < len(p.list) && p.list[i].text != "" {
			out = append(out, partField(in, p, i))
		}
	}
	return out
}

// plain is the form of inputs alone.
func (s *State) plain(f cards.Form) *task.Form {
	form := &task.Form{}
	for _, in := range f.Inputs {
		value := s.value(f, in)
		switch in.Name {
		case "to":
			form.To = addresses(value)
		case "cc":
			form.Cc = addresses(value)
		case "subject":
			form.Subject = &value
		case "text":
			form.Text = &value
		case "contact":
			form.Contact = strings.TrimSpace(value)
		case "name":
			form.Name = strings.TrimSpace(value)
		case "email":
			form.Email = strings.TrimSpace(value)
		case "customer":
			form.Customer = strings.TrimSpace(value)
		case "lang":
			form.Lang = value
		}
	}
	return form
}

// addresses is never nil: an emptied list is one.
func addresses(s string) []string { return append([]string{}, bot.MailAddresses(s)...) }

// document is the document as it shall be: header values that were changed, and
// all lines where one was. No lines would keep them: that is refused.
func (s *State) document(f cards.Form, w *lang.Words, wrong map[string]string) *task.DocumentEdit {
	d := &task.DocumentEdit{Version: f.Version}
	for name, to := range map[string]**string{"requested": &d.Requested, "reference": &d.Reference, "ship_to": &d.ShipTo} {
		in := inputOf(f, name)
		if value := s.value(f, in); in.Name != "" && value != in.Value.S {
			*to = &value
		}
	}
	if !s.linesChanged() {
		return d
	}
	for _, r := range s.rows(f) {
		if !r.removed {
			d.Lines = append(d.Lines, r.line())
		}
	}
	if len(d.Lines) == 0 {
		wrong["lines"] = w.T("slack.view.error.no_lines")
	}
	return d
}
