package lang

import (
	"fmt"
	"time"
)

// Date writes an ISO date ("2027-03-02") in words: "2. marts 2027". What is no
// date stays as it is.
func (w *Words) Date(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return w.day("format.date", t)
}

// DateShort writes an ISO date for narrow columns: "02.03.2027".
func (w *Words) DateShort(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return w.day("format.date_short", t)
}

// DateTime writes a time in a place (UTC when loc is nil): "2. marts 2027 kl. 14.05".
func (w *Words) DateTime(t time.Time, loc *time.Location) string {
	t = in(t, loc)
	return w.T("format.datetime", Args{"Date": w.day("format.date", t), "Time": w.clock(t)})
}

// Clock writes the time of day alone: "14.05".
func (w *Words) Clock(t time.Time, loc *time.Location) string { return w.clock(in(t, loc)) }

func in(t time.Time, loc *time.Location) time.Time {
	if loc == nil {
		loc = time.UTC
	}
	return t.In(loc)
}

func (w *Words) clock(t time.Time) string {
	return w.T("format.time", Args{"Hour": t.Format("15"), "Minute": t.Format("04")})
}

func (w *Words) day(key string, t time.Time) string {
	day := fmt.Sprint(t.Day())
	if t.Day() == 1 {
		day = w.T("format.first_day")
	}
	return w.T(key, Args{
		"Day": day, "DD": t.Format("02"), "MM": t.Format("01"), "Year": t.Format("2006"),
		"Month": w.T(fmt.Sprintf("month.%d", t.Month())), "Mon": w.T(fmt.Sprintf("month_short.%d", t.Month())),
	})
}
