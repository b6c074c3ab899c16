package blocks

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"salesclerk/agent/task"
)

// Target says what a button is about. It is all that a button carries; whether
// the person may click it, and whether the step still waits, is looked up.
type Target struct {
	Desk, Task string
	Step, Turn int
}

// maxTarget is how long a target may be, in bytes: what Slack takes as the value
// of a button.
const maxTarget = 2000

// String is "desk|task|step|turn". Runes that stand between the parts are escaped.
func (t Target) String() string {
	return strings.Join([]string{url.QueryEscape(t.Desk), url.QueryEscape(t.Task), strconv.Itoa(t.Step), strconv.Itoa(t.Turn)}, "|")
}

// ParseTarget reads what String wrote, and nothing else.
func ParseTarget(s string) (Target, error) {
	parts := strings.Split(s, "|")
	if len(s) > maxTarget || len(parts) != 4 {
		return Target{}, errors.New("blocks: not the value of a button")
	}
	var t Target
	var errs [4]error
	t.Desk, errs[0] = url.QueryUnescape(parts[0])
	t.Task, errs[1] = url.QueryUnescape(parts[1])
	t.Step, errs[2] = strconv.Atoi(parts[2])
	t.Turn, errs[3] = strconv.Atoi(parts[3])
	if err := errors.Join(errs[:]...); err != nil {
		return Target{}, fmt.Errorf("blocks: the value of a button: %w", err)
	}
	if t.String() != s {
		return Target{}, errors.New("blocks: not the value of a button as it is written")
	}
	return t, nil
}

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
func Clicked(actionID, value, option string) (task.Kind, Target, error) {
	verb, ok := Verb(actionID)
	if ok && ActionID(verb, "") == More {
		var chosen string
		chosen, value, ok = strings.Cut(option, "|")
		verb = task.Kind(chosen)
		ok = ok && chosen != ""
	}
	if !ok {
		return "", Target{}, errors.New("blocks: no action of ours")
	}
	t, err := ParseTarget(value)
	return verb, t, err
}
