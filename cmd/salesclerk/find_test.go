package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

// TestFindForACustomer: of equals the customer's own of before, with the reason;
// nobody else's.
func TestFindForACustomer(t *testing.T) {
	find := func(args ...string) findAnswer {
		t.Helper()
		out, errs, code := command(t, "", append([]string{"find", "--json"}, args...)...)
		if code != exitFine {
			t.Fatalf("find %q: %d %s", args, code, errs)
		}
		var a findAnswer
		if err := json.Unmarshal([]byte(out), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	words := []string{"storage", "bin", "4", "L"}
	for name, args := range map[string][]string{"nobody": nil, "another customer": {"--customer", "40140"}} {
		if a := find(append(args, words...)...); a.Match != task.Several || len(a.Items) < 4 {
			t.Errorf("%s: %+v", name, a)
		}
	}
	a := find(append([]string{"--customer", "10200"}, words...)...)
	if a.Match != task.One || a.Items[0].Number != "LV-2006" || !strings.HasPrefix(a.Items[0].Why, "bought before: on ") || !strings.HasSuffix(a.Items[0].Why, "(SO-884)") {
		t.Errorf("the customer who had it: %+v", a)
	}
	if a := find("--customer", "10200", "storage bin 4 L blue"); a.Match != task.One || a.Items[0].Number != "LV-2005" || a.Items[0].Bought != nil {
		t.Errorf("what was said goes first: %+v", a)
	}
}

// TestWhatIsSaidGoesBeforeWhatWasBought: what a mail rules out is not taken because
// the customer had it before; then it is as for anybody.
func TestWhatIsSaidGoesBeforeWhatWasBought(t *testing.T) {
	read := func(words string) (items []string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "a.eml")
		mail := "From: Stine Halmark <stine.halmark@lindeborg-entreprise.example>\r\nTo: sales@lyngvang.example\r\nSubject: Bins\r\n" +
			"Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <a@lindeborg.example>\r\n\r\nHello,\r\n\r\n" + words + "\r\n\r\nStine\r\n"
		if err := os.WriteFile(file, []byte(mail), 0o600); err != nil {
			t.Fatal(err)
		}
		out, errs, code := command(t, "", "read", "--json", file)
		var a readAnswer
		if err := json.Unmarshal([]byte(out), &a); err != nil || code != exitFine || len(a.Lines) != 1 || a.Customer.Customer != "10200" {
			t.Fatalf("%d %s %s %v", code, out, errs, err)
		}
		for _, c := range a.Lines[0].Items {
			items = append(items, c.Number)
		}
		slices.Sort(items)
		return items
	}
	for words, want := range map[string][]string{
		"Please quote 40 storage bins 4 L.":                       {"LV-2006"},
		"Please quote 40 storage bins 4 L, but not the red ones.": {"LV-2005", "LV-2007", "LV-2008"},
		"Please quote 40 storage bins 4 L in green.":              {"LV-2008"},
	} {
		if got := read(words); !slices.Equal(got, want) {
			t.Errorf("%s is %v, not %v", words, got, want)
		}
	}
}
