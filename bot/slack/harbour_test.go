package slack

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// harbour is everything that goes out: a fake Slack with all of its limits, a desk
// whose tasks the test writes, and a poster between them. It lives in a bubble of
// testing/synctest: time stands still while anything is done.
type harbour struct {
	*testing.T
	*slacktest.Server
	*ledger
	desk *shelf
	a    *App
	line *ferry
	log  *logged
}

// ledger is a Memory in memory.
type ledger struct {
	mu    sync.Mutex
	due   []room.Due
	stamp int64
	refs  map[string]map[string]string
	news  chan struct{}
	dead  bool // the program that writes here was killed: nothing is kept
}

func newLedger() *ledger {
	return &ledger{refs: map[string]map[string]string{}, news: make(chan struct{}, 1)}
}

func (l *ledger) Refs(_ context.Context, name string) (map[string]string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.refs[name]), nil
}

func (l *ledger) SetRef(_ context.Context, name, key, ref string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		return errors.New("killed")
	}
	if l.refs[name] == nil {
		l.refs[name] = map[string]string{}
	}
	l.refs[name][key] = ref
	if ref == "" {
		delete(l.refs[name], key)
	}
	return nil
}

func (l *ledger) Due(_ context.Context, limit int) ([]room.Due, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.due[:min(limit, len(l.due))]), nil
}

func (l *ledger) Settle(_ context.Context, d room.Due) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.dead {
		return errors.New("killed")
	}
	l.due = slices.DeleteFunc(l.due, func(have room.Due) bool { return have == d })
	return nil
}

func (l *ledger) Wake(context.Context) (<-chan struct{}, error) { return l.news, nil }

func (l *ledger) Keep(context.Context, string, string, time.Duration) error  { return nil }
func (l *ledger) Claim(context.Context, string, time.Duration) (bool, error) { return true, nil }
func (l *ledger) Kept(context.Context, string) (string, error)               { return "", nil }

// write makes a name due.
func (l *ledger) write(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.stamp++
	for i := range l.due {
		if l.due[i].Name == name {
			l.due[i].Stamp = l.stamp
			return
		}
	}
	l.due = append(l.due, room.Due{Name: name, Stamp: l.stamp})
}

// kill is as if the program died: what it does from now on is not kept.
func (l *ledger) kill(dead bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = dead
}

func (l *ledger) killed() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.dead
}

func (l *ledger) wake() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

func (l *ledger) nothingDue() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.due) == 0
}

// inHarbour runs a test with the channels C1, for everything, and C2, for
// assistance.
func inHarbour(t *testing.T, test func(h *harbour)) {
	t.Helper()
	clock := slacktest.NewHands(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) // when bubbles begin
	server := slacktest.New(t, slacktest.Options{Clock: clock})
	server.AddChannel(slacktest.Channel{ID: "C1", Name: "sales", Member: true})
	server.AddChannel(slacktest.Channel{ID: "C2", Name: "help", Private: true, Member: true})
	line := newFerry(t, clock)
	synctest.Test(t, func(t *testing.T) {
		h := &harbour{T: t, Server: server, ledger: newLedger(), log: &logged{}, line: line,
			desk: &shelf{tasks: map[string]task.Task{}, blobs: map[string][]byte{}}}
		h.a = h.app()
		test(h)
	})
}

