package wire

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrUncertain is wrapped by the error of a post, an edit or a finished upload
// of which nobody knows whether Slack did it: the request was sent, and no
// answer came, or one that leaves it open (5xx, internal_error).
var ErrUncertain = errors.New("nobody knows whether it arrived")

// ErrForeign is wrapped by the error of Respond and UploadPut for an address
// that is not Slack's.
var ErrForeign = errors.New("the address is not Slack's")

// RateError says that a limit is reached, Slack's own or the one kept here; the
// call was not made or had no effect. It can be made again at Until.
type RateError struct {
	Method string // "chat.postMessage"
	Until  time.Time
}

func (e *RateError) Error() string {
	return fmt.Sprintf("%s: limit reached, again at %s", e.Method, e.Until.UTC().Format("15:04:05.000"))
}

// APIError is Slack's own "no": the call had no effect.
type APIError struct {
	Method   string   // "views.open"
	Code     string   // "expired_trigger_id"; "http_404" where Slack gave no code
	Messages []string // Slack's details: which block is wrong and why
	Needed   string   // scopes that are missing, for "missing_scope"
}

func (e *APIError) Error() string {
	parts := []string{e.Method + ": " + e.Code}
	if e.Needed != "" {
		parts = append(parts, "needs "+e.Needed)
	}
	return strings.Join(append(parts, e.Messages...), "; ")
}

// Code is the code of the APIError in err, "" if there is none.
func Code(err error) string {
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Code
	}
	return ""
}
