package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"salesclerk/bot/intake"
)

func nod(context.Context, Request) (Answer, error) { return Answer{}, nil }

func TestEnvelopes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		var got []Request
		s, stop := h.run(1, intake.New(intake.Options{}), func(_ context.Context, r Request) (Answer, error) {
			got = append(got, r)
			return Answer{Body: map[string]string{"text": "a < b"}}, nil
		})
		defer stop()
		p := <-h.peers
		<-s.Ready()
		p.send(t, interactive("e1"))
		p.want(t, `{"envelope_id":"e1","payload":{"text":"a < b"}}`)
		p.send(t, `{"type":"slash_commands","envelope_id":"e2","accepts_response_payload":true,"payload":{"command":"/salesclerk","text":"tasks","user_id":"U1","team_id":"T1"}}`)
		p.want(t, `{"envelope_id":"e2","payload":{"text":"a < b"}}`)
		p.send(t, `{"type":"events_api","envelope_id":"e3","retry_attempt":2,"payload":{"type":"event_callback","team_id":"T1","event_id":"Ev1","event":{"type":"app_home_opened","user":"U1"}}}`)
		p.want(t, `{"envelope_id":"e3"}`) // Slack takes no payload there
		for _, odd := range []string{`{"type":"never_heard","envelope_id":"e4"}`, `{"type":"events_api","envelope_id":"e4","payload":{"type":"event_callback","event":{"type":"new"}}}`} {
			p.send(t, odd)
			p.want(t, `{"envelope_id":"e4"}`)
		}
		for _, bad := range []string{`{`, `7`, `null`, `{"type":"interactive","envelope_id":"e5","payload":7}`, `{"type":"interactive","envelope_id":"e5","payload":{"type":"block_actions"}}`,
			`{"type":"interactive","payload":` + click + `}`, `{"type":"slash_commands","envelope_id":"e5"}`} {
			p.send(t, bad)
		}
		p.send(t, interactive("e6"))
		p.want(t, `{"envelope_id":"e6","payload":{"text":"a < b"}}`)
		if len(got) != 4 || got[0].ID != "e1" || got[0].Team != "T2" || got[0].AnswerMax != SocketAnswer || string(got[0].Raw) != click ||
			got[1].Command.Text != "tasks" || got[2].ID != "Ev1" || got[2].Retry != 2 {
			t.Errorf("%+v", got)
		}
	})
}

func TestAcknowledgedOnlyWhenHandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		release, after := make(chan error), atomic.Bool{}
		_, stop := h.run(1, intake.New(intake.Options{}), func(context.Context, Request) (Answer, error) {
			err := <-release
			return Answer{After: func(context.Context) { after.Store(true) }}, err
		})
		defer stop()
		p := <-h.peers
		p.send(t, interactive("e1"))
		synctest.Wait()
		p.quiet(t)
		release <- nil
		p.want(t, `{"envelope_id":"e1"}`)
		synctest.Wait()
		if !after.Swap(false) {
			t.Error("what follows did not follow")
		}
		p.send(t, interactive("e2"))
		release <- errors.New("the store is away")
		synctest.Wait()
		p.quiet(t)
		if after.Load() {
			t.Error("what follows an error")
		}
		// the same envelope again: it is handed on again, and acknowledged
		p.send(t, interactive("e2"))
		release <- nil
		p.want(t, `{"envelope_id":"e2"}`)
	})
}

func TestAnswerThatSlackWouldDrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		size := SocketAnswer - 1 // with its quotes: one too many
		_, stop := h.run(1, intake.New(intake.Options{}), func(context.Context, Request) (Answer, error) {
			return Answer{Body: strings.Repeat("x", size)}, nil
		})
		defer stop()
		p := <-h.peers
		p.send(t, interactive("e1"))
		synctest.Wait()
		p.quiet(t)
		size--
		p.send(t, interactive("e2"))
		if got := p.ack(t); len(got) >= 20_000 || !strings.HasPrefix(got, `{"envelope_id":"e2"`) {
			t.Errorf("%d bytes", len(got))
		}
	})
}

