package teamstest_test

import (
	"slices"
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

func TestPings(t *testing.T) {
	block := func(words string) object { return object{"type": "TextBlock", "text": words} }
	for words, kind := range map[string]string{
		"a **bold** word": "format", "a *slanted* word": "format", "an _old_ one": "format", "`code`": "format",
		"[here](https://x.org)": "link", "<https://x.org>": "link", "![p](https://x.org/p.png)": "image",
		"- one": "list", "1. one": "list", "see\n* two": "list", "# big": "heading", "Title\n---": "heading", "> said": "quote",
		"{{DATE(2026-01-01T00:00:00Z)}}": "date", "<at>Anna</at>": "mention", "see https://x.org": "address",
		"snake_case_name": "", "2 * 3 * 4": "", `\*not\* bold`: "", `\[no\](link)`: "", "a - b": "", "5 > 4": "", "#12": "", "12.5 pieces": "",
	} {
		for where, card := range map[string]object{
			"TextBlock": adaptive([]any{object{"type": "Container", "items": []any{block(words)}}}),
			"Fact":      adaptive([]any{object{"type": "FactSet", "facts": []any{object{"title": "T", "value": words}}}}),
			"Toggle":    adaptive([]any{object{"type": "Input.Toggle", "id": "a", "title": words}}),
			"choice": adaptive([]any{object{"type": "Input.ChoiceSet", "id": "a", "style": "expanded",
				"choices": []any{object{"title": words, "value": "1"}}}}),
			"ShowCard": adaptive(nil, object{"type": "Action.ShowCard", "title": "S", "card": adaptive([]any{block(words)})}),
		} {
			if got := pings(t, activity(card)); (kind == "") != (len(got) == 0) || kind != "" && !slices.Contains(got, kind) {
				t.Errorf("%q in a %s: %v, not %q", words, where, got, kind)
			}
		}
		if got := pings(t, activity(adaptive([]any{run(words)}))); len(got) > 0 && kind != "mention" {
			t.Errorf("%q in a TextRun: %v", words, got)
		}
	}
}

func TestPingsOfTexts(t *testing.T) {
	message := func(format, words string) object {
		return object{"type": "message", "text": words, "textFormat": format}
	}
	for _, c := range []struct {
		in   object
		kind string
	}{
		{message("plain", "a **bold** word"), ""},
		{message("markdown", "a **bold** word"), "format"},
		{message("plain", "<at>Anna</at>"), "mention"},
		{message("xml", "<b>x</b>"), "html"},
		{message("markdown", "<b>x</b>"), "html"},
		{object{"type": "message", "text": "x", "textFormat": "plain", "summary": "<at>x</at>"}, "mention"},
		{object{"type": "message", "text": "x", "textFormat": "plain", "summary": "a\nb"}, "control"},
		{object{"type": "message", "text": "x", "textFormat": "plain", "summary": "**a**"}, ""},
	} {
		if got := pings(t, c.in); (c.kind == "") != (len(got) == 0) || c.kind != "" && !slices.Contains(got, c.kind) {
			t.Errorf("%v: %v", c.in, got)
		}
	}
}

// pings are the kinds that a post leads to.
func pings(t *testing.T, in object) (kinds []string) {
	t.Helper()
	s, a := world(t, teamstest.Options{})
	a.login()
	if res, out := a.call("POST", activities(orders), in); res.StatusCode != 201 {
		t.Fatalf("%d %v", res.StatusCode, out)
	}
	for _, p := range s.Pings() {
		if strings.HasPrefix(p.Where, "send to "+orders) {
			kinds = append(kinds, p.Kind)
		}
	}
	return kinds
}
