package slacktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// values is a view's state: block id → action id → what stands in the element.
type values map[string]map[string]fields

// holds is the field of an element's state that holds its value.
// https://docs.slack.dev/reference/block-kit/block-elements
var holds = map[string]string{
	"plain_text_input": "value", "email_text_input": "value", "url_text_input": "value", "number_input": "value",
	"rich_text_input": "rich_text_value", "static_select": "selected_option", "external_select": "selected_option",
	"radio_buttons": "selected_option", "checkboxes": "selected_options", "multi_static_select": "selected_options",
	"multi_external_select": "selected_options", "datepicker": "selected_date", "timepicker": "selected_time",
	"datetimepicker": "selected_date_time", "users_select": "selected_user", "conversations_select": "selected_conversation",
	"channels_select": "selected_channel", "multi_users_select": "selected_users",
	"multi_conversations_select": "selected_conversations", "multi_channels_select": "selected_channels",
}

// starts is the field of an element that its value begins with.
var starts = map[string]string{
	"value": "initial_value", "rich_text_value": "initial_value", "selected_option": "initial_option", "selected_options": "initial_options",
	"selected_date": "initial_date", "selected_time": "initial_time", "selected_date_time": "initial_date_time", "selected_user": "initial_user",
	"selected_conversation": "initial_conversation", "selected_channel": "initial_channel", "selected_users": "initial_users",
	"selected_conversations": "initial_conversations", "selected_channels": "initial_channels",
}

// freshState is the state of blocks: what was typed before in the same element, or what the element begins with.
func freshState(list layout, typed values) values {
	out := values{}
	for _, e := range elementsOf(list) {
		field, holdsValue := holds[e.kind()]
		if !holdsValue {
			continue
		}
		if out[e.block] == nil {
			out[e.block] = map[string]fields{}
		}
		old := typed[e.block][e.action()]
		if text(old, "type") != e.kind() {
			old = fields{"type": e.kind(), field: beginning(e.json, field)}
		}
		out[e.block][e.action()] = old
	}
	return out
}

func beginning(e fields, field string) any {
	first := e[starts[field]]
	if first == nil && strings.HasSuffix(field, "s") {
		return []any{}
	}
	return escaped(first)
}

// empty tells whether nothing was typed or chosen.
func empty(state fields) bool {
	switch v := state[holds[text(state, "type")]].(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	}
	return false
}

// inWords is what stands in an element, options by their values.
func inWords(state fields) string {
	switch v := state[holds[text(state, "type")]].(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case fields:
		if text(v, "type") == "rich_text" {
			return richWords(v)
		}
		return text(v, "value")
	case []any:
		var words []string
		for _, one := range v {
			if o, is := one.(fields); is {
				words = append(words, text(o, "value"))
			} else {
				words = append(words, fmt.Sprint(one))
			}
		}
		return strings.Join(words, "\n")
	}
	return ""
}

// typeIn is the state of an element after a person typed or chose that; an error where the client would not let them.
func (v *view) typeIn(e element, words string) (fields, error) {
	field := holds[e.kind()]
	state := fields{"type": e.kind(), field: nil}
	switch {
	case field == "":
		return nil, fmt.Errorf("nothing can be typed into a %s", e.kind())
	case strings.HasSuffix(field, "s"):
		return v.chooseMany(e, field, words)
	case words == "":
		return state, nil
	}
	value, err := v.accept(e, field, words)
	if err != nil {
		return nil, fmt.Errorf("field %q: %w", e.label, err)
	}
	state[field] = value
	return state, nil
}

func (v *view) accept(e element, field, words string) (any, error) {
	switch field {
	case "selected_option":
		return v.option(e, words)
	case "selected_date":
		_, err := time.Parse(time.DateOnly, words)
		return words, err
	case "selected_time":
		_, err := time.Parse("15:04", words)
		return words, err
	case "selected_date_time":
		_, err := strconv.ParseInt(words, 10, 64)
		return json.Number(words), err
	case "rich_text_value":
		section := fields{"type": "rich_text_section", "elements": []any{fields{"type": "text", "text": words}}}
		return fields{"type": "rich_text", "elements": []any{section}}, nil
	case "value":
		return words, acceptText(e, words)
	}
	return words, nil
}

