package adaptive

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
	"salesclerk/cards/judge"
)

var (
	pictures = flag.String("pictures", "", "a folder that pictures of the cards are kept in")
	only     = flag.String("only", "", "of those whose names this expression finds")
	update   = flag.Bool("update", false, "write the golden cards anew")
)

func judged(name string, r Root) judge.Value {
	return judge.Value{Name: name, Type: "IAdaptiveCard", JSON: encoded2(r)}
}

// gallery is every card in each of its shapes, every form and every other message,
// in all languages.
var gallery = sync.OnceValue(func() []judge.Value {
	var out []judge.Value
	for _, tag := range lang.Supported() {
		for _, s := range scenes(tag) {
			out = append(out, shapesOf(s)...)
			for _, f := range forms(s) {
				out = append(out, sheetsOf(s, f)...)
			}
		}
		for name, m := range others(tag) {
			out = append(out, judged(tag+" other "+name, m.Card))
		}
		out = append(out, judged(tag+" moved", moved(tag).Card))
	}
	return out
})

// shapesOf is a card as rooms, people and clients without dialogs get it.
func shapesOf(s scene) []judge.Value {
	bare := s.shown()
	bare.Windows = false
	out := []judge.Value{judged(s.name, Card(s.card, s.shown()).Card)}
	if s.card.State == cards.Open && !strings.Contains(s.name, " assistance ") || strings.HasSuffix(s.name, "extreme") {
		out = append(out, judged(s.name+" plain", Plain(s.card, Options{Desk: "sales", Files: true}).Card),
			judged(s.name+" bare", Card(s.card, bare).Card), judged(s.name+" without forms", Card(s.card, Options{Desk: "sales", Windows: true}).Card))
	}
	return out
}

// sheetsOf is a form in a dialog and in its card, with mistakes, and its next page.
func sheetsOf(s scene, f *cards.Form) []judge.Value {
	kind := fmt.Sprint(f.Kind, " ", f.Action)
	out := []judge.Value{judged(s.name+" dialog "+kind, Dialog(*f, at(s), Draft{}, s.shown()).Card)}
	d := wrong(f)
	out = append(out, judged(s.name+" wrong "+kind, Review(s.card, *f, d, s.shown()).Card))
	if _, _, pages := newSheet(*f, d, s.tag).shown(goalPage); pages > 1 {
		d.Errors, d.Page = nil, 1
		out = append(out, judged(s.name+" page 2 "+kind, Dialog(*f, at(s), d, s.shown()).Card))
	}
	return out
}

// wrong is a form with something wrong in each of its first inputs.
func wrong(f *cards.Form) Draft {
	d := Draft{Errors: map[string]string{}, Typed: Typed{}}
	for _, in := range f.Inputs {
		d.Errors[in.Name] = "This cannot be used."
	}
	if len(f.Lines) > 0 {
		d.Errors["lines.2.price"] = "“1.234” can be read in two ways."
		d.Typed["10000.x"], d.Typed["n1.n"], d.Typed["n1.q"] = "true", "1920-S", "12,5"
		d.Errors["lines.3.unit"] = "The item is not sold in this unit."
	}
	if len(f.Picks) > 0 {
		d.Errors["picks.0.item"] = "Choose an item."
	}
	return d
}

func moved(tag string) Message {
	for _, s := range scenes(tag) {
		if f := s.form(cards.Button{Form: cards.FormMail}); f.Action == task.Save {
			d := Draft{Typed: Typed{"subject": "My subject", "text": "Dear Lene,\n\nmy own words.\n\nRegards"}}
			return Moved(*f, d, s.card, "Bo Lind was first and chose Confirm.", s.shown())
		}
	}
	panic("there is no mail to edit among the samples")
}

// TestTeamsOwnTypes: whatever is shown is of the types that Microsoft publishes.
func TestTeamsOwnTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a compiler")
	}
	judge.Types(t, judge.Teams, gallery())
}

// typeahead is the one thing that Teams takes before the open library does; without
// it the input takes what is typed.
const typeahead = `Property "choices.data" is supported in version 1.6, but you are using version 1.5.`

// TestDrawn: Microsoft's library draws all of what we show and finds nothing
// wrong with it, and nothing is wider than a phone.
func TestDrawn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	for _, p := range looked(t, slices.Clone(gallery())) {
		p.Missing = slices.DeleteFunc(p.Missing, func(s string) bool { return s == typeahead })
		if len(p.Missing) > 0 || p.Words == "" {
			t.Errorf("%s at %d: %q, words %.80q", p.Name, p.Width, p.Missing, p.Words)
		}
		if p.Over > 0 && !strings.Contains(p.Name, "extreme") { // a word of 400 letters
			t.Errorf("%s: %d pixels wider than %d", p.Name, p.Over, p.Width)
		}
	}
}

// widths are those of a phone and of a window beside a list of channels.
var widths = []int{340, 800}

// looked is what is to be seen of cards; with -pictures there are pictures, too.
func looked(t *testing.T, all []judge.Value) []judge.Picture {
	if *pictures == "" {
		return judge.Look(t, judge.AdaptiveCard, all, widths...)
	}
	var out []judge.Picture
	name := regexp.MustCompile(*only)
	all = slices.DeleteFunc(all, func(v judge.Value) bool { return !name.MatchString(v.Name) })
	for _, width := range widths {
		folder := fmt.Sprintf("%s/%d", *pictures, width)
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		out = append(out, judge.Draw(t, judge.AdaptiveCard, folder, width, all)...)
	}
	return out
}
