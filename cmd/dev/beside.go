package main

import (
	"fmt"
	"io"
	"strings"
)

// asked are who answers in the benchmark of item search, by the names it reports.
var asked = [][2]string{
	{"ours", "ours"},
	{"nearest", "PostgreSQL, nearest trigrams (GiST, `<->`)"},
	{"similar", "PostgreSQL, similar trigrams (GIN, `%`)"},
	{"text", "PostgreSQL, full text (every word)"},
	{"both", "PostgreSQL, full text, else similar trigrams"},
}

// beside prints item search beside PostgreSQL, for each size that was measured. What
// was found is told for each draw of queries.
func beside(w io.Writer, f figures) {
	fmt.Fprintln(w, "\n| items | who | meant item first | misspelt | inflected | shortened | reordered | among three | median | 99th | build | memory | disk |")
	fmt.Fprintln(w, "|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		for _, a := range asked {
			of := func(figure string) float64 { return f[fmt.Sprintf("Beside/items=%d/%s %s", n, a[0], figure)] }
			if of("µs/median") == 0 {
				continue
			}
			cells := []string{grouped(float64(n)), a[1]}
			for _, figure := range []string{"%first-all", "%first-misspelt", "%first-inflected", "%first-shortened", "%first-reordered", "%three-all"} {
				cells = append(cells, fmt.Sprintf("%.1f / %.1f %%", of(figure), of(figure+"-again")))
			}
			cells = append(cells, with(of("µs/median"), "µs"), with(of("µs/99th"), "µs"), with(of("s/build"), "s"), with(of("MB/memory"), "MB"), with(of("MB/disk"), "MB"))
			fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		}
	}
}

// alive prints what else our index is asked for beside searching.
func alive(w io.Writer, f figures) {
	fmt.Fprintln(w, "\n| items | suggestion for a letter typed, median | 99th | one item changed until it is found | a thousand |")
	fmt.Fprintln(w, "|--:|--:|--:|--:|--:|")
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		of := func(figure string) float64 { return f[fmt.Sprintf("Beside/items=%d/ours %s", n, figure)] }
		if of("µs/suggest-median") == 0 {
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s |\n", grouped(float64(n)), with(of("µs/suggest-median"), "µs"), with(of("µs/suggest-99th"), "µs"), with(of("ms/change"), "ms"), with(of("ms/thousand"), "ms"))
	}
}
