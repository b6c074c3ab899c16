package rules

import (
	"slices"
	"strings"
	"time"

	"salesclerk/agent/task"
)

// lineDates gives lines the date that stands with them, "10 bolts by 1 March and
// 5 nuts by 1 April", where the dates of the lines differ: else the date of the
// whole says it all.
func (r *reading) lineDates(ps []passage) {
	if !r.differentDays() {
		return
	}
	dates := make([]string, len(r.out.Lines))
	next, heading := 0, ""
	for i := range ps {
		days := r.daysIn(&ps[i])
		mine, places := r.standIn(ps[i], next)
		for n, k := range mine {
			dates[k], next = dateFor(days, ps[i], places[n], places[0]), k+1
			if dates[k] == "" && ps[i].list {
				dates[k] = heading
			}
		}
		switch {
		case len(mine) == 0 && len(days) == 1 && endsColon(ps[i].text):
			heading = isoOf(days[0])
		case !ps[i].list:
			heading = ""
		}
	}
	r.keepDates(dates)
}

// differentDays says whether sentences ask for more than one day.
func (r *reading) differentDays() bool {
	first := ""
	for _, d := range r.days {
		if d.in == nil {
			continue
		}
		if first != "" && isoOf(d) != first {
			return true
		}
		first = isoOf(d)
	}
	return false
}

// standIn are the lines from the next one on that stand in a passage, and where.
func (r *reading) standIn(p passage, next int) (lines, places []int) {
	const far = 50 // lines are in the order of the text, but for those of tables
	from := 0
	for k := next; k < len(r.out.Lines) && k < next+far; k++ {
		if at := r.placeOf(r.out.Lines[k], p, from); at >= 0 {
			lines, places = append(lines, k), append(places, at)
			next, from = k+1, at+1
		}
	}
	return lines, places
}

// keepDates sets the lines' dates if one of them is not that of the whole.
func (r *reading) keepDates(dates []string) {
	if !slices.ContainsFunc(dates, func(d string) bool { return d != "" && d != r.out.RequestedDate }) {
		return
	}
	today := midnight(r.today).Format(time.DateOnly)
	for i, d := range dates {
		if r.out.Lines[i].Date == "" && d >= today {
			r.out.Lines[i].Date = d
		}
	}
}

// daysIn are the dates asked for in a passage, in order.
func (r *reading) daysIn(p *passage) []day {
	var out []day
	for _, d := range r.days {
		if d.in == p {
			out = append(out, d)
		}
	}
	return out
}

// placeOf is where a line stands in a passage, at or after from; -1 if it does not.
func (r *reading) placeOf(l task.Line, p passage, from int) int {
	if l.Where != p.where || l.Text == "" || from > len(p.text) || p.cells != nil {
		return -1
	}
	at := strings.Index(p.text[from:], l.Text)
	if at < 0 {
		return -1
	}
	return from + at
}

// dateFor is the date of a line at a place in a passage: the only one, of several
// the next, or the last before it where a date stands before the first line.
func dateFor(days []day, p passage, at, first int) string {
	if len(days) == 0 {
		return ""
	}
	best := days[0]
	leads := p.toks[days[0].i].start < first
	for _, d := range days {
		before := p.toks[d.i].start < at
		if leads && before {
			best = d
		}
		if !leads && before {
			continue
		}
		if !leads {
			return isoOf(d)
		}
	}
	if !leads && len(days) > 1 {
		return ""
	}
	return isoOf(best)
}

func isoOf(d day) string { return d.at.Format(time.DateOnly) }
