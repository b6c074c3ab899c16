package views

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// kept is the State as it comes back from where it is kept.
func kept(t testing.TB, s *State) *State {
	t.Helper()
	var out State
	if err := json.Unmarshal(encoded(t, s), &out); err != nil {
		t.Fatalf("read a kept state: %v", err)
	}
	return &out
}

func TestWhatNobodyTouchedComesBackAsItWas(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, x := range opened(tag) {
			if x.form.Action == "" || tag != "en" && strings.Contains(x.name, "extreme") { // the same in each language
				continue
			}
			walk(x, nil)
			if x.s.Touched(x.form) {
				t.Errorf("%s: something counts as typed: %s", x.name, clip(string(encoded(t, x.s)), 600))
			}
			for _, l := range x.form.Lines[:min(len(x.form.Lines), 15)] {
				x.s.OpenLine(x.form, lineKey(l))
				Read(x.form, x.s, values(Line(x.form, x.s, nil, nil, "", x.o), nil))
				if wrong := x.s.KeepLine(x.form, x.o); len(wrong) > 0 || x.s.Touched(x.form) {
					t.Errorf("%s line %d: %v %v", x.name, l.No, wrong, x.s.Edits)
				}
			}
			got, wrong := x.s.Form(x.form, x.o)
			for field := range wrong { // what the form itself lacks
				if in := inputOf(x.form, field); !in.Required && !strings.HasPrefix(field, pickPrefix) {
					t.Errorf("%s: %s is wrong untouched: %s", x.name, field, wrong[field])
				}
			}
			if got != nil && x.form.Kind == cards.FormMail {
				if *got.Text != inputOf(x.form, "text").Value.S || *got.Subject != inputOf(x.form, "subject").Value.S {
					t.Errorf("%s: the mail is another", x.name)
				}
			}
			if got != nil && x.form.Kind == cards.FormDocument {
				if diff := cmp.Diff(&task.DocumentEdit{Version: x.form.Version}, got.Document); diff != "" {
					t.Errorf("%s: (-want +got)\n%s", x.name, diff)
				}
			}
		}
	}
}

// mail is a dialog with an outgoing mail of these words.
func mail(text string) open {
	x := first(cards.FormMail, task.Save)
	x.form.Inputs[slices.IndexFunc(x.form.Inputs, func(in cards.Input) bool { return in.Name == "text" })].Value.S = text
	return x
}

func TestALongMailComesBackByteForByte(t *testing.T) {
	texts := map[string]string{
		"20,000 runes":  strings.Repeat("Dear customer, we offer the chairs.\n\n", 541)[:20_000],
		"CRLF":          strings.Repeat("First line \r\n\r\n  indented\t\r\n", 400),
		"spaces":        "\n\n  " + strings.Repeat("a   \n \n\n", 900) + "  \n\n",
		"four bytes":    strings.Repeat("\U0001F469\u200d\U0001F469\u200d\U0001F467\U0001D518", 900),
		"one word":      strings.Repeat("x", 9_000),
		"entities":      strings.Repeat("<a&b> ", 2_000),
		"no letters":    "bad\xff\xfebytes\x00 \x07" + strings.Repeat("\u0300", 5_000),
		"only space":    " \r\n \n",
		"empty":         "",
		"own line ends": "a\rb\u2028c\u0085d",
	}
	for name, text := range texts {
		x := mail(text)
		walk(x, nil)
		x.s = kept(t, x.s)
		walk(x, nil)
		if got := x.s.text(x.form, inputOf(x.form, "text")); got != text {
			t.Errorf("%s: %d bytes became %d", name, len(text), len(got))
		}
		for i := range pagesOf(x.form, x.s) {
			x.s.Turn(x.form, i)
			fine(t, name, Dialog(x.form, x.s, x.o), "modal")
		}
	}
}

// TestEditsOverPages types at random in a mail, on any page, in any order, and
// wants exactly that back.
func TestEditsOverPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Repeat(rapid.StringOfN(rapid.RuneFrom([]rune("ab ,.\n\næø\u0301\U0001F469&<>")), 0, 300, -1).Draw(t, "text"), rapid.IntRange(0, 60).Draw(t, "times"))
		x := mail(text)
		in := inputOf(x.form, "text")
		p := x.s.parts(in)
		want := map[int]string{}
		for range rapid.IntRange(0, 8).Draw(t, "visits") {
			x.s.Turn(x.form, rapid.IntRange(0, 20).Draw(t, "page"))
			change := map[string]slack.BlockAction{}
			for _, u := range pagesOf(x.form, x.s)[x.s.Page] {
				for i := range p.list {
					if len(u.fields) == 0 || u.fields[0] != partField(in, p, i) || !rapid.Bool().Draw(t, "type") {
						continue
					}
					words := rapid.StringOfN(rapid.RuneFrom([]rune("xyz \n&<")), 1, 50, -1).Draw(t, "words")
					if words = strings.TrimSpace(words); words == "" {
						continue
					}
					change[u.fields[0]] = slack.BlockAction{Value: words}
					want[i] = words
				}
			}
			Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), change))
		}
		maps.DeleteFunc(want, func(i int, words string) bool { return words == shown(p.list[i].text, true) })
		if got := x.s.text(x.form, in); got != p.join(want) {
			t.Fatalf("got %q, want %q", got, p.join(want))
		}
		if len(want) == 0 && x.s.Touched(x.form) {
			t.Fatalf("nothing was typed, but %v", x.s)
		}
	})
}

func TestSplitIsJoinedAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s") + rapid.StringOfN(rapid.RuneFrom([]rune(" \n\r\ta,é\U0001F469")), 0, 300, -1).Draw(t, "more")
		size := rapid.IntRange(5, 60).Draw(t, "size")
		p := split(s, size)
		all := p.pre
		for _, x := range p.list {
			if all += x.text + x.sep; units(x.text) > size+6 {
				t.Fatalf("a part of %d units", units(x.text))
			}
			if x.text != strings.TrimSpace(x.text) {
				t.Fatalf("a client could trim %q", x.text)
			}
		}
		if all != s {
			t.Fatalf("%q became %q", s, all)
		}
	})
}

func TestTextsThatComeWithEntities(t *testing.T) {
	x := mail("A & B <c>")
	change := map[string]slack.BlockAction{"text": {Value: "A &amp; B &lt;c&gt;"}, "subject": {Value: "x &lt; y"}}
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), change))
	if len(x.s.Parts["text"]) > 0 || x.s.Parts["subject"][0] != "x < y" {
		t.Errorf("entities were not seen: %v", x.s.Parts)
	}
	x = mail("plain")
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"text": {Value: "write &amp;"}}))
	if x.s.Parts["text"][0] != "write &amp;" {
		t.Errorf("words were changed: %v", x.s.Parts)
	}
}

func TestValuesOfAFormerPageDoNotOverwrite(t *testing.T) {
	x := mail("plain")
	old := values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"subject": {Value: "first"}})
	Read(x.form, x.s, old)
	x.s.Gen++
	both := values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"subject": {Value: "second"}})
	maps.Copy(both, old)
	Read(x.form, x.s, both)
	if got := x.s.Parts["subject"][0]; got != "second" {
		t.Errorf("subject: %q", got)
	}
}

func TestWhatIsEmptiedIsAskedAboutOnce(t *testing.T) {
	x := mail("words")
	for i := range x.form.Inputs {
		if x.form.Inputs[i].Name == "cc" {
			x.form.Inputs[i].Value.S = "bo@example.com"
		}
	}
	send := func() (*task.Form, map[string]string) {
		Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"cc": {}, "subject": {}, "text": {}}))
		x.s = kept(t, x.s)
		return x.s.Form(x.form, x.o)
	}
	_, wrong := send()
	if len(wrong) != 1 || wrong["cc"] == "" {
		t.Fatalf("wrong: %v", wrong)
	}
	form, wrong := send()
	if len(wrong) > 0 || form.Cc == nil || len(form.Cc) != 0 {
		t.Fatalf("cc: %v, wrong: %v", form, wrong)
	}
	if *form.Text != "words" || *form.Subject == "" {
		t.Errorf("what must not be empty was emptied: %v", form)
	}
}

func TestAddressesComeAsAList(t *testing.T) {
	x := mail("words")
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"to": {Value: "Bo <bo@example.com>; eva@example.com"}}))
	form, _ := x.s.Form(x.form, x.o)
	if want := bot.MailAddresses("bo@example.com, eva@example.com"); !slices.Equal(form.To, want) {
		t.Errorf("to: %v", form.To)
	}
}

func TestRebaseKeepsWhatWasTyped(t *testing.T) {
	x := mail(strings.Repeat("Some words.\n", 500))
	Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), map[string]slack.BlockAction{"text.1": {Value: "MINE"}}))
	mine := x.s.text(x.form, inputOf(x.form, "text"))
	f := x.form
	f.Inputs = slices.Clone(f.Inputs)
	for i := range f.Inputs {
		f.Inputs[i].Value.S = "new " + fmt.Sprint(i)
	}
	gen := x.s.Gen
	x.s.Rebase(x.s.Target, x.form, f)
	if got := x.s.text(f, inputOf(f, "text")); got != mine || !strings.Contains(got, "MINE") {
		t.Errorf("the text became %q", clip(got, 100))
	}
	if got := x.s.text(f, inputOf(f, "subject")); got != "new 2" || x.s.Gen == gen {
		t.Errorf("the subject is %q, generation %d", got, x.s.Gen)
	}
	x.form = f
	walk(x, nil)
	if form, wrong := x.s.Form(f, x.o); len(wrong) > 0 || *form.Text != mine {
		t.Errorf("the form: %v", wrong)
	}
}