// Slack asks for a new line: the old one is read and acknowledged to its end,
// while the new one already lives.
func TestDisconnect(t *testing.T) {
	for _, reason := range []string{"warning", "refresh_requested", "link_disabled"} {
		t.Run(reason, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHub(t)
				release := make(chan bool)
				s, stop := h.run(1, intake.New(intake.Options{}), func(context.Context, Request) (Answer, error) { <-release; return Answer{}, nil })
				defer stop()
				old := <-h.peers
				old.send(t, interactive("before"))
				old.send(t, `{"type":"disconnect","reason":"`+reason+`"}`)
				old.send(t, interactive("behind"))
				next := <-h.peers
				synctest.Wait()
				if h.opened()[1].at != h.opened()[0].at || s.Lines() != 1 {
					t.Errorf("the new line came after %v; %d lines", h.opened()[1].at.Sub(h.opened()[0].at), s.Lines())
				}
				next.send(t, interactive("new"))
				for range 3 {
					release <- true
				}
				acks := []string{old.ack(t), old.ack(t)}
				if all := strings.Join(acks, ""); !strings.Contains(all, "before") || !strings.Contains(all, "behind") {
					t.Errorf("acknowledged %v", acks)
				}
				next.want(t, `{"envelope_id":"new"}`)
				began := time.Now()
				if err := <-old.end; !websocket.IsCloseError(err, websocket.CloseNormalClosure) || time.Since(began) > lingerTime {
					t.Errorf("the old line ended after %v: %v", time.Since(began), err)
				}
			})
		})
	}
}

func TestDroppedWithoutNotice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		s, stop := h.run(2, intake.New(intake.Options{}), nod)
		defer stop()
		a, b := <-h.peers, <-h.peers
		synctest.Wait()
		if s.Lines() != 2 {
			t.Errorf("%d lines", s.Lines())
		}
		a.Close()
		b.send(t, interactive("e1")) // the other line lives
		b.want(t, `{"envelope_id":"e1"}`)
		c := <-h.peers
		c.send(t, interactive("e2"))
		c.want(t, `{"envelope_id":"e2"}`)
		if s.Lines() != 2 {
			t.Errorf("%d lines", s.Lines())
		}
	})
}

// A line on which nothing that we say is heard is given up, even if Slack's own
// pings still come.
func TestSilentLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		h.mute = true
		_, stop := h.run(1, intake.New(intake.Options{}), nod)
		defer stop()
		p, began := <-h.peers, time.Now()
		go func() {
			for t.Context().Err() == nil && p.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) == nil {
				select {
				case <-time.After(5 * time.Second):
				case <-t.Context().Done():
				}
			}
		}()
		<-h.peers
		if d := time.Since(began); d < silence || d > silence+pingEvery {
			t.Errorf("given up after %v", d)
		}
	})
}

func TestLineWithPongsIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		s, stop := h.run(1, intake.New(intake.Options{}), nod)
		defer stop()
		<-h.peers
		pass(time.Hour)
		if len(h.opened()) != 1 || s.Lines() != 1 {
			t.Errorf("%d lines were opened, %d live", len(h.opened()), s.Lines())
		}
	})
}

func TestNoHello(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		h.silent = true
		s, stop := h.run(1, intake.New(intake.Options{}), nod)
		defer stop()
		p, began := <-h.peers, time.Now()
		<-p.end
		if d := time.Since(began); d != helloTime || s.Lines() != 0 {
			t.Errorf("given up after %v, %d lines", d, s.Lines())
		}
		select {
		case <-s.Ready():
			t.Error("ready without a hello")
		default:
		}
	})
}

// Whatever Slack says, it is tried again, with growing pauses and not more often
// than it wants.
func TestTriedForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		var back atomic.Bool
		h.refuse = func() string {
			if !back.Load() {
				return `{"ok":false,"error":"invalid_auth"}`
			}
			return ""
		}
		s, stop := h.run(1, intake.New(intake.Options{}), nod)
		defer stop()
		pass(10 * time.Minute)
		if n := len(h.opened()); n < 20 || n > 50 {
			t.Errorf("%d tries in ten minutes", n)
		}
		if first := h.opened()[1].at.Sub(h.opened()[0].at); first > 2*time.Second {
			t.Errorf("the second try after %v", first)
		}
		back.Store(true)
		<-s.Ready()
		(<-h.peers).send(t, interactive("e1"))
	})
}

