package mail

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// OAuth is the registration of the program with the mailbox's provider. With a
// refresh token it acts for the person who gave it; without one it acts for
// itself (client credentials), which hosted mailboxes must have allowed.
type OAuth struct {
	ClientID, ClientSecret string
	TokenURL               string
	Scopes                 []string
	RefreshToken           string
	HTTP                   *http.Client // nil: one with a timeout of 30 seconds
}

// Tokens makes the source of access tokens. It does no network; tokens are
// fetched when needed and kept until they lapse.
func (o OAuth) Tokens() (oauth2.TokenSource, error) {
	if o.ClientID == "" || o.TokenURL == "" {
		return nil, errors.New("OAuth needs a client id and the address of the token endpoint")
	}
	client := o.HTTP
	if client == nil {
		client = &http.Client{Timeout: 30 * time.Second}
	}
	ctx := context.WithValue(context.Background(), oauth2.HTTPClient, client)
	if o.RefreshToken == "" {
		c := clientcredentials.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, TokenURL: o.TokenURL, Scopes: o.Scopes}
		return c.TokenSource(ctx), nil
	}
	c := oauth2.Config{ClientID: o.ClientID, ClientSecret: o.ClientSecret, Scopes: o.Scopes, Endpoint: oauth2.Endpoint{TokenURL: o.TokenURL}}
	return c.TokenSource(ctx, &oauth2.Token{RefreshToken: o.RefreshToken}), nil
}

// explainToken says why no token came.
func explainToken(err error) error {
	var r *oauth2.RetrieveError
	if !errors.As(err, &r) {
		return fmt.Errorf("the token endpoint cannot be reached: check its address and the network: %w", err)
	}
	status := 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	switch r.ErrorCode {
	case "invalid_client", "unauthorized_client":
		return fmt.Errorf("the token endpoint does not accept the client (%s): check client id and secret", r.ErrorCode)
	case "invalid_grant":
		return errors.New("the token endpoint does not accept the refresh token (invalid_grant): sign in again to get a new one")
	case "invalid_scope":
		return errors.New("the token endpoint does not give these rights (invalid_scope): check the scopes and the consent")
	case "":
		return fmt.Errorf("the token endpoint answered %d without a reason: check its address", status)
	}
	return fmt.Errorf("the token endpoint refused (%d %s): %s", status, oneLine(r.ErrorCode), cutRunes(oneLine(r.ErrorDescription), 200))
}

// xoauth2 is the SASL mechanism of Gmail and Exchange Online
// (developers.google.com/workspace/gmail/imap/xoauth2-protocol).
type xoauth2 struct{ user, token string }

func (x *xoauth2) Start() (string, []byte, error) {
	return "XOAUTH2", []byte("user=" + x.user + "\x01auth=Bearer " + x.token + "\x01\x01"), nil
}

// Next answers the server's error report with nothing, upon which the server
// gives its refusal in words.
func (x *xoauth2) Next([]byte) ([]byte, error) { return []byte{}, nil }
