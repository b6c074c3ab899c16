package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// TestPrints reads tables as programs of many makers print them as text, and as people
// paste and type them: lines alone count.
func TestPrints(t *testing.T) {
	c, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	x := New(c.index)
	raw, err := os.ReadFile("testdata/prints.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range strings.Split("\n"+string(raw), "\n== ")[1:] {
		top, text, _ := strings.Cut(s, "\n\n")
		head := strings.Split(top, "\n")
		lang, want := "", []string{}
		if strings.Contains(top, "\nhtml: yes") {
			text = mail.HTMLText(text)
		}
		for _, h := range head[1:] {
			if w, ok := strings.CutPrefix(h, "> "); ok {
				want = append(want, w)
			} else if l, ok := strings.CutPrefix(h, "lang: "); ok {
				lang = l
			}
		}
		t.Run(head[0], func(t *testing.T) {
			in := reader.Input{Mails: []mail.Message{{Text: text, Date: wednesday}}, Lang: lang}
			if _, name, ok := strings.Cut(top, "\nfile: "); ok {
				name, _, _ = strings.Cut(name, "\n")
				in.Mails[0].Text = ""
				in.Files = []attach.Content{attach.Read(t.Context(), name, "", []byte(text), attach.Limits{})}
			}
			r, err := x.Read(t.Context(), in)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range r.Lines {
				got = append(got, toldLine(l))
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s got\n\t%s\nwant\n\t%s", r.Language, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
		})
	}
}

// TestPrintedTitle takes what a print is from its title, though it stands in columns.
func TestPrintedTitle(t *testing.T) {
	rows := "\n\nNr.        Beskrivelse          Antal  Enhed\n1896-S     ATHENS Desk              2  stk\n"
	for text, want := range map[string]task.Intent{
		"Hvidsten ApS\n\nKØBSORDRE           104471\nDato           10-02-2027" + rows: task.OrderRequest,
		"Hvidsten ApS\n\nFORESPØRGSEL        104471\nDato           10-02-2027" + rows: task.QuoteRequest,
	} {
		r, err := New(newShelf(t)).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: text, Date: wednesday}}, Lang: "da"})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Has(want) || len(r.Lines) != 1 {
			t.Errorf("%q: %v, %d lines", text, r.Intents, len(r.Lines))
		}
	}
}
