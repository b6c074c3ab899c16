package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"

	"salesclerk/agent/mail"
)

// account is the server and login a configuration names.
func (s serverConfig) account() (mail.Account, error) {
	a := mail.Account{Addr: s.Server, Security: mail.Security(s.Security), AllowPlain: s.AllowPlain, User: s.User, Password: s.Password,
		Timeout: time.Duration(s.Timeout)}
	if a.Security == "" {
		a.Security = mail.TLS
	}
	if s.Server == "" {
		return a, errors.New("name the server, as in mail.example.com:993")
	}
	if err := a.Check(); err != nil {
		return a, err
	}
	if s.CAFile != "" {
		pool, err := authorities(s.CAFile)
		if err != nil {
			return a, err
		}
		a.TLSConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	}
	if s.OAuth == nil {
		return a, nil
	}
	tokens, err := mail.OAuth{ClientID: s.OAuth.ClientID, ClientSecret: s.OAuth.ClientSecret, TokenURL: s.OAuth.TokenURL,
		Scopes: s.OAuth.Scopes, RefreshToken: s.OAuth.RefreshToken}.Tokens()
	a.Tokens = tokens
	return a, err
}

func authorities(file string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("ca_file: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("ca_file: %s holds no certificate in PEM form", file)
	}
	return pool, nil
}
