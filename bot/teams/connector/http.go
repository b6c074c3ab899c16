package connector

import (
	"errors"
	"net/http"
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
func NewHTTP(o Options, h Handler, p *Pool) (http.Handler, error) {
	if h == nil || p == nil {
		panic("connector: NewHTTP needs a handler and a pool")
	}
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	_ = o
	return nil, errors.New("not yet")
}