// acceptText is what the client checks of typed text.
func acceptText(e element, words string) error {
	n := utf8.RuneCountInString(words)
	most, has := number(e.json, "max_length")
	if !has && e.kind() == "plain_text_input" {
		most = 3000
	}
	least, _ := number(e.json, "min_length")
	switch {
	case most > 0 && float64(n) > most:
		return fmt.Errorf("%d characters, but no more than %v can be typed", n, most)
	case float64(n) < least:
		return fmt.Errorf("%d characters, but %v are needed", n, least)
	case strings.Contains(words, "\n") && e.json["multiline"] != true:
		return fmt.Errorf("a line break in a field of one line")
	}
	switch e.kind() {
	case "number_input":
		return acceptNumber(e, words)
	case "email_text_input":
		_, err := mail.ParseAddress(words)
		return err
	case "url_text_input":
		_, err := url.ParseRequestURI(words)
		return err
	}
	return nil
}

func acceptNumber(e element, words string) error {
	n, err := strconv.ParseFloat(words, 64)
	if err != nil {
		return fmt.Errorf("%q is no number", words)
	}
	if e.json["is_decimal_allowed"] != true && strings.ContainsAny(words, ".,") {
		return fmt.Errorf("%q is no whole number", words)
	}
	if least, has := number(e.json, "min_value"); has && n < least {
		return fmt.Errorf("%s is less than %v", words, least)
	}
	if most, has := number(e.json, "max_value"); has && n > most {
		return fmt.Errorf("%s is more than %v", words, most)
	}
	return nil
}

// number reads a number that may be written as text, as min_value is.
func number(object fields, name string) (float64, bool) {
	n, err := strconv.ParseFloat(fmt.Sprint(object[name]), 64)
	return n, err == nil && object[name] != nil
}

// chooseMany chooses options or ids, one a line.
func (v *view) chooseMany(e element, field, words string) (fields, error) {
	chosen := []any{}
	for line := range strings.SplitSeq(words, "\n") {
		if line == "" {
			continue
		}
		if field != "selected_options" {
			chosen = append(chosen, line)
			continue
		}
		o, err := v.option(e, line)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, o)
	}
	if most, has := number(e.json, "max_selected_items"); has && float64(len(chosen)) > most {
		return nil, fmt.Errorf("field %q: no more than %v can be chosen", e.label, most)
	}
	return fields{"type": e.kind(), field: chosen}, nil
}

// option finds a choice by text or value, in what was suggested where the list comes from the app.
func (v *view) option(e element, want string) (fields, error) {
	list := rawOptions(e.json)
	if strings.HasSuffix(e.kind(), "external_select") && v != nil {
		list = v.offers[[2]string{e.block, e.action()}]
		if first := child(e.json, "initial_option"); first != nil {
			list = append(slices.Clip(list), first)
		}
	}
	var found []fields
	for _, o := range list {
		if text(o, "value") == want {
			return escaped(o).(fields), nil
		}
		if shown(o["text"]) == want {
			found = append(found, o)
		}
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("there is no choice %q", want)
	case 1:
		return escaped(found[0]).(fields), nil
	}
	return nil, fmt.Errorf("there are %d choices %q: name one by its value", len(found), want)
}

func rawOptions(e fields) (found []fields) {
	list, _ := e["options"].([]any)
	groups, _ := e["option_groups"].([]any)
	for _, g := range groups {
		if object, is := g.(fields); is {
			inner, _ := object["options"].([]any)
			list = append(slices.Clip(list), inner...)
		}
	}
	for _, o := range list {
		if object, is := o.(fields); is {
			found = append(found, object)
		}
	}
	return found
}

// with is a copy of the state with one element changed: payloads that hold the old one are not touched.
func (v values) with(block, action string, state fields) values {
	out := maps.Clone(v)
	if out == nil {
		out = values{}
	}
	out[block] = maps.Clone(out[block])
	if out[block] == nil {
		out[block] = map[string]fields{}
	}
	out[block][action] = state
	return out
}
