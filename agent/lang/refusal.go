package lang

import (
	"errors"
	"time"

	"salesclerk/agent/task"
)

// refusals are the errors of the core and the words for each. The order
// matters to nobody: they exclude each other.
var refusals = []struct {
	err error
	key string
}{
	{task.ErrRepeated, "refusal.repeated"},
	{task.ErrStale, "refusal.stale"},
	{task.ErrDenied, "refusal.denied"},
	{task.ErrSettled, "refusal.settled"},
	{task.ErrChanged, "refusal.changed"},
	{task.ErrStopped, "refusal.stopped"},
	{task.ErrUnknown, "refusal.unknown"},
	{task.ErrInput, "refusal.input"},
}

// Refusal is what a person is told whose click changed nothing: one sentence,
// naming who was first and when. The time is shown in the zone it carries.
func (w *Words) Refusal(err error) string { return w.RefusalIn(err, nil) }

// RefusalIn is Refusal with times shown in a place.
func (w *Words) RefusalIn(err error, loc *time.Location) string {
	for _, r := range refusals {
		if errors.Is(err, r.err) {
			return w.tidy(w.T(r.key, w.circumstances(err, loc)))
		}
	}
	return w.T("refusal.failed")
}

func (w *Words) circumstances(err error, loc *time.Location) Args {
	var r *task.Refused
	if !errors.As(err, &r) {
		return Args{}
	}
	args := Args{"Field": w.field(r.Field)}
	if r.By != nil {
		args["Name"] = r.By.Name
	}
	if !r.At.IsZero() {
		if loc == nil {
			loc = r.At.Location()
		}
		args["When"] = w.DateTime(r.At, loc)
	}
	if r.How != "" {
		args["Button"] = w.Button(r.How, "")
	}
	if r.Note != nil {
		args["Why"] = w.Note(*r.Note)
	}
	return args
}
