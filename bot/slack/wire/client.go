package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// Options configure a Client. Only Token is needed.
type Options struct {
	Token    string       // the bot's, xoxb-…
	AppToken string       // the app's, xapp-…; only for AppToken and Socket
	APIURL   string       // https://slack.com/api/ if empty
	HTTP     *http.Client // the default transport's settings if nil; redirects are never followed
	Log      *slog.Logger // discarded if nil
	Now      func() time.Time
}

// Client is Slack's Web API with its limits kept. It is safe for concurrent use
// and waits at most for the pace it keeps (a second) and 10 s for an answer.
// It knows its own calls only: copies of the program share Slack's limits, and
// learn of each other by Retry-After.
type Client struct {
	o    Options
	api  *slack.Client
	http *http.Client
	pace *pacer

	mu   sync.Mutex
	self *Auth // once known
}

const (
	answerTime = 10 * time.Second
	uploadTime = time.Minute
	answerSize = 8 << 20 // of an answer's body; a page of history is below 3 MB
)

// The names under which calls that are no methods are paced and told of.
const (
	methodRespond = "response_url"
	methodUpload  = "upload_url"
)

// NewClient makes no call.
func NewClient(o Options) *Client {
	c := &Client{o: o.complete()}
	c.http = plain(o.HTTP)
	c.pace = &pacer{now: c.o.Now, gates: map[string]*gate{}}
	c.api = slack.New(o.Token, slack.OptionAppLevelToken(o.AppToken),
		slack.OptionAPIURL(c.o.APIURL), slack.OptionHTTPClient(doer{c}))
	return c
}

func (o Options) complete() Options {
	if o.APIURL == "" {
		o.APIURL = slack.APIURL
	}
	if !strings.HasSuffix(o.APIURL, "/") {
		o.APIURL += "/"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// plain is a copy that follows no redirect: neither a token nor a message goes
// where an answer points to.
func plain(h *http.Client) *http.Client {
	var own http.Client
	if h != nil {
		own = *h
	} else {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 16
		own.Transport = t
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// do makes one call at its turn. f builds and sends the request with the given
// context; what became of it is judged by what doer saw.
func (c *Client) do(ctx context.Context, k *call, f func(context.Context) error) error {
	if err := c.pace.enter(ctx, k.method, k.channel); err != nil {
		return err
	}
	limit := answerTime
	if k.method == methodUpload {
		limit = uploadTime
	}
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, callKey{}, k), limit)
	defer cancel()
	return k.judge(f(ctx))
}

// call is one call on its way: what it is, and what doer saw of it.
type call struct {
	method  string
	channel string
	effect  bool // it changes something that must not happen twice
	raw     bool // the answer is no JSON

	sent bool // a connection was had: it may have arrived
	ok   bool // Slack said yes
	ts   string
	view struct{ ID, Hash string }
}

type callKey struct{}

// judge says what an error means for the caller.
func (k *call) judge(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*RateError](err); ok {
		return err
	}
	if e, ok := errors.AsType[*APIError](err); ok {
		if k.effect && e.unsure() {
			return fmt.Errorf("%w: %w", ErrUncertain, err)
		}
		return err
	}
	if k.effect && k.sent {
		return fmt.Errorf("%s: %w: %w", k.method, ErrUncertain, err)
	}
	return fmt.Errorf("%s: %w", k.method, err)
}

// unsure says that Slack may have done it in spite of its "no": with these codes
// "some aspect of the operation" may have succeeded
// (docs.slack.dev/reference/methods/chat.postMessage, errors).
func (e *APIError) unsure() bool {
	switch e.Code {
	case "internal_error", "fatal_error", "service_unavailable", "http_408":
		return true
	}
	return strings.HasPrefix(e.Code, "http_5")
}
