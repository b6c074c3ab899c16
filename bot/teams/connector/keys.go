package connector

import (
	"context"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

const (
	keysFresh    = 24 * time.Hour   // then they are fetched again, in the background
	keysFloor    = 15 * time.Second // between two fetches, whatever key is asked for: so long a click may be refused when keys change
	keysAgain    = 5 * time.Second  // after a fetch that failed, doubling
	keysAgainMax = time.Minute
	keysTime     = 10 * time.Second // for one fetch
	keysSize     = 1 << 20          // of a document
	keysMost     = 256
	keyBits      = 2048 // smaller RSA keys are not used
)

var (
	errNoKey  = errors.New("the token is signed with a key that is not published")
	errNoKeys = errors.New("the keys that tokens are signed with cannot be had")
)

// key is one of Microsoft's: the channels it is endorsed for are those whose
// activities it may vouch for.
type key struct {
	public   *rsa.PublicKey
	channels []string
}

func (k key) endorses(channel string) bool { return slices.Contains(k.channels, channel) }

// keyring holds the published keys. They are fetched when they are first needed,
// when they are a day old, and when a token names a key that is not among them,
// but never at once after another fetch; those at hand stay when a fetch fails.
type keyring struct {
	url  string // of the OpenID metadata, whose jwks_uri names the keys
	http *http.Client
	log  *slog.Logger
	now  func() time.Time

	mu     sync.Mutex
	keys   map[string]key // by kid; replaced as a whole
	at     time.Time      // when they were fetched
	next   time.Time      // no fetch before
	failed int            // fetches in a row
	flight chan struct{}  // closed when the fetch under way ends; nil: none is
}

// key is the published key with that id. It waits for a fetch if one is due.
func (r *keyring) key(ctx context.Context, kid string) (key, error) {
	k, known, wait := r.look(kid)
	if known || wait == nil {
		return k, r.unknown(known)
	}
	select {
	case <-wait:
	case <-ctx.Done():
		return key{}, errNoKeys
	}
	r.mu.Lock()
	k, known = r.keys[kid]
	r.mu.Unlock()
	return k, r.unknown(known)
}

// unknown is the error of a key that is not there.
func (r *keyring) unknown(known bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case known:
		return nil
	case r.keys == nil:
		return errNoKeys
	}
	return errNoKey
}

// look finds a key at hand, and starts a fetch if one is due: what it returns as
// wait ends with it.
func (r *keyring) look(kid string) (k key, known bool, wait chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	k, known = r.keys[kid]
	fresh := known && now.Sub(r.at) < keysFresh
	if r.flight == nil && !fresh && !now.Before(r.next) {
		r.flight = make(chan struct{})
		go r.renew(r.flight)
	}
	return k, known, r.flight
}

// renew fetches the keys, outside of any request's time.
func (r *keyring) renew(done chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), keysTime)
	defer cancel()
	keys, err := r.fetch(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	defer close(done)
	r.flight = nil
	if err != nil {
		r.next = r.now().Add(min(keysAgain<<min(r.failed, 10), keysAgainMax))
		r.failed++
		r.log.Error("teams: the keys that tokens are signed with cannot be had", "kept", len(r.keys), "error", err)
		return
	}
	r.keys, r.at, r.failed = keys, r.now(), 0
	r.next = r.at.Add(keysFloor)
}

func (r *keyring) fetch(ctx context.Context) (map[string]key, error) {
	var meta struct {
		Keys string `json:"jwks_uri"`
	}
	if err := r.get(ctx, r.url, &meta); err != nil {
		return nil, fmt.Errorf("metadata address: %w", err)
	}
	if err := guarded("address of the keys", meta.Keys); err != nil {
		return nil, err
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := r.get(ctx, meta.Keys, &set); err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	return parseKeys(set.Keys)
}

func (r *keyring) get(ctx context.Context, url string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := r.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, keysSize))
	switch {
	case err != nil:
		return fmt.Errorf("reading the answer: %w", err)
	case res.StatusCode != http.StatusOK:
		return fmt.Errorf("the answer is %s", res.Status)
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("the answer is not the JSON that it should be: %w", err)
	}
	return nil
}

// parseKeys takes the RSA keys for signatures out of a key set (RFC 7517, with
// Microsoft's "endorsements"); others are passed over.
func parseKeys(set []json.RawMessage) (map[string]key, error) {
	keys := map[string]key{}
	for _, raw := range set[:min(len(set), keysMost)] {
		if kid, k, ok := parseKey(raw); ok {
			keys[kid] = k
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("keys: there is none that could be used")
	}
	return keys, nil
}

func parseKey(raw json.RawMessage) (kid string, k key, ok bool) {
	var j jose.JSONWebKey
	var more struct {
		Endorsements []string `json:"endorsements"`
	}
	if j.UnmarshalJSON(raw) != nil || json.Unmarshal(raw, &more) != nil {
		return "", key{}, false
	}
	public, rsaKey := j.Key.(*rsa.PublicKey)
	fits := rsaKey && j.KeyID != "" && (j.Use == "" || j.Use == "sig") &&
		(j.Algorithm == "" || j.Algorithm == string(jose.RS256)) && public.N.BitLen() >= keyBits
	return j.KeyID, key{public: public, channels: more.Endorsements}, fits
}
