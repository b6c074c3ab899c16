package alias

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

var t0 = time.Date(2027, 5, 3, 9, 0, 0, 0, time.UTC)

// shelf keeps aliases in memory, as they come.
type shelf struct {
	data map[string]map[string][]byte
	err  error
}

func (s *shelf) PutAlias(_ context.Context, customer, words string, _ time.Time, data []byte) error {
	if s.data[customer] == nil {
		s.data[customer] = map[string][]byte{}
	}
	if s.data[customer][words] = data; data == nil {
		delete(s.data[customer], words)
	}
	return s.err
}

func (s *shelf) Aliases(_ context.Context, customer string) ([][]byte, error) {
	var out [][]byte
	for _, d := range s.data[customer] {
		out = append(out, d)
	}
	return out, s.err
}

// items finds nothing by words, and the items 1000 and 2000 by their number.
// K-7 is a number that another customer uses.
type items struct{}

func (items) Find(_ context.Context, q catalog.Query) (catalog.Result, error) {
	for _, id := range append(q.Identifiers, q.Text) {
		if id == "1000" || id == "2000" {
			return catalog.Result{Match: task.One, Items: []task.Candidate{{Number: id, Why: "item number"}}, Confidence: 1}, nil
		}
	}
	return catalog.Result{Match: task.None}, nil
}
func (items) Knows(id string) bool               { return id == "1000" || id == "2000" || id == "K-7" }
func (items) Unit(string, string) (string, bool) { return "", false }
func (items) UnitOf(_, words, _ string) (string, bool) {
	if words == "carton" {
		return "BOX", true
	}
	return "", false
}

// office has the item 1000 in two colours, and 3000, which is blocked.
type office struct{ err error }

func (o office) Item(_ context.Context, number string) (erp.Item, error) {
	switch {
	case o.err != nil:
		return erp.Item{}, o.err
	case number == "1000":
		return erp.Item{Number: number, Description: "Chair", Translations: map[string]string{"da": "Stol"}, BaseUnit: "PCS",
			Units: []erp.ItemUnit{{Code: "PALLET"}}, Variants: []erp.Variant{{Code: "RED", Description: "red"}}}, nil
	case number == "3000":
		return erp.Item{Number: number, Blocked: true}, nil
	}
	return erp.Item{}, erp.ErrNotFound
}

// reads looks up the lines given, as the reader does at its end.
type reads struct {
	items reader.Items
	lines []task.Line
}

func (r reads) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	var out task.Reading
	for _, l := range r.lines {
		res, err := r.items.Find(ctx, catalog.Query{Text: l.Query, Identifiers: l.Identifiers, Customer: in.Customer, Lang: in.Lang, Unit: l.Unit})
		if err != nil {
			return out, err
		}
		l.Match, l.Items = res.Match, res.Items
		if l.Unit == "" {
			l.Unit = res.Unit
		}
		if len(l.Items) > 0 {
			if code, _ := r.items.UnitOf(l.Items[0].Number, l.Unit, in.Lang); code != "" {
				l.Unit = code
			}
		}
		out.Lines = append(out.Lines, l)
	}
	return out, nil
}

