package bot

import (
	"errors"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Reader is somebody at a desk, with the rights they have there, in their
// language: for whom a card is made and who is told what came of a click.
type Reader struct {
	Desk   string
	Zone   *time.Location
	Person task.Person
	Words  *lang.Words
	Now    time.Time
}

// Options are those of the cards that the reader sees.
func (r Reader) Options() cards.Options {
	p := r.Person
	return cards.Options{Lang: r.Words.Tag(), Zone: r.Zone, Viewer: &p, Now: r.Now}
}

// DeskName is the desk's name.
func (r Reader) DeskName() string { return r.Desk }

// May says whether the reader has a role at the desk.
func (r Reader) May(role task.Role) bool { return r.Person.May(role) }

// Sees says whether the reader may see the desk's tasks.
func (r Reader) Sees() bool { return r.Person.May(task.Viewer) }

// Say is a sentence of ours.
func (r Reader) Say(key string, args ...lang.Args) cards.Text {
	return cards.Text{S: r.Words.T(key, args...)}
}

// Denied is the answer to somebody without a right: which role it takes.
func (r Reader) Denied(role task.Role) cards.Text {
	if !r.Sees() && role == task.Viewer {
		return r.Say("chat.stranger")
	}
	return r.Say("chat.denied", lang.Args{"Role": r.Words.T("chat.role." + string(role)), "Desk": r.Desk})
}

// Refusal is the sentence for an error that is an answer; false if the error says
// instead that the store or the back office is away.
func (r Reader) Refusal(err error) (cards.Text, bool) {
	var wrong *Wrong
	switch {
	case errors.As(err, &wrong):
		say, _ := r.Words.Problem(wrong.Problem)
		return cards.Text{S: say, From: cards.Colleague}, true
	case errors.Is(err, ErrNotFound):
		return r.Say("chat.gone"), true
	case errors.Is(err, task.ErrDenied):
		return r.Denied(task.Approver), true
	case errors.Is(err, task.ErrSettled), errors.Is(err, task.ErrChanged), errors.Is(err, task.ErrStopped),
		errors.Is(err, task.ErrUnknown), errors.Is(err, task.ErrInput), errors.Is(err, task.ErrStale):
		return cards.Text{S: r.Words.RefusalIn(err, r.Zone), From: cards.Colleague}, true
	}
	return cards.Text{}, false
}

// Final says whether what became of a click is known: it was applied, or it will
// never be.
func (r Reader) Final(err error) bool {
	_, ok := r.Refusal(err)
	return err == nil || ok
}

// FieldOf is the field that an error is about, or "".
func FieldOf(err error) string {
	var wrong *Wrong
	var refused *task.Refused
	switch {
	case errors.As(err, &wrong):
		return wrong.Problem.Field
	case errors.As(err, &refused) && errors.Is(err, task.ErrInput):
		return refused.Field
	}
	return ""
}
