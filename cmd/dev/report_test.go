package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What go test -json says, shortened to what the report reads.
const passing = `{"Action":"start","Package":"salesclerk/a"}
{"Action":"run","Package":"salesclerk/a","Test":"TestOne"}
{"Action":"output","Package":"salesclerk/a","Test":"TestOne","Output":"=== RUN   TestOne\n"}
{"Action":"output","Package":"salesclerk/a","Test":"TestOne","Output":"    a_test.go:5: a word\n"}
{"Action":"output","Package":"salesclerk/a","Test":"TestOne","Output":"--- PASS: TestOne (0.00s)\n"}
{"Action":"pass","Package":"salesclerk/a","Test":"TestOne","Elapsed":0}
{"Action":"output","Package":"salesclerk/a","Output":"PASS\n"}
{"Action":"output","Package":"salesclerk/a","Output":"ok  \tsalesclerk/a\t0.012s\n"}
{"Action":"pass","Package":"salesclerk/a","Elapsed":0.012}
`

const failing = `{"Action":"output","Package":"salesclerk/b","Test":"TestFine","Output":"--- PASS: TestFine (0.00s)\n"}
{"Action":"pass","Package":"salesclerk/b","Test":"TestFine"}
{"Action":"output","Package":"salesclerk/b","Test":"TestBad","Output":"    b_test.go:7: got 1, want 2\n"}
{"Action":"output","Package":"salesclerk/b","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"salesclerk/b","Test":"TestBad"}
{"Action":"output","Package":"salesclerk/b","Output":"FAIL\n"}
{"Action":"output","Package":"salesclerk/b","Output":"FAIL\tsalesclerk/b\t0.1s\n"}
{"Action":"fail","Package":"salesclerk/b"}
`

// A panic ends the program before the test has its closing line.
const panicking = `{"Action":"output","Package":"salesclerk/c","Test":"TestCut","Output":"panic: gone\n"}
{"Action":"output","Package":"salesclerk/c","Output":"FAIL\tsalesclerk/c\t0.1s\n"}
{"Action":"fail","Package":"salesclerk/c"}
`

const skipping = `{"Action":"output","Package":"salesclerk/d","Test":"TestA","Output":"    d_test.go:9: no browser here\n"}
{"Action":"output","Package":"salesclerk/d","Test":"TestA","Output":"--- SKIP: TestA (0.00s)\n"}
{"Action":"skip","Package":"salesclerk/d","Test":"TestA"}
{"Action":"output","Package":"salesclerk/d","Test":"TestB","Output":"    d_test.go:9: no browser here\n"}
{"Action":"skip","Package":"salesclerk/d","Test":"TestB"}
{"Action":"output","Package":"salesclerk/d","Output":"ok  \tsalesclerk/d\t0.1s\n"}
`

const broken = `{"ImportPath":"salesclerk/e","Action":"build-output","Output":"e.go:3:1: syntax error\n"}
{"ImportPath":"salesclerk/e","Action":"build-fail"}
{"Action":"output","Package":"salesclerk/e","Output":"FAIL\tsalesclerk/e [build failed]\n"}
`

func TestReport(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"passing tests are silent":       {passing, "ok  \tsalesclerk/a\t0.012s\n"},
		"failing tests say all":          {failing, "    b_test.go:7: got 1, want 2\n--- FAIL: TestBad (0.00s)\nFAIL\tsalesclerk/b\t0.1s\n"},
		"a panic is told":                {panicking, "panic: gone\nFAIL\tsalesclerk/c\t0.1s\n"},
		"left out, a line for a reason":  {skipping, "ok  \tsalesclerk/d\t0.1s\nLeft out: d.TestA, d.TestB: no browser here.\n"},
		"what does not build":            {broken, "e.go:3:1: syntax error\nFAIL\tsalesclerk/e [build failed]\n"},
		"what is no event is passed on":  {"go: warning\n", "go: warning\n"},
		"a last line without an ending":  {"go: warning", "go: warning"},
		"packages under way at one time": {interleaved(passing, failing), "    b_test.go:7: got 1, want 2\n--- FAIL: TestBad (0.00s)\nFAIL\tsalesclerk/b\t0.1s\nok  \tsalesclerk/a\t0.012s\n"},
	} {
		var out strings.Builder
		r := newReport(&out)
		if err := r.read(strings.NewReader(c.in)); err != nil {
			t.Error(name, err)
		}
		r.close()
		if d := cmp.Diff(c.want, out.String()); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// interleaved takes lines of both in turn.
func interleaved(a, b string) string {
	x, y := strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")
	var out strings.Builder
	for i := range max(len(x), len(y)) {
		if i < len(x) {
			out.WriteString(x[i])
		}
		if i < len(y) {
			out.WriteString(y[i])
		}
	}
	return out.String()
}
