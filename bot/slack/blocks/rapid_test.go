package blocks

import (
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// wild is any text: short, long, of markup, of four-byte letters, of what must be
// escaped or grows in JSON, of bytes that are none.
func wild(t *rapid.T, label string) string {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{hostile, "", " ", "<", "&", "\"", "\\", "\n", "\u2028", "\U0001F469\u200d\U0001F467", "\u0627\u0644", "Z\u0300\u0336\u0336\u0336\u0336\u0336", "bad\xff", "&lt;", ":x:", "<!here>"}),
	)
	s := piece.Draw(t, label)
	for n := rapid.SampledFrom([]int{0, 0, 3, 40, 2000}).Draw(t, label+" times"); n > 0 && len(s) < 5_000; n-- {
		s += s[:min(len(s), 200)]
		if s == "" {
			break
		}
	}
	return s
}

func wildText(t *rapid.T, label string) cards.Text {
	return cards.Text{S: wild(t, label), From: rapid.SampledFrom([]cards.Origin{cards.Ours, cards.Colleague, cards.Stranger}).Draw(t, "from")}
}

func some[T any](t *rapid.T, most int, one func() T) []T {
	out := make([]T, rapid.IntRange(0, most).Draw(t, "how many"))
	for i := range out {
		out[i] = one()
	}
	return out
}

func wildBlock(t *rapid.T) cards.Block {
	kinds := []string{cards.BlockQuote, cards.BlockTable, cards.BlockFields, cards.BlockNote, cards.BlockWarning, cards.BlockFiles, cards.BlockTimeline, "new"}
	b := cards.Block{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Title: wild(t, "title"), Text: wildText(t, "text"), CutNote: wild(t, "cut")}
	b.Fields = some(t, 30, func() cards.Field {
		note := wildText(t, "note")
		return cards.Field{Label: wild(t, "label"), Value: wildText(t, "value"), Warn: true, Note: &note}
	})
	b.Files = some(t, 20, func() cards.File {
		return cards.File{Name: wildText(t, "file"), Size: wild(t, "size"), Status: wild(t, "status"), Reason: wildText(t, "reason")}
	})
	if rapid.Bool().Draw(t, "a table") {
		b.Table = wildTable(t)
	}
	return b
}

// wildTable is a table, whose rows may be shorter or longer than its head.
func wildTable(t *rapid.T) *cards.Table {
	one := wildText(t, "cell")
	width := rapid.IntRange(0, 25).Draw(t, "columns")
	table := &cards.Table{Right: some(t, 3, func() bool { return true }), Warn: some(t, 200, func() bool { return true })}
	for range width {
		table.Head = append(table.Head, one.S)
	}
	table.Rows = some(t, 120, func() []cards.Text {
		row := make([]cards.Text, width+rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(t, "ragged"))
		for i := range row {
			row[i] = one
		}
		return row
	})
	return table
}

func wildButton(t *rapid.T) cards.Button {
	actions := []task.Kind{task.Confirm, task.Discard, task.Stop, task.Retry, task.ReviewView, task.TimelineView, task.Assign}
	return cards.Button{Action: rapid.SampledFrom(actions).Draw(t, "action"), Label: wild(t, "button"),
		Style: rapid.SampledFrom([]string{"", cards.Primary, cards.Danger}).Draw(t, "style")}
}

// wildCard is a card as large as the core could make it, and larger. Each button
// is there once, as the core has it.
func wildCard(t *rapid.T) cards.Card {
	c := cards.Card{ID: wild(t, "id"), Task: rapid.StringN(0, 40, 60).Draw(t, "task"), Step: rapid.Int().Draw(t, "step"), Turn: rapid.Int().Draw(t, "turn"),
		Kind: task.StepIncoming, State: rapid.SampledFrom([]string{cards.Open, cards.Busy, cards.Settled}).Draw(t, "state"),
		Title: wild(t, "title"), Lead: wildText(t, "lead"), Settled: wild(t, "settled"), Lang: rapid.SampledFrom([]string{"en", "da", "fr", "xx"}).Draw(t, "lang")}
	c.Context = some(t, 5, func() cards.Text { return wildText(t, "context") })
	c.Leaves = some(t, 5, func() cards.Text { return wildText(t, "leaves") })
	c.Blocks = some(t, 20, func() cards.Block { return wildBlock(t) })
	seen := map[task.Kind]bool{}
	for _, b := range some(t, 10, func() cards.Button { return wildButton(t) }) {
		if !seen[b.Action] {
			c.Buttons = append(c.Buttons, b)
		}
		seen[b.Action] = true
	}
	for _, b := range some(t, 4, func() cards.Button { return wildButton(t) }) {
		if !seen[b.Action] {
			c.More = append(c.More, b)
		}
		seen[b.Action] = true
	}
	return c
}

// TestAnyCard: whatever a card holds, its message is taken and says its words as
// words; the notification too.
func TestAnyCard(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		c := wildCard(rt)
		desk := rapid.StringN(0, 80, 120).Draw(rt, "desk")
		for _, m := range []Message{Card(c, desk), Plain(c, desk)} {
			taken(rt, "a card", m)
			for at, s := range spoken(rt, m) {
				if found := attacks.FindString(s); found != "" {
					rt.Fatalf("%q at %s of %q", found, at, s)
				}
			}
			harmlessText(rt, m.Text)
			if measure(m.Blocks) > goalWhole {
				rt.Fatalf("%d bytes", measure(m.Blocks))
			}
		}
	})
}

// TestAnyRender: the same for blocks alone, on each surface and for each budget
// that there is room in.
func TestAnyRender(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		list := some(rt, 12, func() cards.Block { return wildBlock(rt) })
		room := rapid.SampledFrom([]Surface{InMessage, InModal, InHome}).Draw(rt, "room")
		budget := rapid.IntRange(2000, 12_000).Draw(rt, "budget")
		out := Render(list, budget, room, "en")
		all := encoded(out)
		if len(out) == 0 {
			return
		}
		if wrong := Check(all, string(room)); wrong != nil || measure(out) > budget {
			rt.Fatalf("%s, %d of %d bytes: %q\n%.3000s", room, measure(out), budget, wrong, all)
		}
	})
}

// TestAnyPlainText is never empty, never longer than asked for, never broken.
func TestAnyPlainText(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(10, 3000).Draw(rt, "n")
		s := PlainText(wildText(rt, "text"), n).Text
		if s == "" || slackLength(s) > n || !utf8.ValidString(s) {
			rt.Fatalf("%d of %d: %q", slackLength(s), n, s)
		}
	})
}

// FuzzTarget: what is read is what was written, and nothing else is read.
func FuzzTarget(f *testing.F) {
	f.Add("sales|T-1042|3|7")
	f.Add("a%7Cb|T|0|-1")
	f.Fuzz(func(t *testing.T, s string) {
		if target, err := bot.ParseTarget(s); err == nil && target.String() != s {
			t.Errorf("%q is read as %v", s, target)
		}
	})
}

func BenchmarkCard(b *testing.B) {
	all := sampled("en")
	for _, name := range []string{"incoming_known", "quote_200_lines", "incoming_extreme"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Card(all[name], "sales")
			}
		})
	}
}
