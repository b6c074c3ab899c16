package connector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

const (
	tokenTime     = 10 * time.Second // for one fetch
	tokenMargin   = 5 * time.Minute  // before its end a token is renewed; a fifth of its life if that is shorter
	tokenLast     = 30 * time.Second // before its end it is used no more
	tokenAgain    = time.Second      // after a fetch that failed, doubling
	tokenAgainMax = 30 * time.Second
	tokenDropped  = 10 * time.Second // between two tokens given up because Teams refused them
)

// TokenError says that Microsoft gives the app no token, so that nothing was
// sent. It is the same for every call until it is mended.
type TokenError struct {
	Code  string // OAuth's: "invalid_client"; "" where none came
	AADST string // Entra's: "AADSTS7000215"; "" where none came
	Err   error
}

func (e *TokenError) Error() string { return "getting a token: " + e.Err.Error() }
func (e *TokenError) Unwrap() error { return e.Err }

// tokens keeps the app's token to the Connector. One fetch goes on at a time, and
// after a failed one none for a while.
type tokens struct {
	o   Options
	cfg clientcredentials.Config

	mu      sync.Mutex
	token   string
	renew   time.Time // from then on another is fetched
	until   time.Time // from then on it is not used
	flight  chan struct{}
	err     error     // of the last fetch
	next    time.Time // no fetch before, after one that failed
	failed  int       // in a row
	dropped time.Time
}

func newTokens(o Options) *tokens {
	return &tokens{o: o, cfg: clientcredentials.Config{ClientID: o.AppID, ClientSecret: o.Secret,
		TokenURL: o.TokenURL, Scopes: []string{o.Scope}, AuthStyle: oauth2.AuthStyleInParams}}
}

// get is a token that is good for some time yet.
func (t *tokens) get(ctx context.Context) (string, error) {
	if t.o.Insecure {
		return "", nil
	}
	token, wait, err := t.look()
	if token != "" || err != nil {
		return token, err
	}
	select {
	case <-wait:
	case <-ctx.Done():
		return "", &TokenError{Err: ctx.Err()}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == "" {
		return "", t.err
	}
	return t.token, nil
}

// look is the token at hand, or what ends with the fetch that is under way, or
// the error of the last one. It starts a fetch if one is due.
func (t *tokens) look() (token string, wait chan struct{}, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.o.Now()
	if !now.Before(t.until) {
		t.token = ""
	}
	due := t.token == "" || !now.Before(t.renew)
	if due && t.flight == nil && !now.Before(t.next) {
		t.flight = make(chan struct{})
		go t.fetch(t.flight)
	}
	if t.token == "" && t.flight == nil {
		return "", nil, t.err
	}
	return t.token, t.flight, nil
}

// fetch renews the token, outside of any call's time.
func (t *tokens) fetch(done chan struct{}) {
	token, life, err := t.ask(context.Background())
	t.mu.Lock()
	defer t.mu.Unlock()
	defer close(done)
	now := t.o.Now()
	t.flight, t.err = nil, err
	if err != nil {
		t.next = now.Add(min(tokenAgain<<min(t.failed, 10), tokenAgainMax))
		t.failed++
		t.o.Log.Error("teams: no token", "error", err)
		return
	}
	t.token, t.failed, t.next = token, 0, time.Time{}
	t.renew = now.Add(life - min(tokenMargin, life/5))
	t.until = now.Add(life - min(tokenLast, life/10))
}

// fresh fetches a token whatever is at hand, and keeps nothing.
func (t *tokens) fresh(ctx context.Context) (string, error) {
	token, _, err := t.ask(ctx)
	return token, err
}

// ask fetches a token and says how long it lives.
func (t *tokens) ask(ctx context.Context) (token string, life time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTime)
	defer cancel()
	got, err := t.cfg.Token(context.WithValue(ctx, oauth2.HTTPClient, t.o.HTTP))
	if err != nil {
		return "", 0, tokenError(err)
	}
	life = time.Hour
	if !got.Expiry.IsZero() {
		life = time.Until(got.Expiry)
	}
	if life <= 0 {
		return "", 0, &TokenError{Err: errors.New("the token that came is over already")}
	}
	return got.AccessToken, life, nil
}

// drop gives up a token that Teams refused, unless that was done just now: who
// refuses every token gets no flood of new ones.
func (t *tokens) drop(token string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.o.Now()
	if t.token == token && now.Sub(t.dropped) >= tokenDropped {
		t.token, t.dropped = "", now
	}
}

// tokenError is an error of oauth2 without the address and the whole answer.
func tokenError(err error) *TokenError {
	refused, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return &TokenError{Err: nameless(err)}
	}
	e := &TokenError{Code: brief(refused.ErrorCode)}
	words := refused.ErrorDescription
	if e.Code == "" { // oauth2 reads them of some statuses only
		var body struct {
			Code  string `json:"error"`
			Words string `json:"error_description"`
		}
		_ = json.Unmarshal(refused.Body, &body)
		e.Code, words = brief(body.Code), body.Words
	}
	words, _, _ = strings.Cut(words, "\n") // trace ids follow
	if code, _, ok := strings.Cut(words, ":"); ok && strings.HasPrefix(code, "AADSTS") {
		e.AADST = brief(code)
	}
	status := http.StatusOK
	if refused.Response != nil {
		status = refused.Response.StatusCode
	}
	e.Err = fmt.Errorf("%d %s", status, strings.TrimSpace(e.Code+" "+brief(words)))
	return e
}

// brief is another's words on one line, cut to what an error should hold.
func brief(s string) string {
	const most = 300
	r := []rune(strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)))
	if len(r) <= most {
		return string(r)
	}
	return string(r[:most-1]) + "…"
}
