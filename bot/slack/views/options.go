package views

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// Suggestions is the answer to a block_suggestion request.
type Suggestions struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// Found is what the back office suggests for words.
type Found struct {
	Items    []task.Candidate
	Contacts []task.Contact
}

// The value of an option is a mark and what it stands for, escaped. What is too
// long for a value is its digest, which only a form's own choice can be known by
// again.
const (
	markChoice = "v" // a value of a form's choice, or of a search
	markItem   = "i" // number and, where there is one, a space and the variant
	markWords  = "w" // the words that were typed
	markSkip   = "s" // leave the line out
	markDigest = "h"
)

func encode(mark, value string) string {
	if v := mark + escapeValue.Replace(value); units(v) <= maxValue && value == strings.ToValidUTF8(value, "") {
		return v
	}
	sum := sha256.Sum256([]byte(value))
	return markDigest + hex.EncodeToString(sum[:16])
}

// decoded is the value that an option stands for, among choices where it is a
// digest.
func decoded(choices []cards.Choice, option string) string {
	if mark := option[:min(1, len(option))]; mark != markDigest {
		return unescapeValue.Replace(strings.TrimPrefix(option, mark))
	}
	for _, c := range choices {
		if encode(markChoice, c.Value) == option {
			return c.Value
		}
	}
	return ""
}

// wordsOf is the typed words that an option stands for, or "".
func wordsOf(option string) string {
	if rest, ok := strings.CutPrefix(option, markWords); ok {
		return unescapeValue.Replace(rest)
	}
	return ""
}

// What might be trimmed or come back as an entity is not in a value.
var (
	escapeValue   = strings.NewReplacer("%", "%25", " ", "%20", "&", "%26", "<", "%3C", ">", "%3E")
	unescapeValue = strings.NewReplacer("%25", "%", "%20", " ", "%26", "&", "%3C", "<", "%3E", ">")
)

// itemValue is an item and its variant as the value of an option; too long for
// that, "".
func itemValue(item, variant string) string {
	v := markItem + escapeValue.Replace(item)
	if variant != "" {
		v += " " + escapeValue.Replace(variant)
	}
	if units(v) > maxValue || v != strings.ToValidUTF8(v, "") {
		return ""
	}
	return v
}

// itemOf is the item and variant that an option stands for.
func itemOf(option string) (item, variant string, ok bool) {
	rest, ok := strings.CutPrefix(option, markItem)
	item, variant, _ = strings.Cut(rest, " ")
	if !ok || item == "" {
		return "", "", false
	}
	return unescapeValue.Replace(item), unescapeValue.Replace(variant), true
}

// itemOption is the value of the option for an item that is chosen, however it was.
func itemOption(item, variant string) string {
	return cmp.Or(itemValue(item, variant), encode(markWords, item))
}

func option(value string, label, note cards.Text) *slack.OptionBlockObject {
	o := slack.NewOptionBlockObject(value, blocks.PlainText(label, maxOption), nil)
	if !note.Empty() {
		o.Description = blocks.PlainText(note, maxOption)
	}
	return o
}

func choiceOption(c cards.Choice) *slack.OptionBlockObject {
	label, note := c.Label, c.Note
	if label.Empty() {
		label = cards.Text{S: c.Value, From: cards.Colleague}
	}
	if note.Empty() && len([]rune(label.Line())) > maxOption { // the rest of the label below it
		r := []rune(label.Line())
		note = cards.Text{S: "…" + string(r[maxOption-1:]), From: label.From}
	}
	return option(encode(markChoice, c.Value), label, note)
}

// own is the options that an input offers by itself, and nothing chosen where that
// is a choice.
func (s *State) own(in cards.Input, w *lang.Words) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	if in.Name == "" {
		return nil
	}
	if !in.Required && !slices.ContainsFunc(in.Choices, func(c cards.Choice) bool { return c.Value == "" }) {
		out = append(out, option(markChoice, ours(w.T("slack.view.none."+noneOf(in))), cards.Text{}))
	}
	for _, c := range in.Choices {
		out = append(out, choiceOption(c))
	}
	return out
}

func noneOf(in cards.Input) string {
	if in.Name == "customer" || in.Name == "ship_to" {
		return in.Name
	}
	return "other"
}

// Seeks says what to ask the back office for a select: VerbItem, VerbContact,
// VerbCust (contacts, too), or "" where nothing is to be asked.
func Seeks(actionID, words string) task.Kind {
	verb, ok := blocks.Verb(actionID)
	if !ok || strings.TrimSpace(words) == "" {
		return ""
	}
	switch verb {
	case VerbItem, VerbContact, VerbCust:
		return verb
	}
	return ""
}

