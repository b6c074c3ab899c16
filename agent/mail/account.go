package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-sasl"
	"golang.org/x/oauth2"
)

// Security says how a connection is protected.
type Security string

const (
	TLS      Security = "tls"      // from the first byte (ports 993, 465)
	StartTLS Security = "starttls" // required, never optional (ports 143, 587)
	Plain    Security = "plain"    // loopback only, unless AllowPlain
)

// Account is a server and the login to it, for IMAP and SMTP alike.
type Account struct {
	Addr       string // host:port
	Security   Security
	AllowPlain bool        // lets a password go unprotected to another machine
	TLSConfig  *tls.Config // nil: the system's authorities
	User       string      // empty: no login (SMTP only)
	Password   string
	Tokens     oauth2.TokenSource // set: XOAUTH2 instead of the password
	Timeout    time.Duration      // for each answer; 0 is one minute
}

func (a Account) timeout() time.Duration {
	if a.Timeout > 0 {
		return a.Timeout
	}
	return time.Minute
}

func (a Account) host() string {
	host, _, err := net.SplitHostPort(a.Addr)
	if err != nil {
		return a.Addr
	}
	return host
}

// Check names what cannot work, before anything is dialled.
func (a Account) Check() error {
	if _, port, err := net.SplitHostPort(a.Addr); err != nil || port == "" {
		return fmt.Errorf("the mail server %q needs a host and a port, as in mail.example.com:993", a.Addr)
	}
	switch a.Security {
	case TLS, StartTLS:
		return nil
	case Plain:
		if a.AllowPlain || isLoopback(a.host()) {
			return nil
		}
		return fmt.Errorf("the mail server %s is on another machine: use tls or starttls, or allow plain connections", a.Addr)
	}
	return fmt.Errorf("the security %q is not known: use tls, starttls or plain", a.Security)
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func (a Account) tlsConfig() *tls.Config {
	c := &tls.Config{}
	if a.TLSConfig != nil {
		c = a.TLSConfig.Clone()
	}
	if c.ServerName == "" {
		c.ServerName = a.host()
	}
	if c.MinVersion == 0 {
		c.MinVersion = tls.VersionTLS12
	}
	return c
}

// dial connects; for TLS the handshake is done. StartTLS is the protocol's own.
func (a Account) dial(ctx context.Context) (net.Conn, error) {
	if err := a.Check(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, a.timeout())
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", a.Addr)
	if err != nil {
		return nil, a.explain(err)
	}
	if a.Security != TLS {
		return conn, nil
	}
	secure := tls.Client(conn, a.tlsConfig())
	if err := secure.HandshakeContext(ctx); err != nil {
		conn.Close()
		return nil, a.explain(err)
	}
	return secure, nil
}

// explain says in a sentence what a failed connection means.
func (a Account) explain(err error) error {
	var dns *net.DNSError
	var record tls.RecordHeaderError
	var cert *tls.CertificateVerificationError
	var op *net.OpError
	switch {
	case errors.As(err, &dns):
		return fmt.Errorf("the mail server's name %s is not known: check the host: %w", a.host(), err)
	case errors.As(err, &record):
		return fmt.Errorf("%s does not speak TLS from the first byte: use security starttls or another port: %w", a.Addr, err)
	case errors.As(err, &cert):
		return fmt.Errorf("the certificate of %s is not trusted: check the host name or add its authority: %w", a.Addr, err)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &op) && op.Timeout():
		return fmt.Errorf("%s does not answer: check host, port and firewall: %w", a.Addr, err)
	case errors.As(err, &op) && op.Op == "dial":
		return fmt.Errorf("%s does not accept connections: check the port and that the server runs: %w", a.Addr, err)
	}
	return fmt.Errorf("connecting to %s: %w", a.Addr, err)
}

// token asks for an access token; the answer of a failing endpoint is long and
// may hold secrets, so only its reason is passed on.
func (a Account) token(ctx context.Context) (string, error) {
	type result struct {
		t   *oauth2.Token
		err error
	}
	done := make(chan result, 1)
	go func() {
		t, err := a.Tokens.Token()
		done <- result{t, err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("asking for an access token: %w", ctx.Err())
	case <-time.After(a.timeout()):
		return "", errors.New("the token endpoint does not answer: check its address and the network")
	case r := <-done:
		if r.err != nil {
			return "", explainToken(r.err)
		}
		return r.t.AccessToken, nil
	}
}

// login picks the SASL mechanism; offers says what the server knows.
func (a Account) login(ctx context.Context, offers func(mech string) bool) (sasl.Client, error) {
	if a.Tokens != nil {
		tok, err := a.token(ctx)
		if err != nil {
			return nil, err
		}
		if !offers("XOAUTH2") && offers("OAUTHBEARER") {
			return sasl.NewOAuthBearerClient(&sasl.OAuthBearerOptions{Username: a.User, Token: tok}), nil
		}
		return &xoauth2{user: a.User, token: tok}, nil
	}
	if !offers("PLAIN") && offers("LOGIN") {
		return sasl.NewLoginClient(a.User, a.Password), nil
	}
	return sasl.NewPlainClient("", a.User, a.Password), nil
}
