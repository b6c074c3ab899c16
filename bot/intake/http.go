package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"
)

// Status is an error that is answered with itself and nothing more.
type Status int

func (s Status) Error() string { return strconv.Itoa(int(s)) + " " + http.StatusText(int(s)) }

// reading is how many bodies are read at once, for each Bodies.
const reading = 128

// Bodies reads bodies of bounded size in bounded time, a bounded number at once.
type Bodies struct {
	size   int64
	within time.Duration
	now    places
}

// NewBodies are bodies of at most so many bytes, each read within a time.
func NewBodies(size int64, within time.Duration) *Bodies {
	return &Bodies{size, within, make(places, reading)}
}

// Fits looks at what is known before anything is read. Its error is a Status.
func (b *Bodies) Fits(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return Status(http.StatusMethodNotAllowed)
	}
	if r.ContentLength > b.size {
		return Status(http.StatusRequestEntityTooLarge)
	}
	return nil
}

// Read reads a request's body. Its error is a Status.
func (b *Bodies) Read(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if !b.now.try() {
		return nil, Status(http.StatusServiceUnavailable)
	}
	defer b.now.free()
	line := http.NewResponseController(w)
	_ = line.SetReadDeadline(time.Now().Add(b.within)) // not every server can; a body that ends is read anyway
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, b.size))
	if err == nil {
		_ = line.SetReadDeadline(time.Time{})
		return body, nil
	}
	w.Header().Set("Connection", "close") // and the deadline stays: the server would wait for the rest
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, Status(http.StatusRequestEntityTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, Status(http.StatusRequestTimeout)
	}
	return nil, Status(http.StatusBadRequest)
}

// Loopback says whether a host is this machine's own, by name or by address.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// The types of what Send sends.
const (
	TypeJSON = "application/json; charset=utf-8"
	TypeText = "text/plain; charset=utf-8"
)

// Send sends the whole answer at once, so that what follows it really does. Who
// does not hear it was told by the chat that it failed.
func Send(w http.ResponseWriter, code int, content string, body []byte) {
	if len(body) > 0 {
		w.Header().Set("Content-Type", content)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(code)
	_, _ = w.Write(body)
	_ = http.NewResponseController(w).Flush()
}

// JSON is v as JSON, with < > & as they are.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// Answer is an answer as JSON; nothing for nil. One of more bytes than most is an
// error.
func Answer(v any, most int) ([]byte, error) {
	if v == nil {
		return nil, nil
	}
	body, err := JSON(v)
	if err != nil {
		return nil, fmt.Errorf("writing the answer: %w", err)
	}
	if len(body) > most {
		return nil, fmt.Errorf("the answer has %d bytes, at most %d may be sent", len(body), most)
	}
	return body, nil
}
