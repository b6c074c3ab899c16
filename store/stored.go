package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"salesclerk/agent/task"
)

// storedVersion is the present form of a stored task. A change of agent/task
// that old JSON does not survive needs a new number here and a step in upgrade.
const storedVersion = 1

// encodeTask makes the stored form: a head "REV STATE FORM\n", which scripts
// compare without decoding, and the task's JSON. The same task gives the same
// bytes, which is how a repeated write is recognised.
func encodeTask(t task.Task) ([]byte, error) {
	body, err := json.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("encode task %s: %w", t.ID, err)
	}
	out := make([]byte, 0, len(body)+64)
	out = fmt.Appendf(out, "%d %s %d\n", t.Rev, t.State, storedVersion)
	return append(out, body...), nil
}

var errStoredForm = errors.New("not a stored task")

// decodeTask reads any form that was ever stored.
func decodeTask(data []byte) (task.Task, error) {
	head, body, _ := bytes.Cut(data, []byte("\n"))
	words := strings.Split(string(head), " ")
	if len(words) != 3 {
		return task.Task{}, errStoredForm
	}
	form, err := strconv.Atoi(words[2])
	if err != nil {
		return task.Task{}, fmt.Errorf("%w: form %q", errStoredForm, words[2])
	}
	return upgrade(form, body)
}

// upgrade decodes the JSON of a form, an older one by bringing it up to the next.
func upgrade(form int, body []byte) (task.Task, error) {
	switch form {
	case 1:
		var t task.Task
		if err := json.Unmarshal(body, &t); err != nil {
			return task.Task{}, fmt.Errorf("%w: %w", errStoredForm, err)
		}
		return t, nil
	default:
		return task.Task{}, fmt.Errorf("%w: form %d is not one of this program; update it", errStoredForm, form)
	}
}
