package bot

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Target says what a button is about. It is all that a button carries beside its
// verb; whether the person may click it, and whether the step still waits, is
// looked up.
type Target struct {
	Desk, Task string
	Step, Turn int
}

// MaxTarget is how long a target may be, in bytes: the least that a platform takes
// as the value of a button.
const MaxTarget = 2000

// String is "desk|task|step|turn". Runes that stand between the parts are escaped.
func (t Target) String() string {
	return strings.Join([]string{url.QueryEscape(t.Desk), url.QueryEscape(t.Task), strconv.Itoa(t.Step), strconv.Itoa(t.Turn)}, "|")
}

// ParseTarget reads what String wrote, and nothing else.
func ParseTarget(s string) (Target, error) {
	parts := strings.Split(s, "|")
	if len(s) > MaxTarget || len(parts) != 4 {
		return Target{}, errors.New("bot: not the value of a button")
	}
	var t Target
	var errs [4]error
	t.Desk, errs[0] = url.QueryUnescape(parts[0])
	t.Task, errs[1] = url.QueryUnescape(parts[1])
	t.Step, errs[2] = strconv.Atoi(parts[2])
	t.Turn, errs[3] = strconv.Atoi(parts[3])
	if err := errors.Join(errs[:]...); err != nil {
		return Target{}, fmt.Errorf("bot: the value of a button: %w", err)
	}
	if t.String() != s {
		return Target{}, errors.New("bot: not the value of a button as it is written")
	}
	return t, nil
}
