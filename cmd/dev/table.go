package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// row is a figure beside its peer or floor.
type row struct {
	what, unit string
	own        float64
	peer       string
	other      float64
}

// table prints the figures as Markdown.
func table(w io.Writer, f figures, quick bool) {
	n := 100_000
	if quick {
		n = 10_000
	}
	fmt.Fprintf(w, "Redis is %s; %s open tasks and %s items unless said otherwise. The ratio is ours divided by the peer's.\n\n",
		redisKind(f), grouped(float64(n)), grouped(float64(n)))
	fmt.Fprintln(w, "| figure | ours | peer or floor of the same run | its figure | ratio |\n|---|--:|---|--:|--:|")
	for _, r := range rows(f, n) {
		if r.own == 0 || r.other == 0 {
			fmt.Fprintf(w, "| %s | %s | %s | %s | |\n", r.what, with(r.own, r.unit), r.peer, with(r.other, r.unit))
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %.2f |\n", r.what, with(r.own, r.unit), r.peer, with(r.other, r.unit), r.own/r.other)
	}
	growth(w, f, n)
	beside(w, f)
	alive(w, f)
}

func redisKind(f figures) string {
	if f["Desk/tasks=1000 redis-server"] == 1 {
		return "redis-server without an append-only file"
	}
	return "miniredis inside the process, because redis-server is not installed (its figures are not those of a real one)"
}

func rows(f figures, n int) []row {
	desk, search := fmt.Sprintf("Desk/tasks=%d ", n), fmt.Sprintf("Latency/items=%d ", n)
	out := []row{
		{"Redis commands per click", "", f[desk+"commands/click"], "GET + EVALSHA", 2},
		{"time per click, one after the other", "µs", f[desk+"µs/click"], "bare GET + EVALSHA of the same bytes", f[desk+"µs/bare"]},
		{"clicks per second, 16 people at once", "/s", f[desk+"clicks/s"], "bare GET + EVALSHA, 16 at once", f[desk+"bare/s"]},
		{"mails to cards per second, embedded Redis", "/s", f["Mails mails/s"], "parsing and understanding alone", f["Mails reading/s"]},
	}
	for _, kind := range []string{"a mail of 2 KB", "a mail with a PDF of 200 lines"} {
		b := "Reading/" + strings.ReplaceAll(kind, " ", "_") + " "
		out = append(out,
			row{"reading " + kind + ", per second", "/s", f[b+"mails/s"], "its form alone: the parts of the mail, the words of the file", f[b+"form/s"]},
			row{"memory for it, all allocations", "KB", f[b+"KB/mail"], "its form alone", f[b+"KB/form"]})
	}
	for _, lines := range []string{"1", "15", "200"} {
		out = append(out, row{"PDF pages per second, lines: " + lines, "/s", f["Render/"+lines+" pages/s"], "maroto alone, the same texts and fonts in a plain grid", f["Maroto/"+lines+" pages/s"]})
	}
	for _, chat := range [][3]string{{"Slack", "Slack click", "Bolt"}, {"Teams", "Action.Execute in Teams", "botbuilder"}} {
		ours, peer := "verified "+chat[1]+", ", "a "+chat[2]+" handler (npm) that verifies the same request and writes once"
		out = append(out,
			row{ours + "one after the other", "µs", f[chat[0]+" µs/click"], peer, f[chat[0]+" µs/peer"]},
			row{ours + "per second, 16 at once", "/s", f[chat[0]+" clicks/s"], peer, f[chat[0]+" peers/s"]},
			row{ours + "99th of 100, 16 at once", "µs", f[chat[0]+" µs/99th"], peer, f[chat[0]+" µs/99th-peer"]})
	}
	return append(out,
		row{"item search, median", "µs", f[search+"µs/median-own"], "bleve alone, a plain match query", f[search+"µs/median-bleve"]},
		row{"item search, 99th of 100", "µs", f[search+"µs/99th-own"], "bleve alone, a plain match query", f[search+"µs/99th-bleve"]},
		row{"Redis bytes per task, with indexes", "B", f[desk+"B/task"], "the task's JSON alone", f[desk+"B/value"]},
	)
}

// growth prints how figures change with the number of open tasks and items.
func growth(w io.Writer, f figures, most int) {
	cols := []int{1_000, 10_000, 100_000}
	if most < cols[2] {
		cols = cols[:2]
	}
	fmt.Fprint(w, "\n| with so many open tasks |")
	for _, n := range cols {
		fmt.Fprintf(w, " %s |", grouped(float64(n)))
	}
	fmt.Fprintf(w, " last to first |\n|---|%s--:|\n", strings.Repeat("--:|", len(cols)))
	for _, r := range [][3]string{
		{"time per click", "Desk/tasks=%d µs/click", "µs"}, {"bare GET + EVALSHA", "Desk/tasks=%d µs/bare", "µs"},
		{"clicks per second", "Desk/tasks=%d clicks/s", "/s"}, {"bare, per second", "Desk/tasks=%d bare/s", "/s"},
		{"a mail to its card, one after the other", "Desk/tasks=%d µs/mail", "µs"},
		{"first page of the task list (50)", "Desk/tasks=%d µs/list", "µs"}, {"Redis bytes per task", "Desk/tasks=%d B/task", "B"},
		{"item search, median, among so many items", "Latency/items=%d µs/median-own", "µs"},
		{"item search, 99th, among so many items", "Latency/items=%d µs/99th-own", "µs"},
	} {
		fmt.Fprintf(w, "| %s |", r[0])
		for _, n := range cols {
			fmt.Fprintf(w, " %s |", with(f[fmt.Sprintf(r[1], n)], r[2]))
		}
		first, last := f[fmt.Sprintf(r[1], cols[0])], f[fmt.Sprintf(r[1], cols[len(cols)-1])]
		fmt.Fprintf(w, " %.2f |\n", last/first)
	}
}

// with is a figure with its unit, as exact as it is worth.
func with(v float64, unit string) string {
	s := grouped(v)
	switch {
	case v == 0:
		return "not measured"
	case unit == "":
		return s
	case unit == "/s":
		return s + "/s"
	}
	return s + " " + unit
}

// grouped writes a figure in full, by thousands; small ones with a decimal.
func grouped(v float64) string {
	if v < 10 && v != float64(int(v)) {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	s := strconv.FormatFloat(v, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
