package teamstest

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// Values fill in inputs: by id, label or path; a choice by its text or value,
// several joined by newlines; a toggle by "true" or "false"; dates as 2026-12-31.
// "" empties an input.
type Values map[string]string

// filled is what a button sends of the inputs: what stands in them or is typed
// now, judged as the client does. Empty ones are left out, unless the client sends
// them. message is where suggestions were made. The lock is held.
func (s *Server) filled(u *User, message string, b control, all []control, v Values) (fields, error) {
	scope := b.sent(all)
	typed := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		c, err := pick(scope, name, isInput)
		if err != nil {
			return nil, fmt.Errorf("filling in %q: %w", name, err)
		}
		if typed[text(c.json, "id")], err = c.typeIn(v[name], s.offers[offerKey(u, message, c)]); err != nil {
			return nil, fmt.Errorf("filling in %q: %w", name, err)
		}
	}
	out := fields{}
	for _, c := range scope {
		id := text(c.json, "id")
		value, touched := typed[id]
		if !touched {
			value = c.initial()
		}
		if err := c.ready(value); err != nil && b.sends() {
			return nil, fmt.Errorf("input %q: %w", c.path(), err)
		}
		if value != "" || u.Blank {
			out[id] = value
		}
	}
	return out, nil
}

// sends tells whether the action sends inputs, so that the client judges them.
func (c control) sends() bool { return c.kind() == "Action.Execute" || c.kind() == "Action.Submit" }

func offerKey(u *User, message string, c control) string {
	return strings.Join([]string{u.ID, message, text(c.json, "id")}, "\n")
}

// typeIn is the value that words give, or why the client does not take them.
func (c control) typeIn(words string, offers []Option) (string, error) {
	switch c.kind() {
	case "Input.Text":
		return words, c.fits(words)
	case "Input.Number":
		_, err := strconv.ParseFloat(either(words, "0"), 64)
		return words, err
	case "Input.Date":
		_, err := time.Parse(time.DateOnly, either(words, time.DateOnly))
		return words, err
	case "Input.Time":
		_, err := time.Parse("15:04", either(words, "15:04"))
		return words, err
	case "Input.Toggle":
		return c.toggled(words)
	case "Input.ChoiceSet":
		return c.chosen(words, offers)
	}
	return "", fmt.Errorf("it is an %s", c.kind())
}

// fits tells what a text field lets nobody type.
func (c control) fits(words string) error {
	most, limited := number(c.json, "maxLength")
	switch long := len(utf16.Encode([]rune(words))); {
	case limited && float64(long) > most:
		return fmt.Errorf("%d characters, and it takes %v", long, most)
	case c.json["isMultiline"] != true && strings.ContainsAny(words, "\r\n"):
		return fmt.Errorf("it has one line only")
	}
	return nil
}

func (c control) toggled(words string) (string, error) {
	switch words {
	case "true", c.on():
		return c.on(), nil
	case "false", "", c.off():
		return c.off(), nil
	}
	return "", fmt.Errorf("it takes true or false")
}

func (c control) chosen(words string, offers []Option) (string, error) {
	if words == "" {
		return "", nil
	}
	parts := strings.Split(words, "\n")
	if len(parts) > 1 && c.json["isMultiSelect"] != true {
		return "", fmt.Errorf("only one can be chosen")
	}
	var values []string
	for _, part := range parts {
		value, err := choose(append(c.options(), offers...), part)
		if err != nil {
			return "", err
		}
		values = append(values, value)
	}
	return strings.Join(values, ","), nil
}

// choose finds one option by value, else by text.
func choose(list []Option, words string) (string, error) {
	var values []string
	for _, o := range list {
		if o.Value == words {
			return o.Value, nil
		}
		if o.Text == words && !slices.Contains(values, o.Value) {
			values = append(values, o.Value)
		}
	}
	if len(values) == 1 {
		return values[0], nil
	}
	return "", fmt.Errorf("%d options are called %q; there are %v", len(values), words, list)
}

// ready tells why the client would not send a value.
func (c control) ready(value string) error {
	required := c.json["isRequired"] == true
	switch {
	case required && (value == "" || c.kind() == "Input.Toggle" && value != c.on()):
		return fmt.Errorf("it is required: %s", text(c.json, "errorMessage"))
	case value == "":
		return nil
	}
	if like := text(c.json, "regex"); like != "" && c.kind() == "Input.Text" {
		if r, err := regexp.Compile(like); err != nil || !r.MatchString(value) {
			return fmt.Errorf("it must look like %s", like)
		}
	}
	return c.between(value)
}

// between judges min and max of numbers, dates and times.
func (c control) between(value string) error {
	low, high := anyText(c.json["min"]), anyText(c.json["max"])
	less := func(a, b string) bool { return a < b }
	if c.kind() == "Input.Number" {
		less = func(a, b string) bool {
			x, _ := strconv.ParseFloat(a, 64)
			y, _ := strconv.ParseFloat(b, 64)
			return x < y
		}
	}
	if low != "" && less(value, low) || high != "" && less(high, value) {
		return fmt.Errorf("it takes %q to %q", low, high)
	}
	return nil
}
