package wire

import (
	"errors"
	"log/slog"
	"net/http"
	"time"
)

var errSkeleton = errors.New("not yet")

// Options configure a Client.
type Options struct {
	Token    string       // the bot's, xoxb-…
	AppToken string       // the app's, xapp-…; only for AppToken and Socket
	APIURL   string       // https://slack.com/api/ if empty; must end in "/"
	HTTP     *http.Client // http.DefaultTransport's settings if nil; redirects are never followed
	Log      *slog.Logger // discarded if nil
	Now      func() time.Time
}

// Client is Slack's Web API with its limits kept. It is safe for concurrent use
// and waits at most for the pace it keeps and 10 s for an answer.
type Client struct {
	o Options
}

// NewClient makes no call.
func NewClient(o Options) *Client { return &Client{o: o} }
