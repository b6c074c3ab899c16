package model

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/shopspring/decimal"
)

// Options say which model is asked, and how much of it may be used. BaseURL and
// Model are needed; every other zero value is its default.
type Options struct {
	BaseURL    string // of the API, as https://api.openai.com/v1 or http://127.0.0.1:11434/v1
	APIKey     string // "": none is sent
	Model      string
	APIVersion string // of Azure's older addresses (…/openai/deployments/NAME); "": any other endpoint
	AllowPlain bool   // http to another machine, without a key

	Timeout   time.Duration // for one mail, all tries together. 30 s
	MaxText   int           // bytes of a mail and its files that are sent. 24 KB
	MaxAnswer int64         // tokens of an answer, with what the model thinks. 8,000

	DailyTokens int64           // of all copies and desks, a day in UTC; 0: no limit
	DailyMoney  decimal.Decimal // likewise, in the currency of the prices; 0: no limit
	PriceIn     decimal.Decimal // of a million tokens sent
	PriceOut    decimal.Decimal // of a million tokens of answers

	Ledger    Ledger            // what all copies used; nil: this copy counts alone
	Transport http.RoundTripper // nil: Go's own
	Log       *slog.Logger      // nil: none. Never told words of a mail
	Now       func() time.Time  // nil: time.Now
}

// Client asks one endpoint. Desks share it: its budget, what it learned of the
// endpoint, and its rest when the endpoint is away. It is safe for many goroutines.
type Client struct {
	o    Options
	api  openai.ChatCompletionService
	form atomic.Int32 // the first of forms that the endpoint takes
	rest rest
}

// NewClient checks the options and asks nobody.
func NewClient(o Options) (*Client, error) {
	base, err := baseOf(o)
	if err != nil {
		return nil, err
	}
	o.Timeout, o.MaxText, o.MaxAnswer = cmp.Or(o.Timeout, 30*time.Second), cmp.Or(o.MaxText, 24<<10), cmp.Or(o.MaxAnswer, 8_000)
	if o.Ledger == nil {
		o.Ledger = NewLedger()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	// Not openai.NewClient: that one takes key, address and headers from the
	// environment too, and only the configuration shall say where mails go.
	return &Client{o: o, api: openai.NewChatCompletionService(requestOptions(o, base)...)}, nil
}

func requestOptions(o Options, base *url.URL) []option.RequestOption {
	opts := []option.RequestOption{
		option.WithBaseURL(base.String()),
		option.WithMaxRetries(0), // tries are counted and bounded here (ask.go)
		option.WithHTTPClient(&http.Client{
			Transport:     bounded{o.Transport},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }, // the mail goes where the configuration says
		}),
		option.WithHeader("User-Agent", "salesclerk"),
	}
	for _, name := range []string{"X-Stainless-Arch", "X-Stainless-OS", "X-Stainless-Runtime", "X-Stainless-Runtime-Version",
		"X-Stainless-Lang", "X-Stainless-Package-Version"} {
		opts = append(opts, option.WithHeaderDel(name)) // nobody's business
	}
	switch {
	case o.APIVersion != "":
		opts = append(opts, option.WithQuery("api-version", o.APIVersion), option.WithHeader("Api-Key", o.APIKey))
	case o.APIKey != "":
		opts = append(opts, option.WithAPIKey(o.APIKey))
	}
	return opts
}

// Mistakes of the options.
var (
	ErrAddress = errors.New("base_url is the address of the API, as in https://api.openai.com/v1 or http://127.0.0.1:11434/v1")
	ErrPlain   = errors.New("base_url is not encrypted: use https, or a model on this machine; without a key, allow_plain permits http in your own network")
	ErrModel   = errors.New("name the model, as the endpoint calls it")
	ErrLimits  = errors.New("timeout, sizes, limits and prices are 0 or more; a limit on money needs prices")
)

func baseOf(o Options) (*url.URL, error) {
	u, err := url.Parse(o.BaseURL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, ErrAddress
	}
	if u.Scheme == "http" && !loopback(u.Hostname()) && (!o.AllowPlain || o.APIKey != "") {
		return nil, ErrPlain
	}
	if strings.TrimSpace(o.Model) == "" {
		return nil, ErrModel
	}
	priced := o.PriceIn.IsPositive() || o.PriceOut.IsPositive()
	if o.Timeout < 0 || o.MaxText < 0 || o.MaxAnswer < 0 || o.DailyTokens < 0 || o.DailyMoney.IsNegative() ||
		o.PriceIn.IsNegative() || o.PriceOut.IsNegative() || o.DailyMoney.IsPositive() && !priced {
		return nil, ErrLimits
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	return u, nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	a, err := netip.ParseAddr(host)
	return err == nil && a.IsLoopback()
}

// Host is where mails are sent to be read, for showing.
func (c *Client) Host() string {
	u, err := url.Parse(c.o.BaseURL)
	if err != nil {
		return ""
	}
	return u.Host
}

// maxBody is more than any answer needs.
const maxBody = 1 << 20

// bounded reads no more of an answer than a megabyte.
type bounded struct{ next http.RoundTripper }

// RoundTrip does the request and bounds the answer's body.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	next := b.next
	if next == nil {
		next = http.DefaultTransport
	}
	res, err := next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, maxBody)
	}
	return res, err
}

// unsent says whether an error came before anything could be sent.
func unsent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return errors.As(err, &dns) || errors.As(err, &op) && op.Op == "dial"
}

// isAway says whether an error is the network's: nobody answered.
func isAway(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	var u *url.Error
	return errors.As(err, &op) || errors.As(err, &dns) || errors.As(err, &u)
}

func (c *Client) String() string { return fmt.Sprintf("%s at %s", c.o.Model, c.Host()) }
