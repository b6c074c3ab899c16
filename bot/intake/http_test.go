package intake

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestBodies(t *testing.T) {
	b := NewBodies(10, time.Minute)
	request := func(method, body string, told int64) *http.Request {
		r := httptest.NewRequest(method, "/", strings.NewReader(body))
		r.ContentLength = told
		return r
	}
	broken := request("POST", "", -1)
	broken.Body = io.NopCloser(iotest.ErrReader(errors.New("hung up")))
	for name, c := range map[string]struct {
		r    *http.Request
		want error
	}{
		"small":            {request("POST", "0123456789", 10), nil},
		"length not told":  {request("POST", "0123456789", -1), nil},
		"too large":        {request("POST", "0123456789a", 11), Status(413)},
		"larger than said": {request("POST", "0123456789a", -1), Status(413)},
		"not a post":       {request("GET", "", 0), Status(405)},
		"broken off":       {broken, Status(400)},
	} {
		t.Run(name, func(t *testing.T) {
			w, body := httptest.NewRecorder(), []byte(nil)
			err := b.Fits(w, c.r)
			if err == nil {
				body, err = b.Read(w, c.r)
			}
			if err != c.want || (err == nil) != (string(body) == "0123456789") {
				t.Errorf("%q %v, want %v", body, err, c.want)
			}
			if got := w.Header().Get("Allow"); (got == "POST") != (c.want == Status(405)) {
				t.Errorf("Allow: %q", got)
			}
		})
	}
}

// A body that trickles is given up in time, and its connection with it; while
// too many trickle, no other is read.
func TestSlowBodies(t *testing.T) {
	b := NewBodies(10, time.Millisecond)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := b.Read(w, r)
		var s Status
		if !errors.As(err, &s) {
			t.Error(err)
		}
		w.WriteHeader(int(s))
	}))
	defer s.Close()
	ask := func() string {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{")
		answer, err := io.ReadAll(c) // it ends, because the server closes
		if err != nil {
			t.Fatal(err)
		}
		return string(answer[:12])
	}
	if got := ask(); got != "HTTP/1.1 408" {
		t.Error(got)
	}
	for range reading {
		b.now.try()
	}
	r := httptest.NewRequest("POST", "/", strings.NewReader("x"))
	if _, err := b.Read(httptest.NewRecorder(), r); err != Status(503) {
		t.Error(err)
	}
	b.now.free()
	if _, err := b.Read(httptest.NewRecorder(), r); err != nil {
		t.Error(err)
	}
}

func TestSendIsOutAtOnce(t *testing.T) {
	w := httptest.NewRecorder()
	Send(w, 201, TypeJSON, []byte(`"x"`))
	if !w.Flushed || w.Code != 201 || w.Body.String() != `"x"` || w.Header().Get("Content-Length") != "3" || w.Header().Get("Content-Type") != TypeJSON {
		t.Errorf("%+v", w)
	}
	w = httptest.NewRecorder()
	Send(w, 200, TypeJSON, nil)
	if w.Header().Get("Content-Type") != "" || w.Header().Get("Content-Length") != "0" {
		t.Errorf("%+v", w)
	}
}

func TestAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		v        any
		want, no string
	}{
		"nothing":   {nil, "", ""},
		"words":     {"a < b & c", `"a < b & c"`, ""},
		"just fits": {strings.Repeat("x", 18), `"` + strings.Repeat("x", 18) + `"`, ""},
		"too large": {strings.Repeat("x", 19), "", "the answer has 21 bytes, at most 20 may be sent"},
		"no JSON":   {func() {}, "", "writing the answer: json: unsupported type: func()"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Answer(c.v, 20)
			if string(got) != c.want || (err == nil) != (c.no == "") || err != nil && err.Error() != c.no {
				t.Errorf("%s %v", got, err)
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	for host, want := range map[string]bool{"localhost": true, "LocalHost": true, "127.0.0.1": true, "127.9.8.7": true, "::1": true, "::ffff:127.0.0.1": true,
		"": false, "localhost.example": false, "10.0.0.1": false, "127.0.0.1.example": false, "::": false} {
		if got := Loopback(host); got != want {
			t.Errorf("%q: %v", host, got)
		}
	}
}
