package task

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Bounds of what a person may enter; more is refused at the field.
const (
	MaxRecipients   = 50
	MaxSubjectRunes = 500
	MaxTextBytes    = 100 << 10
	MaxFieldRunes   = 250
	MaxLines        = 5000
)

func isClick(k Kind) bool {
	switch k {
	case Confirm, Discard, Updated, ResumeOnly, Stop, StopYes, StopNo, Save, Instruct, CreateContact,
		UseContactOnce, UpdateContact, PickItem, Retry, MakeOrder, WriteAnswer, Assign, Halt:
		return true
	}
	return false
}

func isOutcome(k Kind) bool {
	switch k {
	case Understood, ContactSet, Quoted, Options, Nothing, Ordered, Drafted, Rechecked, Saved, Sent, Stuck:
		return true
	}
	return false
}

// click puts what a person entered into the task, or refuses it at its field.
func (m *move) click() error {
	t, e := &m.t, m.e
	open := t.Open()
	switch e.Kind {
	case Confirm:
		return m.confirm(open)
	case Save:
		if open.Kind == StepOutgoing || open.Problem != nil && open.Problem.Code == SendFailed {
			return m.saveDraft()
		}
		return m.checkDocument()
	case PickItem:
		return m.pick()
	case Instruct:
		if strings.TrimSpace(formText(e.Form)) == "" {
			return refuseField("text", "empty")
		}
		return checkText("text", formText(e.Form))
	case CreateContact, UseContactOnce, UpdateContact:
		return m.checkContact()
	case Stop:
		if open.Asking != nil {
			return refuse(&m.t, e)
		}
		open.Asking = &Asking{By: e.By, At: e.At, Leave: leaves(t)}
		m.log("stop_asked", nil)
	case StopNo:
		m.t.Open().Asking = nil
		m.log("stop_kept", nil)
	case StopYes, Halt:
		m.logStop()
	case Assign:
		by := e.By
		t.Assignee = &by
		m.log("assigned", map[string]string{"Name": by.Name})
	}
	return nil
}

func (m *move) logStop() {
	leave := leaves(&m.t)
	m.log("stopped", nil)
	for _, n := range leave {
		m.log(n.Code, n.Args)
	}
	m.count("stopped", 1)
}

// Leaves is what stays behind when the task stops now, for a question before it.
func (t *Task) Leaves() []Note { return leaves(t) }

// leaves is what stays behind when the task stops now.
func leaves(t *Task) []Note {
	var notes []Note
	if d := t.Document; d != nil {
		notes = append(notes, Note{string(d.Kind) + "_open", map[string]string{"Number": d.Number}})
	}
	switch {
	case t.Draft != nil:
		notes = append(notes, Note{"mail_unsent", nil})
	case len(t.Messages) > 0 && !t.Messages[len(t.Messages)-1].Out:
		notes = append(notes, Note{"mail_unanswered", map[string]string{"Subject": t.Messages[len(t.Messages)-1].Subject}})
	}
	return notes
}

// confirm is "content is right, go on", or on a problem "go on in spite of it".
func (m *move) confirm(open *Step) error {
	t := &m.t
	switch {
	case open.Kind == StepOutgoing:
		if t.Draft == nil || t.Draft.NeedsEdit {
			return refuseField("text", "write_first")
		}
	case open.Problem != nil:
		m.confirmProblem(open.Problem.Code)
	}
	return nil
}

func (m *move) confirmProblem(code string) {
	t := &m.t
	switch code {
	case NotAvailable, ShipToUnknown, CreditLimit:
		if t.Reading != nil && !accepted(t, code) {
			r := *t.Reading
			r.Accepted = append(slices.Clone(r.Accepted), code)
			t.Reading = &r
		}
	case SendUncertain:
		if t.Draft != nil {
			to := joinAddresses(t.Draft.To)
			m.left(nil)
			m.log("mail_sent_said", map[string]string{"To": to})
		}
	}
}

// saveDraft takes over the outgoing mail as a person wrote it.
func (m *move) saveDraft() error {
	t, f := &m.t, m.e.Form
	if f == nil || t.Draft == nil {
		return refuseField("text", "empty")
	}
	d := *t.Draft
	if f.To != nil {
		d.To = f.To
	}
	if f.Cc != nil {
		d.Cc = f.Cc
	}
	if f.Subject != nil {
		d.Subject = strings.TrimSpace(*f.Subject)
	}
	if f.Text != nil {
		d.NeedsEdit = d.NeedsEdit && *f.Text == d.Text
		d.Text = *f.Text
	}
	if err := checkDraft(&d); err != nil {
		return err
	}
	if was := t.Draft; !slices.Equal(d.To, was.To) || !slices.Equal(d.Cc, was.Cc) || d.Subject != was.Subject || d.Text != was.Text {
		d.Edited = true
		m.log("mail_edited", nil)
	}
	t.Draft = &d
	m.forget(f, m.e.By)
	return nil
}

