package blocks

import (
	"errors"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
)

// prefix begins the action_id of everything that is ours.
const prefix = "sc:"

// More is the action_id of the menu of what is seldom wanted. Its options'
// values are a verb and a target: Clicked takes them apart.
const More = prefix + "more"

// option is the value of an option of that menu.
func option(verb task.Kind, target string) string { return string(verb) + "|" + target }

// ActionID is the action_id of a verb; unique tells two of the same apart.
func ActionID(verb task.Kind, unique string) string {
	id := prefix + string(verb)
	if unique != "" {
		id += ":" + unique
	}
	return id
}

// Verb is what stands between the first and the second ":" of an action_id of ours.
func Verb(actionID string) (task.Kind, bool) {
	rest, ours := strings.CutPrefix(actionID, prefix)
	verb, _, _ := strings.Cut(rest, ":")
	return task.Kind(verb), ours && verb != "" && len(actionID) <= maxID
}

// Clicked is what was clicked: verb and target of a button (its value), or of an
// option of a menu (selected_option.value; "" where it was a button).
func Clicked(actionID, value, option string) (task.Kind, bot.Target, error) {
	verb, ok := Verb(actionID)
	if ok && ActionID(verb, "") == More {
		var chosen string
		chosen, value, ok = strings.Cut(option, "|")
		verb = task.Kind(chosen)
		ok = ok && chosen != ""
	}
	if !ok {
		return "", bot.Target{}, errors.New("blocks: no action of ours")
	}
	t, err := bot.ParseTarget(value)
	return verb, t, err
}
