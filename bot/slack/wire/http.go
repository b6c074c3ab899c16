package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// The paths that NewHTTP serves, as the manifest names them.
const (
	PathEvents       = "/slack/events"
	PathInteractions = "/slack/interactions"
	PathCommands     = "/slack/commands"
)

const (
	bodySize = 1 << 20 // the largest that is read; a view of 250 KB, form-encoded, fits
	unproven = 128     // bodies read at once before anybody knows whose they are
)

// HTTPOptions configure NewHTTP. All but Log are needed.
type HTTPOptions struct {
	Secrets []string // signing secrets; more than one while they are rotated
	Handler Handler
	Pool    *Pool
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
	in := &inbox{o: o, reading: make(chan struct{}, unproven)}
	mux := http.NewServeMux()
	mux.Handle(PathEvents, in.serve("application/json", parseEvent))
	mux.Handle(PathInteractions, in.serve("application/x-www-form-urlencoded", parseInteractionForm))
	mux.Handle(PathCommands, in.serve("application/x-www-form-urlencoded", parseCommandForm))
	return mux
}

type inbox struct {
	o       HTTPOptions
	reading chan struct{}
}

// status is an error that is answered with itself and nothing more.
type status int

func (s status) Error() string { return strconv.Itoa(int(s)) + " " + http.StatusText(int(s)) }

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
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, status(http.StatusMethodNotAllowed)
	}
	if r.ContentLength > bodySize {
		return nil, status(http.StatusRequestEntityTooLarge)
	}
	if _, err := slack.NewSecretsVerifier(r.Header, in.o.Secrets[0]); err != nil {
		return nil, status(http.StatusUnauthorized) // no headers, or too old: nothing is read
	}
	body, err := in.read(w, r)
	if err != nil {
		return nil, err
	}
	for _, secret := range in.o.Secrets {
		if signed(r.Header, secret, body) {
			return body, nil
		}
	}
	return nil, status(http.StatusUnauthorized)
}

func signed(h http.Header, secret string, body []byte) bool {
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return false
	}
	_, _ = v.Write(body) // a hash takes everything
	return v.Ensure() == nil
}

// read reads a bounded body in bounded time; bounded many at once.
func (in *inbox) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	select {
	case in.reading <- struct{}{}:
		defer func() { <-in.reading }()
	default:
		return nil, status(http.StatusServiceUnavailable)
	}
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(HandlerTime)) // not every server can; a body that ends is read anyway
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodySize))
	if err == nil {
		_ = line.SetReadDeadline(time.Time{})
		return body, nil
	}
	w.Header().Set("Connection", "close") // and the deadline stays: the server would wait for the rest
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, status(http.StatusRequestEntityTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, status(http.StatusRequestTimeout)
	}
	return nil, status(http.StatusBadRequest)
}

// take handles a proven request and acknowledges it.
func (in *inbox) take(ctx context.Context, w http.ResponseWriter, r *http.Request, content string, body []byte, parse func([]byte) (Request, error)) error {
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != content {
		return status(http.StatusBadRequest)
	}
	req, err := parse(body)
	var direct answer
	switch {
	case errors.As(err, &direct):
		return direct.write(w)
	case err != nil:
		in.o.Log.Warn("slack: a request that is not as documented", "path", r.URL.Path, "error", err)
		return status(http.StatusBadRequest)
	}
	req.Retry, _ = strconv.Atoi(r.Header.Get("X-Slack-Retry-Num"))
	req.AnswerMax = HTTPAnswer
	return in.hand(ctx, w, req)
}

func (in *inbox) hand(ctx context.Context, w http.ResponseWriter, req Request) error {
	leave, err := in.o.Pool.enterQueue(ctx)
	if err != nil {
		return err
	}
	a, err := in.o.Pool.handle(ctx, in.o.Handler, req)
	if err != nil {
		leave()
		return fmt.Errorf("%s %s: %w", req.Kind, req.ID, err)
	}
	defer in.o.Pool.after(req, a.After, leave)
	ack, err := encode(a.Body, req.AnswerMax)
	if err != nil {
		return fmt.Errorf("%s %s was done, and could not be acknowledged: %w", req.Kind, req.ID, err)
	}
	return answer{"application/json; charset=utf-8", ack}.write(w)
}

func (in *inbox) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var s status
	if !errors.As(err, &s) {
		s = status(http.StatusServiceUnavailable)
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

// write sends the whole answer at once, so that work that follows the
// acknowledgement really follows it.
func (a answer) write(w http.ResponseWriter) error {
	if len(a.body) > 0 {
		w.Header().Set("Content-Type", a.content)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(a.body) // who does not hear it was told 3 s ago that it failed
	_ = http.NewResponseController(w).Flush()
	return nil
}

// encode is an answer's body as JSON, nil for none.
func encode(body any, most int) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return nil, fmt.Errorf("writing the answer: %w", err)
	}
	if b.Len() > most {
		return nil, fmt.Errorf("the answer has %d bytes, Slack takes %d", b.Len(), most)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
