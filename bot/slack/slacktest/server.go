package slacktest

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"salesclerk/bot/slack/blocks"
)

// TB is the part of testing.TB that the server needs; by hand it can be anything.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Options of a Server. The zero value is a workspace T1 with app A1 that has every scope the methods need.
type Options struct {
	Addr          string          // where to listen; "127.0.0.1:0", a free port
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
	PingEvery     time.Duration   // real pause between a socket's pings; 5 s
	// Check is the judge of blocks: what is wrong with a JSON array of blocks on a surface ("message", "modal", "home").
	// nil: blocks.Check, which shares nothing with the renderer; see also Server.SetCheck.
	Check func(blocks []byte, surface string) []string
}

// Limits are Slack's, so that a test can set them. Zero switches one off.
type Limits struct {
	PostEvery    time.Duration // one chat.postMessage per channel in this time (1 s; short bursts are not allowed here)
	UpdatePerMin int           // chat.update, tier 3: 50
	Tiers        bool          // the other methods' tiers, 20, 50 or 100 a minute
	MessageChars int           // JSON characters of a message's blocks, texts escaped: 13,200
	ViewBytes    int           // 250,000
	TriggerLife  time.Duration // 3 s
}

// DefaultLimits are those of the real Slack.
func DefaultLimits() Limits {
	return Limits{
		PostEvery: time.Second, UpdatePerMin: 50, Tiers: true,
		MessageChars: 13200, ViewBytes: 250_000, TriggerLife: 3 * time.Second,
	}
}

// Server is one workspace's Slack with one app.
type Server struct {
	t    TB
	o    Options
	web  *http.Server
	addr string         // where web listens
	url  string         // by which it is reached, without a slash at the end; see Front
	out  *http.Client   // to the app
	done chan struct{}  // closed at Close
	work sync.WaitGroup // the server's own goroutine and those of the sockets

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew at each change
	closed   bool
	limits   Limits
	scopes   []string
	revoked  bool
	base     string // where the app listens, "" without
	check    func([]byte, string) []string
	errors   []string
	allowed  []string
	busy     int // calls and deliveries under way
	held     int // of those, how many wait for a test
	serial   int64
	lastTS   int64 // microseconds
	users    map[string]*User
	channels map[string]*room
	order    []string // channel ids as they were added
	groups   map[string]group
	private  []*post // ephemeral messages
	views    map[string][]*view
	homes    map[string]*view
	triggers map[string]*trigger
	urls     map[string]*answerURL
	files    []*upload
	holding  bool     // completed uploads wait to be shared
	landing  []func() // their shares
	pings    []Ping
	calls    []Call
	faults   []*plannedFault
	handling []Handling
	sent     map[string]*delivery
	posted   map[string]time.Time   // channel → its latest post
	spent    map[string][]time.Time // method → calls of the last minute
	tickets  map[string]bool
	sockets  []*socket
	turn     int // which socket is next
	pending  map[string]*pending
}

// New starts a server that ends with the test; what was unexpected fails the test then.
func New(t TB, o Options) *Server {
	t.Helper()
	s := &Server{
		t: t, o: withDefaults(o), done: make(chan struct{}), changed: make(chan struct{}),
		users: map[string]*User{}, channels: map[string]*room{}, groups: map[string]group{},
		views: map[string][]*view{}, homes: map[string]*view{}, triggers: map[string]*trigger{}, urls: map[string]*answerURL{},
		sent: map[string]*delivery{}, posted: map[string]time.Time{}, spent: map[string][]time.Time{},
		tickets: map[string]bool{}, pending: map[string]*pending{},
	}
	s.limits, s.scopes, s.check = *s.o.Limits, s.o.Scopes, s.o.Check
	s.out = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.listen()
	t.Cleanup(s.Close)
	return s
}

// listen starts to serve. A loopback address that cannot be had is the machine's or the caller's fault: nothing can go on.
func (s *Server) listen() {
	at, err := net.Listen("tcp", s.o.Addr)
	if err != nil {
		panic(fmt.Sprintf("slacktest: listening on %s: %v", s.o.Addr, err))
	}
	s.addr = at.Addr().String()
	s.url = "http://" + s.addr
	s.web = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	s.work.Go(func() { _ = s.web.Serve(at) }) // ends with Close
}