// reading is what customer's lines are read as with some aliases on the shelf.
func reading(t *testing.T, list []Alias, customer string, o office, lines ...task.Line) (task.Reading, error) {
	t.Helper()
	b := Book{&shelf{data: map[string]map[string][]byte{}}}
	for _, a := range list {
		if err := b.Put(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	x := &Reader{Book: b, Items: items{}, Office: o, Over: func(i reader.Items) reader.Reader { return reads{i, lines} }}
	return x.Read(t.Context(), reader.Input{Customer: customer, Lang: "da"})
}

func TestWordsOfACustomer(t *testing.T) {
	anna := func(a Alias) Alias { a.Customer, a.Name, a.By, a.At = "10", "Anna Berg", "slack:U1", t0; return a }
	thing := anna(Alias{Words: "blå dimser", Item: "1000", Variant: "RED", Unit: "PALLET"})
	why := "remembered for this customer: Anna Berg chose it on 3 May 2027"
	for name, c := range map[string]struct {
		alias    Alias
		customer string
		line     task.Line
		item     string
		unit     string
		why      string
		note     string
	}{
		"the words":                         {thing, "10", task.Line{Query: "blå dimser"}, "1000", "PALLET", why, ""},
		"in other writing":                  {thing, "10", task.Line{Query: " BLA  Dimser!"}, "1000", "PALLET", why, ""},
		"with another unit":                 {thing, "10", task.Line{Query: "blå dimser", Unit: "PCS"}, "1000", "PCS", why, ""},
		"other words":                       {thing, "10", task.Line{Query: "blå dimser store"}, "", "", "", ""},
		"another customer":                  {thing, "20", task.Line{Query: "blå dimser"}, "", "", "", ""},
		"a number goes first":               {thing, "10", task.Line{Query: "blå dimser", Identifiers: []string{"2000"}}, "2000", "", "item number", ""},
		"a number among the words too":      {anna(Alias{Words: "dims 2000", Item: "1000"}), "10", task.Line{Query: "dims 2000", Identifiers: []string{"2000"}}, "2000", "", "item number", ""},
		"but not another customer's number": {anna(Alias{Words: "dims K-7", Item: "1000"}), "10", task.Line{Query: "dims K-7"}, "1000", "", why, ""},
		"a number that nobody knows":        {anna(Alias{Words: "X99", Item: "1000"}), "10", task.Line{Identifiers: []string{"x99"}}, "1000", "", why, ""},
		"a corrected unit":                  {anna(Alias{Words: "dims", Item: "1000", Said: "kasse", Unit: "PALLET"}), "10", task.Line{Query: "dims", Unit: "kasse"}, "1000", "PALLET", why, ""},
		"a corrected reading of a unit":     {anna(Alias{Words: "dims", Item: "1000", Said: "BOX", Unit: "PALLET"}), "10", task.Line{Query: "dims", Unit: "carton"}, "1000", "PALLET", why, ""},
		"a unit that is gone":               {anna(Alias{Words: "dims", Item: "1000", Unit: "SACK"}), "10", task.Line{Query: "dims"}, "1000", "", why, ""},
		"an item that is gone":              {anna(Alias{Words: "dims", Item: "4000"}), "10", task.Line{Query: "dims"}, "", "", "", "4000"},
		"an item that is blocked":           {anna(Alias{Words: "dims", Item: "3000"}), "10", task.Line{Query: "dims"}, "", "", "", "3000"},
		"a variant that is gone":            {anna(Alias{Words: "dims", Item: "1000", Variant: "GREEN"}), "10", task.Line{Query: "dims"}, "", "", "", "1000"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := reading(t, []Alias{c.alias}, c.customer, office{}, c.line)
			if err != nil {
				t.Fatal(err)
			}
			l, item, said := r.Lines[0], "", ""
			if len(l.Items) > 0 {
				item, said = l.Items[0].Number, l.Items[0].Why
			}
			if item != c.item || l.Unit != c.unit || said != c.why {
				t.Errorf("read as item %q, unit %q, because %q", item, l.Unit, said)
			}
			if c.why == why {
				want := &task.Remembered{Words: c.alias.Words, Name: "Anna Berg", At: t0}
				if d := cmp.Diff(want, l.Items[0].Remembered); d != "" || l.Match != task.One {
					t.Errorf("%s %s", l.Match, d)
				}
			}
			switch {
			case c.note == "" && len(r.Notes) > 0, c.note != "" && (len(r.Notes) != 1 || r.Notes[0].Args["Item"] != c.note):
				t.Errorf("the notes are %+v", r.Notes)
			}
		})
	}
}

func TestTheLanguageOfTheCustomerNamesTheItem(t *testing.T) {
	r, err := reading(t, []Alias{{Customer: "10", Words: "dims", Item: "1000", Variant: "RED", At: t0}}, "10", office{}, task.Line{Query: "dims"})
	if err != nil || r.Lines[0].Items[0].Description != "Stol, red" {
		t.Errorf("%+v %v", r.Lines, err)
	}
}

// TestAPlainQueryIsTheSearchsAlone: where what was remembered is ruled out by what
// stands beside the words, the search answers as for anybody.
func TestAPlainQueryIsTheSearchsAlone(t *testing.T) {
	v := newView(items{}, office{}, "10", []Alias{{Customer: "10", Words: "dims", Item: "1000", At: t0}})
	for plain, want := range map[bool]task.Match{false: task.One, true: task.None} {
		if r, err := v.Find(t.Context(), catalog.Query{Text: "dims", Customer: "10", Plain: plain}); err != nil || r.Match != want {
			t.Errorf("plain %t: %+v %v", plain, r, err)
		}
	}
}

// TestTroubleIsNoForgetting: a back office or a shelf that is away is an error, so
// that the mail is read again, and not read as if nothing were remembered.
func TestTroubleIsNoForgetting(t *testing.T) {
	away := errors.New("away")
	a := []Alias{{Customer: "10", Words: "dims", Item: "1000", At: t0}}
	if _, err := reading(t, a, "10", office{away}, task.Line{Query: "dims"}); !errors.Is(err, away) {
		t.Errorf("the back office away: %v", err)
	}
	x := &Reader{Book: Book{&shelf{err: away}}, Items: items{}, Over: func(i reader.Items) reader.Reader { return reads{items: i} }}
	if _, err := x.Read(t.Context(), reader.Input{Customer: "10"}); !errors.Is(err, away) {
		t.Errorf("the shelf away: %v", err)
	}
}

// TestAnothersIsNeverGiven: not even by a shelf that mixes customers up.
func TestAnothersIsNeverGiven(t *testing.T) {
	s := &shelf{data: map[string]map[string][]byte{"20": {"dims": []byte(`{"customer":"10","words":"dims","item":"1000"}`)}}}
	if got, err := (Book{s}).Of(t.Context(), "20"); err != nil || len(got) != 0 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestKey(t *testing.T) {
	for words, want := range map[string]string{
		"Blå  dimser, (store)": "bla dimser store", "5 x 60 mm": "5 x 60 mm", "2,5 mm² kabel": "2,5 mm2 kabel", "25 mm": "25 mm",
		"1/2\" rør": "1/2 ror", "–": "", "  ": "", "Ærø Straße": "aero strasse", "M8+": "m8+", "end.": "end", "K-7/B": "k 7 b",
	} {
		if got := Key(words, nil); got != want {
			t.Errorf("%q is %q, not %q", words, got, want)
		}
	}
	if got := Words("dims A-1", []string{"a-1", "B2"}); got != "dims A-1 B2" {
		t.Errorf("the words are %q", got)
	}
}

func TestWhatCannotBeRemembered(t *testing.T) {
	b := Book{&shelf{data: map[string]map[string][]byte{}}}
	for name, a := range map[string]Alias{
		"no customer": {Words: "x", Item: "1"}, "no words": {Customer: "10", Words: "–", Item: "1"}, "no item": {Customer: "10", Words: "x"},
		"too long": {Customer: "10", Words: string(make([]byte, MaxWords)) + "x", Item: "1"},
	} {
		if b.Put(t.Context(), a) == nil {
			t.Errorf("%s: remembered", name)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{"Blå dimser", "1/2\"", "\xff\xfe", "ﬁne", "a\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := Key(s, nil)
		if again := Key(k, nil); again != k && len(s) <= 4*MaxWords && len(k) <= 4*MaxWords {
			t.Errorf("%q: %q, then %q", s, k, again)
		}
	})
}
