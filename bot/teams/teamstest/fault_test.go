package teamstest_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/bot/teams/teamstest"
)

func encoded(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func read(t *testing.T, r io.Reader) (out object) {
	t.Helper()
	if err := json.NewDecoder(r).Decode(&out); err != nil {
		t.Error(err)
	}
	return out
}

func TestFaults(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	ended := false
	for _, c := range []struct {
		fault  teamstest.Fault
		status int
		posted bool
	}{
		{teamstest.Fault{Status: 502}, 502, false},
		{teamstest.Fault{Status: 504, After: true}, 504, true},
		{teamstest.Fault{RetryAfter: 3 * time.Second}, 429, false},
		{teamstest.Fault{Drop: true}, 0, false},
		{teamstest.Fault{Drop: true, After: true}, 0, true},
		{teamstest.Fault{Do: func() { ended = true }}, 201, true},
	} {
		before := len(s.Messages(orders))
		s.FailNext("send", c.fault, 1)
		res, _ := a.call("POST", activities(orders), object{"type": "message", "text": "x", "textFormat": "plain"})
		if posted := len(s.Messages(orders)) > before; res.StatusCode != c.status || posted != c.posted {
			t.Errorf("%+v: status %d, posted %v", c.fault, res.StatusCode, posted)
		}
		if c.fault.RetryAfter > 0 && res.Header.Get("Retry-After") != "3" {
			t.Errorf("Retry-After %q", res.Header.Get("Retry-After"))
		}
	}
	if !ended {
		t.Error("Do was not done")
	}
	s.FailNext("", teamstest.Fault{Status: 500}, -1)
	s.Heal()
	if res, _ := a.call("DELETE", activities(orders)+"/"+s.Messages(orders)[0].ID, nil); res.StatusCode != 200 {
		t.Errorf("status %d", res.StatusCode)
	}
}

func TestHeldAnswer(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	let, ended := make(chan struct{}), make(chan struct{})
	s.FailNext("send", teamstest.Fault{Hold: let}, 1)
	go func() {
		defer close(ended)
		a.call("POST", activities(orders), object{"type": "typing"})
	}()
	if err := s.Wait(soon(t), func() bool { return s.Held() == 1 }); err != nil {
		t.Fatal(err)
	}
	close(let)
	<-ended
	if err := s.Settled(soon(t)); err != nil {
		t.Error(err)
	}
}

func TestDeliveries(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	s.DeliverNext(teamstest.Handling{Lose: true}, 1)
	if r, err := s.Click(soon(t), "anna", m, "Confirm"); err != nil || r.Acked || r.ID == "" {
		t.Errorf("%+v, error %v", r, err)
	}
	s.DeliverNext(teamstest.Handling{Twice: true}, 1)
	r, err := s.Click(soon(t), "anna", m, "Confirm")
	acked(t, r, err)
	if _, err = s.WaitEdit(soon(t), m, func(m teamstest.Message) bool { return m.Edits == 2 }); err != nil {
		t.Error(err)
	}
	late, ended := make(chan struct{}), make(chan struct{})
	s.DeliverNext(teamstest.Handling{Hold: late}, 1)
	first := a.post(orders, a.offer("y"))
	go func() {
		defer close(ended)
		_, _ = s.Click(soon(t), "anna", first, "Confirm")
	}()
	if err := s.Wait(soon(t), func() bool { return s.Held() == 1 }); err != nil {
		t.Fatal(err)
	}
	r, err = s.Click(soon(t), "bo", first, "Confirm")
	acked(t, r, err)
	close(late)
	<-ended
	if now, _ := s.Message(orders, first.ID); !now.Has("Confirmed by Anna") || now.Edits != 2 {
		t.Errorf("%s after %d edits", now.Words(), now.Edits)
	}
}

func TestForgeries(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	for _, wrong := range s.Forgeries() {
		s.ForgeNext(wrong.Forge)
		if r, err := s.Click(soon(t), "anna", m, "Say so"); err != nil || r.Acked || r.Status != 401 {
			t.Errorf("%s: %+v, error %v", wrong.Name, r, err)
		}
	}
	s.ForgeNext(s.ListAudience())
	r, err := s.Click(soon(t), "anna", m, "Say so")
	acked(t, r, err)
	s.Rotate(true)
	r, err = s.Click(soon(t), "anna", m, "Say so")
	acked(t, r, err)
	s.Rotate(false)
	r, err = s.Click(soon(t), "anna", m, "Say so")
	acked(t, r, err)
	s.Endorse("webchat")
	if r, err := s.Click(soon(t), "anna", m, "Say so"); err != nil || r.Acked {
		t.Errorf("a key not meant for Teams: %+v, error %v", r, err)
	}
}

// TestBadAnswers are answers to a click that Teams does not understand.
func TestBadAnswers(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":     ``,
		"no type":     `{"statusCode":200}`,
		"broken card": `{"statusCode":200,"type":"` + cardType + `","value":{"type":"AdaptiveCard"}}`,
		"ill status":  `{"statusCode":500,"type":"` + cardType + `","value":{"type":"AdaptiveCard","version":"1.5"}}`,
		"no error":    `{"statusCode":200,"type":"application/vnd.microsoft.error","value":{}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			s, a := loud(t, &said)
			a.login()
			m := a.post(orders, a.offer("x"))
			a.says = &body
			if r, err := s.Click(soon(t), "anna", m, "Confirm"); err != nil || r.Acked {
				t.Errorf("%+v, error %v", r, err)
			}
			s.Close()
			if len(said) != 1 || !strings.Contains(said[0], "confirm") && !strings.Contains(said[0], "anna") {
				t.Errorf("failed with %q", said)
			}
		})
	}
}

// TestBadSuggestions are answers to a search that Teams does not understand.
func TestBadSuggestions(t *testing.T) {
	const head = `{"statusCode":200,"type":"application/vnd.microsoft.search.searchResponse","value":`
	for name, body := range map[string]string{
		"nothing":      ``,
		"another type": `{"statusCode":200,"type":"x","value":{"results":[]}}`,
		"no results":   head + `{}}`,
		"no title":     head + `{"results":[{"value":"1"}]}}`,
		"sixteen":      head + `{"results":[` + strings.Repeat(`{"value":"1","title":"x"},`, 15) + `{"value":"1","title":"x"}]}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			s, a := loud(t, &said)
			a.login()
			m := a.post(orders, a.offer("x"))
			a.says = &body
			if offers, err := s.Suggest(soon(t), "anna", m, "Item", "oak"); err == nil {
				t.Errorf("offered %v", offers)
			}
			if s.Close(); len(said) != 1 || !strings.Contains(said[0], "suggestions for items") {
				t.Errorf("failed with %q", said)
			}
		})
	}
}

