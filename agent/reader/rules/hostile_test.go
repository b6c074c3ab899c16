package rules

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
)

// TestHostile reads what nobody should send; it must come back, soon.
func TestHostile(t *testing.T) {
	many := func(n int, f func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(f(i))
		}
		return b.String()
	}
	cases := map[string]string{
		"one long line":    strings.Repeat("2 desks and ", 100<<10/12),
		"one long word":    strings.Repeat("x", 100<<10),
		"digits":           strings.Repeat("9", 100<<10),
		"many lines":       many(10_000, func(i int) string { return fmt.Sprintf("line %d says hello\n", i) }),
		"many items":       many(10_000, func(i int) string { return fmt.Sprintf("- %d x 1896-S\n", i%9+1) }),
		"four-byte runes":  strings.Repeat("😀2 😀desks😀 ", 5000),
		"direction marks":  "We need \u202e2 desks\u202c and \u20663 lamps\u2069",
		"broken UTF-8":     "We need 2 \xff\xfe desks\xc3",
		"brackets":         strings.Repeat("(", 50_000) + " 2 desks",
		"commas":           "We need " + strings.Repeat(",", 50_000) + " 2 desks",
		"tabs":             strings.Repeat("a\t", 50_000),
		"rows":             many(10_000, func(i int) string { return "1896-S\tDesk\t2\n" }),
		"ands":             "We need " + strings.Repeat("desks and lamps and ", 5000),
		"dates":            many(5000, func(i int) string { return fmt.Sprintf("deliver by %d March 2027, ", i%28+1) }),
		"empty":            "",
		"nothing but dots": strings.Repeat(".", 100_000),
	}
	x := New(newShelf(t))
	for name, text := range cases {
		t.Run(name, func(t *testing.T) {
			at := time.Now()
			r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{Subject: text[:min(len(text), 5000)], Text: text, Date: wednesday}}})
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Lines) > maxLines {
				t.Errorf("%d lines", len(r.Lines))
			}
			if d := time.Since(at); d > 20*time.Second {
				t.Errorf("took %v", d)
			}
			t.Logf("%v, %d lines", time.Since(at), len(r.Lines))
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, lang := range []string{"en", "da", "fr"} {
		data, err := os.ReadFile("testdata/" + lang + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		for _, c := range strings.Split(string(data), "\n== ") {
			f.Add(c, true)
		}
	}
	f.Add("make it 10 instead of 5, the second one, line 3 \u202e option B", true)
	x := New(newShelf(f))
	f.Fuzz(func(t *testing.T, text string, talk bool) {
		in := reader.Input{Mails: []mail.Message{{Subject: text, Text: text, Date: wednesday}}, Files: []attach.Content{{Name: "a.txt", Status: "read", Text: text}}}
		if talk {
			in.Offered = offered()
			in.Asked = asked()
		}
		check := func() {
			r, err := x.Read(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range r.Lines {
				if l.Match == "" || l.Items == nil || l.Identifiers == nil || l.Quantity == "" {
					t.Fatalf("half a line: %+v", l)
				}
			}
			if len(r.Intents) == 0 {
				t.Fatal("no intent")
			}
		}
		check()
		in.Asked = nil
		check()
	})
}

func benchmark(b *testing.B, text string) {
	x := New(newShelf(b))
	in := reader.Input{Mails: []mail.Message{{Subject: "Order", Text: text, Date: wednesday}}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Read(b.Context(), in); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMail2KB(b *testing.B) {
	benchmark(b, "Hello,\n\nPlease quote the following:\n- 3 pcs 1900-S\n- 10 ATHENS desks\n\n"+strings.Repeat("We look forward to hearing from you about the delivery of these goods. ", 26)+"\n\nRegards\nBob")
}

func BenchmarkMail200Lines(b *testing.B) {
	benchmark(b, "Please send us:\n"+strings.Repeat("- 3 pcs 1900-S\n- 10 ATHENS desks\n", 100))
}
