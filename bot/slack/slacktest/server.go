package slacktest

import (
	"net/http"
	"time"
)

// TB is the part of testing.TB that the server needs; by hand it can be anything.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Options of a Server. The zero value is a workspace T1 with app A1 that has every scope the methods need.
type Options struct {
	Team          string          // id of the app's workspace; "T1"
	AppID         string          // "A1"
	BotToken      string          // "xoxb-test"
	AppToken      string          // for Socket Mode; "xapp-test"
	SigningSecret string          // "signing-secret"
	Scopes        []string        // granted to the bot token; nil: all that are known
	Command       string          // the slash command; "/salesclerk"
	Clock         Clock           // the server's time; nil: the machine's
	Limits        *Limits         // nil: DefaultLimits; &Limits{}: no rates, no sizes
	AckWithin     time.Duration   // real time the app has to acknowledge; 3 s
	Retries       []time.Duration // real pauses before an event is delivered again; nil: three at once
	// Check is the judge of blocks: what is wrong with a JSON array of blocks on a surface ("message", "modal", "home").
	// nil: blocks.Check; see also Server.SetCheck.
	Check func(blocks []byte, surface string) []string
}

// Limits are Slack's, so that a test can set them. Zero switches one off.
type Limits struct {
	PostEvery    time.Duration // one chat.postMessage per channel in this time (1 s; short bursts are not allowed here)
	UpdatePerMin int           // chat.update, tier 3: 50
	Tiers        bool          // the other methods' tiers, 20, 50 or 100 a minute
	MessageChars int           // JSON characters of a message's blocks: 13,200
	ViewBytes    int           // 250,000
	TriggerLife  time.Duration // 3 s
}

// DefaultLimits are those of the real Slack.
func DefaultLimits() Limits {
	return Limits{PostEvery: time.Second, UpdatePerMin: 50, Tiers: true, MessageChars: 13200, ViewBytes: 250_000, TriggerLife: 3 * time.Second}
}

// Clock tells the server's time: for rates, triggers, response_urls and timestamps.
type Clock interface{ Now() time.Time }

// Server is one workspace's Slack with one app.
type Server struct{}

// New starts a server that ends with the test; what was unexpected fails the test then.
func New(t TB, o Options) *Server { return &Server{} }

// URL is the base of the Web API, with its slash at the end, as slack.OptionAPIURL wants it.
func (s *Server) URL() string { return "" }

// BotToken, AppToken, SigningSecret, TeamID, AppID and BotUser are what an administrator would copy out of Slack.
func (s *Server) BotToken() string      { return "" }
func (s *Server) AppToken() string      { return "" }
func (s *Server) SigningSecret() string { return "" }
func (s *Server) TeamID() string        { return "" }
func (s *Server) AppID() string         { return "" }
func (s *Server) BotUser() string       { return "" }

// ConnectHTTP makes events go by signed HTTP requests to base + "/events", "/interactions" and "/commands"
// (base for instance "http://127.0.0.1:8080/slack"). "" ends it: then only Socket Mode delivers.
func (s *Server) ConnectHTTP(base string) {}

// SetCheck replaces the judge of blocks.
func (s *Server) SetCheck(check func(blocks []byte, surface string) []string) {}

// Errors are the unexpected things so far: unknown methods and parameters, blocks that Slack refuses, wrong tokens.
func (s *Server) Errors() []string { return nil }

// Allow makes unexpected things that contain the words (all of them when "") no reason to fail the test.
func (s *Server) Allow(words string) {}

// Page is a small local page to look at the workspace and press its buttons by hand.
func (s *Server) Page() http.Handler { return http.NotFoundHandler() }

// Close ends the server and reports what was unexpected. New arranges for it; closing twice is fine.
func (s *Server) Close() {}
