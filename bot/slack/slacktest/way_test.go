package slacktest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"salesclerk/bot/slack/slacktest"
)

// listener is an app that keeps what comes and answers as it is told.
type listener struct {
	mu     sync.Mutex
	came   []*http.Request
	status func(n int) int // of the n-th request
}

func (l *listener) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	l.came = append(l.came, r)
	n := len(l.came)
	l.mu.Unlock()
	if l.status != nil {
		w.WriteHeader(l.status(n))
	}
}

func (l *listener) requests() []*http.Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]*http.Request(nil), l.came...)
}

func listen(t *testing.T, s *slacktest.Server, status func(n int) int) *listener {
	l := &listener{status: status}
	server := httptest.NewServer(l)
	t.Cleanup(server.Close)
	s.ConnectHTTP(server.URL)
	return l
}

func TestEventsAreRepeated(t *testing.T) {
	s, _ := world(t, slacktest.Options{})
	l := listen(t, s, func(n int) int { return map[bool]int{true: 500, false: 200}[n < 3] })
	r, err := s.OpenHome(soon(t), "U1")
	acked(t, r, err)
	var got []string
	for _, r := range l.requests() {
		got = append(got, r.Header.Get("X-Slack-Retry-Num")+r.Header.Get("X-Slack-Retry-Reason"))
	}
	if diff := cmp.Diff([]string{"", "1http_error", "2http_error"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestClicksAreNotRepeated(t *testing.T) {
	s, a := world(t, slacktest.Options{AckWithin: 50 * time.Millisecond})
	never := make(chan struct{})
	l := listen(t, s, func(int) int { <-never; return 200 })
	t.Cleanup(func() { close(never) }) // before the listener is closed, which waits for its requests
	ts := a.post("C1", card("x"))
	r, err := s.Click(soon(t), "U1", "C1", ts, "Confirm")
	if err != nil || r.Acked || len(l.requests()) != 1 {
		t.Errorf("%+v, error %v, %d requests", r, err, len(l.requests()))
	}
	s.ConnectHTTP("")
	if r, err = s.Click(soon(t), "U1", "C1", ts, "Confirm"); err != nil || r.Acked {
		t.Errorf("nobody listens: %+v, error %v", r, err)
	}
}

func TestHandling(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	l := listen(t, s, nil)
	ts := a.post("C1", card("x"))
	click := func(user string) slacktest.Result {
		r, err := s.Click(soon(t), user, "C1", ts, "Confirm")
		if err != nil {
			t.Error(err)
		}
		return r
	}
	s.DeliverNext(slacktest.Handling{Lose: true}, 1)
	if r := click("U1"); r.Acked || len(l.requests()) != 0 {
		t.Errorf("a lost click: %+v", r)
	}
	s.DeliverNext(slacktest.Handling{Twice: true}, 1)
	r := click("U1")
	if !r.Acked || len(l.requests()) != 2 {
		t.Errorf("a doubled click: %+v, %d requests", r, len(l.requests()))
	}
	if r, err := s.Again(soon(t), r.EventID); err != nil || !r.Acked || len(l.requests()) != 3 {
		t.Errorf("again: %+v, error %v", r, err)
	}
	late, landed := make(chan struct{}), make(chan slacktest.Result, 1)
	s.DeliverNext(slacktest.Handling{Hold: late}, 1)
	go func() { landed <- click("U1") }()
	if err := s.Wait(soon(t), func() bool { return s.Held() == 1 }); err != nil {
		t.Fatal(err)
	}
	if r := click("T2/U2"); !r.Acked || len(l.requests()) != 4 {
		t.Errorf("overtaking: %+v", r)
	}
	close(late)
	if r := <-landed; !r.Acked || len(l.requests()) != 5 {
		t.Errorf("the late one: %+v", r)
	}
}

func TestFaults(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	post := func() error {
		_, _, err := a.api.PostMessage("C1", slack.MsgOptionText("x", false))
		return err
	}
	done := 0
	s.FailNext("chat.postMessage", slacktest.Fault{Code: "internal_error", Do: func() { done++ }}, 2)
	s.FailNext("chat.postMessage", slacktest.Fault{Status: 503}, 1)
	s.FailNext("chat.postMessage", slacktest.Fault{RetryAfter: 7 * time.Second}, 1)
	s.FailNext("chat.postMessage", slacktest.Fault{Drop: true}, 1)
	s.FailNext("chat.postMessage", slacktest.Fault{Drop: true, After: true}, 1)
	s.FailNext("chat.update", slacktest.Fault{Code: "never"}, -1)
	for n, want := range []string{"internal_error", "internal_error", "503", "retry after 7s", "EOF", "EOF", ""} {
		err := post()
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("call %d: %v, want %q", n, err, want)
		}
	}
	if n := len(s.Messages("C1")); n != 2 || done != 2 {
		t.Errorf("%d messages came of it, Do was called %d times", n, done)
	}
	s.Heal()
	var codes []string
	for _, c := range s.Calls("chat.postMessage") {
		codes = append(codes, c.Code)
	}
	want := []string{"internal_error", "internal_error", "Service Unavailable", "ratelimited", "dropped", "dropped", "ok"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
	go func() { _ = post() }()
	if err := s.WaitCalls(soon(t), "chat.postMessage", 8); err != nil {
		t.Fatal(err)
	}
	if err := s.Settled(soon(t)); err != nil {
		t.Fatal(err)
	}
}

func TestSocketsComeAgain(t *testing.T) {
	s, a := world(t, slacktest.Options{PingEvery: 50 * time.Millisecond})
	a.overSocket()
	ts := a.post("C1", card("x"))
	for name, end := range map[string]func(){
		"dropped":      s.DropSockets,
		"disconnected": func() { s.DisconnectSockets("refresh_requested") },
		"frozen":       s.FreezeSockets,
	} {
		end()
		if err := s.WaitSockets(soon(t), 1); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		r, err := s.Click(soon(t), "U1", "C1", ts, "sc:more", slacktest.Choose("Later"))
		acked(t, r, err)
	}
}

// dial opens a raw connection as a client does.
func dial(t *testing.T, s *slacktest.Server) (*websocket.Conn, map[string]any) {
	t.Helper()
	api := slack.New("", slack.OptionAPIURL(s.URL()), slack.OptionAppLevelToken(s.AppToken()))
	_, url, err := api.StartSocketModeContext(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	conn, _, err := websocket.DefaultDialer.DialContext(soon(t), url, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn, read(t, conn)
}

func read(t *testing.T, conn *websocket.Conn) (frame map[string]any) {
	t.Helper()
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	if err := conn.ReadJSON(&frame); err != nil {
		t.Fatal(err)
	}
	return frame
}

func TestFrames(t *testing.T) {
	s, a := world(t, slacktest.Options{AckWithin: time.Minute})
	conn, hello := dial(t, s)
	if hello["type"] != "hello" || hello["num_connections"] != 1.0 {
		t.Errorf("hello %v", hello)
	}
	ts := a.post("C1", card("x"))
	landed := make(chan slacktest.Result, 1)
	go func() {
		r, err := s.Click(context.Background(), "U1", "C1", ts, "Confirm")
		if err != nil {
			t.Error(err)
		}
		landed <- r
	}()
	frame := read(t, conn)
	payload, _ := json.Marshal(frame["payload"])
	var c slack.InteractionCallback
	if err := json.Unmarshal(payload, &c); err != nil {
		t.Fatal(err)
	}
	if frame["type"] != "interactive" || frame["accepts_response_payload"] != false || c.Message.Timestamp != ts || c.Team.ID != "T1" || c.Container.ChannelID != "C1" {
		t.Errorf("frame %v", frame)
	}
	if err := conn.WriteJSON(map[string]any{"envelope_id": frame["envelope_id"]}); err != nil {
		t.Fatal(err)
	}
	if r := <-landed; !r.Acked || r.EventID != frame["envelope_id"] {
		t.Errorf("acknowledged %+v", r)
	}
	if err := conn.WriteJSON(map[string]any{"envelope_id": "never"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(soon(t), func() bool { return len(s.Errors()) > 0 }); err != nil {
		t.Fatal(err)
	}
	accused(t, s, `"never", which was never delivered`)
}

func TestBigAcknowledgementsAreDropped(t *testing.T) {
	s, _ := world(t, slacktest.Options{AckWithin: 100 * time.Millisecond})
	conn, _ := dial(t, s)
	landed := make(chan slacktest.Result, 1)
	go func() {
		r, err := s.Command(context.Background(), "U1", "C1", "help")
		if err != nil {
			t.Error(err)
		}
		landed <- r
	}()
	frame := read(t, conn)
	big := map[string]any{"envelope_id": frame["envelope_id"], "payload": map[string]any{"text": strings.Repeat("x", 20_000)}}
	if err := conn.WriteJSON(big); err != nil {
		t.Fatal(err)
	}
	if r := <-landed; r.Acked {
		t.Errorf("acknowledged %+v", r)
	}
	accused(t, s, "which Slack drops")
}

func TestGhostsSwallowAcknowledgements(t *testing.T) {
	s, _ := world(t, slacktest.Options{AckWithin: 200 * time.Millisecond})
	conn, _ := dial(t, s)
	landed := make(chan slacktest.Result, 1)
	go func() {
		r, err := s.Command(context.Background(), "U1", "C1", "help")
		if err != nil {
			t.Error(err)
		}
		landed <- r
	}()
	frame := read(t, conn)
	s.FreezeSockets()
	if err := conn.WriteJSON(map[string]any{"envelope_id": frame["envelope_id"]}); err != nil {
		t.Fatal(err)
	}
	if r := <-landed; r.Acked {
		t.Errorf("acknowledged %+v", r)
	}
}

func TestSocketsShare(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	var conns []*websocket.Conn
	for range 10 {
		conn, _ := dial(t, s)
		conns = append(conns, conn)
	}
	if err := s.WaitSockets(soon(t), 1); err != nil {
		t.Errorf("ten connections are not one: %v", err)
	}
	api := slack.New("", slack.OptionAPIURL(s.URL()), slack.OptionAppLevelToken(s.AppToken()))
	_, url, err := api.StartSocketModeContext(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := websocket.DefaultDialer.DialContext(soon(t), url, nil); err == nil {
		t.Error("an eleventh connection")
	}
	accused(t, s, "more than 10 sockets")
	got := make(chan int, 20)
	for i, conn := range conns {
		go func() {
			for {
				var frame map[string]any
				if conn.ReadJSON(&frame) != nil {
					return
				}
				got <- i
				_ = conn.WriteJSON(map[string]any{"envelope_id": frame["envelope_id"]})
			}
		}()
	}
	ts := a.post("C1", card("x"))
	per := map[int]int{}
	for range 20 {
		r, err := s.Click(soon(t), "U1", "C1", ts, "Confirm")
		acked(t, r, err)
		per[<-got]++
	}
	if len(per) != 10 {
		t.Errorf("clicks per connection: %v", per)
	}
}
