package teamstest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// control is an action or an input in a card, and the cards it is in: the whole
// one first, then ShowCards down to its own.
type control struct {
	json   fields
	cards  []fields
	titles []string // of the ShowCards
}

func (c control) kind() string { return text(c.json, "type") }

// name is what a person calls it.
func (c control) name() string {
	if c.input() {
		return either(text(c.json, "label"), either(text(c.json, "placeholder"), text(c.json, "title")))
	}
	return either(text(c.json, "title"), text(c.json, "tooltip"))
}

func (c control) input() bool { return strings.HasPrefix(c.kind(), "Input.") }

func (c control) path() string { return strings.Join(append(slices.Clone(c.titles), c.name()), "/") }

// verb is the action's, or what our fallbacks carry as data.verb.
func (c control) verb() string {
	return either(text(c.json, "verb"), text(child(c.json, "data"), "verb"))
}

// parts are where a card, an element or an action has others in it, in the order
// in which they are seen.
var parts = []string{"body", "items", "columns", "rows", "cells", "images", "inlines", "facts", "inlineAction", "selectAction", "actions"}

// controlsOf are all actions and inputs of a card, from top to bottom.
func controlsOf(card fields) []control { return controlsIn(nil, card, []fields{card}, nil) }

func controlsIn(found []control, v fields, cards []fields, titles []string) []control {
	for _, name := range parts {
		list := objects(v[name])
		if one := child(v, name); one != nil {
			list = []fields{one}
		}
		for _, o := range list {
			if kind := text(o, "type"); strings.HasPrefix(kind, "Action.") || strings.HasPrefix(kind, "Input.") {
				found = append(found, control{o, cards, titles})
			}
			if inner := child(o, "card"); inner != nil && text(o, "type") == "Action.ShowCard" {
				found = controlsIn(found, inner, append(slices.Clone(cards), inner), append(slices.Clone(titles), text(o, "title")))
			}
			found = controlsIn(found, o, cards, titles)
		}
	}
	return found
}

// sent are the inputs that an action sends: those of its own card and of the cards
// around that, not those of ShowCards beside or below.
func (c control) sent(all []control) (found []control) {
	if text(c.json, "associatedInputs") == "none" {
		return nil
	}
	for _, in := range all {
		if in.input() && in.around(c) {
			found = append(found, in)
		}
	}
	return found
}

// around tells whether the input's card is one of those that the action is in.
func (c control) around(action control) bool {
	if len(c.cards) > len(action.cards) {
		return false
	}
	for i := range c.cards {
		if !same(c.cards[i], action.cards[i]) {
			return false
		}
	}
	return true
}

// same tells whether two objects are one.
func same(a, b fields) bool { return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer() }

// pick finds the one control that is called so: by its path, else by id, label or
// verb. "Open#2" is the second of those that are called "Open".
func pick(all []control, which string, like func(control) bool) (control, error) {
	name, nth, _ := strings.Cut(which, "#")
	if n, err := strconv.Atoi(nth); err == nil {
		return picked(all, name, n, like)
	}
	return picked(all, which, 0, like)
}

// picked is pick; n is which one of them, 0: the only one.
func picked(all []control, which string, n int, like func(control) bool) (control, error) {
	var exact, called []control
	var names []string
	for _, c := range all {
		if !like(c) {
			continue
		}
		if c.path() == which || text(c.json, "id") == which {
			exact = append(exact, c)
		}
		if c.name() == which || !c.input() && c.verb() == which {
			called = append(called, c)
		}
		names = append(names, c.path())
	}
	if len(exact) == 1 {
		called = exact
	}
	switch {
	case n > 0 && n <= len(called):
		return called[n-1], nil
	case n == 0 && len(called) == 1:
		return called[0], nil
	case len(called) == 0:
		return control{}, fmt.Errorf("there is nothing of that name, but %q", names)
	}
	return control{}, fmt.Errorf("there are %d of that name: use the path (%q), the id or a number", len(called), names)
}

func isButton(c control) bool { return !c.input() }
func isInput(c control) bool  { return c.input() }

func buttonsOf(card json.RawMessage) (found []Button) {
	for _, c := range controlsOf(cardOf(card)) {
		if isButton(c) {
			found = append(found, c.button())
		}
	}
	return found
}

func buttonOf(card json.RawMessage, which string) (Button, bool) {
	c, err := pick(controlsOf(cardOf(card)), which, isButton)
	if err != nil {
		return Button{}, false
	}
	return c.button(), true
}

func (c control) button() Button {
	b := Button{Type: c.kind(), Label: c.name(), ID: text(c.json, "id"), Verb: c.verb(), Path: c.path(), URL: text(c.json, "url"),
		Style: text(c.json, "style"), Mode: text(c.json, "mode"), Tooltip: text(c.json, "tooltip"),
		Dialog: c.fetches(), Fallback: text(child(c.json, "fallback"), "type")}
	if data := c.json["data"]; data != nil {
		b.Data = encode(data)
	}
	return b
}

// fetches tells whether the action opens a dialog.
func (c control) fetches() bool {
	return text(child(child(c.json, "data"), "msteams"), "type") == "task/fetch"
}

func inputsOf(card json.RawMessage) (found []Input) {
	for _, c := range controlsOf(cardOf(card)) {
		if isInput(c) {
			found = append(found, c.export())
		}
	}
	return found
}

func inputOf(card json.RawMessage, name string) (Input, bool) {
	c, err := pick(controlsOf(cardOf(card)), name, isInput)
	if err != nil {
		return Input{}, false
	}
	return c.export(), true
}

func (c control) export() Input {
	most, _ := number(c.json, "maxLength")
	i := Input{Type: c.kind(), ID: text(c.json, "id"), Label: text(c.json, "label"), Value: c.initial(), Placeholder: text(c.json, "placeholder"),
		Error: text(c.json, "errorMessage"), Path: c.path(), Required: c.json["isRequired"] == true, Multiline: c.json["isMultiline"] == true,
		MaxLength: int(most), Options: c.options(), Dataset: text(child(c.json, "choices.data"), "dataset")}
	if c.kind() == "Input.Toggle" {
		i.Label = either(i.Label, text(c.json, "title"))
	}
	return i
}

// initial is what stands in an input that nobody touched.
func (c control) initial() string {
	v := anyText(c.json["value"])
	if c.kind() == "Input.Toggle" {
		return either(v, c.off())
	}
	return v
}

// on and off are the values of a toggle.
func (c control) on() string  { return either(text(c.json, "valueOn"), "true") }
func (c control) off() string { return either(text(c.json, "valueOff"), "false") }

func (c control) options() (found []Option) {
	for _, o := range objects(c.json["choices"]) {
		found = append(found, Option{text(o, "title"), text(o, "value")})
	}
	return found
}
