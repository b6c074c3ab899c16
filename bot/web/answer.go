package web

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
)

// answerer gives what is to be answered as JSON, or why not.
type answerer func(r *http.Request) (any, error)

// wrong is a refusal of this package: a status and the key of its sentence.
type wrong struct {
	status int
	key    string // of agent/lang, in the web room
	field  string
	say    string // instead of key: the sentence itself, in the reader's language
}

func (e *wrong) Error() string { return "web: " + e.key + e.say }

var (
	errHost     = &wrong{status: http.StatusMisdirectedRequest, key: "web.error.host"}
	errForeign  = &wrong{status: http.StatusForbidden, key: "web.error.foreign"}
	errPerson   = &wrong{status: http.StatusForbidden, key: "web.error.person"}
	errRight    = &wrong{status: http.StatusForbidden, key: "refusal.denied"}
	errTooLarge = &wrong{status: http.StatusRequestEntityTooLarge, key: "web.error.large"}
	errJSON     = &wrong{status: http.StatusBadRequest, key: "web.error.json"}
	errAction   = &wrong{status: http.StatusNotFound, key: "web.error.action"}
	errMailAway = &wrong{status: http.StatusNotFound, key: "web.error.no_mail"}
)

func (s *Server) answer(f answerer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v, err := f(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.send(w, v)
	})
}

func (s *Server) send(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // it is never taken for HTML: the type is said and not sniffed
	if err := e.Encode(v); err != nil {
		s.o.Log.Debug("web: answer not delivered", "error", err)
	}
}

// fail answers with one sentence that says what to do.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	status, sentence, field := s.explain(s.lang(r), err)
	if status >= 500 {
		s.o.Log.Error("web: request failed", "path", r.URL.Path, "error", err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	body := map[string]string{"error": sentence}
	if field != "" {
		body["field"] = field
	}
	_ = json.NewEncoder(w).Encode(body)
}

func (s *Server) explain(w *lang.Words, err error) (status int, sentence, field string) {
	var own *wrong
	var refused *task.Refused
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		if own.say != "" {
			return own.status, own.say, own.field
		}
		return own.status, w.T(own.key), own.field
	case errors.As(err, &large):
		return errTooLarge.status, w.T(errTooLarge.key), ""
	case errors.Is(err, bot.ErrNotFound):
		return http.StatusNotFound, w.T("web.error.not_found"), ""
	case errors.As(err, &refused) && refused.Field != "":
		return http.StatusUnprocessableEntity, w.RefusalIn(err, s.o.Zone), refused.Field
	}
	return refusalStatus(err), w.RefusalIn(err, s.o.Zone), ""
}

// refusalStatus is the status of a refusal of the core; anything else is our own fault.
func refusalStatus(err error) int {
	switch {
	case errors.Is(err, task.ErrDenied):
		return http.StatusForbidden
	case errors.Is(err, task.ErrInput):
		return http.StatusUnprocessableEntity
	case errors.Is(err, task.ErrSettled), errors.Is(err, task.ErrChanged), errors.Is(err, task.ErrStopped),
		errors.Is(err, task.ErrUnknown), errors.Is(err, task.ErrStale), errors.Is(err, task.ErrRepeated):
		return http.StatusConflict
	}
	return http.StatusServiceUnavailable
}

// read takes the JSON of a request; no body at all is fine.
func read(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	err := d.Decode(v)
	var large *http.MaxBytesError
	switch {
	case err == nil && !d.More():
		return nil
	case errors.As(err, &large):
		return errTooLarge
	case errors.Is(err, io.EOF):
		return nil
	}
	return fmt.Errorf("%w: %v", errJSON, err)
}
