package teamstest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"salesclerk/bot/teams/adaptive"
)

// TB is the part of testing.TB that the server needs.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Options of a Server. The zero value is one tenant with one single-tenant app.
type Options struct {
	Addr     string        // where to listen; "127.0.0.1:0", a free port
	AppID    string        // a GUID
	Secret   string        // the app's client secret; "app-secret"
	Tenant   string        // the app's own tenant, a GUID
	BotName  string        // "Salesclerk"
	Issuer   string        // who signs deliveries; the public cloud's
	Scope    string        // what a token must be asked for; the public cloud's
	Insecure bool          // deliver without tokens and want none, as a local client without credentials does
	Clock    Clock         // the server's time; nil: the machine's
	Limits   *Limits       // nil: DefaultLimits; &Limits{}: no rates, no sizes
	Within   time.Duration // real time the app has to answer; 5 s
	// Check is the judge of cards: what is wrong with the JSON of one. nil:
	// adaptive.Check; see also Server.SetCheck.
	Check func(card []byte) []string
}

// Limits are Teams', so that a test can set them. Zero switches one off.
// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
type Limits struct {
	Second, TwoSeconds, HalfMinute, Hour int // posts and edits in one conversation: 7, 8, 60, 1800
	Tenant                               int // calls a second in one tenant: 30
	Bytes                                int // JSON of an activity: 100 KB
	Views                                int // people for whom a card is refreshed: 60
}

// DefaultLimits are those of the real Teams.
func DefaultLimits() Limits {
	return Limits{Second: 7, TwoSeconds: 8, HalfMinute: 60, Hour: 1800, Tenant: 30, Bytes: 100 << 10, Views: 60}
}

// Server is Teams with one app.
type Server struct {
	t    TB
	o    Options
	web  *http.Server
	host string       // where web listens
	out  *http.Client // to the app
	done chan struct{}
	work sync.WaitGroup

	mu       sync.Mutex
	changed  chan struct{} // closed and made anew at each change
	closed   bool
	limits   Limits
	check    func([]byte) []string
	app      string // where the app listens, "" without
	secret   string // that is valid now; "" when it ended
	errors   []string
	allowed  []string
	busy     int // calls and deliveries under way
	held     int // of those, how many wait for a test
	serial   int64
	lastID   int64 // milliseconds: ids of messages
	users    map[string]*User
	teams    map[string]*Team
	rooms    map[string]*room
	order    []string // ids of rooms as they were added
	dialogs  map[string]*Dialog
	offers   map[string][]Option // what was suggested, by person and input
	pings    []Ping
	calls    []Call
	faults   []*plannedFault
	handling []Handling
	forging  []Forgery
	sent     map[string]*delivery
	spent    map[string][]time.Time // conversation or tenant → calls of the last hour
	tokens   map[string]time.Time   // handed out → until when
	issued   map[string]bool        // handed out at some time
	keys     []*key                 // published; the last one signs
	turns    int                    // how often keys were rotated
}

// New starts a server that ends with the test; what was unexpected fails the test then.
func New(t TB, o Options) *Server {
	t.Helper()
	s := &Server{
		t: t, o: withDefaults(o), done: make(chan struct{}), changed: make(chan struct{}),
		users: map[string]*User{}, teams: map[string]*Team{}, rooms: map[string]*room{}, dialogs: map[string]*Dialog{},
		offers: map[string][]Option{}, sent: map[string]*delivery{}, spent: map[string][]time.Time{}, tokens: map[string]time.Time{}, issued: map[string]bool{},
	}
	s.limits, s.check, s.secret = *s.o.Limits, s.o.Check, s.o.Secret
	s.keys = []*key{newKey(0)}
	s.out = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 64},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	s.listen()
	t.Cleanup(s.Close)
	return s
}

// listen starts to serve. A loopback address that cannot be had is the machine's
// or the caller's fault: nothing can go on.
func (s *Server) listen() {
	at, err := net.Listen("tcp", s.o.Addr)
	if err != nil {
		panic(fmt.Sprintf("teamstest: listening on %s: %v", s.o.Addr, err))
	}
	s.host = at.Addr().String()
	s.web = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 10 * time.Second}
	s.work.Add(1)
	go func() {
		defer s.work.Done()
		_ = s.web.Serve(at) // ends by Close
	}()
}

