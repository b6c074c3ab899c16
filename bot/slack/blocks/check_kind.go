package blocks

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// kind judges one value at a place.
type kind func(j *verdict, at string, v any)

// prop is a property of an object.
type prop struct {
	name string
	is   kind
	need bool
}

// shape is an object: the properties it may have, and what counts for them
// together.
type shape struct {
	props []prop
	rules []func(j *verdict, at string, m map[string]any)
}

// object is a shape of properties in the order given; names that end in "!" are
// required.
func object(rest ...any) shape {
	var s shape
	for i := 0; i+1 < len(rest); i += 2 {
		name := rest[i].(string)
		s.props = append(s.props, prop{strings.TrimSuffix(name, "!"), rest[i+1].(kind), strings.HasSuffix(name, "!")})
	}
	return s
}

// with is the shape with more rules.
func (s shape) with(rules ...func(*verdict, string, map[string]any)) shape {
	s.rules = slices.Concat(s.rules, rules)
	return s
}

// and is the shape with more properties.
func (s shape) and(rest ...any) shape {
	return shape{slices.Concat(s.props, object(rest...).props), s.rules}
}

func (s shape) judge(j *verdict, at string, v any) {
	m, ok := v.(map[string]any)
	if !ok {
		j.say(at, "must provide an object")
		return
	}
	known := map[string]bool{}
	for _, p := range s.props {
		known[p.name] = true
		v, has := m[p.name]
		switch {
		case has:
			p.is(j, at+"/"+p.name, v)
		case p.need:
			j.say(at, "missing required field: %s", p.name)
		}
	}
	for _, name := range sortedKeys(m) {
		if !known[name] {
			j.say(at, "invalid additional property: %s", name)
		}
	}
	for _, rule := range s.rules {
		rule(j, at, m)
	}
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// is makes a shape a kind.
func is(s shape) kind { return s.judge }

// union is one of several objects, told apart by their "type".
func union(all map[string]shape) kind {
	return func(j *verdict, at string, v any) {
		m, ok := v.(map[string]any)
		if !ok {
			j.say(at, "must provide an object")
			return
		}
		name, ok := m["type"].(string)
		s, known := all[name]
		switch {
		case !ok:
			j.say(at, "missing required field: type")
		case !known:
			j.say(at, "unsupported type: %s", name)
		default:
			s.judge(j, at, v)
		}
	}
}

// text is a string of so many characters, counted as Slack does.
func text(least, most int) kind { return sized(least, most, slackLength) }

// raw is a string of so many characters that Slack keeps as it is.
func raw(least, most int) kind { return sized(least, most, utf8.RuneCountInString) }

func sized(least, most int, length func(string) int) kind {
	return func(j *verdict, at string, v any) {
		s, ok := v.(string)
		switch {
		case !ok:
			j.say(at, "must provide a string")
		case length(s) < least:
			j.say(at, "must be more than %d characters", least-1)
		case most > 0 && length(s) > most:
			j.say(at, "must be less than %d characters", most+1)
		}
	}
}

// enum is one of several words.
func enum(all ...string) kind {
	return func(j *verdict, at string, v any) {
		if s, ok := v.(string); !ok || !slices.Contains(all, s) {
			j.say(at, "must be one of: %s", strings.Join(all, ", "))
		}
	}
}

// boolean is true or false.
func boolean(j *verdict, at string, v any) {
	if _, ok := v.(bool); !ok {
		j.say(at, "must provide a boolean")
	}
}

// whole is a whole number of a range.
func whole(least, most int) kind {
	return func(j *verdict, at string, v any) {
		n, ok := v.(json.Number)
		if i, err := strconv.Atoi(n.String()); !ok || err != nil || i < least || i > most {
			j.say(at, "must be an integer from %d to %d", least, most)
		}
	}
}

// number is any number.
func number(j *verdict, at string, v any) {
	if _, ok := v.(json.Number); !ok {
		j.say(at, "must provide a number")
	}
}

// link is an address.
func link(most int) kind {
	return func(j *verdict, at string, v any) {
		raw(1, most)(j, at, v)
		s, _ := v.(string)
		if u, err := url.Parse(s); s != "" && (err != nil || u.Scheme == "") {
			j.say(at, "must be a valid URL")
		}
	}
}

// list is an array of so many values of a kind.
func list(least, most int, each kind) kind {
	return func(j *verdict, at string, v any) {
		all, ok := v.([]any)
		switch {
		case !ok:
			j.say(at, "must provide an array")
			return
		case len(all) < least:
			j.say(at, "no fewer than %d items allowed", least)
		case len(all) > most:
			j.say(at, "no more than %d items allowed", most)
		}
		for i, e := range all {
			each(j, fmt.Sprintf("%s/%d", at, i), e)
		}
	}
}

// need is a rule: one of the properties must be there.
func need(names ...string) func(*verdict, string, map[string]any) {
	return func(j *verdict, at string, m map[string]any) {
		for _, n := range names {
			if _, has := m[n]; has {
				return
			}
		}
		j.say(at, "missing required field: %s", strings.Join(names, " or "))
	}
}

// either is a rule: exactly one of the properties must be there.
func either(names ...string) func(*verdict, string, map[string]any) {
	return func(j *verdict, at string, m map[string]any) {
		n := 0
		for _, name := range names {
			if _, has := m[name]; has {
				n++
			}
		}
		if n != 1 {
			j.say(at, "must provide exactly one of: %s", strings.Join(names, ", "))
		}
	}
}
