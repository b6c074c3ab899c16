package blocks

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Composition objects.
// https://docs.slack.dev/reference/block-kit/composition-objects

// constant is the type of an object: union has looked at it already, other
// places have not.
func constant(s string) kind { return enum(s) }

// plainOf is a plain_text object of so many characters.
func plainOf(least, most int) kind {
	return is(object("type!", constant("plain_text"), "text!", text(least, most), "emoji", kind(boolean)))
}

// textOf is a text object, plain or markup, of so many characters.
func textOf(least, most int) kind {
	return union(map[string]shape{
		"plain_text": object("type!", constant("plain_text"), "text!", text(least, most), "emoji", kind(boolean)),
		"mrkdwn":     object("type!", constant("mrkdwn"), "text!", text(least, most), "verbatim", kind(boolean)),
	})
}

var confirmation = is(object("title!", plainOf(1, 100), "text!", textOf(1, 300), "confirm!", plainOf(1, 30),
	"deny!", plainOf(1, 30), "style", enum("primary", "danger")))

var dispatch = is(object("trigger_actions_on!", list(1, 2, enum("on_enter_pressed", "on_character_entered"))))

// choice is an option of a menu; inside boxes words may be markup, in an overflow
// menu there may be an address.
func choice(words kind, most int, rest ...any) kind {
	return is(object("text!", words, "value!", text(1, most), "description", words).and(rest...))
}

var (
	optionPlain    = choice(plainOf(1, 75), 150)
	optionBox      = choice(textOf(1, 75), 150)
	optionOverflow = choice(plainOf(1, 75), 150, "url", link(3000))
	optionGroup    = is(object("label!", plainOf(1, 75), "options!", list(1, 100, optionPlain)))
)

var slackFile = is(object("id", raw(1, 255), "url", link(3000)).with(either("id", "url")))

var filter = is(object("include", list(1, 4, enum("im", "mpim", "private", "public")),
	"exclude_external_shared_channels", kind(boolean), "exclude_bot_users", kind(boolean)).
	with(need("include", "exclude_external_shared_channels", "exclude_bot_users")))

var placeholder = plainOf(1, 150)

// blockID and actionID are names of ours.
var blockID = raw(1, 255)

// actionID must be there once in a block.
func actionID(j *verdict, at string, v any) {
	raw(1, 255)(j, at, v)
	s, _ := v.(string)
	if s != "" && j.actions[s] {
		j.say(at, "`action_id` %q already exists", s)
	}
	if j.actions != nil {
		j.actions[s] = true
	}
}

// focus may be asked for once in a view.
func focus(j *verdict, at string, v any) {
	boolean(j, at, v)
	if v == true {
		j.focus++
	}
}

var dates = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

func date(j *verdict, at string, v any) {
	if s, ok := v.(string); !ok || !dates.MatchString(s) {
		j.say(at, "must be a date as YYYY-MM-DD")
	}
}

var clocks = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)

func clock(j *verdict, at string, v any) {
	if s, ok := v.(string); !ok || !clocks.MatchString(s) {
		j.say(at, "must be a time as HH:mm")
	}
}

// chosen holds that what is chosen at first is among the options.
func chosen(j *verdict, at string, m map[string]any) {
	first, ok := m["initial_options"].([]any)
	if one, has := m["initial_option"]; has {
		first, ok = append(first, one), true
	}
	if !ok {
		return
	}
	all := offered(m)
	for _, f := range first {
		if !all[same(f)] {
			j.say(at, "initial_option must be one of the options")
		}
	}
}

// offered is every option of a menu, as its JSON.
func offered(m map[string]any) map[string]bool {
	out := map[string]bool{}
	list, _ := m["options"].([]any)
	groups, _ := m["option_groups"].([]any)
	for _, g := range groups {
		group, _ := g.(map[string]any)
		more, _ := group["options"].([]any)
		list = append(list, more...)
	}
	for _, o := range list {
		out[same(o)] = true
	}
	return out
}

// same is a value as JSON: equal ones are the same. "emoji" may be left out.
func same(v any) string {
	b, _ := json.Marshal(v)
	return strings.ReplaceAll(strings.ReplaceAll(string(b), `"emoji":true,`, ""), `"emoji":false,`, "")
}
