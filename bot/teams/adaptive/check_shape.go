package adaptive

import (
	"strconv"
	"strings"
)

// What the parts of a card may have; "!" marks what they must have.
// https://adaptivecards.io/explorer, schema 1.5.

var (
	shapes map[string]shape

	elements  = []string{"RichTextBlock", "Container", "ColumnSet", "ActionSet", "Input.Text", "Input.Date", "Input.Toggle", "Input.ChoiceSet"}
	actions   = []string{"Action.Execute", "Action.Submit", "Action.ShowCard", "Action.ToggleVisibility", "Action.OpenUrl"}
	spacings  = enum("None", "Small", "Default", "Medium", "Large", "ExtraLarge", "Padding")
	sides     = enum("Left", "Center", "Right")
	boxStyles = enum("default", "emphasis", "good", "attention", "warning", "accent")
)

func init() { // they hold each other
	element := shape{"type!": anything, "id": id, "spacing": spacings, "separator": boolean, "isVisible": boolean}
	input := element.with(shape{"id!": id, "label": title, "isRequired": boolean, "errorMessage": title, "placeholder": title, "value": value})
	press := shape{"type!": anything, "title!": title, "style": enum("default", "positive", "destructive"), "mode": enum("primary", "secondary")}
	body := listOf(1, 2000, of(elements...))
	sends := press.with(shape{"data!": carried, "associatedInputs": enum("auto", "none")})
	shapes = map[string]shape{
		"AdaptiveCard": {"type!": anything, "$schema": anything, "version": anything, "lang": enum("en", "da", "fr"), "body!": body,
			"actions": actionList, "refresh": refreshing, "msteams": anything},
		"RichTextBlock": element.with(shape{"inlines!": listOf(1, 100, of("TextRun")), "horizontalAlignment": sides}),
		"TextRun": {"type!": anything, "text!": text, "size": enum("Small", "Default", "Medium", "Large", "ExtraLarge"), "weight": enum("Lighter", "Default", "Bolder"),
			"color": enum("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"), "isSubtle": boolean, "italic": boolean},
		"Container":       element.with(shape{"items!": body, "style": boxStyles, "minHeight": wide}),
		"ColumnSet":       element.with(shape{"columns!": listOf(1, 4, of("Column"))}),
		"Column":          element.with(shape{"items!": body, "width": wide, "verticalContentAlignment": enum("Top", "Center", "Bottom")}),
		"ActionSet":       element.with(shape{"actions!": actionList}),
		"Input.Text":      input.with(shape{"isMultiline": boolean, "height": enum("auto", "stretch"), "maxLength": between(1, 1_000_000)}),
		"Input.Date":      input,
		"Input.Toggle":    input.with(shape{"title!": title}),
		"Input.ChoiceSet": input.with(shape{"choices!": listOf(0, 200, choosable), "choices.data": of("Data.Query"), "style": enum("compact", "expanded", "filtered")}),
		"Data.Query":      {"type!": anything, "dataset!": enum(SetItems, SetContacts, SetCustomers)},

		"Action.Execute":          sends.with(shape{"verb!": anything, "fallback": of("Action.Submit")}),
		"Action.Submit":           sends,
		"Action.ShowCard":         press.with(shape{"card!": inner}),
		"Action.OpenUrl":          press.with(shape{"url!": linked}),
		"Action.ToggleVisibility": press.with(shape{"targetElements!": listOf(1, 10, toggled)}),
	}
}

// linked holds that a link leads to us: a known beginning, and a token.
func linked(j *verdict, at string, v any) {
	s, _ := v.(string)
	for _, begin := range j.links {
		if token, ok := strings.CutPrefix(s, begin); ok && begin != "" && token != "" && strings.IndexFunc(token, outside) < 0 {
			return
		}
	}
	j.say(at, "a link to somebody else: %q", clipped(s))
}

// outside says that a rune has no place in a token (RFC 7515: base64url and dots).
func outside(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' && r != '.'
}

// wide is the width of a column.
func wide(j *verdict, at string, v any) {
	s, _ := v.(string)
	if n, err := strconv.Atoi(strings.TrimSuffix(s, "px")); s == "auto" || s == "stretch" || err == nil && n > 0 && strings.HasSuffix(s, "px") {
		return
	}
	j.say(at, "must be auto, stretch or pixels")
}

func anything(*verdict, string, any) {}

// with is a shape with more in it.
func (s shape) with(more shape) shape {
	out := shape{}
	for _, part := range []shape{s, more} {
		for k, v := range part {
			delete(out, strings.TrimSuffix(k, "!"))
			out[k] = v
		}
	}
	return out
}

// actionList is actions side by side: six that are not in the overflow, and their
// titles differ.
func actionList(j *verdict, at string, v any) {
	listOf(1, 6, of(actions...))(j, at, v)
	list, _ := v.([]any)
	seen := map[any]bool{}
	for _, x := range list {
		m, _ := x.(map[string]any)
		if seen[m["title"]] {
			j.say(at, "two actions %q", m["title"])
		}
		seen[m["title"]] = true
	}
}

// inner is a card that is shown inside: it says neither version nor width.
func inner(j *verdict, at string, v any) {
	j.object(at, v, "AdaptiveCard")
	m, _ := v.(map[string]any)
	for _, name := range []string{"version", "msteams", "refresh"} {
		if m[name] != nil {
			j.say(at+"/"+name, "belongs to the whole card")
		}
	}
}

// refreshing is what draws the card anew for up to 60 users.
func refreshing(j *verdict, at string, v any) {
	m, ok := v.(map[string]any)
	if !ok {
		j.say(at, "must be an object")
		return
	}
	a, _ := m["action"].(map[string]any)
	if a["type"] != "Action.Execute" || a["verb"] == "" {
		j.say(at+"/action", "must be an Action.Execute")
	}
	if users, ok := m["userIds"].([]any); !ok || len(users) == 0 || len(users) > 60 {
		j.say(at+"/userIds", "must be 1 to 60")
	}
}

// choosable is a choice: its title is read by people, its value by us.
func choosable(j *verdict, at string, v any) {
	m, ok := v.(map[string]any)
	if !ok || len(m) != 2 {
		j.say(at, "must be a title and a value")
		return
	}
	title(j, at+"/title", m["title"])
	if s, ok := m["value"].(string); !ok || s == "" || strings.ContainsAny(s, ",") {
		j.say(at+"/value", "must be a text without a comma")
	}
}

// carried is what a button carries: a verb at least, and no words beside those that
// a person typed.
func carried(j *verdict, at string, v any) {
	m, ok := v.(map[string]any)
	if s, _ := m["verb"].(string); !ok || s == "" {
		j.say(at, "must have a verb")
	}
	for name := range m {
		if !contains([]string{"verb", "t", "form", "a", "v", "page", "to", "rows", "d", "k", "msteams"}, name) {
			j.say(at+"/"+name, "is nothing a button carries")
		}
	}
}
