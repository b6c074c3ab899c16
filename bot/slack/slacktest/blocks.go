package slacktest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// layout is a list of blocks as the app sent it, decoded; it is never changed after normalise.
type layout []any

// encode is JSON as Slack writes it: & < > stay as they are.
func encode(v any) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(fmt.Sprintf("slacktest: encoding what was decoded: %v", err)) // only JSON values get here
	}
	return bytes.TrimSpace(out.Bytes())
}

// decode reads JSON and keeps numbers as they are written.
func decode(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec.Decode(into)
}

// readBlocks decodes, judges and normalises blocks. The lock is held.
func (s *Server) readBlocks(data, surface string) (layout, []string) {
	var list layout
	if err := decode([]byte(data), &list); err != nil {
		return nil, []string{"[ERROR] blocks are no JSON array: " + err.Error()}
	}
	s.normalise(list)
	wrong := ownCheck(list, surface)
	if s.check != nil && len(list) > 0 {
		wrong = append(wrong, s.check([]byte(data), surface)...)
	}
	return list, wrong
}

// normalise gives ids to blocks and elements that came without.
func (s *Server) normalise(list layout) {
	for _, b := range list {
		if block, ok := b.(fields); ok && text(block, "block_id") == "" {
			block["block_id"] = s.id("b")
		}
	}
	for _, e := range elementsOf(list) {
		if text(e.json, "action_id") == "" {
			e.json["action_id"] = s.id("a")
		}
	}
}

// Numbers: https://docs.slack.dev/reference/block-kit/blocks
var mostBlocks = map[string]int{"message": 50, "modal": 100, "home": 100}

// ownCheck are the few rules that hold whatever judge of blocks is set.
func ownCheck(list layout, surface string) (wrong []string) {
	if len(list) > mostBlocks[surface] {
		wrong = append(wrong, fmt.Sprintf("[ERROR] no more than %d items allowed [json-pointer:/blocks]", mostBlocks[surface]))
	}
	seen := map[string]bool{}
	for i, b := range list {
		block, ok := b.(fields)
		if !ok || text(block, "type") == "" {
			wrong = append(wrong, fmt.Sprintf("[ERROR] missing required field: type [json-pointer:/blocks/%d]", i))
			continue
		}
		id := text(block, "block_id")
		if seen[id] {
			wrong = append(wrong, fmt.Sprintf("[ERROR] `block_id` %q already exists [json-pointer:/blocks/%d/block_id]", id, i))
		}
		seen[id] = true
		wrong = append(wrong, tooLong(id, 255, fmt.Sprintf("/blocks/%d/block_id", i))...)
	}
	return append(wrong, checkElements(list)...)
}

func checkElements(list layout) (wrong []string) {
	seen := map[[2]string]bool{}
	for _, e := range elementsOf(list) {
		key := [2]string{e.block, e.action()}
		if seen[key] {
			wrong = append(wrong, fmt.Sprintf("[ERROR] `action_id` %q already exists in block %q", key[1], key[0]))
		}
		seen[key] = true
		where := "element " + e.action()
		wrong = append(wrong, tooLong(e.action(), 255, where)...)
		if e.kind() == "button" {
			wrong = append(wrong, tooLong(text(e.json, "value"), 2000, where)...)
			wrong = append(wrong, tooLong(shown(e.json["text"]), 75, where)...)
		}
	}
	return wrong
}

func tooLong(s string, most int, where string) []string {
	if utf8.RuneCountInString(s) <= most {
		return nil
	}
	return []string{fmt.Sprintf("[ERROR] must be less than %d characters [json-pointer:%s]", most+1, where)}
}

// element is something interactive: where it is and what it is.
type element struct {
	json  fields
	block string // block id
	input fields // the input block around it, or nil
	label string // of the block around it: an input's label, a section's text
}

func (e element) kind() string   { return text(e.json, "type") }
func (e element) action() string { return text(e.json, "action_id") }

// interactive are the element types that a person can use.
var interactive = map[string]bool{
	"button": true, "overflow": true, "static_select": true, "external_select": true, "users_select": true,
	"conversations_select": true, "channels_select": true, "multi_static_select": true, "multi_external_select": true,
	"multi_users_select": true, "multi_conversations_select": true, "multi_channels_select": true, "datepicker": true,
	"timepicker": true, "datetimepicker": true, "checkboxes": true, "radio_buttons": true, "plain_text_input": true,
	"email_text_input": true, "url_text_input": true, "number_input": true, "rich_text_input": true, "file_input": true,
	"workflow_button": true, "icon_button": true, "feedback_buttons": true,
}

// elementsOf finds all interactive elements in the order of the blocks.
func elementsOf(list layout) (found []element) {
	for _, b := range list {
		block, ok := b.(fields)
		if !ok {
			continue
		}
		at := element{block: text(block, "block_id"), label: shown(block["text"])}
		if text(block, "type") == "input" {
			at.input, at.label = block, shown(block["label"])
		}
		for _, name := range order {
			found = collect(found, block[name], at)
		}
	}
	return found
}

func collect(found []element, v any, at element) []element {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			found = collect(found, one, at)
		}
	case fields:
		if interactive[text(v, "type")] {
			at.json = v
			return append(found, at)
		}
		for _, name := range order {
			found = collect(found, v[name], at)
		}
	}
	return found
}

// order is the order in which the parts of a block are read; keys that are not here are not for people.
var order = []string{"title", "subtitle", "text", "alert", "body", "fields", "label", "description", "columns", "rows", "elements", "element", "blocks",
	"children", "cards", "accessory", "hint", "actions", "alt_text", "tasks", "details", "output"}

// text is a text field of an object, "" without.
func text(object fields, name string) string {
	s, _ := object[name].(string)
	return s
}

// child is an object in an object, nil without.
func child(object fields, name string) fields {
	c, _ := object[name].(fields)
	return c
}

// escaped copies JSON with the words of all text objects escaped, as Slack gives them back. Rich text and raw text stay.
func escaped(v any) any {
	switch v := v.(type) {
	case layout:
		return escaped([]any(v))
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = escaped(v[i])
		}
		return out
	case fields:
		return escapedObject(v)
	}
	return v
}

func escapedObject(v fields) fields {
	out := make(fields, len(v))
	for name, one := range v {
		out[name] = escaped(one)
	}
	switch words := text(v, "text"); text(v, "type") {
	case "plain_text":
		out["text"] = escapePlain(words)
	case "mrkdwn":
		out["text"] = escapeText(words)
	}
	return out
}

var (
	toEntities   = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	fromEntities = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">")
)

// escapePlain escapes again whatever it gets, as is reported of plain_text in payloads.
func escapePlain(s string) string { return toEntities.Replace(s) }
