package connector

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"salesclerk/bot"
)

// Check fetches a token and the metadata, and says what of the app id, the tenant,
// the secret and the addresses is wrong. It changes nothing.
func (c *Client) Check(ctx context.Context) []bot.Finding {
	if c.o.Insecure {
		return []bot.Finding{{What: "insecure", Note: true, Words: "nobody has to prove who they are: this is for development on one machine only"}}
	}
	k := &check{c: c}
	k.ids()
	k.token(ctx)
	k.metadata(ctx)
	return k.All
}

type check struct {
	bot.Findings
	c *Client
}

var guid = regexp.MustCompile(`(?i)^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`)

// ids looks at what can be seen without asking: activities name apps and tenants
// by their GUIDs only, so that others would never be found equal.
func (k *check) ids() {
	if !guid.MatchString(k.c.o.AppID) {
		k.Wrong("app id", "%q is not a GUID: take the Microsoft App ID of the bot's registration", brief(k.c.o.AppID))
	}
	for _, t := range append([]string{k.c.o.Tenant}, k.c.o.Tenants...) {
		if !guid.MatchString(t) {
			k.Wrong("tenant", "%q is not a GUID: take the directory (tenant) ID and not its domain", brief(t))
			return
		}
	}
}

// token asks Entra for a new token.
func (k *check) token(ctx context.Context) {
	token, err := k.c.tokens.fresh(ctx)
	if err != nil {
		what, words := blame(err)
		k.Wrong(what, "%s", words)
		return
	}
	if tenant, app := issuedFor(token); tenant != "" && !strings.EqualFold(tenant, k.c.o.Tenant) && guid.MatchString(k.c.o.Tenant) {
		k.Wrong("token address", "it gives tokens of the tenant %s and not of %s: correct the address or the tenant", brief(tenant), k.c.o.Tenant)
		return
	} else if app != "" && !strings.EqualFold(app, k.c.o.AppID) {
		k.Wrong("app id", "the token that came is for the app %s", brief(app))
		return
	}
	k.Fine("secret", "is good: Entra gives a token for it")
}

// issuedFor reads whom a token is for, where it can be read ("" otherwise). The
// token is not checked: it is Teams that has to believe it.
func issuedFor(token string) (tenant, app string) {
	t, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256})
	if err != nil {
		return "", ""
	}
	var c struct {
		Tenant string `json:"tid"`
		App    string `json:"appid"`
		Party  string `json:"azp"`
	}
	if t.UnsafeClaimsWithoutVerification(&c) != nil {
		return "", ""
	}
	return c.Tenant, either(c.App, c.Party)
}

// blamed are Entra's codes that name what is wrong
// (learn.microsoft.com/entra/identity-platform/reference-error-codes).
var blamed = map[string]struct{ what, words string }{
	"AADSTS7000215": {"secret", "is not one of this app's: take the secret's value, and not its ID"},
	"AADSTS7000222": {"secret", "has expired: make a new one in the app's registration"},
	"AADSTS7000218": {"secret", "is missing in what Entra was asked"},
	"AADSTS700016":  {"app id", "is not known in this tenant: correct the app id or the tenant"},
	"AADSTS7000229": {"app id", "has no service principal in this tenant: the app is registered in another one, or was never set up here"},
	"AADSTS7000112": {"app id", "is of an app that is disabled in this tenant"},
	"AADSTS90002":   {"tenant", "does not exist: take the directory (tenant) ID"},
	"AADSTS900023":  {"tenant", "is neither a GUID nor a domain: take the directory (tenant) ID"},
	"AADSTS900021":  {"tenant", "is no tenant that apps can be in: take the directory (tenant) ID"},
	"AADSTS70011":   {"scope", "is not one that Entra knows: correct it, or leave it out for the public cloud"},
	"AADSTS500011":  {"scope", "is of a service that this tenant does not have: correct it, or leave it out for the public cloud"},
}

// blame says which setting an error of the token address is about.
func blame(err error) (what, words string) {
	e, ok := errors.AsType[*TokenError](err)
	if !ok {
		return "token address", err.Error()
	}
	if b, ok := blamed[e.AADST]; ok {
		return b.what, b.words
	}
	switch e.Code {
	case "invalid_client":
		return "secret", "is refused: " + e.Err.Error()
	case "unauthorized_client":
		return "app id", "is refused: " + e.Err.Error()
	case "invalid_scope":
		return "scope", "is refused: " + e.Err.Error()
	case "":
		return "token address", "does not answer as it should: " + e.Err.Error()
	}
	return "token address", "gives no token: " + e.Err.Error()
}

func (k *check) metadata(ctx context.Context) {
	r := &keyring{url: k.c.o.MetadataURL, http: k.c.o.HTTP}
	ctx, cancel := context.WithTimeout(ctx, keysTime)
	defer cancel()
	keys, err := r.fetch(ctx)
	if err != nil {
		k.Wrong("metadata address", "the keys of Microsoft's tokens cannot be had, so nothing is accepted: %v", nameless(err))
		return
	}
	for _, one := range keys {
		if one.endorses(teams) {
			k.Fine("metadata address", "is good: it names %d keys", len(keys))
			return
		}
	}
	k.Wrong("metadata address", "none of its keys is endorsed for Teams: correct it, or leave it out for the public cloud")
}
