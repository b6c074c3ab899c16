package rules

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// sharedFile is a file of the measurement data beside the repository.
func sharedFile(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			p := filepath.Join(dir, "..", "shared", name)
			if _, e := os.Stat(p); e == nil {
				return p
			}
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no measurement data beside the repository")
	return ""
}

func rows[T any](t *testing.T, name string) []T {
	t.Helper()
	f, err := os.Open(sharedFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []T
	s := bufio.NewScanner(f)
	s.Buffer(nil, 4<<20)
	for s.Scan() {
		var v T
		if err := json.Unmarshal(s.Bytes(), &v); err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

// cronus is the demo company's items on a shelf.
func cronus(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{names: map[string]string{}, toks: map[string][]token{}}
	f, err := os.Open(sharedFile(t, "data/cronus/items.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, rec := range all[1:] {
		s.numbers = append(s.numbers, rec[0])
		s.names[rec[0]] = rec[1]
		s.toks[rec[0]] = tokenize(rec[0] + " " + rec[1])
	}
	return s
}

func readText(t *testing.T, x *Rules, text string, isMail bool) task.Reading {
	t.Helper()
	m := mail.Message{Text: text, Date: wednesday}
	if sub, rest, ok := strings.Cut(text, "\n"); ok && strings.HasPrefix(sub, "Subject:") {
		m.Subject, m.Text = strings.TrimSpace(sub[8:]), rest
	}
	r, err := x.Read(context.Background(), reader.Input{Mails: []mail.Message{m}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// shelves are the demo company's items as a test's shelf knows them, and as the
// real index does.
func shelves(t *testing.T) []reader.Items {
	real, err := loadCompany(sharedFile(t, "data/cronus"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { real.index.Close() })
	return []reader.Items{cronus(t), real.index}
}

var benchNames = []string{"shelf", "index"}

func TestEvalSplit(t *testing.T) {
	bench, floors := shelves(t), []int{splitFloor, splitRealFloor}
	for i, items := range bench {
		t.Run(benchNames[i], func(t *testing.T) { evalSplit(t, New(items), floors[i]) })
	}
}

func evalSplit(t *testing.T, x *Rules, floor int) {
	type row struct {
		ID, Text string
		Expected []struct {
			Terms    []string
			Quantity decimal.Decimal
			Origin   *string `json:"origin_name"`
		}
	}
	ok, n := 0, 0
	for _, c := range rows[row](t, "data/eval/split.jsonl") {
		n++
		r := readText(t, x, c.Text, false)
		good := len(r.Lines) == len(c.Expected)
		for i := range c.Expected {
			if !good {
				break
			}
			e, l := c.Expected[i], r.Lines[i]
			good = l.Quantity == e.Quantity.String()
			q := strings.ToLower(l.Query)
			if e.Origin != nil {
				good = good && strings.Contains(q, strings.ToLower(*e.Origin))
				continue
			}
			for _, term := range e.Terms {
				good = good && strings.Contains(q, strings.ToLower(term))
			}
		}
		if good {
			ok++
			continue
		}
		var got []string
		for _, l := range r.Lines {
			got = append(got, l.Quantity+" "+l.Query)
		}
		t.Logf("%s: %q", c.ID, got)
	}
	t.Logf("splitting: %d of %d", ok, n)
	if ok < floor {
		t.Errorf("splitting fell below %d", floor)
	}
}

func TestEvalIntent(t *testing.T) {
	floors := []int{intentFloor, intentRealFloor}
	for i, items := range shelves(t) {
		t.Run(benchNames[i], func(t *testing.T) { evalIntent(t, New(items), floors[i]) })
	}
}

func evalIntent(t *testing.T, x *Rules, floor int) {
	type row struct{ ID, Text, Label, Task string }
	ok, n := 0, 0
	for _, c := range rows[row](t, "data/eval/intent.jsonl") {
		if c.Task != "refuse" && c.Task != "item_search" {
			continue // looking up older documents and files that are none are not a mail reader's work
		}
		n++
		r := readText(t, x, c.Text, false)
		if (len(r.Lines) > 0 && r.Relevant) == (c.Label == "in_scope") {
			ok++
			continue
		}
		var got []string
		for _, l := range r.Lines {
			got = append(got, l.Quantity+" "+l.Query)
		}
		t.Logf("%s %s: %q %v %v", c.ID, c.Label, got, r.OutOfScope, r.Intents)
	}
	t.Logf("in or out of scope: %d of %d", ok, n)
	if ok < floor {
		t.Errorf("scope fell below %d", floor)
	}
}

func TestEvalTables(t *testing.T) {
	type row struct {
		ID, CSV, Delimiter string
		Products           []int `json:"product_columns"`
		Lines              []struct {
			Text     string          `json:"item_text"`
			Quantity decimal.Decimal `json:"quantity"`
			Unit     string          `json:"uom_text"`
		}
	}
	x := New(cronus(t))
	right, lines, whole, n := 0, 0, 0, 0
	for _, c := range rows[row](t, "data/eval/csv_cases.jsonl") {
		if len(c.Lines) == 0 {
			continue
		}
		n++
		file := attach.Read(t.Context(), "list.csv", "text/csv", []byte(c.CSV), attach.Limits{})
		r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: "Please quote the attached list.", Date: wednesday}}, Files: []attach.Content{file}})
		if err != nil {
			t.Fatal(err)
		}
		hits := 0
		for _, e := range c.Lines {
			lines++
			if slices.ContainsFunc(r.Lines, func(l task.Line) bool {
				text := l.Query
				if text == "" && len(l.Identifiers) > 0 {
					text = l.Identifiers[0]
				}
				return strings.EqualFold(text, e.Text) && l.Quantity == e.Quantity.String()
			}) {
				hits++
			}
		}
		right += hits
		if hits == len(c.Lines) && len(r.Lines) == len(c.Lines) {
			whole++
		} else {
			t.Logf("%s: %d of %d, %d lines; head %q", c.ID, hits, len(c.Lines), len(r.Lines), strings.SplitN(c.CSV, "\n", 2)[0])
		}
	}
	t.Logf("table rows: %d of %d; whole tables %d of %d", right, lines, whole, n)
	if right*1000 < lines*tableFloor {
		t.Errorf("table rows fell below %d per mille", tableFloor)
	}
}

// Floors: what was reached when they were last raised.
const (
	splitFloor      = 16
	splitRealFloor  = 16
	intentFloor     = 36
	intentRealFloor = 36
	tableFloor      = 1000
)
