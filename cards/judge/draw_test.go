package judge

import (
	"encoding/json"
	"flag"
	"fmt"
	"image"
	_ "image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var shots = flag.String("shots", "", "a folder for the pictures")

func TestBlocksAreDrawn(t *testing.T) {
	odd := `[{"type":"section","text":{"type":"plain_text","text":"before"}},{"type":"no_such_block"},
	 {"type":"actions","elements":[{"type":"button","action_id":"a","text":{"type":"plain_text","text":"Hi"}},{"type":"no_such_element"}]},
	 {"type":"rich_text","elements":[{"type":"no_such_text","elements":[]}]}]`
	got := Draw(t, BlockKit, *shots, 640, []Value{{"blocks message", "", []byte(message)}, {"blocks modal", "", []byte(modal)}, {"blocks home", "", []byte(home)}, {"blocks odd", "", []byte(odd)}})
	for i, words := range [][]string{
		{"Quote Q-1001", "2 <tables> & 1 lamp from Anna", "send venligst et tilbud.", "1920-S Antwerp", "840.80", "1,240.00 EUR", "Confirm", "Stop", "T-1042"},
		{"Review", "Mail", "Dear Anna", "Item", "Save", "Cancel"},
		{"2 need attention", "T-1042", "Open"},
		{"before", "Hi"},
	} {
		drawn(t, got[i], 640, words)
	}
	want := [][]string{nil, nil, nil, {"block no_such_block", "element no_such_element", "text no_such_text"}}
	for i, w := range want {
		if d := cmp.Diff(strings.Join(w, ", "), strings.Join(got[i].Missing, ", ")); d != "" {
			t.Errorf("%s: %s", got[i].Name, d)
		}
	}
}

// TestPlainTextIsDrawnAsItIs has words that the library would take for markup. It
// does so where Slack does: in mrkdwn.
func TestPlainTextIsDrawnAsItIs(t *testing.T) {
	const words = "  in\n1. a\n# *b* _c_ ~d~ `e` <!channel> <@U1> <https://x.example|Confirm> &lt; &amp;lt; :smile: \\*"
	text, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	fill := func(template string) []byte { return []byte(strings.ReplaceAll(template, "WORDS", string(text))) }
	values := []Value{
		{"plain section", "", fill(`[{"type":"section","text":{"type":"plain_text","text":WORDS,"emoji":false}}]`)},
		{"plain cell", "", fill(`[{"type":"table","rows":[[{"type":"raw_text","text":WORDS}]]}]`)},
		{"plain rich", "", fill(`[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":WORDS}]}]}]`)},
		{"plain label", "", fill(`[{"type":"input","label":{"type":"plain_text","text":WORDS,"emoji":false},"element":{"type":"plain_text_input","action_id":"v","initial_value":WORDS}}]`)},
		{"mrkdwn", "", []byte(`[{"type":"section","text":{"type":"mrkdwn","text":"*b* <!channel>"}}]`)},
	}
	for _, p := range Draw(t, BlockKit, *shots, 640, values) {
		seen, all := strings.Join(strings.Fields(p.Words), " "), strings.Join(strings.Fields(words), " ")
		if p.Name == "mrkdwn" && seen != "b @channel" {
			t.Errorf("markup is no longer drawn: %s", p.Words)
		}
		if p.Name != "mrkdwn" && !strings.Contains(seen, all) {
			t.Errorf("%s shows %s", p.Name, p.Words)
		}
	}
}

// TestLargeIsDrawn draws the largest table there may be, and one long word.
func TestLargeIsDrawn(t *testing.T) {
	var rows []string
	for r := range 100 {
		var cells []string
		for c := range 20 {
			cells = append(cells, fmt.Sprintf(`{"type":"raw_text","text":"row %d column %d"}`, r, c))
		}
		rows = append(rows, "["+strings.Join(cells, ",")+"]")
	}
	table := `[{"type":"table","rows":[` + strings.Join(rows, ",") + `]}]`
	word := `[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"` + strings.Repeat("𝔘", 20_000) + `"}]}]}]`
	got := Draw(t, BlockKit, *shots, 360, []Value{{"large table", "", []byte(table)}, {"long word", "", []byte(word)}})
	drawn(t, got[0], 360, []string{"row 0 column 0", "row 99 column 19"})
	drawn(t, got[1], 360, nil)
	if got[0].Over == 0 || got[1].Over != 0 {
		t.Errorf("wider than the page: the table by %d, the word by %d", got[0].Over, got[1].Over)
	}
}

func TestCardsAreDrawn(t *testing.T) {
	wrong := strings.Replace(adaptive, "RichTextBlock", "PoorTextBlock", 1)
	got := Draw(t, AdaptiveCard, *shots, 400, []Value{{"card", "", []byte(adaptive)}, {"card wrong", "", []byte(wrong)}})
	drawn(t, got[0], 400, []string{"2 *tables*", "Item", "840.80", "Mail", "Dear Anna", "Confirm"})
	if len(got[0].Missing) != 0 {
		t.Errorf("missing: %q", got[0].Missing)
	}
	if !strings.Contains(strings.Join(got[1].Missing, "\n"), "PoorTextBlock") {
		t.Errorf("an unknown element is not said to be missing: %q", got[1].Missing)
	}
}

// TestPagesReachNobody draws a picture of somewhere else.
func TestPagesReachNobody(t *testing.T) {
	var asked atomic.Bool
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	defer other.Close()
	image := `[{"type":"image","image_url":"` + other.URL + `/x.png","alt_text":"a lamp"}]`
	card := `{"type":"AdaptiveCard","version":"1.5","body":[{"type":"Image","url":"` + other.URL + `/x.png"}]}`
	Draw(t, BlockKit, "", 640, []Value{{"image", "", []byte(image)}})
	Draw(t, AdaptiveCard, "", 640, []Value{{"image", "", []byte(card)}})
	if asked.Load() {
		t.Error("a page asked a server")
	}
}

// drawn checks that a picture has the width, is not blank, and shows the words.
func drawn(t *testing.T, p Picture, width int, words []string) {
	t.Helper()
	f, err := os.Open(p.File)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	img, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != width || b.Dy() < 50 {
		t.Errorf("%s is %v", p.Name, b)
	}
	if n := inked(img); n < 150 {
		t.Errorf("%s has %d pixels that are not white", p.Name, n)
	}
	seen := strings.Join(strings.Fields(p.Words), " ")
	for _, w := range words {
		if !strings.Contains(seen, w) {
			t.Errorf("%s does not show %q: %s", p.Name, w, seen)
		}
	}
}

func inked(img image.Image) (n int) {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0xf000 {
				n++
			}
		}
	}
	return n
}
