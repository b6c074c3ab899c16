package connector

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/infracloudio/msbotbuilder-go/core"

	"salesclerk/bot/intake"
)

// Path is where Teams posts activities, as the bot's registration names it.
const Path = "/api/messages"

// NewHTTP serves Path; others are not found. What is not proven to be Teams' is
// answered 401, what is proven and not for us 403, both without a reason; what
// Teams should not send 400 or 405; 503 a handler that failed or found no place,
// and everything while Microsoft's keys cannot be had.
//
// Its error says what is missing in o. It fetches nothing before the first
// request, and nothing per request.
//
// A request can be sent again by who got hold of it, while its token lives; it
// has no second effect because the effect of a click is known by its Request.ID.
func NewHTTP(o Options, h Handler, p *intake.Pool) (http.Handler, error) {
	if h == nil || p == nil {
		panic("connector: NewHTTP needs a handler and a pool")
	}
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	pr := newProver(o)
	in := &inbox{o: o, handler: h, pool: p, prover: pr, bodies: intake.NewBodies(bodySize, HandlerTime), refusals: murmur{now: o.Now},
		parser: parser{&core.BotFrameworkAdapter{TokenValidator: pr}}}
	mux := http.NewServeMux()
	mux.Handle(Path, in)
	return mux, nil
}

type inbox struct {
	o        Options
	handler  Handler
	pool     *intake.Pool
	prover   *prover
	parser   parser
	bodies   *intake.Bodies
	refusals murmur
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), HandlerTime)
	defer cancel() // a lost connection does not break off a click half way
	req, ok, err := in.proven(ctx, w, r)
	switch {
	case err != nil:
		in.refuse(w, err)
	case !ok:
		w.WriteHeader(http.StatusOK) // nothing to anybody here
	default:
		if err := in.hand(ctx, w, req); err != nil {
			in.refuse(w, err)
		}
	}
}

// proven is a request that was checked whole.
func (in *inbox) proven(ctx context.Context, w http.ResponseWriter, r *http.Request) (Request, bool, error) {
	if err := in.fitting(w, r); err != nil {
		return Request{}, false, err
	}
	var proven proof
	if !in.o.Insecure {
		var err error
		if proven, err = in.prover.prove(ctx, r.Header); err != nil {
			return Request{}, false, err
		}
	}
	body, err := in.bodies.Read(w, r)
	if err != nil {
		return Request{}, false, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return Request{}, false, intake.Status(http.StatusBadRequest)
	}
	if err := in.prover.admits(proven, envelopeOf(fields)); err != nil {
		return Request{}, false, err
	}
	return in.parse(context.WithValue(ctx, proofKey{}, proven), r.Header, fields)
}

func (in *inbox) parse(ctx context.Context, h http.Header, fields map[string]json.RawMessage) (Request, bool, error) {
	req, ok, err := in.parser.parse(ctx, h, fields)
	var s strange
	if err != nil && !errors.As(err, &s) {
		in.o.Log.Warn("teams: an activity that is not as documented", "error", err)
		return req, false, intake.Status(http.StatusBadRequest)
	}
	return req, ok, err
}

// hand has a proven request handled, and answers it.
func (in *inbox) hand(ctx context.Context, w http.ResponseWriter, req Request) error {
	name := string(req.Kind) + " " + req.ID
	place, err := in.pool.Enter(ctx, name)
	if err != nil {
		return err
	}
	a, err := intake.Do(ctx, place, in.handler, req)
	defer place.Leave(a.After)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	body, err := a.encode()
	if err != nil {
		return fmt.Errorf("%s was done, and could not be answered: %w", name, err)
	}
	intake.Send(w, cmp.Or(a.Status, http.StatusOK), intake.TypeJSON, body)
	return nil
}

// encode is an answer's body as JSON, nil for none.
func (a Answer) encode() ([]byte, error) {
	if a.Status != 0 && (a.Status < 200 || a.Status > 599) {
		return nil, fmt.Errorf("%d is no status", a.Status)
	}
	return intake.Answer(a.Body, AnswerMax)
}
