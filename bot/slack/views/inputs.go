package views

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// What Slack takes, in characters.
const (
	maxTitle   = 24 // a modal's title, submit and close
	maxLabel   = 2000
	maxHint    = 2000
	maxOption  = 75  // an option's words
	maxValue   = 150 // an option's value
	maxHolder  = 150 // a placeholder
	maxOptions = 100
)

// blockID is the id of an input: its field and the generation.
func blockID(field string, gen int) string { return field + "~" + strconv.Itoa(gen) }

// fieldOf takes a block_id apart.
func fieldOf(id string) (field string, gen int, ok bool) {
	at := strings.LastIndexByte(id, '~')
	if at <= 0 {
		return "", 0, false
	}
	gen, err := strconv.Atoi(id[at+1:])
	return id[:at], gen, err == nil
}

func inputOf(f cards.Form, name string) cards.Input {
	i := slices.IndexFunc(f.Inputs, func(in cards.Input) bool { return in.Name == name })
	if i < 0 {
		return cards.Input{}
	}
	return f.Inputs[i]
}

// typed says whether an input is words to type, not something to choose.
func typed(in cards.Input) bool {
	switch in.Type {
	case cards.InLine, cards.InText, cards.InMails:
		return true
	case cards.InChoice:
		return in.Free && len(in.Choices) == 0 && source(in) == VerbAddress
	}
	return false
}

// source is the verb of the select of a free choice: what it looks up.
func source(in cards.Input) task.Kind {
	switch in.Name {
	case "contact":
		return VerbContact
	case "customer":
		return VerbCust
	}
	return VerbAddress
}

// parts is the text of an input as its parts are shown, before what was typed.
func (s *State) parts(in cards.Input) parts {
	if t, ok := s.Texts[in.Name]; ok {
		return split(t, partUnits)
	}
	return split(in.Value.S, partUnits)
}

// text is the text of an input as it stands, with what was typed.
func (s *State) text(f cards.Form, in cards.Input) string { return s.parts(in).join(s.Parts[in.Name]) }

// value is the value of an input as it stands.
func (s *State) value(f cards.Form, in cards.Input) string {
	if typed(in) {
		return s.text(f, in)
	}
	if v, ok := s.Values[in.Name]; ok {
		return v
	}
	return in.Value.S
}

// partField is the field of a part of a text: the input's name where it is one.
func partField(in cards.Input, p parts, i int) string {
	if len(p.list) == 1 {
		return in.Name
	}
	return in.Name + "." + strconv.Itoa(i)
}

func lined(in cards.Input) bool { return in.Type == cards.InText }

// inputUnits is an input as units, one for each of its parts.
func (s *State) inputUnits(in cards.Input, w *lang.Words) []unit {
	if !typed(in) {
		return []unit{{fields: []string{in.Name}, blocks: 2, weight: weigh(in) + 600, rows: 1, draw: func() []slack.Block {
			return s.withError(in.Name, in.Error, s.field(in, in.Name, s.chooser(in, w)))
		}}}
	}
	var out []unit
	p := s.parts(in)
	for i, x := range p.list {
		field := partField(in, p, i)
		value := shown(x.text, lined(in))
		if t, ok := s.Parts[in.Name][i]; ok {
			value = t
		}
		u := unit{fields: []string{field}, blocks: 2, weight: weigh(x.text) + 600, rows: 1}
		u.draw = func() []slack.Block {
			b := s.field(in, field, textInput(in, field, value))
			if len(p.list) > 1 {
				b.Label = blocks.PlainText(ours(w.T("slack.view.part", lang.Args{"Label": in.Label, "N": strconv.Itoa(i + 1), "Of": strconv.Itoa(len(p.list))})), maxLabel)
				b.Optional = true
			}
			return s.withError(field, errorOf(in, i), b)
		}
		out = append(out, u)
	}
	out[0].fields = append(out[0].fields, in.Name)
	return out
}

