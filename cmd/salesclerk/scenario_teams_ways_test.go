package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

// sheet is a form that somebody has open: in a dialog, or inside a card.
type sheet struct {
	c    *colleagues
	who  string
	verb string            // that sends it
	in   teamstest.Message // the card; in a dialog, the one that it was opened from
	dial bool
}

func (c *colleagues) open(t *testing.T, who string, p post, verb string) form {
	t.Helper()
	m := p.seen.(teamstest.Message)
	f := &sheet{c: c, who: who, verb: sender(verb), in: m}
	for _, in := range m.Inputs() {
		if strings.HasPrefix(in.ID, f.verb+".") {
			return f // it stands in the card
		}
	}
	if err := c.press(who, p, verb); err != nil {
		t.Fatal(err)
	}
	r := c.last[who]
	if f.dial = r.Dialog != nil; !f.dial {
		f.in = r.Shown
	}
	return f
}

// shows is the form as it stands.
func (f *sheet) shows(t *testing.T) interface {
	Inputs() []teamstest.Input
	Words() string
} {
	t.Helper()
	if !f.dial {
		return f.in
	}
	d, ok := f.c.Dialog(f.who)
	if !ok {
		t.Fatalf("%s has no dialog open", f.who)
	}
	return d
}

// field is an input by the name that the core knows it by: the one to be looked up
// in where find says so and there is one.
func (f *sheet) field(t *testing.T, name string, find bool) (teamstest.Input, bool) {
	t.Helper()
	list := f.shows(t).Inputs()
	for _, in := range list {
		id, mine := strings.CutPrefix(in.ID, f.verb+".")
		searched := in.Dataset != "" && (id == name || id == name+"*" || name == "item")
		entered := id == name || name[0] == '.' && strings.HasSuffix(id, name) // of the first line
		if mine && (find && searched || !find && entered) {
			return in, true
		}
	}
	return teamstest.Input{}, false
}

func (f *sheet) has(t *testing.T, name string) string {
	t.Helper()
	in, ok := f.field(t, name, false)
	if !ok {
		t.Fatalf("there is no field %s in\n%s", name, f.shows(t).Words())
	}
	return in.Value
}

func (f *sheet) sends(t *testing.T, values map[string]string) (wrong map[string]string) {
	t.Helper()
	typed := teamstest.Values{}
	for name, words := range values {
		id, value := f.entry(t, name, words)
		typed[id] = value
	}
	if f.dial {
		r, err := f.c.Submit(f.c.ctx, f.who, f.verb, typed)
		if err != nil || !r.Acked {
			t.Fatalf("%s sends the form: acknowledged %v, %d, %v", f.who, r.Acked, r.Status, err)
		}
		if r.Dialog == nil {
			return nil
		}
		return f.wrong(t)
	}
	for _, b := range f.in.Buttons() {
		if b.Verb == f.verb {
			f.in = f.c.clicks(t, f.who, f.in, b.Path, teamstest.With(typed)).Shown
			return f.wrong(t)
		}
	}
	t.Fatalf("nothing sends the form: %v", does(f.in.Buttons()))
	return nil
}

// entry is the input in which words are entered, and what with.
func (f *sheet) entry(t *testing.T, name, words string) (id, value string) {
	t.Helper()
	in, ok := f.field(t, name, true)
	if !ok {
		if in, ok = f.field(t, name, false); !ok {
			t.Fatalf("there is no field %s in\n%s", name, f.shows(t).Words())
		}
		for _, o := range in.Options {
			if o.Value == "="+words {
				return in.ID, o.Value
			}
		}
		return in.ID, words
	}
	for _, o := range f.suggests(t, in, words) {
		if strings.Contains(o.Text, words) {
			return in.ID, o.Value
		}
	}
	return strings.TrimSuffix(in.ID, "*") + "+", words
}

func (f *sheet) suggests(t *testing.T, in teamstest.Input, words string) []teamstest.Option {
	t.Helper()
	var offers []teamstest.Option
	var err error
	if f.dial {
		offers, err = f.c.SuggestDialog(f.c.ctx, f.who, in.ID, words)
	} else {
		offers, err = f.c.Suggest(f.c.ctx, f.who, f.in, in.ID, words)
	}
	if err != nil {
		t.Fatalf("searching %q: %v", words, err)
	}
	return offers
}

