package blocks

import (
	"encoding/json"
	"maps"
	"strconv"
	"unicode/utf8"
)

// Block elements.
// https://docs.slack.dev/reference/block-kit/block-elements

// element is the properties of every element that sends something.
func element(name string, rest ...any) shape {
	return object("type!", constant(name), "action_id", kind(actionID)).and(rest...)
}

// menu is a select menu of a kind, and its form for several choices.
func menu(name string, rest ...any) map[string]shape {
	one := element(name, "placeholder", placeholder, "confirm", confirmation, "focus_on_load", kind(focus)).and(rest...)
	many := element("multi_"+name, "placeholder", placeholder, "confirm", confirmation, "focus_on_load", kind(focus),
		"max_selected_items", whole(1, 1000)).and(rest...)
	return map[string]shape{name: one, "multi_" + name: many}
}

var menus = func() map[string]shape {
	out := map[string]shape{}
	static := menu("static_select", "options", list(1, 100, optionPlain), "option_groups", list(1, 100, optionGroup))
	for n, s := range static {
		static[n] = s.with(either("options", "option_groups"), chosen)
	}
	for _, m := range []map[string]shape{
		static,
		menu("external_select", "min_query_length", whole(0, 1000)),
		menu("users_select"), menu("conversations_select", "default_to_current_conversation", kind(boolean), "filter", filter), menu("channels_select"),
	} {
		maps.Copy(out, m)
	}
	for name, first := range map[string][2]any{
		"static_select": {"initial_option", optionPlain}, "external_select": {"initial_option", optionPlain},
		"users_select": {"initial_user", raw(1, 255)}, "conversations_select": {"initial_conversation", raw(1, 255)},
		"channels_select": {"initial_channel", raw(1, 255)},
	} {
		out[name] = out[name].and(first[0], first[1])
		out["multi_"+name] = out["multi_"+name].and(first[0].(string)+"s", list(0, 100, first[1].(kind)))
	}
	for _, name := range []string{"conversations_select", "channels_select"} {
		out[name] = out[name].and("response_url_enabled", kind(boolean))
	}
	return out
}()

var image = object("type!", constant("image"), "alt_text!", raw(1, 2000), "image_url", link(3000), "slack_file", slackFile).
	with(either("image_url", "slack_file"))

var clickables = map[string]shape{
	"button": element("button", "text!", plainOf(1, 75), "value", text(1, 2000), "url", link(3000), "style", enum("primary", "danger"),
		"confirm", confirmation, "accessibility_label", raw(1, 75)),
	"workflow_button": element("workflow_button", "text!", plainOf(1, 75), "workflow!", kind(anyObject), "style", enum("primary", "danger"),
		"accessibility_label", raw(1, 75)),
	"overflow": element("overflow", "options!", list(2, 5, optionOverflow), "confirm", confirmation),
}

var boxes = map[string]shape{
	"checkboxes": element("checkboxes", "options!", list(1, 10, optionBox), "initial_options", list(1, 10, optionBox),
		"confirm", confirmation, "focus_on_load", kind(focus)).with(chosen),
	"radio_buttons": element("radio_buttons", "options!", list(1, 10, optionBox), "initial_option", optionBox,
		"confirm", confirmation, "focus_on_load", kind(focus)).with(chosen),
	"datepicker": element("datepicker", "initial_date", kind(date), "confirm", confirmation, "focus_on_load", kind(focus), "placeholder", placeholder),
	"timepicker": element("timepicker", "initial_time", kind(clock), "confirm", confirmation, "focus_on_load", kind(focus), "placeholder", placeholder,
		"timezone", raw(1, 255)),
	"datetimepicker": element("datetimepicker", "initial_date_time", whole(1_000_000_000, 9_999_999_999), "confirm", confirmation, "focus_on_load", kind(focus)),
}

// typed is an element to type in.
func typed(name string, rest ...any) shape {
	return element(name, "dispatch_action_config", dispatch, "focus_on_load", kind(focus), "placeholder", placeholder).and(rest...)
}

var inputs = map[string]shape{
	"plain_text_input": typed("plain_text_input", "initial_value", raw(0, 3000), "multiline", kind(boolean),
		"min_length", whole(0, 3000), "max_length", whole(1, 3000)).with(lengths),
	"email_text_input": typed("email_text_input", "initial_value", raw(0, 3000)),
	"url_text_input":   typed("url_text_input", "initial_value", raw(0, 3000)),
	"number_input": typed("number_input", "is_decimal_allowed!", kind(boolean), "initial_value", raw(1, 255),
		"min_value", raw(1, 255), "max_value", raw(1, 255)).with(between),
	"rich_text_input": typed("rich_text_input", "initial_value", is(richText)),
	"file_input":      element("file_input", "filetypes", list(1, 100, raw(1, 50)), "max_files", whole(1, 10)),
}

// lengths holds that what a person may type and what stands there agree.
func lengths(j *verdict, at string, m map[string]any) {
	least, hasLeast := integer(m["min_length"])
	most, hasMost := integer(m["max_length"])
	if hasLeast && hasMost && least > most {
		j.say(at, "min_length must not be more than max_length")
	}
	s, _ := m["initial_value"].(string)
	if n := utf8.RuneCountInString(s); s != "" && (hasMost && n > most || hasLeast && n < least) {
		j.say(at+"/initial_value", "must be from min_length to max_length characters")
	}
}

func integer(v any) (int, bool) {
	n, ok := v.(json.Number)
	i, err := strconv.Atoi(n.String())
	return i, ok && err == nil
}

// between holds that the numbers are numbers, and the least is not more than the most.
func between(j *verdict, at string, m map[string]any) {
	value := map[string]float64{}
	for _, name := range []string{"min_value", "max_value", "initial_value"} {
		s, ok := m[name].(string)
		if !ok {
			continue
		}
		f, err := strconv.ParseFloat(s, 64)
		if err != nil {
			j.say(at+"/"+name, "must be a number")
			return
		}
		value[name] = f
	}
	least, hasLeast := value["min_value"]
	if most, has := value["max_value"]; hasLeast && has && least > most {
		j.say(at, "min_value must not be more than max_value")
	}
}

// anyObject is an object that is not looked into.
func anyObject(j *verdict, at string, v any) {
	if _, ok := v.(map[string]any); !ok {
		j.say(at, "must provide an object")
	}
}

func merged(all ...map[string]shape) map[string]shape {
	out := map[string]shape{}
	for _, m := range all {
		maps.Copy(out, m)
	}
	return out
}