func errorOf(in cards.Input, part int) string {
	if part == 0 {
		return in.Error
	}
	return ""
}

// withError puts what is wrong with a field above it: Slack shows errors of its own
// only at the answer to a submission.
func (s *State) withError(field, had string, b *slack.InputBlock) []slack.Block {
	say := cmp.Or(s.Errors[field], had)
	if say == "" {
		return []slack.Block{b}
	}
	return append(warning(say), b)
}

// field is an input block.
func (s *State) field(in cards.Input, field string, e slack.BlockElement) *slack.InputBlock {
	b := slack.NewInputBlock(blockID(field, s.Gen), blocks.PlainText(ours(in.Label), maxLabel), nil, e)
	if in.Hint != "" {
		b.Hint = blocks.PlainText(ours(in.Hint), maxHint)
	}
	b.Optional = !in.Required
	return b
}

func textInput(in cards.Input, field, value string) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, blocks.ActionID(VerbInput, field))
	e.InitialValue = value
	e.Multiline = lined(in)
	e.MaxLength = inputMax
	if !lined(in) && in.Max > 0 {
		e.MaxLength = min(inputMax, max(in.Max, units(value)))
	}
	return e
}

var isoDate = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

// picker is a date to pick. What is no date is shown as nothing picked.
func picker(field, value string, w *lang.Words) *slack.DatePickerBlockElement {
	e := slack.NewDatePickerBlockElement(blocks.ActionID(VerbInput, field))
	e.Placeholder = blocks.PlainText(ours(w.T("slack.view.date")), maxHolder)
	if isoDate.MatchString(value) {
		e.InitialDate = value
	}
	return e
}

// chooser is the element of an input to choose in.
func (s *State) chooser(in cards.Input, w *lang.Words) slack.BlockElement {
	value := s.value(cards.Form{}, in)
	switch {
	case in.Type == cards.InDate:
		return picker(in.Name, value, w)
	case in.Free || len(in.Choices) > maxOptions-1:
		return s.search(in, value, w)
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, blocks.ActionID(VerbInput, in.Name))
	for _, c := range in.Choices {
		o := choiceOption(c)
		e.Options = append(e.Options, o)
		if c.Value == value {
			e.InitialOption = o
		}
	}
	if e.InitialOption == nil && value != "" && units(encode(markChoice, value)) <= maxValue {
		e.InitialOption = option(encode(markChoice, value), ours(value), cards.Text{})
		e.Options = append(e.Options, e.InitialOption)
	}
	return e
}

// search is a select whose suggestions come as the person types.
func (s *State) search(in cards.Input, value string, w *lang.Words) slack.BlockElement {
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, nil, blocks.ActionID(source(in), in.Name))
	e.Placeholder = blocks.PlainText(ours(w.T("slack.view.search")), maxHolder)
	e.MinQueryLength = new(int)
	for _, o := range s.own(in, w) {
		if decoded(in.Choices, o.Value) == value && (value != "" || s.chose(in.Name)) {
			e.InitialOption = o
		}
	}
	if e.InitialOption == nil && value != "" {
		e.InitialOption = option(encode(markChoice, value), ours(cmp.Or(s.Labels[in.Name], value)), cards.Text{})
	}
	return e
}

func (s *State) chose(name string) bool {
	_, ok := s.Values[name]
	return ok
}

// warning is a sentence of ours to mind.
func warning(say string) []slack.Block { return sentence(cards.BlockWarning, ours(say)) }

func sentence(kind string, t cards.Text) []slack.Block {
	return blocks.Render([]cards.Block{{Kind: kind, Text: t}}, pageWeight, blocks.InModal, "")
}

func ours(s string) cards.Text { return cards.Text{S: s} }

// clip cuts words on one line to n runes, visibly.
func clip(s string, n int) string {
	r := []rune(cards.Text{S: s}.Line())
	if len(r) <= n {
		return string(r)
	}
	return strings.TrimSpace(string(r[:n-1])) + "…"
}
