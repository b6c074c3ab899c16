package eval

import (
	"bytes"
	"context"
	"io"
	netmail "net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func found(numbers ...string) []Found {
	var out []Found
	for _, n := range numbers {
		number, variant, _ := strings.Cut(n, "/")
		out = append(out, Found{Number: number, Variant: variant})
	}
	return out
}

func TestLineMatches(t *testing.T) {
	offered := []Line{{Quantity: "5", Unit: "BOX", Items: []string{"A"}}}
	cases := []struct {
		want string
		got  AnswerLine
		ok   bool
	}{
		{"20 A", AnswerLine{Quantity: "20", Match: "one", Items: found("A")}, true},
		{"20 A", AnswerLine{Quantity: "20.0", Match: "one", Items: found("A", "B")}, true},
		{"20 A", AnswerLine{Quantity: "2", Match: "one", Items: found("A")}, false},
		{"20 A", AnswerLine{Quantity: "20", Unit: "BOX", Match: "one", Items: found("A")}, false},
		{"20 BOX A", AnswerLine{Quantity: "20", Unit: "BOX", Match: "one", Items: found("A")}, true},
		{"20 A", AnswerLine{Quantity: "20", Match: "several", Items: found("A", "B")}, false},
		{"20 A", AnswerLine{Quantity: "20", Match: "one", Items: found("A/L")}, false},
		{"20 A/L", AnswerLine{Quantity: "20", Match: "one", Items: found("A/L")}, true},
		{"20 A/*", AnswerLine{Quantity: "20", Match: "one", Items: found("A")}, true},
		{"20 A/*", AnswerLine{Quantity: "20", Match: "several", Items: found("A/L", "A/M")}, true},
		{"20 A/*", AnswerLine{Quantity: "20", Match: "several", Items: found("A/L", "B")}, false},
		{"20 A|B", AnswerLine{Quantity: "20", Match: "several", Items: found("B", "A")}, true},
		{"20 A|B", AnswerLine{Quantity: "20", Match: "several", Items: found("A", "B", "C")}, false},
		{"20 A|B", AnswerLine{Quantity: "20", Match: "several", Items: found("A")}, false},
		{"20 A|B|*", AnswerLine{Quantity: "20", Match: "several", Items: found("A", "B", "C")}, true},
		{"20 ~", AnswerLine{Quantity: "20", Match: "none"}, true},
		{"20 ~", AnswerLine{Quantity: "20", Match: "one", Items: found("A")}, false},
		{"20 alt A", AnswerLine{Quantity: "20", Match: "alternatives", Items: found("A")}, true},
		{"20 A", AnswerLine{Quantity: "20", Match: "alternatives", Items: found("A")}, false},
		{"=20 BOX A", AnswerLine{Quantity: "20", Change: "set", Match: "one", Items: found("A")}, true},
		{"=20 PCS A", AnswerLine{Quantity: "20", Change: "set", Match: "one", Items: found("A")}, false},
		{"=20 A", AnswerLine{Quantity: "20", Unit: "BOX", Change: "set", Match: "one", Items: found("A")}, true},
		{"+20 A", AnswerLine{Quantity: "20", Match: "one", Items: found("A")}, false},
		{"-5 BOX A", AnswerLine{Quantity: "0", Change: "remove", Match: "one", Items: found("A")}, true},
	}
	for _, c := range cases {
		l, err := parseLine(c.want)
		if err != nil {
			t.Fatal(err)
		}
		if l.matches(c.got, offered) != c.ok {
			t.Errorf("%s and %s: not %v", c.want, told(c.got), c.ok)
		}
	}
}

// says is a program that answers every mail and query with the same words.
func says(answer string) Program {
	return func(_ context.Context, args []string, out io.Writer) error {
		for _, a := range args {
			if strings.HasSuffix(a, ".eml") {
				_, _ = io.WriteString(out, strings.Replace(answer, "{", `{"file":"`+filepath.ToSlash(a)+`",`, 1)+"\n")
			}
		}
		return nil
	}
}

func TestOwnCounts(t *testing.T) {
	cases, err := Parse("en", "== a\n> quote_request date=2027-03-01\n> 2 A\n> 3 B\nkind: list\n\nx\n\n== b\n> auto\nkind: automatic\n\nx\n", Fresh)
	if err != nil {
		t.Fatal(err)
	}
	co := &Company{base: map[string]string{"A": "PCS", "B": "PCS"}}
	for i := range cases {
		cases[i].Company = co
	}
	answer := `{"language":"en","relevant":true,"intents":["quote_request"],"requested_delivery_date":"2027-03-02","lines":[` +
		`{"quantity":"2","match":"one","items":[{"number":"A"}]},{"quantity":"4","match":"one","items":[{"number":"C"}]}]}`
	s, err := Own(t.Context(), says(answer), cases)
	if err != nil {
		t.Fatal(err)
	}
	counts, n := s.of(func(*Case) bool { return true })
	for m, want := range map[measure]tally{lines: {1, 2}, falseLines: {1, 2}, purpose: {1, 1}, date: {0, 1}, automatic: {0, 1}, whole: {0, 2}, reference: {}} {
		if counts[m] != want {
			t.Errorf("%s: %v, not %v", m, counts[m], want)
		}
	}
	var b bytes.Buffer
	s.Tables(&b)
	if n != 2 || !strings.Contains(b.String(), "| all | 2 | 1/2 50 % | 50.0 |") {
		t.Error(b.String())
	}
}