// Options is the suggestions of a select for words as typed so far: the form's own
// candidates that have the words in them, then what was found, then the typed
// words themselves where they may be used.
func Options(f cards.Form, s *State, actionID, words string, found Found, o Look) Suggestions {
	w := lang.For(o.Lang)
	verb, _ := blocks.Verb(actionID)
	part := Part(actionID)
	var l optionList
	switch {
	case verb == VerbItem:
		p, picked := pickOf(f, part)
		if picked {
			l.add(fitting(pickOptions(p), words)...)
		}
		l.add(itemOptions(found.Items)...)
		l.words(words, w)
		if picked {
			l.add(option(markSkip, ours(f.Words.Skip), cards.Text{}))
		}
	default:
		in := inputOf(f, part)
		l.add(fitting(s.own(in, w), words)...)
		l.add(contactOptions(found.Contacts, verb)...)
		if in.Free {
			l.words(words, w)
		}
	}
	return Suggestions{Options: l.list()}
}

// optionList is options, each value once, the last ones kept where there are too many.
type optionList struct{ head, tail []*slack.OptionBlockObject }

func (l *optionList) add(list ...*slack.OptionBlockObject) {
	for _, o := range list {
		same := func(x *slack.OptionBlockObject) bool { return x.Value == o.Value }
		switch {
		case slices.ContainsFunc(l.head, same):
		case o.Value[:1] == markWords || o.Value == markSkip:
			l.tail = append(l.tail, o)
		default:
			l.head = append(l.head, o)
		}
	}
}

// words offers what was typed, where an option can hold it.
func (l *optionList) words(typed string, w *lang.Words) {
	typed = strings.TrimSpace(typed)
	known := func(o *slack.OptionBlockObject) bool { return strings.EqualFold(named(o.Value), typed) }
	if typed == "" || strings.HasPrefix(encode(markWords, typed), markDigest) || slices.ContainsFunc(l.head, known) {
		return
	}
	l.add(option(encode(markWords, typed), cards.Text{S: w.T("slack.view.use", lang.Args{"Words": typed}), From: cards.Colleague}, cards.Text{}))
}

// named is the number or code that an option stands for.
func named(option string) string {
	if item, variant, ok := itemOf(option); ok {
		return strings.TrimSpace(item + " " + variant)
	}
	return decoded(nil, option)
}

func (l *optionList) list() []*slack.OptionBlockObject {
	head := l.head[:min(len(l.head), maxOptions-len(l.tail))]
	return append(append([]*slack.OptionBlockObject{}, head...), l.tail...)
}

// fitting is the options whose words have all of the typed ones in them.
func fitting(list []*slack.OptionBlockObject, words string) []*slack.OptionBlockObject {
	return slices.DeleteFunc(slices.Clone(list), func(o *slack.OptionBlockObject) bool {
		text := o.Value + " " + o.Text.Text
		if o.Description != nil {
			text += " " + o.Description.Text
		}
		for _, word := range strings.Fields(strings.ToLower(words)) {
			if !strings.Contains(strings.ToLower(text), word) {
				return true
			}
		}
		return false
	})
}

func itemOptions(list []task.Candidate) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, c := range list {
		if value := itemValue(c.Number, c.Variant); value != "" && c.Number != "" {
			out = append(out, option(value, cards.Text{S: joinDot(c.Number, c.Variant, c.Description), From: cards.Colleague},
				cards.Text{S: c.Why, From: cards.Colleague}))
		}
	}
	return out
}

// contactOptions is contacts, or for VerbCust their customers, each once.
func contactOptions(list []task.Contact, verb task.Kind) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, c := range list {
		value, label, note := c.Number, joinDot(c.Name, c.Company), joinDot(c.Number, c.Email)
		if verb == VerbCust {
			value, label, note = c.Customer, joinDot(c.Company, c.Customer), ""
		}
		if code := encode(markChoice, value); value != "" && code[:1] == markChoice {
			out = append(out, option(code, cards.Text{S: label, From: cards.Colleague}, cards.Text{S: note, From: cards.Colleague}))
		}
	}
	return out
}

// joinDot is the words that are there, between dots.
func joinDot(words ...string) string {
	words = slices.DeleteFunc(words, func(s string) bool { return cards.Text{S: s}.Empty() })
	return strings.Join(words, " · ")
}

func pickOf(f cards.Form, part string) (cards.PickIn, bool) {
	line, err := strconv.Atoi(part)
	i := slices.IndexFunc(f.Picks, func(p cards.PickIn) bool { return p.Line == line })
	if err != nil || i < 0 {
		return cards.PickIn{}, false
	}
	return f.Picks[i], true
}

func pickOptions(p cards.PickIn) []*slack.OptionBlockObject {
	var out []*slack.OptionBlockObject
	for _, c := range p.Choices {
		out = append(out, choiceOption(c))
	}
	return out
}
