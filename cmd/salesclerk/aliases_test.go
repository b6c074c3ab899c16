package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/alicebob/miniredis/v2"
)

func TestAliasesOfTheOperator(t *testing.T) {
	conf := settings(t, miniredis.RunT(t).Addr(), "127.0.0.1:1", "127.0.0.1:1")
	if out, errs, code := command(t, "", "import", "--config", conf, filepath.Join("sample", "data")); code != exitFine {
		t.Fatalf("import: %d %s%s", code, out, errs)
	}
	do := func(want int, args ...string) string {
		t.Helper()
		out, errs, code := command(t, "", append([]string{"aliases", args[0], "--config", conf}, args[1:]...)...)
		if code != want {
			t.Errorf("aliases %q: %d %s%s", args, code, out, errs)
		}
		return out + errs
	}
	has(t, "an unknown customer", do(exitFailed, "add", "99999", "Grabbel", "LV-1714"), "no customer 99999")
	has(t, "an unknown item", do(exitFailed, "add", "20110", "Grabbel", "XX-1"), "no item XX-1")
	has(t, "an unknown variant", do(exitFailed, "add", "20110", "Grabbel", "LV-1714", "--variant", "PINK"), "no variant PINK")
	has(t, "an unknown unit", do(exitFailed, "add", "20110", "Grabbel", "LV-1714", "--unit", "SHIP"), "no unit SHIP")
	do(exitFine, "add", "20110", "Grabbel & Ding", "LV-1714")
	do(exitFine, "add", "20110", "grabbel ding", "LV-1717") // the same words: this holds
	do(exitFine, "add", "10110", "Dims", "LV-1714")
	list := do(exitFine, "list")
	has(t, "the list", list, "20110", "grabbel ding", "LV-1717", "10110", "Dims")
	hasNot(t, "the list", list, "Grabbel & Ding")
	if one := do(exitFine, "list", "--customer", "10110", "--json"); strings.Count(one, "\n") != 1 || !strings.Contains(one, `"item":"LV-1714"`) {
		t.Errorf("one customer's as JSON: %s", one)
	}
	has(t, "forgetting what is not there", do(exitFailed, "forget", "20110", "Dims"), "not remembered")
	do(exitUsage, "forget", "20110")
	do(exitUsage, "forget", "20110", "Dims", "--all")
	do(exitFine, "forget", "20110", "GRABBEL ding")
	do(exitFailed, "forget", "10110", "--all") // nobody said yes
	has(t, "the list", do(exitFine, "list"), "Dims")
	do(exitFine, "forget", "10110", "--all", "--yes")
	has(t, "forgetting it again", do(exitFailed, "forget", "10110", "--all", "--yes"), "nothing is remembered for customer 10110")
	has(t, "the list of one without any", do(exitFine, "list", "--customer", "10110"), "CUSTOMER")
	has(t, "the list of an unknown customer", do(exitFailed, "list", "--customer", "99999"), "no customer 99999")
	hasNot(t, "the list at last", do(exitFine, "list"), "Dims", "LV-17")
}
