package blocks

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
	"salesclerk/cards/judge"
)

// judged is a message as the judges want it.
func judged(name string, list []slack.Block) judge.Value {
	return judge.Value{Name: name, Type: "KnownBlock[]", JSON: encoded(list)}
}

// TestSlacksOwnTypes: whatever is shown is of the types that Slack publishes.
func TestSlacksOwnTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a compiler")
	}
	var all []judge.Value
	for _, tag := range lang.Supported() {
		cs := sampled(tag)
		for _, name := range sortedKeys(cs) {
			all = append(all, judged(tag+" "+name, Card(cs[name], "sales").Blocks), judged(tag+" plain "+name, Plain(cs[name], "sales").Blocks))
		}
		for _, name := range []string{"incoming_known", "quote_200_lines", "incoming_extreme"} { // as in a modal and the Home
			all = append(all, judged(tag+" in a modal "+name, Render(cs[name].Blocks, 40_000, InModal, tag)))
		}
		for i, m := range others(tag) {
			all = append(all, judged(tag+" other "+string(rune('a'+i)), m.Blocks))
		}
	}
	judge.Types(t, judge.Slack, all)
}

// others is a message of each kind that is no card.
func others(tag string) []Message {
	var out []Message
	for _, s := range cards.Samples(tag) {
		if s.Kind == string(task.StepOutgoing) && s.Variant != "stale" {
			out = append(out, History(cards.Timeline(&s.Task, cards.Options{Lang: tag, Zone: zone, Now: s.Task.Updated}), 0, tag))
		}
	}
	figures := []cards.Figure{{Name: "mails", Unit: cards.UnitCount, Value: "12", Before: "9"},
		{Name: "amount", Unit: cards.UnitMoney, Value: "12500.00", Currency: "DKK"}, {Name: "saved", Unit: cards.UnitSeconds, Value: "5400", Estimate: true}}
	o := cards.Options{Lang: tag, Zone: zone}
	return append(slices.Clip(out),
		Notice(cards.Summary("kpi-1", noon, "2026-11-16", "2026-11-22", figures, o), tag),
		Notice(cards.LimitReached("limit-1", noon, "sales", "200", o), tag),
		Answer(cards.Text{S: "Anna Berg confirmed this."}, cards.Text{S: hostile, From: cards.Stranger}))
}

var pictures = flag.String("pictures", "", "a folder that pictures of all messages are kept in")

// TestDrawn: a library that draws Block Kit knows all of what we show, and the
// words are to be seen on a phone's width.
func TestDrawn(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a browser")
	}
	var all []judge.Value
	want := map[string]string{}
	for _, tag := range lang.Supported() {
		cs := sampled(tag)
		for _, name := range sortedKeys(cs) {
			if *pictures != "" || tag == "en" && !strings.Contains(name, "assistance") {
				all = append(all, judged(tag+" "+name, Card(cs[name], "sales").Blocks))
				want[tag+" "+name] = cs[name].Task
			}
		}
	}
	for i, m := range others("en") {
		all = append(all, judged(fmt.Sprint("en other ", i), m.Blocks))
	}
	for _, name := range []string{"incoming_known", "quote_plain"} {
		c := sampled("en")[name]
		all = append(all, judged("plain "+name, Plain(c, "sales").Blocks), judged("list "+name, Render(c.Blocks, 50_000, InModal, "en")))
	}
	for _, p := range judge.Draw(t, judge.BlockKit, *pictures, 420, all) {
		if p.Missing != nil || !strings.Contains(p.Words, want[p.Name]) {
			t.Errorf("%s: left out %q of %q", p.Name, p.Missing, p.Words)
		}
	}
}