// wrong is what is said right above the inputs.
func (f *sheet) wrong(t *testing.T) map[string]string {
	t.Helper()
	now := f.shows(t)
	lines := strings.Split(now.Words(), "\n")
	var out map[string]string
	from := 0 // they stand in the order of the inputs
	for _, in := range now.Inputs() {
		name, mine := strings.CutPrefix(in.ID, f.verb+".")
		i := slices.IndexFunc(lines[from:], func(l string) bool { return in.Label != "" && strings.HasPrefix(l, in.Label+":") })
		if i < 0 {
			continue
		}
		from += i + 1
		if above := lines[max(0, from-2)]; mine && strings.HasPrefix(above, "⚠") {
			if out == nil {
				out = map[string]string{}
			}
			out[name] = above
		}
	}
	if f.dial && len(out) == 0 {
		t.Fatal(fmt.Sprint("the dialog is still open and says nothing:\n", now.Words()))
	}
	return out
}

func TestTeamsMail(t *testing.T) {
	for name, bare := range map[string]bool{"dialog": false, "in the card": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := inTeams(t, teamsStage{bare: bare}, demoCommand{})
			mailStory(t, s)
		})
	}
}

func TestTeamsTwoAtOnce(t *testing.T) {
	s, _ := inTeams(t, teamsStage{room: groupRoom}, demoCommand{})
	twoStory(t, s)
}

// TestTeamsQuote plays the lines of a quote being mended: what is wrong is told at
// its field, an item is looked up while typing, and numbers are as the reader
// writes them.
func TestTeamsQuote(t *testing.T) {
	for name, x := range map[string]struct {
		bare  bool
		price string
	}{"dialog": {false, "150,5"}, "in the card": {true, "150.5"}} { // one's own words in a dialog, the room's in a card
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _ := inTeams(t, teamsStage{bare: x.bare}, demoCommand{Policy: map[string]string{"review_quotes": "true"}})
			a := s.actor(t, "ida.baekmark@vesterlund-gartneri.example")
			a.clerk = "bo"
			a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 5 stk. LV-1714.\n\nMvh\nIda")
			a.confirms("incoming")
			card := a.card("quote").ID
			f := s.opens(t, "bo", card, "review")
			unit := f.has(t, ".u")
			for _, bad := range []struct{ quantity, unit, say string }{{"mange", unit, "mange"}, {"6", "PALLET", "enheden »PALLET«"}} {
				wrong := f.sends(t, map[string]string{".q": bad.quantity, ".u": bad.unit, "reference": "VG-1"})
				if len(wrong) != 1 || !strings.Contains(wrong["1.q"], bad.say) { // quantity and unit are side by side
					t.Fatalf("%s is wrong: %v", bad.say, wrong)
				}
				if q, u, ref := f.has(t, ".q"), f.has(t, ".u"), f.has(t, "reference"); q != bad.quantity || u != bad.unit || ref != "VG-1" {
					t.Errorf("of what was typed there is %q, %q, %q left", q, u, ref)
				}
			}
			taken(t, f, map[string]string{".u": unit, ".p": x.price, "n1.i": "LV-1716", "n1.q": "2"})
			s.sees(t, "bo", card, "with its new lines", func(p post) bool {
				return strings.Contains(p.words, "LV-1716") && strings.Contains(p.words, "VG-1") && p.offered("confirm")
			})
			a.confirms("quote")
			a.confirms("outgoing quote")
			has(t, "the mail", a.gets().Text, "6 PCS", "150,50", "903,00", "LV-1716", "2 PCS", "VG-1")
			a.tidy()
		})
	}
}

// TestTeamsSearch holds that items are found while typing by those with a role.
func TestTeamsSearch(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	a := s.actor(t, "daniel.fenwick@brackenfield-boatyard.example")
	a.clerk = "bea"
	a.writes("For the yard", "Hello,\n\nPlease quote 3 x flux capacitor.\n\nDaniel")
	a.confirms("incoming")
	f := s.opens(t, "bea", a.card("assistance no_item").ID, "pick_item").(*sheet)
	in, ok := f.field(t, "item", true)
	if !ok {
		t.Fatalf("no item can be looked up in\n%s", f.shows(t).Words())
	}
	for words, want := range map[string]string{"LV-17": "LV-17", "mètre ruban": "LV-1716", "mesure": "LV-1716"} {
		offers := f.suggests(t, in, words)
		if !slices.ContainsFunc(offers, func(o teamstest.Option) bool { return strings.Contains(o.Text, want) }) {
			t.Errorf("%q offers %v", words, offers)
		}
	}
	if offers := f.suggests(t, in, "qwzx"); len(offers) > 0 && strings.Contains(fmt.Sprint(offers), "LV-") {
		t.Errorf("nonsense offers %v", offers)
	}
	if _, err := k.SuggestDialog(k.ctx, "nobody", in.ID, "LV-17"); err == nil {
		t.Error("nobody has a dialog open")
	}
}

