package connector

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
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
}

// prove checks all of a request's token that can be checked without its body.
func (p *prover) prove(ctx context.Context, h http.Header) (proof, error) {
	scheme, raw, _ := strings.Cut(h.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || raw == "" || len(raw) > tokenSize {
		return proof{}, unproven{errors.New("there is no bearer token")}
	}
	token, err := jwt.ParseSigned(raw, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(token.Headers) != 1 || token.Headers[0].KeyID == "" {
		return proof{}, unproven{errors.New("it is no token signed with RS256")}
	}
	k, err := p.keys.key(ctx, token.Headers[0].KeyID)
	if errors.Is(err, errNoKeys) {
		return proof{}, err
	} else if err != nil {
		return proof{}, unproven{err}
	}
	var c claims
	if err := token.Claims(k.public, &c); err != nil {
		return proof{}, unproven{fmt.Errorf("the token is forged or broken: %w", err)}
	}
	if err := p.fits(c); err != nil {
		return proof{}, unproven{err}
	}
	return proof{serviceURL: c.ServiceURL, key: k}, nil
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