func TestRecord(t *testing.T) {
	root := t.TempDir()
	for _, f := range []string{recordFile, figuresFile} {
		if err := os.MkdirAll(filepath.Join(root, filepath.Dir(f)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, figuresFile), []byte("top\n"+begin+"old\n"+peerHead+"kept\n"+end+"bottom\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	score := func(right, wrong int) *Scores {
		return &Scores{cases: []Case{{Lang: "en"}}, counts: []map[measure]tally{{lines: {right, 10}, falseLines: {wrong, 10}}}, misses: [][]string{nil}}
	}
	if err := Keep(root, score(8, 1), "own\n\n", "", Noon); err != nil {
		t.Fatal(err)
	}
	page, _ := os.ReadFile(filepath.Join(root, figuresFile))
	if want := "top\n" + begin + "\nMeasured 2027-02-10.\n\n## Our own cases\n\nown\n\n" + peerHead + "kept\n" + end + "bottom\n"; string(page) != want {
		t.Errorf("%s", page)
	}
	for _, c := range []struct{ right, wrong, fallen int }{{8, 1, 0}, {9, 0, 0}, {7, 1, 2}, {8, 2, 2}} {
		if got, err := score(c.right, c.wrong).Fallen(root); err != nil || len(got) != c.fallen {
			t.Errorf("%+v: %v %v", c, got, err)
		}
	}
}

func TestMessagesOfAThread(t *testing.T) {
	cases, err := Parse("da", "== a\n> accept\noffered: 20 LV-1; 5 BOX LV-2/L\ncustomer: 1\n\nJa tak æøå\n\n--- attach l.csv\na;b\n", Fresh)
	if err != nil {
		t.Fatal(err)
	}
	co := &Company{base: map[string]string{"LV-1": "PCS", "LV-2": "PCS"}, variants: map[string]string{"LV-2/L": "Large"}, senders: map[string]string{"1": "Åse <a@b.example>"}}
	list, err := co.Messages(&cases[0], 3)
	if err != nil || len(list) != 2 {
		t.Fatal(err, len(list))
	}
	var got []*netmail.Message
	for _, raw := range list {
		m, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	if got[1].Header.Get("In-Reply-To") != got[0].Header.Get("Message-ID") || got[0].Header.Get("Message-ID") == "" {
		t.Error("the second mail does not answer the first")
	}
	if s := string(list[0]); !strings.Contains(s, "20 stk. LV-1\r\n5 kasser LV-2, Large\r\n") {
		t.Error(s)
	}
	if s := string(list[1]); !strings.Contains(s, "multipart/mixed") || !strings.Contains(s, `filename="l.csv"`) || !strings.Contains(s, "a;b\r\n") {
		t.Error(s)
	}
}

// TestCompaniesApart has mails of two companies read with the data of each, and the
// figures of the other company kept in rows and floors of their own.
func TestCompaniesApart(t *testing.T) {
	sample := &Company{base: map[string]string{"A": "PCS"}}
	second := &Company{base: map[string]string{"B": "PCS"}, data: "second"}
	var cases []Case
	for _, c := range []struct {
		co    *Company
		lines string
		from  Origin
	}{{second, "> 2 B\n", Fresh}, {sample, "> 2 A\n", Fresh}, {second, "> 3 B\n", Unseen}} {
		list, err := Parse("en", "== a\n> quote_request\n"+c.lines+"\nx\n", c.from)
		if err != nil {
			t.Fatal(err)
		}
		list[0].Company = c.co
		cases = append(cases, list...)
	}
	p := func(ctx context.Context, args []string, out io.Writer) error {
		item := "A"
		if i := slices.Index(args, "--data"); i >= 0 && args[i+1] == "second" {
			item = "B"
		}
		return says(`{"language":"en","relevant":true,"intents":["quote_request"],"lines":[{"quantity":"2","match":"one","items":[{"number":"`+item+`"}]}]}`)(ctx, args, out)
	}
	s, err := Own(t.Context(), p, cases)
	if err != nil {
		t.Fatal(err)
	}
	floors := s.floors()
	for name, want := range map[string]int{"all": 1, "en": 1, "another company": 1, "another company, never shown": 0} {
		if got := floors[name+": "+string(lines)]; got != want {
			t.Errorf("%s: %d lines right, not %d", name, got, want)
		}
	}
	var b bytes.Buffer
	s.Tables(&b)
	for _, row := range []string{"| all | 1 | 1/1", "| another company | 1 | 1/1", "| another company, never shown | 1 | 0/1"} {
		if !strings.Contains(b.String(), row) {
			t.Errorf("%q is not in\n%s", row, b.String())
		}
	}
	only := Only(cases, "second")
	if len(only) != 2 {
		t.Errorf("%d cases are about the second company", len(only))
	}
	sought := []Sought{{Company: sample}, {Company: second}}
	for word, want := range map[string]int{"": 2, "second": 1, "en": 0} {
		if got := len(OnlySought(sought, word)); got != want {
			t.Errorf("%q: %d searches, not %d", word, got, want)
		}
	}
	b.Reset()
	(&Scores{cases: only, counts: []map[measure]tally{nil, nil}}).Tables(&b)
	if strings.Contains(b.String(), "| kind |") {
		t.Errorf("a table without rows is printed:\n%s", b.String())
	}
}
