package rules

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// company is a data folder with its real index.
type company struct {
	*data.Dataset
	index *catalog.Index
}

var demo = sync.OnceValues(func() (company, error) { return loadCompany("../../../cmd/salesclerk/sample/data") })

func loadCompany(dir string) (company, error) {
	set, err := data.Load(context.Background(), filepath.FromSlash(dir), nil)
	if err != nil {
		return company{}, err
	}
	x, err := catalog.New(catalog.Options{})
	if err != nil {
		return company{}, err
	}
	var items iter.Seq2[erp.Item, error] = func(yield func(erp.Item, error) bool) {
		for _, it := range set.Items {
			if !yield(it.Item, nil) {
				return
			}
		}
	}
	return company{set, x}, x.Build(context.Background(), items, set.Synonyms, set.Units, nil)
}

// letter is a mail of testdata/sample with its truth by hand: after the name the
// lines "> " hold intents and header, then one line each:
// [+=-]quantity[?] [unit] item[/variant] [@date], several as item|item, "~" for nothing
// found; then customer, what was offered or asked before, subject, and the text.
type letter struct {
	name string
	want []string
	head map[string]string
	text string
}

func letters(t *testing.T, lang string) []letter {
	t.Helper()
	raw, err := os.ReadFile("testdata/sample/" + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []letter
	for _, c := range strings.Split("\n"+string(raw), "\n== ")[1:] {
		top, text, _ := strings.Cut(c, "\n\n")
		l := letter{head: map[string]string{}, text: text}
		for i, s := range strings.Split(top, "\n") {
			if i == 0 {
				l.name = s
			} else if w, ok := strings.CutPrefix(s, "> "); ok {
				l.want = append(l.want, w)
			} else {
				k, v, _ := strings.Cut(s, ":")
				l.head[k] = strings.TrimSpace(v)
			}
		}
		out = append(out, l)
	}
	return out
}

func TestSampleLetters(t *testing.T) {
	c, err := demo()
	if err != nil {
		t.Fatal(err)
	}
	x := New(c.index)
	for _, lang := range languages {
		for _, l := range letters(t, lang) {
			t.Run(lang+"/"+l.name, func(t *testing.T) {
				r, err := x.Read(t.Context(), l.input(t, x, c, lang))
				if err != nil {
					t.Fatal(err)
				}
				got := told(r)
				if r.Language != lang {
					t.Errorf("language %s", r.Language)
				}
				if !told0(got, l.want) {
					t.Errorf("got\n\t%s\nwant\n\t%s\nnotes %v", strings.Join(got, "\n\t"), strings.Join(l.want, "\n\t"), notesOf(r))
				}
			})
		}
	}
}

func (l letter) input(t *testing.T, x *Rules, c company, lang string) reader.Input {
	m := mail.Message{Subject: l.head["subject"], Text: l.text, Date: wednesday}
	in := reader.Input{Mails: []mail.Message{m}, Customer: l.head["customer"], Lang: lang, Addresses: c.Addresses[l.head["customer"]]}
	if s := l.head["asked"]; s != "" {
		before := reader.Input{Mails: []mail.Message{{Text: s, Date: wednesday}}, Lang: lang}
		r, err := x.Read(t.Context(), before)
		if err != nil {
			t.Fatal(err)
		}
		in.Mails, in.Asked = append(before.Mails, m), &r
	}
	if s := l.head["offered"]; s != "" {
		in.Mails, in.Offered = []mail.Message{{}, m}, c.document(s, lang)
	}
	return in
}

// document is a quote for "20 LV-1704; 5 BOX LV-1205".
func (c company) document(s, lang string) *task.Document {
	d := &task.Document{Kind: task.Quote, Number: "SQ-1001"}
	for i, part := range strings.Split(s, "; ") {
		f := strings.Fields(part)
		item, variant, _ := strings.Cut(f[len(f)-1], "/")
		l := task.DocLine{No: 10000 * (i + 1), Item: item, Variant: variant, Quantity: f[0]}
		for _, it := range c.Items {
			if it.Number == item {
				l.Description, l.Unit = cmp.Or(it.Translations[lang], it.Description), it.BaseUnit
			}
		}
		if len(f) == 3 {
			l.Unit = f[1]
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}

// told is a reading in the form of the truth.
func told(r task.Reading) []string {
	s := intentsOf(r)
	if !r.Relevant {
		s += " irrelevant"
	}
	for _, f := range [][2]string{{"ref", r.Reference}, {"date", r.RequestedDate}, {"ship", r.ShipToCode}} {
		if f[1] != "" {
			s += " " + f[0] + "=" + f[1]
		}
	}
	if r.ShipTo != "" && r.ShipToCode == "" {
		s += fmt.Sprintf(" ship=%q", r.ShipTo)
	}
	out := []string{s}
	for _, l := range r.Lines {
		out = append(out, toldLine(l))
	}
	return out
}

func toldLine(l task.Line) string {
	s := map[task.LineChange]string{task.LineAdd: "+", task.LineSet: "=", task.LineRemove: "-"}[l.Change] + l.Quantity
	if l.QuantityAssumed {
		s += "?"
	}
	if l.Unit != "" {
		s += " " + l.Unit
	}
	var names []string
	for _, c := range l.Items {
		if c.Variant != "" {
			c.Number += "/" + c.Variant
		}
		names = append(names, c.Number)
	}
	switch l.Match {
	case task.None:
		return s + " ~" + l.Query
	case task.Alternatives:
		s += " alt"
	case task.One:
		names = names[:1]
	}
	slices.Sort(names)
	s += " " + strings.Join(names, "|")
	if l.Date != "" {
		s += " @" + l.Date
	}
	return s
}

// told0 compares; "~" in the truth stands for any words.
func told0(got, want []string) bool {
	return slices.EqualFunc(got, want, func(g, w string) bool {
		if head, ok := strings.CutSuffix(w, "~"); ok {
			return strings.HasPrefix(g, head+"~")
		}
		return g == w
	})
}
