package main

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWrongUse(t *testing.T) {
	for _, args := range [][]string{nil, {"what"}, {"test", "-what"}, {"fuzz", "-for", "soon"}, {"fuzz", "-run", "("}, {"bench", "now"}} {
		var out, err strings.Builder
		if code := run(t.Context(), args, streams{&out, &err}); code != exitUsage || err.Len() == 0 {
			t.Errorf("%v: exit code %d, said %q", args, code, err.String())
		}
	}
}

func TestFuzzTargetsAreFound(t *testing.T) {
	const source = `package p
import "testing"
func FuzzOne(f *testing.F) {}
func Fuzz(f *testing.F) {}
func FuzzHelper(t *testing.T) {}
func FuzzTwo(f *testing.F, n int) {}
func (s s) FuzzThree(f *testing.F) {}
func TestFour(f *testing.F) {}
func FuzzFive(f, g *testing.F) {}
type s struct{}
`
	tree, err := parser.ParseFile(token.NewFileSet(), "p_test.go", source, 0)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"FuzzOne", "Fuzz"}, fuzzFuncs(tree)); d != "" {
		t.Error(d)
	}
}

func TestTheEndOfFuzzingIsNoFinding(t *testing.T) {
	up := "fuzz: elapsed: 3s\n--- FAIL: FuzzX (3.10s)\n    context deadline exceeded\nFAIL\n"
	real := "--- FAIL: FuzzX (0.10s)\n    --- FAIL: FuzzX (0.00s)\n        x_test.go:9: context deadline exceeded\n"
	if !timeUp(up) || timeUp(real) || timeUp("FAIL salesclerk/x [build failed]\n") {
		t.Error("the end of the time is not told from a finding")
	}
}

func TestFiguresAreRead(t *testing.T) {
	const said = `goos: linux
BenchmarkDesk/tasks=1000-2         	     200	       343.5 µs/click	         2.000 commands/click
BenchmarkRender/15-16   	      79	  14970908 ns/op	       66.80 pages/s
BenchmarkOdd-2
PASS
`
	f := figures{}
	if n := f.read(said); n != 2 {
		t.Errorf("%d lines read", n)
	}
	want := figures{"Desk/tasks=1000 µs/click": 343.5, "Desk/tasks=1000 commands/click": 2, "Render/15 ns/op": 14970908, "Render/15 pages/s": 66.8}
	if d := cmp.Diff(want, f); d != "" {
		t.Error(d)
	}
}

func TestTable(t *testing.T) {
	var out strings.Builder
	table(&out, figures{"Desk/tasks=1000 redis-server": 1, "Desk/tasks=100000 µs/click": 392, "Desk/tasks=100000 µs/bare": 200, "Desk/tasks=1000 µs/click": 196,
		"Desk/tasks=100000 clicks/s": 8286, "Desk/tasks=100000 bare/s": 33144, "Slack µs/peer": 772, "Teams µs/click": 900, "Teams µs/peer": 1800}, false)
	for _, want := range []string{
		"Redis is redis-server",
		"| time per click, one after the other | 392 µs | bare GET + EVALSHA of the same bytes | 200 µs | 1.96 |",
		"| clicks per second, 16 people at once | 8,286/s | bare GET + EVALSHA, 16 at once | 33,144/s | 0.25 |",
		"| item search, median | not measured |",
		"writes once | 772 µs | |",
		"| verified Action.Execute in Teams, one after the other | 900 µs | a botbuilder handler (npm) that verifies the same request and writes once | 1,800 µs | 0.50 |",
		"| time per click | 196 µs | not measured | 392 µs | 2.00 |",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

// TestEveryFigureIsMeasured holds the names in the table against the benchmarks'.
func TestEveryFigureIsMeasured(t *testing.T) {
	for file, units := range map[string][]string{
		"cmd/salesclerk/bench_test.go":              {"BenchmarkDesk", "tasks=", "BenchmarkMails", "redis-server", "commands/click", "µs/click", "µs/bare", "clicks/s", "bare/s", "mails/s", "reading/s", "µs/mail", "µs/list", "B/task", "B/value"},
		"agent/pdf/bench_test.go":                   {"BenchmarkRender", "BenchmarkMaroto", "pages/s"},
		"cmd/salesclerk/bench_slack_test.go":        {"BenchmarkSlack"},
		"cmd/salesclerk/bench_teams_test.go":        {"BenchmarkTeams"},
		"bot/clickbench/compare.go":                 {"µs/click", "µs/peer", "clicks/s", "peers/s", "µs/99th", "µs/99th-peer"},
		"agent/catalog/latency_test.go":             {"BenchmarkLatency", "items=", "µs/median-", "µs/99th-"},
		"agent/catalog/catalogbench/beside_test.go": {"BenchmarkBeside", "items=%d/ours", "%first-", "%three-", "µs/median", "µs/99th", "s/build", "MB/memory", "MB/disk", "µs/suggest-median", "µs/suggest-99th", "ms/change", "ms/thousand"},
	} {
		text, err := os.ReadFile(filepath.Join(root(t), file))
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range units {
			if !strings.Contains(string(text), `"`+u) && !strings.Contains(string(text), "func "+u+"(") {
				t.Errorf("%s does not report %s", file, u)
			}
		}
	}
}

func TestComponents(t *testing.T) {
	here := component{programs: []string{"no such program", "/"}}
	gone := component{programs: []string{"no-such-program", "/no/such/file"}, pkg: "p", without: "w"}
	if d := cmp.Diff([]string{"p"}, names(missing([]component{here, gone}))); d != "" {
		t.Error(d)
	}
}

func names(list []component) []string {
	var out []string
	for _, c := range list {
		out = append(out, c.pkg)
	}
	return out
}
