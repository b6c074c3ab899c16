package blocks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"salesclerk/agent/lang"
	"salesclerk/cards"
)

// hostile is words that try to be more than words.
const hostile = "<!channel> <!here|here> <@U1> <#C1|x> <!subteam^S1> <https://evil.example|Confirm> <mailto:a@evil.example|b> *bold* _i_ ~x~ `code` ```pre``` " +
	"&lt;!channel&gt; &amp;lt; &#60;@U1&#62; &quot; @channel @here @Everyone :warning: :white_check_mark: 12:30:45 https://evil.example/x evil.example lene@nordlys.example tel:+4512345678 " +
	"\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e \ufeff\u2060 \u0627\u0644\u0639 > quote \"}]"

// attacks are what must be nowhere in what Slack is given, as plain words.
var attacks = regexp.MustCompile(`<[!@#]|<[a-z]+:|&#?[0-9A-Za-z]+;|:[a-z_+-][a-z0-9_+-]*:|[\x{202a}-\x{202e}\x{2066}\x{2067}\x{200e}\x{200f}\x{feff}]`)

// spoken is every text that a message holds, by where it stands.
func spoken(t failer, m Message) map[string]string {
	t.Helper()
	var v any
	if err := json.Unmarshal(encoded(m.Blocks), &v); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	gather(v, "", out)
	return out
}

func gather(v any, at string, out map[string]string) {
	switch v := v.(type) {
	case string:
		out[at] = v
	case []any:
		for i, e := range v {
			gather(e, fmt.Sprint(at, "/", i), out)
		}
	case map[string]any:
		for k, e := range v {
			gather(e, at+"/"+k, out)
		}
	}
}

// TestWordsStayWords: whatever anybody writes, in every place of every message it
// pings nobody, links nowhere, and forms nothing.
func TestWordsStayWords(t *testing.T) {
	var all []Message
	for _, tag := range lang.Supported() {
		for _, c := range sampled(tag) {
			all = append(all, Card(c, "sales"), Plain(c, "sales"))
		}
		all = append(all, others(tag)...)
		all = append(all, History(entries(25, hostile), 0, tag))
	}
	words := cards.Text{S: hostile, From: cards.Stranger}
	all = append(all, Answer(words), Card(everywhereHostile(words), "sales"), Plain(everywhereHostile(words), "sales"))
	for i, m := range all {
		for at, s := range spoken(t, m) {
			if found := attacks.FindString(s); found != "" {
				t.Errorf("message %d: %q at %s of %q", i, found, at, s)
			}
		}
		harmlessText(t, m.Text)
	}
}

// everywhereHostile is a card with the words wherever there may be some.
func everywhereHostile(t cards.Text) cards.Card {
	b := cards.Block{Title: t.S, Text: t, CutNote: t.S, Fields: []cards.Field{{Label: t.S, Value: t, Note: &t, Warn: true}},
		Files: []cards.File{{Name: t, Size: t.S, Status: t.S, Reason: t}},
		Table: &cards.Table{Head: []string{t.S, t.S}, Rows: [][]cards.Text{{t, t}, {t, t}}, Right: []bool{true, false}, Warn: []bool{true, false}}}
	c := cards.Card{ID: t.S, Task: t.S, Kind: "incoming", State: cards.Open, Title: t.S, Context: []cards.Text{t, t, t}, Lead: t, Settled: t.S,
		Lang: "en", Leaves: []cards.Text{t}, Buttons: []cards.Button{{Action: "confirm", Label: t.S}, {Action: "stop", Label: t.S}},
		More: []cards.Button{{Action: "timeline", Label: t.S}, {Action: "assign", Label: t.S}}}
	for _, kind := range []string{cards.BlockQuote, cards.BlockTable, cards.BlockTable, cards.BlockFields, cards.BlockNote, cards.BlockWarning, cards.BlockFiles, cards.BlockTimeline, "?"} {
		b.Kind = kind
		c.Blocks = append(c.Blocks, b)
	}
	return c
}

// textAttacks are what must not be in a notification: control characters of the
// markup, names that ping, what becomes a link by itself.
var textAttacks = regexp.MustCompile(`[<>]|&(amp|lt|gt)?[^;alg]|(?i)@(channel|here|everyone)|(?i)https?:/|[a-z]\.[a-z]|[a-z]@[a-z]|:[a-z_]+:|tel:\+|[\x{202a}-\x{202e}\x{2066}-\x{2069}]`)

func harmlessText(t failer, s string) {
	t.Helper()
	if found := textAttacks.FindString(s); found != "" {
		t.Errorf("%q in the notification %q", found, s)
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"Fjord & Co <a>":          "Fjord &amp; Co &lt;a&gt;",
		"<!channel>":              "&lt;!channel&gt;",
		"&lt;!channel&gt;":        "&amp;lt;!channel&amp;gt;",
		"@here":                   "@\u2060here",
		"https://x.example|Yes":   "https:\u2060//x.\u2060example|Yes",
		"a@b.example":             "a@\u2060b.\u2060example",
		":tada: 14:02, kl. 14.05": ":\u2060tada: 14:02, kl. 14.05",
		"\u202eabc\u2060":         "abc",
		"12,5 %, 1.250,00 kr.":    "12,5 %, 1.250,00 kr.",
	} {
		if have := Escape(in); have != want {
			t.Errorf("%q became %q, want %q", in, have, want)
		}
	}
}

// TestPlainTextKeepsWords: what is harmless stays as it is, for those who copy it.
func TestPlainTextKeepsWords(t *testing.T) {
	for _, s := range []string{"Fjord & Co", "a < b > c", "lene@nordlys.example", "14:02:33", "https://shop.example/x?a=1&b=2", "50 % & mere; ok", "R&D;", "x: y: z"} {
		if have := PlainText(cards.Text{S: s}, 100).Text; have != s && s != "R&D;" {
			t.Errorf("%q became %q", s, have)
		}
	}
	if have := PlainText(cards.Text{S: ""}, 100).Text; have == "" {
		t.Error("an empty plain_text, which Slack refuses")
	}
	if have := PlainText(cards.Text{S: strings.Repeat("&", 500)}, 75).Text; slackLength(have) > 75 || slackLength(have) < 60 {
		t.Errorf("%d characters of 75: %q", slackLength(have), have)
	}
	if have := PlainText(cards.Text{S: strings.Repeat("\U0001F469", 500)}, 75).Text; len([]rune(have)) != 75 || !strings.HasSuffix(have, "…") {
		t.Errorf("cut to %q", have)
	}
}

// TestRightToLeftStaysInItsPlace: Arabic or Hebrew words turn nothing around them.
func TestRightToLeftStaysInItsPlace(t *testing.T) {
	have := PlainText(cards.Text{S: "\u0627\u0644\u0639 123"}, 100).Text
	if !strings.HasPrefix(have, "\u2068") || !strings.HasSuffix(have, "\u2069") {
		t.Errorf("%q is not set apart", have)
	}
}

// TestNoForgedMark: the warning sign of ours is an element, that no words can be.
func TestNoForgedMark(t *testing.T) {
	m := Answer(cards.Text{S: ":warning: Confirm at once", From: cards.Stranger})
	if bytes.Contains(encoded(m.Blocks), []byte(`:warning:`)) || bytes.Contains(encoded(m.Blocks), []byte(`"emoji"`)) {
		t.Errorf("%s", encoded(m.Blocks))
	}
}
