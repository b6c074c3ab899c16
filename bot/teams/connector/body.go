package connector

import (
	"errors"
	"mime"
	"net"
	"net/http"
	"net/netip"

	"salesclerk/bot/intake"
)

const bodySize = 256 << 10 // the largest that is read; what a person types and clicks fits many times

// fitting looks at what is known before the token is.
func (in *inbox) fitting(w http.ResponseWriter, r *http.Request) error {
	if in.o.Insecure && !local(r) {
		return strange{errors.New("without credentials only this machine is served")}
	}
	if err := in.bodies.Fits(w, r); err != nil {
		return err
	}
	// Also keeps web pages away in development: a browser asks before it sends this.
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return intake.Status(http.StatusUnsupportedMediaType)
	}
	return nil
}

// local says whether a request comes from this machine and was meant for it: not
// passed on by a tunnel, and not by a browser that was told another name for it.
func local(r *http.Request) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	host, _, e := net.SplitHostPort(r.Host)
	if e != nil {
		host = r.Host
	}
	passed := r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != ""
	return err == nil && from.Addr().Unmap().IsLoopback() && intake.Loopback(host) && !passed
}