func withDefaults(o Options) Options {
	text := func(at *string, word string) {
		if *at == "" {
			*at = word
		}
	}
	text(&o.Addr, "127.0.0.1:0")
	text(&o.Team, "T1")
	text(&o.AppID, "A1")
	text(&o.BotToken, "xoxb-test")
	text(&o.AppToken, "xapp-test")
	text(&o.SigningSecret, "signing-secret")
	text(&o.Command, "/salesclerk")
	if o.Scopes == nil {
		o.Scopes = allScopes()
	}
	if o.Clock == nil {
		o.Clock = machine{}
	}
	if o.Limits == nil {
		l := DefaultLimits()
		o.Limits = &l
	}
	if o.Check == nil {
		o.Check = blocks.Check
	}
	if o.AckWithin == 0 {
		o.AckWithin = 3 * time.Second
	}
	if o.Retries == nil {
		o.Retries = []time.Duration{0, 0, 0}
	}
	if o.PingEvery == 0 {
		o.PingEvery = 5 * time.Second
	}
	return o
}

// URL is the base of the Web API, with its slash at the end, as slack.OptionAPIURL wants it.
func (s *Server) URL() string { return s.url + "/api/" }

// BotToken, AppToken, SigningSecret, TeamID, AppID and BotUser are what an administrator would copy out of Slack.
func (s *Server) BotToken() string      { return s.o.BotToken }
func (s *Server) AppToken() string      { return s.o.AppToken }
func (s *Server) SigningSecret() string { return s.o.SigningSecret }
func (s *Server) TeamID() string        { return s.o.Team }
func (s *Server) AppID() string         { return s.o.AppID }
func (s *Server) BotUser() string       { return "UBOT" }

// botID is the id of the app's bot, which is not that of its user.
const botID = "B1"

// ConnectHTTP makes events go by signed HTTP requests to base + "/events", "/interactions" and "/commands"
// (base for instance "http://127.0.0.1:8080/slack"). "" ends it: then only Socket Mode delivers.
func (s *Server) ConnectHTTP(base string) {
	s.locked(func() { s.base = strings.TrimSuffix(base, "/") })
}

// SetCheck replaces the judge of blocks; nil leaves only the few rules of this package.
func (s *Server) SetCheck(check func(blocks []byte, surface string) []string) {
	s.locked(func() { s.check = check })
}

// SetLimits replaces the limits.
func (s *Server) SetLimits(l Limits) { s.locked(func() { s.limits = l }) }

// SetScopes replaces the bot token's scopes.
func (s *Server) SetScopes(scopes ...string) {
	s.locked(func() { s.scopes = slices.Clone(scopes) })
}

// RevokeToken makes the bot token answer token_revoked.
func (s *Server) RevokeToken() { s.locked(func() { s.revoked = true }) }

// Errors are the unexpected things so far: unknown methods and parameters, blocks that Slack refuses, wrong tokens.
func (s *Server) Errors() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.errors)
}

// Allow makes unexpected things that contain the words (all of them when "") no reason to fail the test.
func (s *Server) Allow(words string) { s.locked(func() { s.allowed = append(s.allowed, words) }) }

// unexpected notes something that no good app does. The lock is held.
func (s *Server) unexpected(format string, args ...any) {
	s.errors = append(s.errors, fmt.Sprintf(format, args...))
	s.touch()
}

// Close ends the server and reports what was unexpected. New arranges for it; closing twice is fine.
func (s *Server) Close() {
	s.t.Helper()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	s.touch()
	sockets := slices.Clone(s.sockets)
	s.mu.Unlock()
	for _, k := range sockets {
		k.cut()
	}
	_ = s.web.Close()
	s.work.Wait()
	s.out.CloseIdleConnections()
	for _, e := range s.Errors() {
		if !s.isAllowed(e) {
			s.t.Errorf("slack: %s", e)
		}
	}
}

func (s *Server) isAllowed(e string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.allowed, func(words string) bool { return strings.Contains(e, words) })
}

// locked does something to the state and tells those who wait.
func (s *Server) locked(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	s.touch()
}

// touch wakes all who wait for a change. The lock is held.
func (s *Server) touch() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) now() time.Time { return s.o.Clock.Now() }

// ts is the next timestamp: unique and growing. The lock is held.
func (s *Server) ts() string {
	s.lastTS = max(s.lastTS+1, s.now().UnixMicro())
	return fmt.Sprintf("%d.%06d", s.lastTS/1e6, s.lastTS%1e6)
}

// id is a new id with a prefix. The lock is held.
func (s *Server) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%06X", prefix, s.serial)
}
