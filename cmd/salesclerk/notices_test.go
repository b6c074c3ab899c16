package main

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"salesclerk/agent/kpi"
	"salesclerk/bot"
	"salesclerk/cards"
)

// TestFiguresArePostedOncePerPeriod holds that two copies, or one started again,
// post a period's summary once, in words of the reader's language.
func TestFiguresArePostedOncePerPeriod(t *testing.T) {
	p, end, err := offline(t.Context(), "", offlineConfig("en"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	d := p.desks[0]
	monday := time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)
	for range 2 {
		if err := d.postOnce(t.Context(), "week", kpi.PeriodOf("week", monday)); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(posted(t, d, "en")); n != 1 {
		t.Fatalf("%d summaries of one week", n)
	}
	if err := d.postOnce(t.Context(), "week", kpi.PeriodOf("week", monday.AddDate(0, 0, 7))); err != nil {
		t.Fatal(err)
	}
	english, danish := posted(t, d, "en"), posted(t, d, "da")
	if len(english) != 2 || english[0].Kind != cards.NoticeKPI || english[0].Title == danish[0].Title {
		t.Errorf("after another week: %d summaries, %q and %q", len(english), english[0].Title, danish[0].Title)
	}
}

func posted(t *testing.T, d *desk, lang string) []cards.Notice {
	t.Helper()
	list, err := notices{d}.list(context.Background(), lang)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestNoticesGoToTheChatRooms holds that what is of no task is shown there, too,
// and can be read by its id.
func TestNoticesGoToTheChatRooms(t *testing.T) {
	p, end, err := offline(t.Context(), "", offlineConfig("en"), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	d := p.desks[0]
	d.noticeRooms = []string{"slack"}
	if err := (notices{d}).DailyLimit(t.Context(), "2026-03-09", 100); err != nil {
		t.Fatal(err)
	}
	due, err := d.store.Due(t.Context(), "slack", 10)
	if err != nil || len(due) != 1 || due[0].Name != "notice/limit-2026-03-09" {
		t.Fatalf("due in the room: %v, %v", due, err)
	}
	n, err := notices{d}.one(t.Context(), "limit-2026-03-09", "da")
	if err != nil || n.Kind != cards.NoticeLimit || n.Title == "" {
		t.Errorf("the notice is %+v, %v", n, err)
	}
	if _, err := (notices{d}).one(t.Context(), "limit-2026-03-10", "da"); !errors.Is(err, bot.ErrNotFound) {
		t.Errorf("a notice that never was: %v", err)
	}
}
