package connector

import (
	"errors"
	"fmt"
	"net/http"
	"time"
)

// ErrUncertain is wrapped by the error of a post of which nobody knows whether
// Teams did it: the request was sent, and no answer came, or one that leaves it
// open (5xx). Teams cannot be asked.
var ErrUncertain = errors.New("nobody knows whether it arrived")

// ErrRemoved is wrapped by an *APIError with status 403: the app is not (or no
// more) in that conversation, or was blocked there.
var ErrRemoved = errors.New("the app was removed from the conversation")

// ErrGone is wrapped by an *APIError with status 404: the conversation or the
// message is not there any more.
var ErrGone = errors.New("the conversation or the message is gone")

// ErrTooBig is the error of a message above MessageMax, and is wrapped by an
// *APIError with status 413.
var ErrTooBig = errors.New("the message is too big")

// ErrForeign is wrapped by the error for a service URL that is not among the
// hosts allowed; it is not called.
var ErrForeign = errors.New("the service URL is not one of Teams'")

// RateError says that a limit is reached, Teams' own or the one kept here; the
// call was not made or had no effect. It can be made again at Until.
type RateError struct {
	Method string // "send"
	Until  time.Time
}

func (e *RateError) Error() string {
	return fmt.Sprintf("%s: limit reached, again at %s", e.Method, e.Until.UTC().Format("15:04:05.000"))
}

// APIError is Teams' own "no": the call had no effect, unless ErrUncertain is in
// the same error.
type APIError struct {
	Method  string // "send", "update", "members"
	Status  int    // of HTTP
	Code    string // "BotNotInConversationRoster"; "" where Teams gave none
	Message string // Teams' words, cut
}

func (e *APIError) Error() string {
	s := fmt.Sprintf("%s: %d", e.Method, e.Status)
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			s += " " + part
		}
	}
	return s
}

// Is tells ErrRemoved, ErrGone and ErrTooBig by the status.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrRemoved:
		return e.Status == http.StatusForbidden
	case ErrGone:
		return e.Status == http.StatusNotFound
	case ErrTooBig:
		return e.Status == http.StatusRequestEntityTooLarge || e.Code == "MessageSizeTooBig"
	}
	return false
}
