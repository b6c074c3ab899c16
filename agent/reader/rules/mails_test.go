package rules

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// TestMails reads the mails in testdata, each with its truth by hand: intents,
// then either "irrelevant" or reference and date, then scope, note and address
// where given, then quantity ("?" assumed), unit and item of each line ("~" and
// the words where nothing is found).
func TestMails(t *testing.T) {
	x := New(newShelf(t))
	for _, lang := range []string{"en", "da", "fr"} {
		data, err := os.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range strings.Split("\n"+string(data), "\n== ")[1:] {
			parts := strings.SplitN(c, "\n", 4)
			t.Run(lang+"/"+parts[0], func(t *testing.T) {
				r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{Subject: parts[2], Text: parts[3], Date: wednesday}}})
				if err != nil {
					t.Fatal(err)
				}
				if r.Language != lang {
					t.Errorf("language %s", r.Language)
				}
				check(t, r, parts[1])
			})
		}
	}
}

func check(t *testing.T, r task.Reading, want string) {
	t.Helper()
	head, lines, _ := strings.Cut(want, " | ")
	got := intentsOf(r)
	if !r.Relevant {
		got += " irrelevant"
	} else {
		got += " ref=" + r.Reference + " date=" + r.RequestedDate
	}
	if r.ShipTo != "" {
		got += fmt.Sprintf(" ship=%q", r.ShipTo)
	}
	plain := head
	for _, tag := range []string{" scope=", " note="} {
		if i := strings.Index(plain, tag); i >= 0 {
			value, _, _ := strings.Cut(plain[i+len(tag):], " ")
			plain = strings.Replace(plain, tag+value, "", 1)
			if all := strings.Join(r.OutOfScope, ",") + "," + notesOf(r); !strings.Contains(all, value) {
				t.Errorf("%s%s is not among %q", tag, value, all)
			}
		}
	}
	if plain != got {
		t.Errorf("got  %s\nwant %s", got, plain)
	}
	var have []string
	for _, l := range r.Lines {
		have = append(have, lineOf(l))
	}
	if s := strings.Join(have, "; "); !sameLines(s, lines) {
		t.Errorf("got  %s\nwant %s\n%+v", s, lines, r.Lines)
	}
}

// sameLines compares; where the truth has no unit, any will do.
func sameLines(got, want string) bool {
	g, w := strings.Split(got, "; "), strings.Split(want, "; ")
	if len(g) != len(w) {
		return false
	}
	for i := range g {
		a, b := strings.SplitN(g[i], " ", 3), strings.SplitN(w[i], " ", 3)
		if g[i] != w[i] && !(len(a) == 3 && len(b) == 2 && a[0]+" "+a[2] == w[i]) {
			return false
		}
	}
	return true
}

func intentsOf(r task.Reading) string {
	var out []string
	for _, i := range r.Intents {
		out = append(out, string(i))
	}
	return strings.Join(out, "+")
}

func notesOf(r task.Reading) string {
	var out []string
	for _, n := range r.Notes {
		out = append(out, n.Code)
	}
	return strings.Join(out, ",")
}

func lineOf(l task.Line) string {
	s := l.Quantity
	if l.QuantityAssumed {
		s += "?"
	}
	if l.Unit != "" {
		s += " " + l.Unit
	}
	if l.Match == task.One {
		return s + " " + l.Items[0].Number
	}
	return s + " ~" + l.Query
}

// TestLongListStaysAList holds that the hundredth entry of a list is read as the
// first: commas within the name of a numbered item begin no other item.
func TestLongListStaysAList(t *testing.T) {
	s := newShelf(t)
	var b strings.Builder
	b.WriteString("Hello,\n\nWe order:\n\n")
	for i := range 100 {
		number := fmt.Sprintf("AB-%d", 2000+i)
		s.numbers = append(s.numbers, number)
		fmt.Fprintf(&b, "- %d pcs %s Case, 2 x 4.0 Ah battery, 12 parts\n", i%9+1, number)
	}
	got, err := New(s).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: b.String(), Date: wednesday}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Lines) != 100 {
		t.Fatalf("%d lines, want 100; the last is %q", len(got.Lines), got.Lines[len(got.Lines)-1].Text)
	}
	for i, l := range got.Lines {
		if l.Quantity != fmt.Sprint(i%9+1) {
			t.Errorf("line %d: quantity %s, want %d", i+1, l.Quantity, i%9+1)
		}
	}
}

// TestInchesAreNoDate holds that a size of half an inch asks for no delivery in
// February.
func TestInchesAreNoDate(t *testing.T) {
	for _, words := range []string{"- 3 x AB-1 Socket set 1/2\", 24 parts", "- 3 x AB-1 Topnøglesæt 1/2 tomme"} {
		in := reader.Input{Mails: []mail.Message{{Text: "Hello,\n\nWe order:\n\n" + words + "\n", Date: wednesday}}}
		got, err := New(newShelf(t)).Read(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		if got.RequestedDate != "" {
			t.Errorf("%s: delivery on %s is wanted, none was named", words, got.RequestedDate)
		}
	}
}