// TestTeamsStrangers plays people with no role: they see no button, a button that
// was passed on does nothing, and what they ask is refused kindly.
func TestTeamsStrangers(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	k.installs(t, "nobody", "nobody")
	a := s.actor(t, "grace.holloway@hartwell-joinery.example")
	a.clerk = "anna"
	a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
	card := a.card("incoming").ID
	p := s.offers(t, "anna", card, "confirm")
	for _, who := range []string{"vera", "nobody"} {
		if see := s.sees(t, who, card, "at all", func(post) bool { return true }); see.live() {
			t.Errorf("%s sees %v", who, see.offers)
		}
		if err := k.press(who, p, "confirm"); err != nil {
			t.Fatal(err)
		}
		k.told(t, who, "approver")
		k.press(who, p, "review")
		if d, open := k.Dialog(who); who == "nobody" && open {
			t.Errorf("nobody has a dialog open:\n%s", d.Words())
		} else if open {
			if _, save := d.Button("save"); save {
				t.Errorf("%s may save:\n%s", who, d.Words())
			}
		}
	}
	for _, text := range []string{"tasks", a.id, "kpi", "stop all", "try x@y.example", "help", "coffee"} {
		if m := k.says(t, "nobody", "", text, "no role"); m.Has("Tape") || m.Has("Grace") || len(m.Buttons()) > 0 {
			t.Errorf("%s: nobody is told\n%s", text, m.Words())
		}
	}
	if m := k.says(t, "vera", ordersRoom, "tasks", "Tape"); m.Thread == "" {
		t.Error("what is asked in a channel is not answered below")
	}
	a.card("incoming") // and it is open as ever
	a.nothing()
}

// TestTeamsHostile plays a mail whose every word is markup: people read it as it
// was written, and no client makes anything of it, in any card, dialog or notice.
func TestTeamsHostile(t *testing.T) {
	const evil = "**now** [pay](https://evil.example) <at>all</at> ![x](https://evil.example/x.png) {{DATE(2026-01-01)}} &lt;b&gt; `x` # y"
	for _, bare := range []bool{false, true} {
		t.Run(fmt.Sprint("bare ", bare), func(t *testing.T) {
			t.Parallel()
			s, k := inTeams(t, teamsStage{bare: bare}, demoCommand{})
			for _, who := range []string{"bo", "bea"} {
				k.installs(t, who, who)
			}
			a := s.actor(t, "\"**Boss** <at>all</at> [x](https://evil.example)\" <kim@evil.example>")
			a.clerk = "anna"
			a.writes("Re: "+evil+" \u202egpj.exe שלום", "Hello,\n\n"+evil+"\n\n- 2 x LV-1714\n- 3 x "+evil+"\n\n# head\n> quote\n1. one\nhttps://evil.example www.evil.example\n\n**Boss**",
				attached("[a](https:evil.example) <at>all<at>.csv", []byte("item;quantity\nLV-1717;2\n")))
			a.stranger()
			for _, who := range []string{"anna", "bo", "bea"} {
				f := s.opens(t, who, a.task(t, a.id).Card, "review")
				has(t, "what "+who+" reads", seen(f.(*sheet).shows(t).Words()), "**now** [pay](https://evil.example) <at>all</at>", "{{DATE(2026-01-01)}}")
				if bare {
					k.clicks(t, who, f.(*sheet).in, "refresh")
				}
				k.says(t, who, "", a.id, a.id)
				list := k.says(t, who, "", "tasks", a.id)
				has(t, "the list", seen(list.Words()), "Re: **now** [pay](https://evil.example)")
			}
			taken(t, s.opens(t, "anna", a.card("incoming").ID, "create_contact"), map[string]string{"name": "**Boss** <at>all</at>"})
			a.confirms("incoming")
			c := a.card("assistance no_item")
			p := s.offers(t, "anna", c.ID, "pick_item")
			has(t, "the problem", seen(p.words), "**now** [pay](https://evil.example)")
			s.opens(t, "bo", c.ID, "pick_item")
			a.tidy()
			for _, m := range k.Posts(ordersRoom) {
				if strings.ContainsAny(m.Summary, "\n\u202e") {
					t.Errorf("it is announced as %q", m.Summary)
				}
			}
			if p := k.Pings(); len(p) > 0 {
				t.Errorf("read as markup: %+v", p)
			}
		})
	}
}
