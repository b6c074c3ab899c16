package web

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// answer of a request made in-process, as a script on this machine makes it.
type reply struct {
	*httptest.ResponseRecorder
	tb testing.TB
}

func call(tb testing.TB, s http.Handler, method, path, body string, headers ...string) reply {
	tb.Helper()
	r := httptest.NewRequest(method, "http://localhost"+path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return reply{w, tb}
}

func (a reply) is(status int) reply {
	a.tb.Helper()
	if a.Code != status {
		a.tb.Fatalf("status %d, want %d: %s", a.Code, status, a.Body)
	}
	return a
}

func parsed[T any](a reply) T {
	a.tb.Helper()
	var v T
	if err := json.Unmarshal(a.Body.Bytes(), &v); err != nil {
		a.tb.Fatalf("not JSON: %v: %.200s", err, a.Body)
	}
	return v
}

type cardSeen struct {
	ID, Task, Kind, State, HTML, Settled string
	Step, Turn                           int
	Buttons                              []struct{ Action, Label string }
}

type refusal struct{ Error, Field string }

func TestFromMailToSettledByTheAPI(t *testing.T) {
	d := newDesk()
	s := newServer(t, d)
	call(t, s, "POST", "/api/mail", `{"from":"lene@nordlys.example","subject":"Tables","text":"2 tables"}`).is(200)
	room := parsed[[]cardSeen](call(t, s, "GET", "/api/room", "").is(200))
	if len(room) != 1 || room[0].ID != "T-1001.3" || room[0].Kind != "incoming" || room[0].State != "open" {
		t.Fatalf("room: %+v", room)
	}
	if b := room[0].Buttons[0]; b.Action != "confirm" || b.Label != "Confirm" || !strings.Contains(room[0].HTML, "<article") {
		t.Errorf("card: %+v", room[0])
	}
	c := parsed[cardSeen](call(t, s, "POST", "/api/room/T-1001.3/confirm", `{"turn":`+itoa(room[0].Turn)+`}`).is(200))
	if c.State != "settled" || !strings.Contains(c.Settled, "Anna Berg") || len(c.Buttons) != 0 {
		t.Errorf("after confirm: %+v", c)
	}
	room = parsed[[]cardSeen](call(t, s, "GET", "/api/room", ""))
	if len(room) != 2 || room[0].Kind != "outgoing" || room[1].ID != "T-1001.3" {
		t.Fatalf("room after confirm: %+v", room)
	}
	card := "/api/room/" + room[0].ID
	call(t, s, "POST", card+"/save", `{"to":"lene@nordlys.example; Paul <paul@roux.example>","cc":[],"subject":"New subject","text":"Hello\n[summary]"}`).is(200)
	call(t, s, "POST", card+"/confirm", `{}`).is(200)
	if len(d.sent) != 1 || d.sent[0].Subject != "New subject" || strings.Join(d.sent[0].To, " ") != "lene@nordlys.example paul@roux.example" {
		t.Errorf("sent: %+v", d.sent)
	}
	list := parsed[struct {
		Attention int
		Tasks     []struct{ ID, State string }
	}](call(t, s, "GET", "/api/tasks", ""))
	if list.Attention != 0 || list.Tasks[0].State != "waiting" {
		t.Errorf("tasks: %+v", list)
	}
	one := parsed[struct{ Timeline []struct{ Step int } }](call(t, s, "GET", "/api/tasks/T-1001", ""))
	if len(one.Timeline) < 4 {
		t.Errorf("timeline: %+v", one)
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

func TestRefusals(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	before := d.get("T-1002")
	for _, x := range []struct {
		name, path, body, person string
		status                   int
		field                    string
	}{
		{"an older turn", "/api/room/T-1002.2/confirm", `{"turn":1}`, "", 409, ""},
		{"not offered", "/api/room/T-1002.2/retry", ``, "", 409, ""},
		{"no right", "/api/room/T-1002.2/confirm", ``, "eve", 403, ""},
		{"nobody here", "/api/room/T-1002.2/confirm", ``, "mallory", 403, ""},
		{"bad address", "/api/room/T-1002.2/save", `{"to":"not an address"}`, "", 422, "to"},
		{"no recipient", "/api/room/T-1002.2/save", `{"to":""}`, "", 422, "to"},
		{"empty subject", "/api/room/T-1002.2/save", `{"subject":""}`, "", 422, "subject"},
		{"unknown item", "/api/room/T-1004.2/save", `{"document":{"version":"v3","lines":[{"item":"nothing","quantity":"1"}]}}`, "", 422, "lines.1.item"},
		{"no quantity", "/api/room/T-1004.2/save", `{"document":{"version":"v3","lines":[{"item":"1920-S","quantity":"0"}]}}`, "", 422, "lines.1.quantity"},
		{"no such line", "/api/room/T-1003.2/pick_item", `{"line":7,"item":"1920-S"}`, "", 422, "line"},
		{"no name", "/api/room/T-1006.2/create_contact", `{}`, "", 422, "name"},
		{"no such card", "/api/room/T-1002.77/confirm", ``, "", 404, ""},
		{"no such task", "/api/room/T-9.1/confirm", ``, "", 404, ""},
		{"hostile card", "/api/room/..%2f..%2fetc.1/confirm", ``, "", 404, ""},
		{"no such action", "/api/room/T-1002.2/explode", ``, "", 404, ""},
		{"halt is no card's", "/api/room/T-1002.2/halt", ``, "", 404, ""},
		{"an outcome is no click", "/api/room/T-1002.2/sent", ``, "", 404, ""},
		{"no JSON", "/api/room/T-1002.2/confirm", `{"turn":`, "", 400, ""},
		{"wrong type", "/api/room/T-1002.2/confirm", `{"turn":"x"}`, "", 400, ""},
		{"stop all without the right", "/api/stop-all", ``, "bo", 403, ""},
		{"stop without the right", "/api/tasks/T-1002/stop", ``, "eve", 403, ""},
	} {
		t.Run(x.name, func(t *testing.T) {
			got := parsed[refusal](call(t, s, "POST", x.path, x.body, PersonHeader, x.person).is(x.status))
			if got.Field != x.field || len(got.Error) < 10 || strings.Contains(got.Error, "web.") || strings.Contains(got.Error, "task:") {
				t.Errorf("%+v", got)
			}
		})
	}
	if after := d.get("T-1002"); after.Rev != before.Rev || len(d.sent) != 0 {
		t.Errorf("a refusal changed the task: revision %d, was %d", after.Rev, before.Rev)
	}
}

func TestTheSameClickTwiceCountsOnce(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	for range 2 {
		c := parsed[cardSeen](call(t, s, "POST", "/api/room/T-1002.2/confirm", `{"turn":3}`, "Idempotency-Key", "k1").is(200))
		if c.State != "settled" {
			t.Errorf("card: %+v", c)
		}
	}
	if len(d.sent) != 1 {
		t.Errorf("%d mails", len(d.sent))
	}
	got := parsed[refusal](call(t, s, "POST", "/api/room/T-1002.2/confirm", `{"turn":3,"event":"k2"}`, PersonHeader, "bo").is(409))
	if !strings.Contains(got.Error, "Anna Berg") {
		t.Errorf("does not say who was first: %q", got.Error)
	}
	call(t, s, "POST", "/api/room/T-1002.2/confirm", `{"turn":3,"event":"k1"}`, PersonHeader, "bo").is(409) // another's key is another click
}

func TestPickByLine(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	problem := d.get("T-1003")
	want := problem.Step(2).Problem.Lines
	if len(want) != 1 {
		t.Fatalf("the sample has %d lines", len(want))
	}
	call(t, s, "POST", "/api/room/T-1003.2/pick_item", `{"item":"1928-S","quantity":"3"}`).is(200)
	after := d.get("T-1003")
	line := after.Reading.Lines[want[0]]
	if line.Items[0].Number != "1928-S" || line.Quantity != "3" || line.Picked != "anna" {
		t.Errorf("%+v", line)
	}
}

func TestStop(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	c := parsed[cardSeen](call(t, s, "POST", "/api/room/T-1001.2/stop", "").is(200))
	if c.Kind != "stop" || d.get("T-1001").State == task.Stopped {
		t.Fatalf("Stop must ask first: %+v", c)
	}
	call(t, s, "POST", "/api/room/T-1001.2/stop_yes", "").is(200)
	call(t, s, "POST", "/api/tasks/T-1002/stop", "", "Idempotency-Key", "s").is(200)
	call(t, s, "POST", "/api/tasks/T-1002/stop", "", "Idempotency-Key", "s").is(200)
	call(t, s, "POST", "/api/tasks/T-1002/stop", "").is(409)
	if got := parsed[map[string]int](call(t, s, "POST", "/api/stop-all", "").is(200)); got["stopped"] != 4 {
		t.Errorf("%v", got)
	}
	call(t, s, "POST", "/api/room/T-1003.2/confirm", "").is(409)
}

func TestTheStoreIsAway(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	d.away = true
	for _, x := range [][2]string{{"GET", "/api/room"}, {"GET", "/api/tasks"}, {"GET", "/api/tasks/T-1001"}, {"POST", "/api/room/T-1001.2/confirm"}} {
		got := parsed[refusal](call(t, s, x[0], x[1], "").is(503))
		if strings.Contains(got.Error, errAway.Error()) || got.Error == "" {
			t.Errorf("%s tells %q", x[1], got.Error)
		}
	}
}

func TestViewsChangeNothing(t *testing.T) {
	d := furnished()
	d.blobs["whole"] = []byte("the whole mail, much longer")
	t1 := d.get("T-1001")
	t1.Messages[0].Cut, t1.Messages[0].TextBlob = true, "whole"
	d.put("T-1001", t1)
	s := newServer(t, d)
	for card, want := range map[string]string{"T-1001.2": "the whole mail, much longer", "T-1002.2": "Thank you for your request", "T-1003.2": "Hello", "T-1004.2": "1900-S"} {
		a := call(t, s, "POST", "/api/room/"+card+"/review", "", PersonHeader, "eve").is(200)
		if !strings.Contains(a.Body.String(), want) {
			t.Errorf("review of %s lacks %q: %s", card, want, a.Body)
		}
		call(t, s, "POST", "/api/room/"+card+"/timeline", "").is(200)
	}
	if d.get("T-1001").Rev != t1.Rev {
		t.Error("looking changed the task")
	}
}

func TestLive(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	server := httptest.NewServer(s)
	defer server.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, _ := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/live", nil)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(resp.Body)
	next := func(want string) {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == want {
				return
			}
		}
		t.Fatalf("the stream ended before %q", want)
	}
	next("event: hello")
	d.put("T-1001", d.get("T-1001"))
	next(`data: {"task":"T-1001"}`)
	s.Close()
	if _, err := io.ReadAll(resp.Body); err != nil {
		t.Errorf("the stream must end cleanly: %v", err)
	}
}

func TestWordsInEveryLanguage(t *testing.T) {
	used := append([]string{}, keys()...)
	for _, e := range []*wrong{errHost, errForeign, errPerson, errTooLarge, errJSON, errAction, errMailAway} {
		used = append(used, strings.TrimPrefix(e.key, "web."))
	}
	used = append(used, "error.not_found", "error.line", "error.period", "error.from", "error.subject", "error.base64")
	for _, tag := range lang.Supported() {
		for _, k := range used {
			if !lang.For(tag).Has("web." + k) {
				t.Errorf("%s has no words for web.%s", tag, k)
			}
		}
	}
	page := parsed[struct{ Words map[string]string }](call(t, newServer(t, newDesk()), "GET", "/api/page?lang=da", ""))
	if got := page.Words["mail.from"]; got != "Fra {from}" {
		t.Errorf("placeholder lost: %q", got)
	}
	for k, w := range page.Words {
		if strings.Contains(w, "{{") || strings.Contains(w, "<no value>") || strings.HasPrefix(w, "web.") {
			t.Errorf("%s: %q", k, w)
		}
	}
}