// TestBadDialogs are answers to task/fetch that Teams does not understand.
func TestBadDialogs(t *testing.T) {
	const card = `{"contentType":"` + cardType + `","content":{"type":"AdaptiveCard","version":"1.5","body":[]`
	for name, body := range map[string]string{
		"nothing":    `{}`,
		"a type":     `{"task":{"type":"open"}}`,
		"no title":   `{"task":{"type":"continue","value":{"card":` + card + `}}}}}`,
		"no card":    `{"task":{"type":"continue","value":{"title":"x"}}}`,
		"width":      `{"task":{"type":"continue","value":{"title":"x","width":"wide","card":` + card + `}}}}}`,
		"an Execute": `{"task":{"type":"continue","value":{"title":"x","card":` + card + `,"actions":[{"type":"Action.Execute","title":"x"}]}}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			var said []string
			s, a := loud(t, &said)
			a.login()
			m := a.post(orders, a.offer("x"))
			a.says = &body
			if r, err := s.Click(soon(t), "anna", m, "Window"); err != nil || r.Acked || r.Dialog != nil {
				t.Errorf("%+v, error %v", r, err)
			}
			if s.Close(); len(said) != 1 || !strings.Contains(said[0], "the answer to task/fetch") {
				t.Errorf("failed with %q", said)
			}
		})
	}
}

// TestTooLate is an answer that comes after Teams has given up.
func TestTooLate(t *testing.T) {
	s, a := world(t, teamstest.Options{Within: 50 * time.Millisecond})
	a.login()
	m := a.post(orders, a.offer("x"))
	given := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server sees that the other side is gone
		<-r.Context().Done()
		close(given)
	}))
	t.Cleanup(slow.Close)
	s.Connect(slow.URL)
	r, err := s.Click(soon(t), "anna", m, "Confirm")
	if err != nil || r.Acked || r.Status != 0 || r.Took < 50*time.Millisecond {
		t.Errorf("%+v, error %v", r, err)
	}
	<-given
}

// TestAnotherCloud is a national one: other names, the same ways.
func TestAnotherCloud(t *testing.T) {
	s, a := world(t, teamstest.Options{Issuer: "https://api.botframework.us", Scope: "https://api.botframework.us/.default"})
	a.login()
	r, err := s.Click(soon(t), "anna", a.post(orders, a.offer("x")), "Say so")
	acked(t, r, err)
	s.ForgeNext(teamstest.Claim("iss", "https://api.botframework.com"))
	if r, err := s.Click(soon(t), "anna", s.Messages(orders)[0], "Say so"); err != nil || r.Acked {
		t.Errorf("%+v, error %v", r, err)
	}
}

// TestWithoutCredentials is a local client of an app that has none.
func TestWithoutCredentials(t *testing.T) {
	var said []string
	s, a := worldOf(quiet{t, &said}, t, teamstest.Options{Insecure: true, Check: judge})
	var header atomic.Value
	app := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { header.Store(r.Header.Get("Authorization")) }))
	t.Cleanup(app.Close)
	s.Connect(app.URL)
	a.post(orders, a.offer("x")) // without a token
	r, err := s.Say(soon(t), "anna", orders, "help")
	if acked(t, r, err); header.Load() != "" {
		t.Errorf("delivered with %q", header.Load())
	}
	a.token = "some"
	a.post(orders, a.offer("y"))
	if s.Close(); len(said) != 1 || !strings.Contains(said[0], "without credentials") {
		t.Errorf("failed with %q", said)
	}
}
