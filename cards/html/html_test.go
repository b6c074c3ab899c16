package html_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"salesclerk/agent/task"
	"salesclerk/cards"
	"salesclerk/cards/html"
)

// words are what somebody may write that wants to be more than words. None has
// a digit or a line break, so that only its being taken as markup would show.
var words = []string{
	`</bdi></td></dd></blockquote></article><script>alert(a)</script>`,
	`<button data-action="confirm" class="button">Confirm</button>`,
	`" onclick="alert(a)" data-action="stop_yes" x='`,
	`<!-- <![CDATA[ <style> <title> <textarea> <plaintext>`,
	`</style></script></title></textarea><svg onload=alert(a)>`,
	"javascript:alert(a)//<a href=javascript:alert(a)>",
	"\u202e\u2066 x <!channel> \x1b[m \x00 \ufeff",
	`{{.Settled}} {{template "button" .}} &lt;script&gt; &lt;`,
}

// TestWordsStayWords: whatever stands in the texts of a task, the elements and
// attributes of the card are those of harmless words.
func TestWordsStayWords(t *testing.T) {
	for _, s := range cards.Samples("en") {
		if strings.HasPrefix(s.Variant, "extreme") {
			continue
		}
		harmless := structure(t, render(filled(s, "word")))
		for _, w := range words {
			if diff := cmp.Diff(harmless, structure(t, render(filled(s, w)))); diff != "" {
				t.Fatalf("%s %s: %q changes the card (-harmless +hostile):\n%s", s.Kind, s.Variant, w, diff)
			}
		}
	}
}

// TestExtremes: of the extreme samples, nothing but our own elements.
func TestExtremes(t *testing.T) {
	for _, s := range cards.Samples("en") {
		out := render(s)
		for _, line := range structure(t, out) {
			if strings.Contains(line, "script") || strings.Contains(line, "onmouseover") || strings.Contains(line, "<img") {
				t.Errorf("%s %s: %s", s.Kind, s.Variant, line)
			}
		}
		if len(out) > 200_000 {
			t.Errorf("%s %s: %d bytes of HTML", s.Kind, s.Variant, len(out))
		}
	}
}

// TestSettledHasNoActions: once decided or while busy a card offers nothing
// that decides.
func TestSettledHasNoActions(t *testing.T) {
	for _, s := range cards.Samples("en") {
		c := cards.New(&s.Task, s.Step, cards.Options{})
		if c.State == cards.Open {
			continue
		}
		if len(c.Buttons) > 0 || strings.Contains(string(html.Render(c)), `data-action="confirm"`) {
			t.Errorf("%s %s is %s and offers something", s.Kind, s.Variant, c.State)
		}
	}
}

func TestNotice(t *testing.T) {
	n := cards.LimitReached("n1", cards.Samples("en")[0].Task.Created, words[0], "100", cards.Options{})
	got := structure(t, string(html.Render(cards.NoticeCard(n, cards.Options{}))))
	if slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "button") }) {
		t.Errorf("a notice has buttons: %v", got)
	}
}

func render(s cards.Sample) string {
	return string(html.Render(cards.New(&s.Task, s.Step, cards.Options{Lang: "en"})))
}

// filled is the sample with every free text replaced. Codes that the core sets
// itself (named string types, the task's id) stay: they choose what is shown.
func filled(s cards.Sample, w string) cards.Sample {
	s.Task.Policy = task.Policy{}
	fill(reflect.ValueOf(&s.Task).Elem(), w)
	return s
}

var free = reflect.TypeFor[string]()

func fill(v reflect.Value, w string) {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == free && v.CanSet() && v.String() != "" {
			v.SetString(w)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			v.Set(c)
			fill(c.Elem(), w)
		}
	case reflect.Slice:
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(c, v)
		v.Set(c)
		for i := range v.Len() {
			fill(v.Index(i), w)
		}
	case reflect.Map:
		c := reflect.MakeMap(v.Type())
		for _, k := range v.MapKeys() {
			c.SetMapIndex(k, reflect.ValueOf(w).Convert(v.Type().Elem()))
		}
		if v.Len() > 0 {
			v.Set(c)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && v.Type().Field(i).Name != "Code" {
				fill(f, w)
			}
		}
	}
}

// structure is the elements of a fragment with the names of their attributes,
// and the values of those that make things happen.
func structure(t *testing.T, s string) []string {
	t.Helper()
	nodes, err := xhtml.ParseFragment(strings.NewReader(s), &xhtml.Node{Type: xhtml.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, n := range nodes {
		out = walk(n, 0, out)
	}
	return out
}

var telling = []string{"class", "data-action", "data-form", "data-state", "data-kind", "href", "role", "type", "scope"}

func walk(n *xhtml.Node, depth int, out []string) []string {
	if n.Type == xhtml.CommentNode {
		out = append(out, "comment")
	}
	if n.Type == xhtml.ElementNode {
		line := strings.Repeat(" ", depth) + n.Data
		for _, a := range n.Attr {
			line += " " + a.Key
			if slices.Contains(telling, a.Key) {
				line += fmt.Sprintf("=%q", a.Val)
			}
		}
		out = append(out, line)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out = walk(c, depth+1, out)
	}
	return out
}

// FuzzRender puts any words everywhere: the card stays one article with the
// elements of harmless words, whatever they are.
func FuzzRender(f *testing.F) {
	for i, w := range words {
		f.Add(w, uint8(i*7))
	}
	samples := cards.Samples("en")
	f.Fuzz(func(t *testing.T, w string, which uint8) {
		s := filled(samples[int(which)%len(samples)], w)
		c := cards.New(&s.Task, s.Step, cards.Options{Lang: "da"})
		for _, line := range structure(t, string(html.Render(c))) {
			name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			if !slices.Contains(elements, name) || strings.Contains(line, " on") {
				t.Fatalf("%q makes %s", w, line)
			}
			if strings.Contains(line, "href=") && !strings.Contains(line, `href="#"`) {
				t.Fatalf("%q makes a link: %s", w, line)
			}
		}
	})
}

var elements = strings.Fields(`article header p span h3 h4 section blockquote bdi dl div dt dd table thead tbody tr th td
	ul ol li a footer button details summary`)
