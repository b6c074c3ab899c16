package kpi

import (
	"testing"
	"time"
)

func TestFigures(t *testing.T) {
	f := Of("2026-03-01", "2026-03-07", map[string]int64{"mails": 5, "quotes": 4, "orders": 1, "order_amount.EUR": 1250000, "order_amount.DKK": 5,
		"waited_n.outgoing": 2, "waited_s.outgoing": 90, "confirmed.unchanged": 3, "confirmed.changed": 1, "reply_m.0": 1, "reply_m.8": 2, "reply_m.64": 1})
	if f.SavedMinutes != 5*3+4*6 || f.Amounts["EUR"].String() != "125" || f.Amounts["DKK"].String() != "0.0005" || f.Waited["outgoing"] != 45 || f.FirstReply != 16 {
		t.Errorf("figures: %+v", f)
	}
	if c, ok := f.Conversion(); !ok || c.String() != "0.25" {
		t.Errorf("conversion %v %v", c, ok)
	}
	if u, ok := f.UnchangedShare(); !ok || u.String() != "0.75" {
		t.Errorf("unchanged %v %v", u, ok)
	}
	if e := Of("", "", nil); e.FirstReply != -1 {
		t.Errorf("no replies, yet a median of %d", e.FirstReply)
	}
}

func TestPeriods(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		now  time.Time
		want Period
	}{
		"day":   {time.Date(2026, 3, 1, 0, 30, 0, 0, zone), Period{"2026-02-28", "2026-02-28", "2026-02-27", "2026-02-27"}},
		"week":  {time.Date(2026, 3, 30, 8, 0, 0, 0, zone), Period{"2026-03-23", "2026-03-29", "2026-03-16", "2026-03-22"}}, // over the change to summer time
		"month": {time.Date(2026, 3, 31, 8, 0, 0, 0, zone), Period{"2026-02-01", "2026-02-28", "2026-01-01", "2026-01-31"}},
	} {
		if got := PeriodOf(name, tc.now); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}
