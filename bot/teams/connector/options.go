package connector

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"salesclerk/bot/intake"
)

// Options say who the app is and where Microsoft is. AppID, Secret and Tenant are
// needed unless Insecure; the rest has the public cloud's values if empty.
//
// For a national cloud set Scope, MetadataURL, Issuers, TokenURL and Hosts. US
// government (GCC High): https://api.botframework.us/.default,
// https://login.botframework.azure.us/v1/.well-known/openidconfiguration,
// https://api.botframework.us, https://login.microsoftonline.us/TENANT/oauth2/v2.0/token
// and smba.infra.gov.teams.microsoft.us.
type Options struct {
	AppID  string // the bot's Microsoft App ID, a GUID
	Secret string // its client secret
	Tenant string // the tenant that the (single-tenant) app is registered in, a GUID

	// Tenants are those whose people may use the app; [Tenant] if empty.
	Tenants []string

	TokenURL    string   // https://login.microsoftonline.com/TENANT/oauth2/v2.0/token
	Scope       string   // https://api.botframework.com/.default
	MetadataURL string   // https://login.botframework.com/v1/.well-known/openidconfiguration
	Issuers     []string // https://api.botframework.com

	// Hosts are those that service URLs may name, and so all that ever get the
	// app's token: "smba.trafficmanager.net", or "*.example.org" for all below it.
	// Service URLs must be https; only a loopback address that is listed with its
	// port ("127.0.0.1:3979") may be http.
	Hosts []string

	// Insecure is for development with a local client that has no credentials: no
	// token is asked for or sent, and nobody but the machine itself is answered or
	// called. It is refused together with AppID or Secret.
	Insecure bool

	HTTP *http.Client // the default transport's settings if nil; redirects are never followed
	Log  *slog.Logger // discarded if nil
	Now  func() time.Time
}

// The public cloud.
const (
	publicScope    = "https://api.botframework.com/.default"
	publicMetadata = "https://login.botframework.com/v1/.well-known/openidconfiguration"
	publicIssuer   = "https://api.botframework.com"
	publicToken    = "https://login.microsoftonline.com/%s/oauth2/v2.0/token"
)

// publicHosts are Teams' in the public cloud and GCC
// (microsoft.github.io/teams-sdk, "Service URL Validation").
var publicHosts = []string{
	"smba.trafficmanager.net",
	"smba.onyx.prod.teams.trafficmanager.net",
	"smba.infra.gcc.teams.microsoft.com",
}

// complete fills in what is empty, or says what is missing or contradicts.
func (o Options) complete() (Options, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	o.HTTP = plain(o.HTTP)
	if o.Insecure {
		return o, o.loose()
	}
	return o.known()
}

// loose says what contradicts Insecure.
func (o Options) loose() error {
	if o.AppID != "" || o.Secret != "" {
		return errors.New("teams: the insecure switch is for development without credentials: remove it, or the app id and the secret")
	}
	return nil
}

func (o Options) known() (Options, error) {
	for _, v := range []struct{ name, value string }{{"app id", o.AppID}, {"secret", o.Secret}, {"tenant", o.Tenant}} {
		if strings.TrimSpace(v.value) == "" {
			return o, fmt.Errorf("teams: the %s is missing", v.name)
		}
	}
	o.TokenURL = either(o.TokenURL, fmt.Sprintf(publicToken, url.PathEscape(o.Tenant)))
	o.Scope = either(o.Scope, publicScope)
	o.MetadataURL = either(o.MetadataURL, publicMetadata)
	if len(o.Issuers) == 0 {
		o.Issuers = []string{publicIssuer}
	}
	if len(o.Tenants) == 0 {
		o.Tenants = []string{o.Tenant}
	}
	if len(o.Hosts) == 0 {
		o.Hosts = publicHosts
	}
	return o, errors.Join(guarded("token address", o.TokenURL), guarded("metadata address", o.MetadataURL))
}

func either(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// guarded refuses an address that is neither https nor on this machine.
func guarded(what, raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil {
		return fmt.Errorf("teams: the %s is no address", what)
	}
	if u.Scheme == "https" || u.Scheme == "http" && intake.Loopback(u.Hostname()) {
		return nil
	}
	return fmt.Errorf("teams: the %s must begin with https://", what)
}

// plain is a copy that follows no redirect: neither a token nor a message goes
// where an answer points to.
func plain(h *http.Client) *http.Client {
	var own http.Client
	if h != nil {
		own = *h
	} else {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 16
		own.Transport = t
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}

// allowed says whether a service URL may be called, and so get the app's token.
func (o Options) allowed(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.Opaque != "" {
		return false
	}
	if o.Insecure {
		return (u.Scheme == "http" || u.Scheme == "https") && intake.Loopback(u.Hostname())
	}
	for _, h := range o.Hosts {
		if hosts(h, u) {
			return true
		}
	}
	return false
}

// hosts says whether one entry of Options.Hosts allows an address.
func hosts(entry string, u *url.URL) bool {
	if name, port, err := net.SplitHostPort(entry); err == nil {
		scheme := u.Scheme == "https" || u.Scheme == "http" && intake.Loopback(name)
		return scheme && strings.EqualFold(name, u.Hostname()) && port == u.Port()
	}
	if u.Scheme != "https" || u.Port() != "" && u.Port() != "443" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if domain, ok := strings.CutPrefix(strings.ToLower(entry), "*."); ok {
		return domain != "" && strings.HasSuffix(host, "."+domain)
	}
	return host == strings.ToLower(entry)
}
