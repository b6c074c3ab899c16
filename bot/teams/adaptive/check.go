package adaptive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// Check judges the JSON of a card as Teams would, and by the rules of this package:
// names and types of schema 1.5, ids that are there once, at most six actions side
// by side, at most 80 KB, no text that some client reads as markup. Nothing wrong:
// nil.
//
// It knows what is documented at https://adaptivecards.io/explorer and for Teams.
// Elements that the program has no use for are refused as unknown: TextBlock and
// FactSet among them, whose text is Markdown, and pictures. A link (Action.OpenUrl)
// must be one of ours: what links begin with, and then a token.
func Check(card []byte, links ...string) []string {
	d := json.NewDecoder(bytes.NewReader(card))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return []string{"no JSON: " + err.Error()}
	}
	j := &verdict{ids: map[string]bool{}, links: links}
	if _, err := d.Token(); err != io.EOF {
		j.say("", "more than one value")
	}
	if weight(card) > maxCard {
		j.say("", "%d bytes, as Teams may count them", weight(card))
	}
	if !utf8.Valid(card) {
		j.say("", "not UTF-8")
	}
	j.object("", v, "AdaptiveCard")
	m, _ := v.(map[string]any)
	if m["version"] != "1.5" {
		j.say("/version", "must be 1.5")
	}
	for target, at := range j.targets {
		if !j.ids[target] {
			j.say(at, "no element %q", target)
		}
	}
	return j.wrong
}

// verdict keeps what is wrong and what must be there only once.
type verdict struct {
	ids     map[string]bool
	links   []string          // what ours begin with
	targets map[string]string // of Action.ToggleVisibility, with where they are named
	wrong   []string
}

func (j *verdict) say(at, format string, args ...any) {
	j.wrong = append(j.wrong, fmt.Sprintf(format, args...)+" ["+at+"]")
}

