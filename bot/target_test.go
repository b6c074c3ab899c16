package bot

import (
	"strings"
	"testing"
)

func TestTarget(t *testing.T) {
	for _, want := range []Target{{Desk: "sales", Task: "T-1042", Step: 3, Turn: 7}, {Desk: "a|b:c d/ø", Task: "T-1"}, {Step: -1, Turn: 1}} {
		have, err := ParseTarget(want.String())
		if err != nil || have != want {
			t.Errorf("%v became %v: %v", want, have, err)
		}
	}
	for _, s := range []string{"", "a|b|1", "a|b|c|1", "a|b|1|1|1", "a|b|01|1", "a|b|+1|1", "%zz|b|1|1", strings.Repeat("a", 2000) + "|b|1|1"} {
		if got, err := ParseTarget(s); err == nil {
			t.Errorf("%q is taken as %v", s, got)
		}
	}
}
