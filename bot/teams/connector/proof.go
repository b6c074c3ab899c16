package connector

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/infracloudio/msbotbuilder-go/connector/auth"
	"github.com/infracloudio/msbotbuilder-go/schema"
)

const (
	tokenSize = 16 << 10        // Microsoft's have about 1 KB
	leeway    = 5 * time.Minute // of clocks, as Microsoft allows it
	teams     = "msteams"       // the channel's id
)

// unproven is a token that proves nothing (401); strange is a request that its
// token does not speak for, or that is not for us (403).
type (
	unproven struct{ error }
	strange  struct{ error }
)

// proof is what a token that was checked says of the request it came with.
type proof struct {
	serviceURL string
	key        key
}

// claims are those that Microsoft's tokens to bots have
// (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication).
type claims struct {
	jwt.Claims
	ServiceURL string `json:"serviceurl"`
}

// prover checks tokens. It implements msbotbuilder-go's auth.TokenValidator for
// requests whose token it has proven already.
type prover struct {
	o    Options
	keys *keyring
	good *lru.Cache[[sha256.Size]byte, token] // those whose signature was good, by digest
}

// token is what a token says, and the key that signed it.
type token struct {
	kid    string
	key    key
	claims claims
}

// goodMost is how many tokens are remembered: Teams sends one for about an hour to
// each address.
const goodMost = 256

func newProver(o Options) *prover {
	good, err := lru.New[[sha256.Size]byte, token](goodMost)
	if err != nil {
		panic("connector: " + err.Error()) // the size is no size: this code is wrong
	}
	return &prover{o: o, keys: &keyring{url: o.MetadataURL, http: o.HTTP, log: o.Log, now: o.Now}, good: good}
}

// prove checks all of a request's token that can be checked without its body.
func (p *prover) prove(ctx context.Context, h http.Header) (proof, error) {
	scheme, raw, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || raw == "" || len(raw) > tokenSize {
		return proof{}, unproven{errors.New("there is no bearer token")}
	}
	t, err := p.signed(ctx, raw)
	if err != nil {
		return proof{}, err
	}
	if err := p.fits(t.claims); err != nil {
		return proof{}, unproven{err}
	}
	return proof{serviceURL: t.claims.ServiceURL, key: t.key}, nil
}

// signed reads a token that is signed with a key that is published now. The
// signature of one that came before with the same key is not computed again; what
// it says is checked anew each time.
func (p *prover) signed(ctx context.Context, raw string) (token, error) {
	sum := sha256.Sum256([]byte(raw))
	if had, ok := p.good.Get(sum); ok {
		if k, err := p.keys.key(ctx, had.kid); err == nil && k.public.Equal(had.key.public) {
			had.key = k
			return had, nil
		}
		p.good.Remove(sum)
	}
	t, err := p.verify(ctx, raw)
	if err == nil {
		p.good.Add(sum, t)
	}
	return t, err
}

func (p *prover) verify(ctx context.Context, raw string) (token, error) {
	parsed, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(parsed.Headers) != 1 || parsed.Headers[0].KeyID == "" {
		return token{}, unproven{errors.New("it is no token signed with RS256")}
	}
	t := token{kid: parsed.Headers[0].KeyID}
	t.key, err = p.keys.key(ctx, t.kid)
	if errors.Is(err, errNoKeys) {
		return token{}, err
	} else if err != nil {
		return token{}, unproven{err}
	}
	if err := parsed.Claims(t.key.public, &t.claims); err != nil {
		return token{}, unproven{fmt.Errorf("the token is forged or broken: %w", err)}
	}
	return t, nil
}

// fits says what is wrong with the claims of a token whose signature is good.
func (p *prover) fits(c claims) error {
	me := func(s string) bool { return strings.EqualFold(s, p.o.AppID) }
	switch {
	case !slices.Contains(p.o.Issuers, c.Issuer):
		return errors.New("the token's issuer is not the one configured")
	case !slices.ContainsFunc(c.Audience, me):
		return errors.New("the token is for another app id")
	case c.Expiry == nil:
		return errors.New("the token never expires")
	case c.ServiceURL == "":
		return errors.New("the token names no service URL")
	}
	return c.ValidateWithLeeway(jwt.Expected{Time: p.o.Now()}, leeway)
}

// envelope is all that is parsed of a body before the token is known to speak for it.
type envelope struct {
	serviceURL, channel string
	place, data         json.RawMessage // conversation and channelData
}

// envelopeOf takes it out of a body's fields, by the names that the whole is
// parsed by later. What is of another shape stays empty.
func envelopeOf(fields map[string]json.RawMessage) (e envelope) {
	_ = json.Unmarshal(fields["serviceUrl"], &e.serviceURL)
	_ = json.Unmarshal(fields["channelId"], &e.channel)
	e.place, e.data = fields["conversation"], fields["channelData"]
	return e
}

// tenants are those that the envelope names, of which all should be the same.
func (e envelope) tenants() (found []string) {
	var place Place
	var data channelData
	_ = json.Unmarshal(e.place, &place)
	_ = json.Unmarshal(e.data, &data)
	for _, t := range []string{place.Tenant, data.Tenant.ID} {
		if t != "" {
			found = append(found, strings.ToLower(t))
		}
	}
	return slices.Compact(found)
}

// admits says whether a proven token speaks for a body, and whether that is for us.
func (p *prover) admits(proven proof, e envelope) error {
	if !p.o.allowed(e.serviceURL) {
		return strange{errors.New("the service URL is not one of Teams'")}
	}
	if p.o.Insecure {
		return nil
	}
	if err := proven.speaks(e.serviceURL, e.channel); err != nil {
		return err
	}
	own := func(t string) bool { return strings.EqualFold(t, e.tenants()[0]) }
	if len(e.tenants()) != 1 || !slices.ContainsFunc(p.o.Tenants, own) {
		return strange{errors.New("the tenant is not one of those allowed")}
	}
	return nil
}

func (p proof) speaks(serviceURL, channel string) error {
	switch {
	case serviceURL != p.serviceURL:
		return strange{errors.New("the token is for another service URL")}
	case channel != teams:
		return strange{errors.New("the activity is not of Teams")}
	case !p.key.endorses(channel):
		return strange{errors.New("the token's key is not endorsed for Teams")}
	}
	return nil
}

type proofKey struct{}

// AuthenticateRequest is called by msbotbuilder-go's adapter with the activity as
// it parsed it: it says whether the proof that ctx carries speaks for that one.
func (p *prover) AuthenticateRequest(ctx context.Context, a schema.Activity, _ string, _ auth.CredentialProvider, _ string) (auth.ClaimsIdentity, error) {
	if p.o.Insecure {
		return auth.NewClaimIdentity(nil, true), nil
	}
	proven, ok := ctx.Value(proofKey{}).(proof)
	if !ok {
		return nil, unproven{errors.New("there is no proof")}
	}
	if err := proven.speaks(a.ServiceURL, a.ChannelID); err != nil {
		return nil, err
	}
	return auth.NewClaimIdentity(map[string]any{auth.ServiceURLClaim: proven.serviceURL}, true), nil
}