// object judges an object that must be of one of some types.
func (j *verdict) object(at string, v any, types ...string) {
	m, ok := v.(map[string]any)
	if !ok {
		j.say(at, "must be an object")
		return
	}
	kind, _ := m["type"].(string)
	shape, known := shapes[kind]
	switch {
	case len(types) == 1 && m["type"] == nil: // Column and the like may be left unsaid
		shape, known = shapes[types[0]]
	case !contains(types, kind):
		known = false
	}
	if !known {
		j.say(at, "type %q has no place here", kind)
		return
	}
	for name, value := range m {
		check, ok := shape[name]
		if !ok {
			check, ok = shape[name+"!"]
		}
		if !ok {
			j.say(at+"/"+name, "unknown property of %s", kind)
			continue
		}
		check(j, at+"/"+name, value)
	}
	for name := range shape {
		if need, ok := strings.CutSuffix(name, "!"); ok && m[need] == nil {
			j.say(at+"/"+need, "missing in %s", kind)
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// rule says what is wrong with a value.
type rule func(j *verdict, at string, v any)

type shape map[string]rule

func boolean(j *verdict, at string, v any) {
	if _, ok := v.(bool); !ok {
		j.say(at, "must be true or false")
	}
}

func between(low, high int64) rule {
	return func(j *verdict, at string, v any) {
		n, ok := v.(json.Number)
		if i, err := n.Int64(); !ok || err != nil || i < low || i > high {
			j.say(at, "must be a whole number from %d to %d", low, high)
		}
	}
}

func enum(values ...string) rule {
	return func(j *verdict, at string, v any) {
		if s, ok := v.(string); !ok || !contains(values, s) {
			j.say(at, "%v is not one of %s", v, strings.Join(values, ", "))
		}
	}
}

func listOf(least, most int, each rule) rule {
	return func(j *verdict, at string, v any) {
		list, ok := v.([]any)
		if !ok {
			j.say(at, "must be a list")
			return
		}
		if len(list) < least || len(list) > most {
			j.say(at, "%d elements, must be %d to %d", len(list), least, most)
		}
		for i, x := range list {
			each(j, fmt.Sprintf("%s/%d", at, i), x)
		}
	}
}

func of(types ...string) rule {
	return func(j *verdict, at string, v any) { j.object(at, v, types...) }
}

// id holds that each id is there once.
func id(j *verdict, at string, v any) {
	s, ok := v.(string)
	switch {
	case !ok || s == "" || len(s) > 300:
		j.say(at, "must be a text that is not empty")
	case j.ids[s]:
		j.say(at, "id %q is there twice", s)
	}
	j.ids[s] = true
}

func toggled(j *verdict, at string, v any) {
	m, _ := v.(map[string]any)
	s, ok := m["elementId"].(string)
	if _, said := m["isVisible"].(bool); !ok || len(m) > 2 || len(m) == 2 && !said {
		j.say(at, "must be an id and whether it is to be seen")
		return
	}
	if j.targets == nil {
		j.targets = map[string]string{}
	}
	j.targets[s] = at
}

// value is the value of an input or a choice: any text, for nothing reads it.
func value(j *verdict, at string, v any) {
	if s, ok := v.(string); !ok {
		j.say(at, "must be a text")
	} else if bad := turning(s); bad != "" {
		j.say(at, "%s", bad)
	}
}

// text is words in a TextRun, where no Markdown is read.
func text(j *verdict, at string, v any) {
	s, ok := v.(string)
	switch {
	case !ok:
		j.say(at, "must be a text")
	case s == "":
		j.say(at, "must not be empty")
	}
	for name, markup := range filled {
		if markup.MatchString(s) {
			j.say(at, "%s in %q", name, clipped(s))
		}
	}
	if bad := turning(s); bad != "" {
		j.say(at, "%s", bad)
	}
}

// title is words where some clients read Markdown: titles, labels, choices.
func title(j *verdict, at string, v any) {
	text(j, at, v)
	s, _ := v.(string)
	for name, markup := range marked {
		if markup.MatchString(s) {
			j.say(at, "%s in %q", name, clipped(s))
		}
	}
	if strings.ContainsAny(s, "\n\t") {
		j.say(at, "must be one line")
	}
}

// filled is what clients fill in or read even where there is no Markdown.
var filled = map[string]*regexp.Regexp{
	"a date to fill in": regexp.MustCompile(`\{\{`),
	"a template":        regexp.MustCompile(`\$\{`),
	"a tag":             regexp.MustCompile(`<[/!@a-zA-Z]`),
	"an entity":         regexp.MustCompile(`&(#|[a-zA-Z])`),
}

// marked is Markdown.
var marked = map[string]*regexp.Regexp{
	"a link or picture": regexp.MustCompile(`\]\s*[(\[]`),
	"bold or italic":    regexp.MustCompile(`\*[^\s\x{2060}]|(^|\W)_[^\s\x{2060}]`),
	"code":              regexp.MustCompile("`[^`\\x{2060}]+`"),
	"a heading or list": regexp.MustCompile(`^\s*(#{1,6}|[-*+]|\d+\.) \S`),
	"a line through":    regexp.MustCompile(`~~[^~\x{2060}]`),
}

// turning says what in a text turns the direction of writing, or is no text.
func turning(s string) string {
	depth := 0
	for _, r := range s {
		switch {
		case r == '\u2068':
			depth++
		case r == '\u2069':
			depth--
		case r >= '\u202a' && r <= '\u202e', r == '\u2066', r == '\u2067', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff':
			return fmt.Sprintf("a mark that turns words around (%U)", r)
		case r < ' ' && r != '\n' && r != '\t', r >= 0x7f && r <= 0x9f:
			return fmt.Sprintf("a control character (%U)", r)
		}
		if depth < 0 || depth > 1 {
			return "isolates that do not match"
		}
	}
	if depth != 0 {
		return "isolates that do not match"
	}
	return ""
}

func clipped(s string) string { return string([]rune(s)[:min(len([]rune(s)), 60)]) }