func checkDraft(d *Draft) error {
	if err := checkAddresses("to", d.To, 1); err != nil {
		return err
	}
	if err := checkAddresses("cc", d.Cc, 0); err != nil {
		return err
	}
	if len(d.To)+len(d.Cc) > MaxRecipients {
		return refuseField("to", "too_many")
	}
	if d.Subject == "" {
		return refuseField("subject", "empty")
	}
	if strings.ContainsAny(d.Subject, "\r\n") || utf8.RuneCountInString(d.Subject) > MaxSubjectRunes {
		return refuseField("subject", "too_long")
	}
	if strings.TrimSpace(d.Text) == "" {
		return refuseField("text", "empty")
	}
	return checkText("text", d.Text)
}

func checkAddresses(field string, list []string, least int) error {
	if len(list) < least {
		return refuseField(field, "empty")
	}
	for _, a := range list {
		if got, err := mail.ParseAddress(a); err != nil || got.Address != a {
			return &Refused{Err: ErrInput, Field: field, Note: &Note{"input.bad_address", map[string]string{"Value": a}}}
		}
	}
	return nil
}

func checkText(field, s string) error {
	switch {
	case len(s) > MaxTextBytes:
		return refuseField(field, "too_long")
	case !utf8.ValidString(s) || strings.ContainsRune(s, 0):
		return refuseField(field, "bad_text")
	}
	return nil
}

func refuseField(field, code string) error {
	return &Refused{Err: ErrInput, Field: field, Note: &Note{Code: "input." + code}}
}

// checkDocument refuses an edit that no back office could take; the rest is
// the back office's to say.
func (m *move) checkDocument() error {
	f := m.e.Form
	if f == nil || f.Document == nil {
		return refuseField("document", "empty")
	}
	if len(f.Document.Lines) > MaxLines {
		return refuseField("lines", "too_many")
	}
	for i, l := range f.Document.Lines {
		at := "lines." + strconv.Itoa(i+1) + "."
		switch {
		case l.Item == "":
			return refuseField(at+"item", "empty")
		case scaled(l.Quantity) <= 0:
			return refuseField(at+"quantity", "not_positive")
		}
	}
	return nil
}

func (m *move) checkContact() error {
	f := m.e.Form
	switch {
	case m.e.Kind == CreateContact && (f == nil || strings.TrimSpace(f.Name) == ""):
		return refuseField("name", "empty")
	case m.e.Kind != CreateContact && (f == nil || f.Contact == ""):
		return refuseField("contact", "empty")
	case utf8.RuneCountInString(f.Name) > MaxFieldRunes:
		return refuseField("name", "too_long")
	}
	return nil
}

// pick takes a person's choices into the reading.
func (m *move) pick() error {
	t, f := &m.t, m.e.Form
	if f == nil || len(f.Picks) == 0 || t.Reading == nil {
		return refuseField("item", "empty")
	}
	r := *t.Reading
	r.Lines = slices.Clone(r.Lines)
	for _, p := range f.Picks {
		if p.Line < 0 || p.Line >= len(r.Lines) {
			return refuseField("line", "not_found")
		}
		if err := applyPick(&r.Lines[p.Line], p, m.e.By.ID); err != nil {
			return err
		}
		m.logPick(p)
	}
	m.learnPicks(t.Reading.Lines, f)
	t.Reading = &r
	return nil
}

func applyPick(l *Line, p Pick, by string) error {
	switch {
	case p.Skip:
		l.Skip, l.Picked = true, by
		return nil
	case p.Item == "":
		return refuseField("item", "empty")
	case p.Quantity != "" && scaled(p.Quantity) <= 0:
		return refuseField("quantity", "not_positive")
	}
	l.Match, l.Picked, l.Skip = One, by, false
	l.Items = []Candidate{{Number: p.Item, Variant: p.Variant, Score: 1}}
	if p.Quantity != "" {
		l.Quantity, l.QuantityAssumed = p.Quantity, false
	}
	if p.Unit != "" {
		l.Unit = p.Unit
	}
	return nil
}

func (m *move) logPick(p Pick) {
	line := strconv.Itoa(p.Line + 1)
	if p.Skip {
		m.log("skipped", map[string]string{"Line": line})
		return
	}
	m.log("picked", map[string]string{"Line": line, "Item": strings.TrimSpace(p.Item + " " + p.Variant)})
}

func (m *move) countConfirm(changed bool) {
	if changed {
		m.count("confirmed.changed", 1)
		return
	}
	m.count("confirmed.unchanged", 1)
}

func joinAddresses(a []string) string { return strings.Join(a, ", ") }
