package connector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// Client is the Bot Connector's REST API with Teams' limits kept. It is safe for
// concurrent use and takes at most 10 s for a call. It knows its own calls only:
// copies of the program share Teams' limits, and learn of each other by 429.
type Client struct {
	o      Options
	tokens *tokens
	pace   *pacer
}

const callTime = 10 * time.Second // with all its tries

// NewClient makes no call. Its error says what is missing in o.
func NewClient(o Options) (*Client, error) {
	o, err := o.complete()
	if err != nil {
		return nil, err
	}
	return &Client{o: o, tokens: newTokens(o), pace: &pacer{now: o.Now, gates: map[string]*gate{}}}, nil
}

// call is one call on its way: what it is, and what came of it.
type call struct {
	method string // "send"
	thread string // the conversation whose limits it counts for
	tenant string
	repeat bool // it may be done twice without harm

	service string // the service URL; url lies below it
	verb    string // of HTTP
	url     string
	body    []byte

	sent   bool            // a connection was had in the last try: it may have arrived
	answer json.RawMessage // of a "yes"; may be empty
}

// do makes one call, with its tries.
func (c *Client) do(ctx context.Context, k *call) error {
	if !c.o.allowed(k.service) {
		return fmt.Errorf("%s: %w", k.method, ErrForeign)
	}
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	return k.judge(c.tries(ctx, k))
}

// judge says what an error means for the caller.
func (k *call) judge(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*RateError](err); ok {
		return err
	}
	if e, ok := errors.AsType[*APIError](err); ok {
		if !k.repeat && e.unsure() {
			return fmt.Errorf("%w: %w", ErrUncertain, err)
		}
		return err
	}
	if !k.repeat && k.sent {
		return fmt.Errorf("%s: %w: %w", k.method, ErrUncertain, err)
	}
	return fmt.Errorf("%s: %w", k.method, err)
}

// unsure says that Teams may have done it in spite of its "no": whoever gave this
// answer did not hear of it from whoever was to do it.
func (e *APIError) unsure() bool {
	return e.Status >= 500 || e.Status == http.StatusRequestTimeout
}

// named refuses ids that would make another address of the one they stand in.
func named(ids ...string) error {
	for _, id := range ids {
		if id == "" || id == "." || id == ".." || strings.ContainsAny(id, `/\`) ||
			strings.ContainsFunc(id, unicode.IsControl) {
			return fmt.Errorf("%q is no id of Teams", brief(id))
		}
	}
	return nil
}
