package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"strconv"

	"github.com/slack-go/slack"

	"salesclerk/bot/intake"
)

// The paths that NewHTTP serves, as the manifest names them.
const (
	PathEvents       = "/slack/events"
	PathInteractions = "/slack/interactions"
	PathCommands     = "/slack/commands"
)

const bodySize = 1 << 20 // the largest that is read; a view of 250 KB, form-encoded, fits

// HTTPOptions configure NewHTTP. All but Log are needed.
type HTTPOptions struct {
	Secrets []string // signing secrets; more than one while they are rotated
	Handler Handler
	Pool    *intake.Pool
	Log     *slog.Logger // discarded if nil
}

// NewHTTP serves the three paths; others are not found. What is not Slack's is
// answered 401 without a reason, what Slack should not send 400 or 405, a handler
// that failed or found no place 503.
//
// A request that Slack signed can be sent again by who got hold of it, within
// five minutes; it has no second effect because the effect of a click is known
// by what was clicked and when.
func NewHTTP(o HTTPOptions) http.Handler {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if len(o.Secrets) == 0 || o.Handler == nil || o.Pool == nil {
		panic("wire: NewHTTP needs a secret, a handler and a pool")
	}
	in := &inbox{o, intake.NewBodies(bodySize, HandlerTime)}
	mux := http.NewServeMux()
	mux.Handle(PathEvents, in.serve("application/json", parseEvent))
	mux.Handle(PathInteractions, in.serve("application/x-www-form-urlencoded", parseInteractionForm))
	mux.Handle(PathCommands, in.serve("application/x-www-form-urlencoded", parseCommandForm))
	return mux
}

type inbox struct {
	o      HTTPOptions
	bodies *intake.Bodies
}

func (in *inbox) serve(content string, parse func([]byte) (Request, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-store")
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), HandlerTime)
		defer cancel() // a lost connection does not break off a click half way
		body, err := in.proven(w, r)
		if err == nil {
			err = in.take(ctx, w, r, content, body, parse)
		}
		if err != nil {
			in.refuse(w, r, err)
		}
	})
}

// proven is the body of a request that Slack signed.
func (in *inbox) proven(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if err := in.bodies.Fits(w, r); err != nil {
		return nil, err
	}
	if _, err := slack.NewSecretsVerifier(r.Header, in.o.Secrets[0]); err != nil {
		return nil, intake.Status(http.StatusUnauthorized) // no headers, or too old: nothing is read
	}
	body, err := in.bodies.Read(w, r)
	if err != nil {
		return nil, err
	}
	for _, secret := range in.o.Secrets {
		if signed(r.Header, secret, body) {
			return body, nil
		}
	}
	return nil, intake.Status(http.StatusUnauthorized)
}

func signed(h http.Header, secret string, body []byte) bool {
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return false
	}
	_, _ = v.Write(body) // a hash takes everything
	return v.Ensure() == nil
}

// take handles a proven request and acknowledges it.
func (in *inbox) take(ctx context.Context, w http.ResponseWriter, r *http.Request, content string, body []byte, parse func([]byte) (Request, error)) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != content {
		return intake.Status(http.StatusBadRequest)
	}
	req, err := parse(body)
	var direct answer
	switch {
	case errors.As(err, &direct):
		intake.Send(w, http.StatusOK, direct.content, direct.body)
		return nil
	case err != nil:
		in.o.Log.Warn("slack: a request that is not as documented", "path", r.URL.Path, "error", err)
		return intake.Status(http.StatusBadRequest)
	}
	req.Retry, _ = strconv.Atoi(r.Header.Get("X-Slack-Retry-Num"))
	req.AnswerMax = HTTPAnswer
	return in.hand(ctx, w, req)
}

func (in *inbox) hand(ctx context.Context, w http.ResponseWriter, req Request) error {
	place, err := in.o.Pool.Enter(ctx, req.name())
	if err != nil {
		return err
	}
	a, err := intake.Do(ctx, place, in.o.Handler, req)
	defer place.Leave(a.After)
	if err != nil {
		return fmt.Errorf("%s: %w", req.name(), err)
	}
	ack, err := intake.Answer(a.Body, req.AnswerMax)
	if err != nil {
		return fmt.Errorf("%s was done, and could not be acknowledged: %w", req.name(), err)
	}
	intake.Send(w, http.StatusOK, intake.TypeJSON, ack)
	return nil
}

func (in *inbox) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var s intake.Status
	if !errors.As(err, &s) {
		s = intake.Status(http.StatusServiceUnavailable)
		in.o.Log.Error("slack: a request was not acknowledged", "path", r.URL.Path, "error", err)
	}
	http.Error(w, http.StatusText(int(s)), int(s))
}

// answer is what is sent with 200. As an error of a parser it is what Slack gets
// for something that no handler needs to see.
type answer struct {
	content string
	body    []byte
}

func (answer) Error() string { return "answered already" }
