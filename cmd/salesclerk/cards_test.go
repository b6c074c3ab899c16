package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/teams/adaptive"
)

// surfaces say what is wrong with a card as a chat gets it, and whether it holds
// some words of ours.
var surfaces = map[string]func(payload json.RawMessage) []string{
	"slack": func(payload json.RawMessage) []string {
		var m struct {
			Text   string
			Blocks json.RawMessage
		}
		if err := json.Unmarshal(payload, &m); err != nil || m.Text == "" {
			return []string{"no message with a text"}
		}
		return blocks.Check(m.Blocks, "message")
	},
	"teams": func(payload json.RawMessage) []string { return adaptive.Check(payload) },
}

// drawn runs `salesclerk cards` for a surface and gives the kinds of the cards,
// each of which the chat would take, and all that was written.
func drawn(t *testing.T, surface string, args ...string) (kinds []string, out string) {
	t.Helper()
	out, errs, code := command(t, "", append([]string{"cards", "--surface", surface}, args...)...)
	if code != exitFine {
		t.Fatalf("exit %d: %s", code, errs)
	}
	for line := range strings.Lines(out) {
		var one struct {
			Kind, Variant string
			Payload       json.RawMessage
		}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		if wrong := surfaces[surface](one.Payload); len(wrong) > 0 {
			t.Errorf("%s %s: %v", one.Kind, one.Variant, wrong)
		}
		kinds = append(kinds, one.Kind)
	}
	return kinds, out
}

// Samples and the cards of a mail are what the chat takes, in the language asked for.
func TestCardsCommandForChats(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}
	for surface := range surfaces {
		t.Run(surface, func(t *testing.T) {
			kinds, out := drawn(t, surface, "--lang", "fr")
			if len(kinds) < 60 {
				t.Errorf("%d cards", len(kinds))
			}
			for _, want := range []string{"incoming", "quote", "order", "outgoing", "resume", "assistance", "stop"} {
				if !slices.Contains(kinds, want) {
					t.Errorf("no card of the kind %s", want)
				}
			}
			has(t, "the samples", out, "Confirmer")
			kinds, out = drawn(t, surface, "--mail", file, "--lang", "da")
			if !slices.Equal(kinds, []string{"incoming", "outgoing"}) {
				t.Errorf("the mail leads to %v", kinds)
			}
			has(t, "the cards of the mail", out, "Kære Line Mosegård", "Tilbud Q-", "Bekræft")
		})
	}
}
