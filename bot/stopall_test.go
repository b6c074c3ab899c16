package bot_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
)

func stopping(t *testing.T) (*bottest.Shop, bot.StopAll, func(id string, want bool)) {
	d := bottest.New("sales")
	d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	by := bot.Reader{Desk: "sales", Words: lang.For("en"), Person: task.Person{ID: "p", Name: "Anna", Roles: []task.Role{task.Admin}}}
	return d, bot.StopAll{Desk: d, Notes: d, By: by, Within: time.Millisecond, Log: slog.New(slog.DiscardHandler)}, func(id string, want bool) {
		t.Helper()
		if got := d.Get(id).State == task.Stopped; got != want {
			t.Errorf("%s is %s, stopped: want %v", id, d.Get(id).State, want)
		}
	}
}

// yes is the yes to a question, with the words it is told; rest may be nil.
func yes(t *testing.T, s bot.StopAll, key, want string) (rest func(context.Context) string) {
	t.Helper()
	say, more, err := s.Yes(t.Context(), key)
	if err != nil || !strings.Contains(say.S, want) {
		t.Errorf("told %q (%v), want %q", say.S, err, want)
	}
	if more == nil {
		return nil
	}
	return func(ctx context.Context) string { return more(ctx).S }
}

func TestAYesWithoutItsQuestionStopsNothing(t *testing.T) {
	_, s, stopped := stopping(t)
	yes(t, s, "k", "no longer there")
	stopped("T-1", false)
}

func TestAYesCountsOnce(t *testing.T) {
	d, s, stopped := stopping(t)
	if err := s.Asks(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	yes(t, s, "another", "no longer there")
	stopped("T-1", false)
	yes(t, s, "k", "1 task was stopped")
	stopped("T-1", true)
	d.Put("T-2", bottest.Sample(task.StepOutgoing, "quote")) // it came since
	yes(t, s, "k", "1 task was stopped")
	stopped("T-2", false)
}

func TestStoppingThatTakesLong(t *testing.T) {
	d, s, stopped := stopping(t)
	slow := func() {
		d.Slow = func(ctx context.Context) { <-ctx.Done(); d.Slow = nil }
	}
	if err := s.Asks(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	slow()
	rest := yes(t, s, "k", "being stopped")
	if yes(t, s, "k", "being stopped") != nil { // twice, meanwhile
		t.Error("it is stopped twice")
	}
	ended, end := context.WithCancel(t.Context())
	end()
	slow()
	if got := rest(ended); !strings.Contains(got, "Not all tasks") {
		t.Errorf("told %q", got)
	}
	stopped("T-1", false)
	slow()
	rest = yes(t, s, "k", "being stopped") // so the yes may come again
	if got := rest(t.Context()); !strings.Contains(got, "1 task was stopped") {
		t.Errorf("told %q", got)
	}
	stopped("T-1", true)
	yes(t, s, "k", "1 task was stopped")
}

func TestStoppingWhileTheStoreIsAway(t *testing.T) {
	d, s, stopped := stopping(t)
	if err := s.Asks(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	d.SetAway(true)
	if err := s.Asks(t.Context(), "k2"); err == nil {
		t.Error("a question is asked that nobody keeps")
	}
	if _, _, err := s.Yes(t.Context(), "k"); err == nil {
		t.Error("a yes is answered by nobody")
	}
	d.SetAway(false)
	yes(t, s, "k", "1 task was stopped")
	stopped("T-1", true)
}
