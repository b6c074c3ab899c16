package views

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/cards"
)

// Values is what Slack sends of a view's inputs: block_id, action_id, element.
type Values = map[string]map[string]slack.BlockAction

// Read takes what was typed in a view of the dialog into the State. Nothing is
// judged here and nothing is refused. Values of inputs that are not on the view
// any more, which Slack is known to send at times, are left out where newer ones
// come with them.
//
// Slack sends null for an input that was emptied, and at times for one with an
// initial value that nobody touched. So what must not be empty and what is chosen
// keeps its value; the rest is taken as emptied, and Form asks before it lets go.
func Read(f cards.Form, s *State, v Values) {
	newest := 0
	for id := range v {
		if _, gen, ok := fieldOf(id); ok && !strings.HasPrefix(id, linePrefix) {
			newest = max(newest, gen)
		}
	}
	r := reader{f: f, s: s, split: map[string]parts{}}
	r.escaped = r.escapes(v)
	for id, elements := range v {
		field, gen, ok := fieldOf(id)
		for _, e := range elements {
			switch {
			case !ok:
			case strings.HasPrefix(id, linePrefix):
				r.line(field, gen, e)
			case gen == newest:
				r.field(field, e)
			}
		}
	}
}

// reader takes values into a State.
type reader struct {
	f       cards.Form
	s       *State
	escaped bool // the texts came with entities for & < >
	split   map[string]parts
}

// parts is the text of an input in parts, cut once.
func (r reader) parts(in cards.Input) parts {
	p, ok := r.split[in.Name]
	if !ok {
		p = r.s.parts(in)
		r.split[in.Name] = p
	}
	return p
}

// typed is the words of an input.
func (r reader) typed(e slack.BlockAction) string {
	s := strings.ReplaceAll(e.Value, "\r\n", "\n")
	if r.escaped {
		return unescape.Replace(s)
	}
	return s
}

var (
	escape   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	unescape = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// escapes says whether texts came with entities: Slack is known to do so in some
// payloads. It shows at an input that nobody touched.
func (r reader) escapes(v Values) bool {
	for id, elements := range v {
		field, _, _ := fieldOf(id)
		was := r.drawn(field)
		for _, e := range elements {
			if coded := escape.Replace(was); coded != was && e.Value == coded {
				return true
			}
		}
	}
	return false
}

// drawn is what the text input of a field is drawn with.
func (r reader) drawn(field string) string {
	name, at, _ := strings.Cut(field, ".")
	in := inputOf(r.f, name)
	if in.Name == "" || !typed(in) {
		return ""
	}
	i, _ := strconv.Atoi(at)
	if t, ok := r.s.Parts[name][i]; ok {
		return t
	}
	if p := r.parts(in); i < len(p.list) {
		return shown(p.list[i].text, lined(in))
	}
	return ""
}

func (r reader) field(field string, e slack.BlockAction) {
	if rest, ok := strings.CutPrefix(field, pickPrefix); ok {
		r.pick(rest, e)
		return
	}
	name, at, several := strings.Cut(field, ".")
	in := inputOf(r.f, name)
	switch {
	case in.Name == "":
	case typed(in):
		i, err := strconv.Atoi(at)
		if err == nil || !several {
			r.text(in, field, i, several, r.typed(e))
		}
	case in.Type == cards.InDate:
		r.choose(in, e.SelectedDate, e.SelectedDate == "" && in.Required)
	default:
		value, label := r.selected(in, e)
		if r.choose(in, value, e.SelectedOption.Value == ""); label != "" {
			put(&r.s.Labels, name, label)
		}
	}
}

// text takes what was typed in a part of a text.
func (r reader) text(in cards.Input, field string, i int, several bool, words string) {
	p := r.parts(in)
	if i < 0 || i >= len(p.list) || several != (len(p.list) > 1) {
		return
	}
	was := shown(p.list[i].text, lined(in))
	switch {
	case words == r.drawn(field), words == "" && in.Required && !several:
		return
	case words == was:
		delete(r.s.Parts[in.Name], i)
		if len(r.s.Parts[in.Name]) == 0 {
			delete(r.s.Parts, in.Name)
		}
	default:
		if r.s.Parts[in.Name] == nil {
			put(&r.s.Parts, in.Name, map[int]string{})
		}
		r.s.Parts[in.Name][i] = words
	}
	r.changed(field)
}

// changed forgets what was said of a field that is another now.
func (r reader) changed(field string) {
	delete(r.s.Errors, field)
	delete(r.s.Asked, field)
}

// choose takes what was chosen; missing says that Slack sent nothing.
func (r reader) choose(in cards.Input, value string, missing bool) {
	date := in.Type == cards.InDate && !isoDate.MatchString(in.Value.S) // drawn as nothing picked
	_, had := r.s.Values[in.Name]
	switch {
	case missing, value == "" && date && !had, value == r.s.value(r.f, in):
		return
	case value == in.Value.S:
		delete(r.s.Values, in.Name)
	default:
		put(&r.s.Values, in.Name, value)
	}
	delete(r.s.Labels, in.Name)
	r.changed(in.Name)
}

// selected is the value of the option that was chosen, and its words where it is
// none of the form's own.
func (r reader) selected(in cards.Input, e slack.BlockAction) (value, label string) {
	o := e.SelectedOption
	value = decoded(in.Choices, o.Value)
	own := slices.ContainsFunc(in.Choices, func(c cards.Choice) bool { return c.Value == value })
	if o.Text != nil && !own && value != "" && strings.HasPrefix(o.Value, markChoice) {
		label = unescape.Replace(o.Text.Text)
	}
	return value, label
}