func TestRefusesAnAddressInTheClear(t *testing.T) {
	c := NewClient(Options{})
	for address, want := range map[string]bool{"wss://wss-primary.slack.com/link/?ticket=1": true, "ws://wss-primary.slack.com/": false, "https://x/": false, "": false} {
		if c.socketAddress(address) != want {
			t.Error(address)
		}
	}
}

// A full pool keeps lines from being read; nothing is dropped.
func TestBackpressure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		var now, most, all atomic.Int64
		pool := intake.New(intake.Options{Handlers: 4})
		_, stop := h.run(2, pool, func(ctx context.Context, _ Request) (Answer, error) {
			most.Store(max(most.Load(), now.Add(1)))
			pass(100 * time.Millisecond)
			now.Add(-1)
			all.Add(1)
			return Answer{}, nil
		})
		defer stop()
		var sent atomic.Int64
		for range 2 {
			p := <-h.peers
			go func() {
				for i := range 500 {
					p.send(t, interactive(fmt.Sprint("e", i)))
					sent.Add(1)
				}
			}()
			defer func() {
				seen := map[string]bool{}
				for range 500 {
					seen[p.ack(t)] = true
				}
				if len(seen) != 500 {
					t.Errorf("%d envelopes acknowledged", len(seen))
				}
				if n := most.Load(); n != 4 {
					t.Errorf("%d handlers at once", n)
				}
			}()
		}
		synctest.Wait()
		if n := sent.Load(); n > 40 { // four in hand, and what fits into the buffers of two lines
			t.Errorf("%d envelopes were taken in with four handlers", n)
		}
		pass(26 * time.Second)
		if all.Load() != 1000 || len(h.opened()) != 2 {
			t.Errorf("%d handled on %d lines", all.Load(), len(h.opened()))
		}
	})
}

// Stopping lets handlers in hand end and be acknowledged.
func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		_, stop := h.run(1, intake.New(intake.Options{}), func(ctx context.Context, _ Request) (Answer, error) {
			pass(2 * time.Second)
			return Answer{}, ctx.Err()
		})
		p := <-h.peers
		p.send(t, interactive("e1"))
		synctest.Wait()
		began := time.Now()
		stop()
		p.want(t, `{"envelope_id":"e1"}`)
		if err := <-p.end; !websocket.IsCloseError(err, websocket.CloseNormalClosure) || time.Since(began) != 2*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
	})
}

// A handler that never ends keeps Run for a bounded time only.
func TestStopWithAStuckHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, stuck := newHub(t), make(chan bool)
		_, stop := h.run(1, intake.New(intake.Options{Handlers: 1}), func(context.Context, Request) (Answer, error) { <-stuck; return Answer{}, nil })
		p := <-h.peers
		p.send(t, interactive("e1"))
		p.send(t, interactive("e2")) // read, and waits for a place
		synctest.Wait()
		began := time.Now()
		stop()
		if d := time.Since(began); d > 2*stopTime+time.Second {
			t.Errorf("stopped after %v", d)
		}
		close(stuck)
	})
}

// Slack says how long it wants to be left alone.
func TestLineAfterRetryAfter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHub(t)
		yes := h.answers["apps.connections.open"]
		var asked atomic.Int64
		h.do("apps.connections.open", func(w http.ResponseWriter, r *http.Request) {
			if asked.Add(1) == 1 {
				w.Header().Set("Retry-After", "120")
				w.WriteHeader(http.StatusTooManyRequests)
				return
			}
			yes(w, r)
		})
		_, stop := h.run(1, intake.New(intake.Options{}), nod)
		defer stop()
		began := time.Now()
		<-h.peers
		if d := time.Since(began); d != 2*time.Minute {
			t.Errorf("came back after %v", d)
		}
	})
}