func withDefaults(o Options) Options {
	text := func(s *string, otherwise string) {
		if *s == "" {
			*s = otherwise
		}
	}
	text(&o.Addr, "127.0.0.1:0")
	text(&o.AppID, guid("app"))
	text(&o.Secret, "app-secret")
	text(&o.Tenant, guid("tenant"))
	text(&o.BotName, "Salesclerk")
	text(&o.Issuer, "https://api.botframework.com")
	text(&o.Scope, "https://api.botframework.com/.default")
	if o.Clock == nil {
		o.Clock = machine{}
	}
	if o.Limits == nil {
		l := DefaultLimits()
		o.Limits = &l
	}
	if o.Within == 0 {
		o.Within = 5 * time.Second
	}
	if o.Check == nil {
		o.Check = func(card []byte) []string { return adaptive.Check(card) }
	}
	return o
}

// guid is a GUID that a name always gives.
func guid(name string) string {
	sum := sha256.Sum256([]byte(name))
	h := hex.EncodeToString(sum[:])
	return strings.Join([]string{h[:8], h[8:12], "4" + h[13:16], "8" + h[17:20], h[20:32]}, "-")
}

// AppID, Secret and Tenant are what an administrator would copy out of Azure.
func (s *Server) AppID() string  { return s.o.AppID }
func (s *Server) Secret() string { return s.o.Secret }
func (s *Server) Tenant() string { return s.o.Tenant }

// Host is the server's "127.0.0.1:PORT".
func (s *Server) Host() string { return s.host }

// Front makes all addresses that are handed out lead to a proxy before this server
// ("host:port"), so that a test can hold up or break what passes. It is called
// before anything else is, and gives the address that the proxy is to pass
// everything on to.
func (s *Server) Front(host string) (addr string) {
	addr, s.host = s.host, host
	return addr
}

// TokenURL is the token endpoint of the app's tenant, MetadataURL the OpenID
// metadata with which deliveries are proven, Issuer who signs them, Scope what a
// token is asked for.
func (s *Server) TokenURL() string {
	return "http://" + s.host + "/" + s.o.Tenant + "/oauth2/v2.0/token"
}
func (s *Server) MetadataURL() string {
	return "http://" + s.host + "/v1/.well-known/openidconfiguration"
}
func (s *Server) Issuer() string { return s.o.Issuer }
func (s *Server) Scope() string  { return s.o.Scope }

// ServiceURL is the REST API's base for a tenant ("": the app's own), with its
// slash at the end as Teams has it.
func (s *Server) ServiceURL(tenant string) string {
	if tenant == "" {
		tenant = s.o.Tenant
	}
	return "http://" + s.host + "/emea/" + tenant + "/"
}

// Connect says where the app takes activities: "http://127.0.0.1:3978/api/messages".
func (s *Server) Connect(messages string) { s.locked(func() { s.app = messages }) }

// SetCheck replaces the judge of cards; nil leaves only the few rules of this package.
func (s *Server) SetCheck(check func(card []byte) []string) { s.locked(func() { s.check = check }) }

// SetLimits replaces the limits.
func (s *Server) SetLimits(l Limits) { s.locked(func() { s.limits = l }) }

// ExpireSecret ends the app's secret: no more tokens. RevokeTokens ends all tokens
// that were handed out.
func (s *Server) ExpireSecret() { s.locked(func() { s.secret = "" }) }
func (s *Server) RevokeTokens() { s.locked(func() { clear(s.tokens) }) }

// Errors are the unexpected things so far: unknown addresses, wrong tokens, cards
// that Teams refuses, messages that nobody sees.
func (s *Server) Errors() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.errors)
}

// Allow makes unexpected things that contain the words (all of them when "") no
// reason to fail the test.
func (s *Server) Allow(words string) { s.locked(func() { s.allowed = append(s.allowed, words) }) }

// unexpected notes something that no good app does. The lock is held.
func (s *Server) unexpected(format string, args ...any) {
	s.errors = append(s.errors, fmt.Sprintf(format, args...))
	s.touch()
}

// Close ends the server and reports what was unexpected. New arranges for it;
// closing twice is fine.
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
	s.mu.Unlock()
	_ = s.web.Close()
	s.work.Wait()
	s.out.CloseIdleConnections()
	for _, e := range s.Errors() {
		if !s.isAllowed(e) {
			s.t.Errorf("teams: %s", e)
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

// messageID is the next id of a message: unique and growing. The lock is held.
func (s *Server) messageID() string {
	s.lastID = max(s.lastID+1, s.now().UnixMilli())
	return fmt.Sprint(s.lastID)
}

// id is a new id with a prefix. The lock is held.
func (s *Server) id(prefix string) string {
	s.serial++
	return prefix + guid(fmt.Sprint(prefix, s.serial))
}
