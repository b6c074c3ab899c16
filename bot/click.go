package bot

import (
	"context"
	"errors"
	"fmt"
	"net/mail"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Wrong is a form that the back office refuses. Problem.Field names the input.
type Wrong struct{ Problem task.Problem }

func (w *Wrong) Error() string { return "bot: the form is refused at " + w.Problem.Field }

// Click checks the form of an event and applies it to t, the task as it was
// read. The same event again answers with the task as it is then and does
// nothing. Errors are *Wrong, the refusals of Tasks.Do, or that the store or the
// back office is away: then nothing was changed.
func Click(ctx context.Context, d Desk, t *task.Task, e task.Event) (task.Task, error) {
	if err := check(ctx, d, t, e); err != nil {
		return *t, err
	}
	after, err := d.Do(ctx, *t, e)
	if errors.Is(err, task.ErrRepeated) {
		after, err = d.Task(ctx, t.ID)
	}
	if err != nil {
		return after, fmt.Errorf("%s on %s: %w", e.Kind, t.ID, err)
	}
	return after, nil
}

// check asks the back office about a form, where the card still takes it.
func check(ctx context.Context, d Desk, t *task.Task, e task.Event) error {
	open := t.Open()
	if e.Form == nil || open == nil || open.N != e.Step || !t.Offers(e.Kind) || !mayClick(t, e) {
		return nil
	}
	problem, err := d.Check(ctx, t.ID, e)
	if err != nil {
		return fmt.Errorf("check %s on %s: %w", e.Kind, t.ID, err)
	}
	if problem != nil {
		return &Wrong{*problem}
	}
	return nil
}

func mayClick(t *task.Task, e task.Event) bool {
	for _, b := range t.Buttons() {
		if b.Action == e.Kind {
			return e.By.May(b.Role)
		}
	}
	return false
}

// Options is o with what the dialog of a step shows beyond its task: the whole
// words of a mail that the task keeps shortened, the customer's addresses. Where
// only the addresses cannot be had, they are left out and err says why; the
// options can be used all the same.
func Options(ctx context.Context, d Desk, t *task.Task, step int, form string, o cards.Options) (cards.Options, error) {
	switch form {
	case cards.FormDocument:
		list, err := d.Addresses(ctx, t.ID)
		if err != nil {
			return o, fmt.Errorf("addresses for %s: %w", t.ID, err)
		}
		for _, a := range list {
			o.Addresses = append(o.Addresses, cards.Choice{Value: a.Code, Label: cards.Text{S: a.Text, From: cards.Colleague}})
		}
	case cards.FormMail:
		s := t.Step(step)
		if s == nil || s.Message < 0 || s.Message >= len(t.Messages) {
			return o, nil
		}
		m := t.Messages[s.Message]
		if m.Out || !m.Cut || m.TextBlob == "" {
			return o, nil
		}
		data, err := d.Blob(ctx, m.TextBlob)
		if err != nil {
			return o, fmt.Errorf("the whole mail of %s: %w", t.ID, err)
		}
		o.MailText = strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return o, nil
}

// FormOf is the dialog that the button of an action opens; the mail where there
// is none.
func FormOf(c cards.Card, action task.Kind) string {
	for _, want := range []task.Kind{action, task.ReviewView} {
		for _, b := range c.Buttons {
			if b.Action == want && b.Form != cards.FormNone {
				return b.Form
			}
		}
	}
	return cards.FormMail
}

// MailAddresses are the addresses in words that a person entered, between commas,
// semicolons or line breaks. Names beside them are left out. What is no address
// stays as it is: the core refuses it at its field.
func MailAddresses(s string) []string {
	s = strings.Trim(strings.NewReplacer(";", ",", "\r\n", ",", "\n", ",").Replace(s), ", \t")
	var out []string
	if got, err := mail.ParseAddressList(s); err == nil {
		for _, g := range got {
			out = append(out, g.Address)
		}
		return out
	}
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}
