package blocks

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

var update = flag.Bool("update", false, "write the golden files anew")

var zone = time.FixedZone("CET", 3600)

// sampled is every sample's card in a language, by its name.
func sampled(tag string) map[string]cards.Card {
	out := map[string]cards.Card{}
	for _, s := range cards.Samples(tag) {
		out[s.Kind+"_"+s.Variant] = cards.New(&s.Task, s.Step, cards.Options{Lang: tag, Zone: zone})
	}
	return out
}

// pretty is JSON to be read and compared.
func pretty(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestEveryCardIsTaken: every kind of card in every language, to its limits, is
// taken by Slack's rules, within the goals, and says no word in markup.
func TestEveryCardIsTaken(t *testing.T) {
	for _, tag := range lang.Supported() {
		for name, c := range sampled(tag) {
			for form, m := range map[string]Message{"card": Card(c, "sales"), "plain": Plain(c, "sales")} {
				at := tag + " " + name + " " + form
				taken(t, at, m)
				goal := map[string]int{"card": goalWhole, "plain": goalPlain}[form]
				if size := measure(m.Blocks); size > goal {
					t.Errorf("%s: %d bytes", at, size)
				}
			}
		}
	}
}

// taken fails the test if Slack would not take a message, or would read markup in it.
func taken(t failer, at string, m Message) {
	t.Helper()
	all := encoded(m.Blocks)
	if wrong := Check(all, "message"); wrong != nil {
		t.Errorf("%s: %q\n%.2000s", at, wrong, all)
	}
	if bytes.Contains(all, []byte(`"mrkdwn"`)) {
		t.Errorf("%s: holds markup", at)
	}
	if bytes.Contains(all, []byte(`"emoji":true`)) {
		t.Errorf("%s: plain_text whose emoji names are read", at)
	}
	if m.Text == "" || len(m.Text) > 4000 {
		t.Errorf("%s: a notification of %d bytes", at, len(m.Text))
	}
}

// TestPlainIsPlain: the fallback holds nothing that Slack might have refused.
func TestPlainIsPlain(t *testing.T) {
	for name, c := range sampled("en") {
		for _, b := range Plain(c, "sales").Blocks {
			if k := b.BlockType(); k != slack.MBTSection && k != slack.MBTAction {
				t.Errorf("%s: a block of type %s", name, k)
			}
		}
	}
}

// TestSameCardSameMessage: so that an edit is made only where something changed.
func TestSameCardSameMessage(t *testing.T) {
	for name, c := range sampled("da") {
		a, b := Card(c, "sales"), Card(c, "sales")
		if diff := cmp.Diff(string(encoded(a.Blocks)), string(encoded(b.Blocks))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// TestBlockIDs: an edit has no block_id of the message before, the same content
// has the same.
func TestBlockIDs(t *testing.T) {
	c := sampled("en")["outgoing_quote"]
	first := Card(c, "sales")
	c.Turn++
	second := Card(c, "sales")
	had := map[string]bool{}
	for _, b := range first.Blocks {
		had[b.ID()] = true
		if !strings.HasPrefix(b.ID(), c.ID+".") {
			t.Errorf("the id %q is not of card %s", b.ID(), c.ID)
		}
	}
	for _, b := range second.Blocks {
		if had[b.ID()] {
			t.Errorf("the edit has the id %s again", b.ID())
		}
	}
}

// TestGolden shows what chosen cards look like as JSON.
func TestGolden(t *testing.T) {
	for _, g := range []struct{ tag, name string }{
		{"en", "incoming_known"}, {"da", "outgoing_quote"}, {"fr", "assistance_no_item"},
		{"en", "quote_busy"}, {"en", "outgoing_confirmed_confirm"}, {"en", "stop_stop_outgoing"},
	} {
		c, ok := sampled(g.tag)[g.name]
		if !ok {
			t.Fatalf("no sample %s", g.name)
		}
		golden(t, fmt.Sprintf("%s.%s.json", g.name, g.tag), pretty(t, Card(c, "sales")))
	}
	golden(t, "plain_incoming_known.en.json", pretty(t, Plain(sampled("en")["incoming_known"], "sales")))
}

func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, have, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(have)); diff != "" {
		t.Errorf("%s (-want +have):\n%s", name, diff)
	}
}

// find is every block of a type.
func find[B slack.Block](list []slack.Block) []B {
	var out []B
	for _, b := range list {
		if b, ok := b.(B); ok {
			out = append(out, b)
		}
	}
	return out
}

func TestButtons(t *testing.T) {
	c := sampled("en")["outgoing_quote"]
	actions := find[*slack.ActionBlock](Card(c, "sales").Blocks)
	if len(actions) != 1 {
		t.Fatalf("%d blocks of buttons", len(actions))
	}
	var have []string
	for _, e := range actions[0].Elements.ElementSet {
		switch e := e.(type) {
		case *slack.ButtonBlockElement:
			have = append(have, e.ActionID+" "+string(e.Style)+" "+e.Value)
			if (e.Confirm != nil) != (e.ActionID == "sc:stop") {
				t.Errorf("%s asks first: %v", e.ActionID, e.Confirm != nil)
			}
		case *slack.OverflowBlockElement:
			for _, o := range e.Options {
				have = append(have, e.ActionID+" "+o.Value)
			}
		}
	}
	want := []string{"sc:confirm primary sales|T-1042|2|3", "sc:review  sales|T-1042|2|3", "sc:discard  sales|T-1042|2|3",
		"sc:stop danger sales|T-1042|2|3", "sc:more timeline|sales|T-1042|2|3", "sc:more assign|sales|T-1042|2|3"}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("-want +have\n%s", diff)
	}
}

// TestLongDesk: a desk whose name is longer than the value of an option may be
// still has all its buttons, each for itself.
func TestLongDesk(t *testing.T) {
	c := sampled("en")["outgoing_quote"]
	desk := strings.Repeat("\U0001F469", 80)
	m := Card(c, desk)
	taken(t, "a long desk", m)
	all := find[*slack.ActionBlock](m.Blocks)[0].Elements.ElementSet
	if len(all) != len(c.Buttons)+len(c.More) {
		t.Fatalf("%d of %d buttons", len(all), len(c.Buttons)+len(c.More))
	}
	for _, e := range all {
		b := e.(*slack.ButtonBlockElement)
		if _, target, err := Clicked(b.ActionID, b.Value, ""); err != nil || target.Desk != desk {
			t.Errorf("%s: %v %v", b.ActionID, target, err)
		}
	}
}

// TestNoButtons: a card that is busy or settled can not be clicked.
func TestNoButtons(t *testing.T) {
	for name, c := range sampled("en") {
		for _, m := range []Message{Card(c, "sales"), Plain(c, "sales")} {
			if n := len(find[*slack.ActionBlock](m.Blocks)); (n == 1) != (c.State == cards.Open) {
				t.Errorf("%s is %s and has %d blocks of buttons", name, c.State, n)
			}
		}
	}
}

// TestStopSaysWhatIsLeft, in every language within what Slack's question takes.
func TestStopSaysWhatIsLeft(t *testing.T) {
	for _, tag := range lang.Supported() {
		c := sampled(tag)["outgoing_quote"]
		q := stopping(c)
		if !strings.Contains(q.Title.Text, "T-1042") || !strings.Contains(q.Text.Text, "Q-1001") {
			t.Errorf("%s: %q %q", tag, q.Title.Text, q.Text.Text)
		}
		for _, s := range []string{q.Title.Text, q.Text.Text, q.Confirm.Text, q.Deny.Text} {
			if strings.HasSuffix(s, "…") {
				t.Errorf("%s: cut without need: %q", tag, s)
			}
		}
		for i := range c.Leaves {
			c.Leaves[i].S = strings.Repeat("<&> & very long ", 50)
		}
		if n := slackLength(stopping(c).Text.Text); n > maxConfirmText {
			t.Errorf("%s: the question has %d characters", tag, n)
		}
	}
}

func TestClicked(t *testing.T) {
	target := bot.Target{Desk: "sales", Task: "T-1", Step: 2, Turn: 3}
	for _, c := range []struct {
		id, value, option string
		want              task.Kind
	}{
		{"sc:confirm", target.String(), "", task.Confirm},
		{"sc:open:T-1", target.String(), "", "open"},
		{"sc:more", "", "timeline|" + target.String(), task.TimelineView},
		{"sc:more", target.String(), "", ""},
		{"other", target.String(), "", ""},
		{"sc:", target.String(), "", ""},
		{"sc:confirm", "x", "", ""},
	} {
		verb, have, err := Clicked(c.id, c.value, c.option)
		if (err == nil) != (c.want != "") || err == nil && (verb != c.want || have != target) {
			t.Errorf("%s %s %s: %s %v %v", c.id, c.value, c.option, verb, have, err)
		}
	}
}

// failer is a test, of the standard library or of rapid.
type failer interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}
