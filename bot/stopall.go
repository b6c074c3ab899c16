package bot

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// Notes keep for a while what a surface has to remember, on every copy alike.
type Notes interface {
	// Keep remembers a value under a name; an empty value forgets it.
	Keep(ctx context.Context, name, value string, ttl time.Duration) error
	// Kept is the value, or "".
	Kept(ctx context.Context, name string) (string, error)
}

// StopAll is the question before every task of a desk is stopped. Each has a key of
// its own: only a yes to a question that was asked counts, for a day, and once. One
// that comes late and twice does not stop what came since.
type StopAll struct {
	Desk   Tasks
	Notes  Notes
	By     Reader        // who may
	Within time.Duration // how long a yes waits for the stopping
	Log    *slog.Logger
}

const (
	stopLife  = 24 * time.Hour
	stopAsked = "?" // what is kept of a question until its yes; then what that was told
)

func stopName(key string) string { return "stop-all/" + key }

// Asks keeps that the question was asked, before it is.
func (s StopAll) Asks(ctx context.Context, key string) error {
	if err := s.Notes.Keep(ctx, stopName(key), stopAsked, stopLife); err != nil {
		return fmt.Errorf("ask whether to stop all tasks: %w", err)
	}
	return nil
}

// Yes stops all tasks and says how many. What takes longer than the platform waits
// goes on with rest, if that is not nil, which says how it ended. With an error it
// is not known what was stopped: the person may say yes again.
func (s StopAll) Yes(ctx context.Context, key string) (say cards.Text, rest func(context.Context) cards.Text, err error) {
	switch had, err := s.Notes.Kept(ctx, stopName(key)); {
	case err != nil:
		return cards.Text{}, nil, fmt.Errorf("stop all tasks: %w", err)
	case had == "":
		return s.By.Say("chat.gone"), nil, nil
	case had != stopAsked:
		return cards.Text{S: had}, nil, nil
	}
	s.Log.Info("all tasks are stopped", "desk", s.By.Desk, "person", s.By.Person.ID, "name", s.By.Person.Name)
	soon, end := context.WithTimeout(ctx, s.Within)
	defer end()
	n, err := s.Desk.StopAll(soon, s.By.Person)
	switch {
	case err == nil:
		return s.stopped(ctx, key, n), nil, nil
	case soon.Err() == nil:
		return cards.Text{}, nil, fmt.Errorf("stop all tasks: %w", err)
	}
	still := s.By.Say("chat.stop.still", lang.Args{"Desk": s.By.Desk})
	s.keep(ctx, key, still.S)
	return still, func(ctx context.Context) cards.Text { return s.rest(ctx, key, n) }, nil
}

// rest stops what is left. Where that fails, the yes may come again.
func (s StopAll) rest(ctx context.Context, key string, n int) cards.Text {
	more, err := s.Desk.StopAll(ctx, s.By.Person)
	if err == nil {
		return s.stopped(ctx, key, n+more)
	}
	s.Log.Error("not all tasks were stopped", "desk", s.By.Desk, "error", err)
	s.keep(context.WithoutCancel(ctx), key, stopAsked)
	return s.By.Say("chat.stop.partly", lang.Args{"Desk": s.By.Desk})
}

func (s StopAll) stopped(ctx context.Context, key string, n int) cards.Text {
	say := s.By.Say("chat.stopped", lang.Args{"Count": fmt.Sprint(n), "Desk": s.By.Desk})
	s.keep(ctx, key, say.S)
	return say
}

func (s StopAll) keep(ctx context.Context, key, say string) {
	if err := s.Notes.Keep(ctx, stopName(key), say, stopLife); err != nil {
		s.Log.Error("what became of stopping all tasks was not kept", "desk", s.By.Desk, "error", err)
	}
}
