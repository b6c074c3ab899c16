package web

import (
	"net"
	"net/http"
	"slices"
	"strings"

	"salesclerk/bot/intake"
)

// The most that a request may bring. A mail of 25 MB is 34 MB in base64.
const (
	maxBody = 1 << 20
	maxMail = 35 << 20
)

// policy is what the page may load: its own files and nothing else, no inline
// script or style. https://www.w3.org/TR/CSP3/
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// guard lets only this page's own requests through, by a name that is ours, and
// bounds what they bring.
func (s *Server) guard(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(s.answer(func(*http.Request) (any, error) { return nil, errForeign }))
	inner := origin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		head(w)
		switch {
		case !s.ours(r):
			s.fail(w, r, errHost)
		case strings.HasPrefix(r.URL.Path, "/api/") && foreign(r):
			s.fail(w, r, errForeign)
		default:
			r.Body = http.MaxBytesReader(w, r.Body, limit(r))
			inner.ServeHTTP(w, r)
		}
	})
}

func head(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func limit(r *http.Request) int64 {
	if r.Method == http.MethodPost && r.URL.Path == "/api/mail" {
		return maxMail
	}
	return maxBody
}

// foreign says whether another site asks: also reading is refused to it.
// https://www.w3.org/TR/fetch-metadata/
func foreign(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

// ours says whether the name asked for may be this page's. On loopback a foreign
// name that leads to 127.0.0.1 (DNS rebinding) would make another site ours.
func (s *Server) ours(r *http.Request) bool {
	if addr, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && !loopback(addr.String()) {
		return true
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
	return intake.Loopback(host) || slices.Contains(s.o.Hosts, host)
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	return err != nil || intake.Loopback(host)
}
