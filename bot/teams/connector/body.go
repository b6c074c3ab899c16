package connector

import (
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"os"
	"time"
)

const (
	bodySize = 256 << 10 // the largest that is read; what a person types and clicks fits many times
	reading  = 128       // bodies read at once
)

// fitting looks at what is known before the token is.
func (in *inbox) fitting(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return status(http.StatusMethodNotAllowed)
	}
	if in.o.Insecure && !local(r) {
		return strange{errors.New("without credentials only this machine is served")}
	}
	if r.ContentLength > bodySize {
		return status(http.StatusRequestEntityTooLarge)
	}
	// Also keeps web pages away in development: a browser asks before it sends this.
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return status(http.StatusUnsupportedMediaType)
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
	return err == nil && from.Addr().Unmap().IsLoopback() && loopback(host) && !passed
}

// read reads a bounded body in bounded time; bounded many at once.
func (in *inbox) read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	select {
	case in.reading <- struct{}{}:
		defer func() { <-in.reading }()
	default:
		return nil, status(http.StatusServiceUnavailable)
	}
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(HandlerTime)) // not every server can; a body that ends is read anyway
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodySize))
	if err == nil {
		_ = line.SetReadDeadline(time.Time{})
		return body, nil
	}
	w.Header().Set("Connection", "close") // and the deadline stays: the server would wait for the rest
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, status(http.StatusRequestEntityTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, status(http.StatusRequestTimeout)
	}
	return nil, status(http.StatusBadRequest)
}
