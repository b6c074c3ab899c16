package adaptive

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesclerk/cards"
)

// links is what the links in tests begin with; linkOf is one.
const links = "https://sales.example/teams/file?t="

func linkOf(blob string) string { return links + hex.EncodeToString([]byte(blob)) }

// filed is a card that names files, and those.
func filed(t testing.TB) (scene, []cards.File) {
	for _, s := range scenes("en") {
		i := slices.IndexFunc(s.card.Blocks, func(b cards.Block) bool { return b.Kind == cards.BlockFiles })
		if i >= 0 && s.card.State == cards.Open {
			return s, s.card.Blocks[i].Files
		}
	}
	t.Fatal("no sample has files")
	return scene{}, nil
}

func TestACardOffersToOpenItsFiles(t *testing.T) {
	s, _ := filed(t)
	has := func(c cards.Card, o Options, plain bool) bool {
		m := Card(c, o)
		if plain {
			m = Plain(c, o)
		}
		if strings.Contains(string(encoded(t, m.Card)), "OpenUrl") {
			t.Error("a card that many see has a link")
		}
		return strings.Contains(string(encoded(t, m.Card)), `"verb":"file"`)
	}
	busy, settled, lost, o := s.card, s.card, s.card, s.shown()
	busy.State, settled.State = cards.Busy, cards.Settled
	lost.Blocks = []cards.Block{{Kind: cards.BlockFiles, Files: []cards.File{{Name: cards.Text{S: "lost.pdf"}}}}}
	if !has(s.card, o, false) || !has(settled, o, false) || has(s.card, o, true) || has(busy, o, false) || has(lost, o, false) {
		t.Error("it stands where there is nothing to open, or does not where there is")
	}
	o.Files = false
	if has(s.card, o, false) {
		t.Error("it stands where nothing can be opened")
	}
}

func TestFilesHaveTheirLinks(t *testing.T) {
	s, list := filed(t)
	for i := range 2 * maxLinks {
		list = append(list, cards.File{Name: cards.Text{S: strings.Repeat("<at>x</at> ", 60), From: cards.Stranger}, Blob: fmt.Sprint(i)})
	}
	list = append(list[:1:1], append([]cards.File{{Name: cards.Text{S: "lost.pdf"}}}, list[1:]...)...)
	long := func(blob string) string { return linkOf(blob) + strings.Repeat("x", 600) }
	m := Files(s.card, list, cards.Text{S: "For some minutes."}, Options{Desk: "sales", Link: long})
	fine(t, "files", m.Card)
	data := string(encoded(t, m.Card))
	if n := strings.Count(data, `"Action.OpenUrl"`); n != maxLinks-1 { // one of the first is not kept
		t.Errorf("%d links", n)
	}
	if !strings.Contains(data, linkOf(list[0].Blob)) || !strings.Contains(data, "lost.pdf") || !strings.Contains(data, "more") {
		t.Error(data)
	}
}

func TestLinksOfOthers(t *testing.T) {
	for _, url := range []string{"https://evil.example/teams/file?t=abc", "", links, links + "a b", links + "a&b=c", links + "a#b", links + "a/../b", links + "ø", "javascript:alert(1)", "https://sales.example", "HTTPS://SALES.EXAMPLE/teams/file?t=abc"} {
		body := actionSet{Type: "ActionSet", Actions: []action{openURL{Type: "Action.OpenUrl", Title: "Open", URL: url}}}
		card := encoded(t, root("en", []element{body}, nil))
		if wrong := Check(card, links, ""); len(wrong) != 1 {
			t.Errorf("%q: %q", url, wrong)
		}
	}
	body := actionSet{Type: "ActionSet", Actions: []action{openURL{Type: "Action.OpenUrl", Title: "Open", URL: links + "aA0-_.b"}}}
	card := encoded(t, root("en", []element{body}, nil))
	if wrong := Check(card, "https://other.example/?t=", links); len(wrong) != 0 {
		t.Error(wrong)
	}
	if wrong := Check(card); len(wrong) != 1 {
		t.Errorf("where there are no links: %q", wrong)
	}
}
