package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"salesclerk/agent/task"
)

// storedVersion is the present form of a stored task. A change of agent/task
// that old JSON does not survive needs a new number here and a step in upgrade.
const storedVersion = 1

// stored is a task as Redis keeps it, after a head "REV STATE\n" that scripts
// compare without decoding the JSON.
type stored struct {
	V    int       `json:"v"`
	Task task.Task `json:"task"`
}

// encodeTask makes the stored form. The same task gives the same bytes, which is
// how a repeated write is recognised.
func encodeTask(t task.Task) ([]byte, error) {
	body, err := json.Marshal(stored{V: storedVersion, Task: t})
	if err != nil {
		return nil, fmt.Errorf("encode task %s: %w", t.ID, err)
	}
	head := strconv.AppendInt(nil, t.Rev, 10)
	head = append(head, ' ')
	head = append(head, t.State...)
	return append(append(head, '\n'), body...), nil
}

var errStoredForm = errors.New("not a stored task")

// decodeTask reads any form that was ever stored.
func decodeTask(data []byte) (task.Task, error) {
	_, body, ok := bytes.Cut(data, []byte("\n"))
	if !ok {
		return task.Task{}, errStoredForm
	}
	var v struct {
		V int `json:"v"`
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return task.Task{}, fmt.Errorf("%w: %w", errStoredForm, err)
	}
	return upgrade(v.V, body)
}

// upgrade decodes the form of version v.
func upgrade(v int, body []byte) (task.Task, error) {
	switch v {
	case 1:
		var s stored
		if err := json.Unmarshal(body, &s); err != nil {
			return task.Task{}, fmt.Errorf("%w: %w", errStoredForm, err)
		}
		return s.Task, nil
	default:
		return task.Task{}, fmt.Errorf("%w: form %d is newer than this program; update it", errStoredForm, v)
	}
}
