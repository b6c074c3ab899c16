package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"salesclerk/agent/kpi"
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
