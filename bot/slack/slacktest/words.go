package slacktest

import (
	"regexp"
	"slices"
	"strings"
)

// token is a sequence that Slack reads in mrkdwn: a mention, a link, a date.
var token = regexp.MustCompile(`<([@#!][^<>]+|(?:https?|mailto|tel|ftp|slack)[^<>\s|]*:?[^<>]*)>`)

// escapeText is how Slack keeps mrkdwn: tokens as they are, & < > as entities, entities not twice.
func escapeText(s string) string {
	var out strings.Builder
	last := 0
	for _, at := range token.FindAllStringIndex(s, -1) {
		out.WriteString(toEntities.Replace(fromEntities.Replace(s[last:at[0]])))
		out.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	out.WriteString(toEntities.Replace(fromEntities.Replace(s[last:])))
	return out.String()
}

// readText is what a person reads of mrkdwn: tokens by their label, entities as characters.
func readText(s string) string {
	s = token.ReplaceAllStringFunc(s, func(t string) string {
		inner := t[1 : len(t)-1]
		if _, label, has := strings.Cut(inner, "|"); has {
			return label
		}
		return strings.Replace(inner, "!", "@", 1)
	})
	return fromEntities.Replace(s)
}

// shown is what a person reads of a text object.
func shown(v any) string {
	object, ok := v.(fields)
	if !ok {
		return ""
	}
	switch words := text(object, "text"); text(object, "type") {
	case "plain_text":
		return fromEntities.Replace(words)
	case "mrkdwn":
		return readText(words)
	default:
		return words
	}
}

// wordsOf is what a person reads of blocks: a line for each text, a table's row in one line, buttons in brackets.
func wordsOf(list layout) string {
	var lines []string
	for _, b := range list {
		lines = readWords(lines, b)
	}
	return strings.Join(lines, "\n")
}

func readWords(lines []string, v any) []string {
	switch v := v.(type) {
	case string:
		return append(lines, v) // alt texts
	case []any:
		for _, one := range v {
			lines = readWords(lines, one)
		}
	case fields:
		return readObject(lines, v)
	}
	return lines
}

func readObject(lines []string, v fields) []string {
	kind := text(v, "type")
	switch {
	case kind == "plain_text" || kind == "mrkdwn" || kind == "raw_text" || kind == "markdown":
		return append(lines, shown(v))
	case kind == "raw_number":
		return append(lines, cellText(v))
	case strings.HasPrefix(kind, "rich_text"):
		return append(lines, richWords(v))
	case kind == "table" || kind == "data_table":
		return readTable(lines, v)
	case interactive[kind]:
		return readElement(lines, v)
	}
	for _, name := range order {
		if name == "alt_text" && kind != "image" {
			continue
		}
		lines = readWords(lines, v[name])
	}
	return lines
}

func readTable(lines []string, v fields) []string {
	rows, _ := v["rows"].([]any)
	for _, row := range rows {
		cells, _ := row.([]any)
		if object, ok := row.(fields); ok {
			cells, _ = object["cells"].([]any)
		}
		var words []string
		for _, cell := range cells {
			c, _ := cell.(fields)
			words = append(words, cellText(c))
		}
		lines = append(lines, strings.Join(words, " | "))
	}
	return lines
}

func cellText(c fields) string {
	if strings.HasPrefix(text(c, "type"), "rich_text") {
		return richWords(c)
	}
	if words := text(c, "text"); words != "" {
		return words
	}
	if n, ok := c["value"].(interface{ String() string }); ok {
		return n.String()
	}
	return text(c, "value")
}

// readElement reads a button's label, or the words in a field and its choices.
func readElement(lines []string, v fields) []string {
	if label := shown(v["text"]); label != "" {
		return append(lines, "["+label+"]")
	}
	for _, name := range []string{"initial_value", "initial_date", "initial_time"} {
		if words := text(v, name); words != "" {
			lines = append(lines, words)
		}
	}
	if words := shown(v["placeholder"]); words != "" {
		lines = append(lines, "["+words+"]")
	}
	for _, o := range optionsOf(v) {
		lines = append(lines, "["+o.Text+"]")
	}
	return lines
}

// richWords reads rich text: sections and list items end with a line.
func richWords(v fields) string {
	kind := text(v, "type")
	switch kind {
	case "text":
		return text(v, "text")
	case "link":
		if words := text(v, "text"); words != "" {
			return words
		}
		return text(v, "url")
	case "user", "usergroup", "channel", "broadcast":
		return "@" + text(v, kind+"_id") + text(v, "range")
	case "emoji":
		return ":" + text(v, "name") + ":"
	case "date":
		return text(v, "fallback")
	}
	var parts []string
	inner, _ := v["elements"].([]any)
	for _, one := range inner {
		if object, ok := one.(fields); ok {
			parts = append(parts, richWords(object))
		}
	}
	if kind == "rich_text" || kind == "rich_text_list" {
		return strings.Join(parts, "\n")
	}
	return strings.Join(parts, "")
}

// optionsOf are an element's choices, in groups or not.
func optionsOf(v fields) (found []Option) {
	list, _ := v["options"].([]any)
	groups, _ := v["option_groups"].([]any)
	for _, g := range groups {
		if object, ok := g.(fields); ok {
			inner, _ := object["options"].([]any)
			list = append(slices.Clip(list), inner...)
		}
	}
	for _, o := range list {
		if object, ok := o.(fields); ok {
			found = append(found, Option{Text: shown(object["text"]), Value: text(object, "value")})
		}
	}
	return found
}