func (h *harbour) app() *App {
	log := slog.New(slog.NewTextHandler(h.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	client := wire.NewClient(wire.Options{Token: h.BotToken(), APIURL: h.URL(), Log: log, HTTP: &http.Client{Transport: h.line}})
	a, err := New(Options{Client: client, Team: "T1", Log: log, Desks: []Desk{{
		Desk: h.desk, Name: "sales", Lang: "en", Memory: h.ledger,
		Routes: bot.Routes{{Room: "C2", Kinds: []task.StepKind{task.StepAssistance}}, {Room: "C1"}}}}})
	if err != nil {
		h.Fatal(err)
	}
	return a
}

// ferry does things outside of the bubble: a line that waits for the network would
// let no time pass in there, and what the server makes belongs to where it is made.
// The server's clock shows the bubble's time.
type ferry struct {
	clock *slacktest.Hands
	out   chan passage
	back  chan chan struct{} // made outside, as whoever is outside must use them
}

type passage struct {
	do   func()
	done chan struct{}
}

func newFerry(t *testing.T, clock *slacktest.Hands) *ferry {
	f := &ferry{clock: clock, out: make(chan passage), back: make(chan chan struct{}, 64)}
	for range cap(f.back) {
		f.back <- make(chan struct{}, 1)
	}
	go func() {
		for p := range f.out {
			go func() {
				p.do()
				p.done <- struct{}{}
			}()
		}
	}()
	t.Cleanup(func() { close(f.out) })
	return f
}

// over does something outside and waits until it is done.
func (f *ferry) over(do func()) {
	f.clock.Advance(time.Since(f.clock.Now()))
	p := passage{do: do, done: <-f.back}
	f.out <- p
	<-p.done
	f.back <- p.done
}

// RoundTrip is a line to the server.
func (f *ferry) RoundTrip(req *http.Request) (res *http.Response, err error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	out := req.WithContext(context.Background())
	if req.Body != nil {
		data, err := io.ReadAll(req.Body) // which may be written in the bubble
		req.Body.Close()
		if err != nil {
			return nil, err
		}
		out.Body = io.NopCloser(bytes.NewReader(data))
	}
	f.over(func() {
		line := &http.Transport{DisableKeepAlives: true}
		if res, err = line.RoundTrip(out); err != nil {
			return
		}
		var body []byte
		body, err = io.ReadAll(res.Body)
		res.Body.Close()
		res.Body = io.NopCloser(bytes.NewReader(body))
	})
	return res, err
}

func (h *harbour) Kick(channel string)   { h.line.over(func() { h.Server.Kick(channel) }) }
func (h *harbour) Invite(channel string) { h.line.over(func() { h.Server.Invite(channel) }) }

func (h *harbour) FailNext(method string, f slacktest.Fault, times int) {
	h.line.over(func() { h.Server.FailNext(method, f, times) })
}

func (h *harbour) DeleteMessage(channel, ts string) (err error) {
	h.line.over(func() { err = h.Server.DeleteMessage(channel, ts) })
	return err
}

// run lets the poster work until the returned function is called.
func (h *harbour) run() (stop func()) {
	ctx, cancel := context.WithCancel(h.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := h.a.Poster("sales").Run(ctx); err != nil {
			h.Error(err)
		}
	}()
	return func() { cancel(); <-done }
}

// until lets time pass until it is so, an hour at most.
func (h *harbour) until(what string, so func() bool) {
	h.Helper()
	h.wake()
	for range 36_000 {
		if so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	h.Fatalf("not within an hour: %s\n%s", what, h.log)
}

// shown works until everything that is due is shown.
func (h *harbour) shown() {
	h.Helper()
	stop := h.run()
	h.until("everything is shown", h.nothingDue)
	stop()
}

// put writes a task, as the store does: its next revision is due.
func (h *harbour) put(t task.Task) {
	h.desk.put(t)
	h.write(t.ID)
	h.wake()
}

// waiting is a task whose mail waits for a person, or which needs help.
func waits(n int, kind task.StepKind, words string) task.Task {
	t := task.Task{ID: fmt.Sprintf("T-%d", n), Desk: "sales", Rev: 1, Turn: 1, State: task.Attention, Subject: words,
		Party:    task.Party{Match: task.One, Contact: "CT1", Name: "Lene Dahl", Company: "Nordlys A/S"},
		Messages: []task.Message{{From: "lene@nordlys.example", Text: words, At: at}},
		Steps:    []task.Step{{N: 1, Kind: kind, Status: task.StepOpen, At: at}}}
	if kind == task.StepAssistance {
		t.Steps[0].Problem = &task.Problem{Code: task.NothingAsked}
	}
	return t
}

// decide settles the open step.
func decide(t task.Task) task.Task {
	t.Steps = slices.Clone(t.Steps)
	s := t.Open()
	s.Status, s.Settled, s.Action, s.By = task.StepConfirmed, at, task.Confirm, &task.Person{ID: "slack:T1/U1", Name: "Anna Berg"}
	t.State, t.Rev, t.Turn = task.Waiting, t.Rev+1, t.Turn+1
	return t
}

// cards are the messages of a channel about a task, outside of threads.
func (h *harbour) cards(channel, id string) (out []slacktest.Message) {
	for _, m := range h.Messages(channel) {
		if strings.Contains(m.Words()+" ", id+" ") {
			out = append(out, m)
		}
	}
	return out
}

// limited is how often Slack had to say that a limit is reached.
func (h *harbour) limited() (n int) {
	for _, c := range h.Calls("") {
		if c.Status == http.StatusTooManyRequests {
			n++
		}
	}
	return n
}
