package wire

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"salesclerk/bot/intake"
)

// sent posts a signed click and returns the status and when it came.
func sent(t *testing.T, h *http.Client) (int, time.Time) {
	body := clickForm()
	r, _ := http.NewRequest("POST", "http://sales.test"+PathInteractions, strings.NewReader(body))
	r.Header.Set("Content-Type", formType)
	res, err := h.Do(sign(r, secret, body, time.Now()))
	if err != nil {
		t.Error(err)
		return 0, time.Now()
	}
	res.Body.Close()
	return res.StatusCode, time.Now()
}

func TestAfterFollowsTheAcknowledgement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var order []string
		did := func(s string) { mu.Lock(); order = append(order, s); mu.Unlock() }
		in, p, _ := inboxOf(t, func(context.Context, Request) (Answer, error) {
			did("handled")
			return Answer{After: func(ctx context.Context) {
				if by, ok := ctx.Deadline(); !ok || time.Until(by) != 30*time.Second {
					t.Errorf("deadline %v", by)
				}
				<-ctx.Done() // as long as it may
				did("after")
			}}, nil
		})
		_, h := serve(t, in)
		began := time.Now()
		if code, at := sent(t, h); code != 200 || at != began {
			t.Errorf("status %d after %v", code, at.Sub(began))
		}
		did("acknowledged")
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
		if got := strings.Join(order, " "); got != "handled acknowledged after" {
			t.Error(got)
		}
	})
}

// The acknowledgement does not wait for a place in the queue of what follows it.
func TestAcknowledgedBeforeAFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := make(chan struct{})
		p := intake.New(intake.Options{Handlers: 3, After: 1, Queue: 1, AfterTime: time.Hour})
		in := NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: p, Handler: func(context.Context, Request) (Answer, error) {
			return Answer{After: func(context.Context) { <-block }}, nil
		}})
		_, h := serve(t, in)
		for range 4 { // one at work, one in the queue, two that hold their places
			began := time.Now()
			if code, at := sent(t, h); code != 200 || at != began {
				t.Errorf("status %d after %v", code, at.Sub(began))
			}
		}
		close(block)
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// Slack hanging up does not break off a click half way.
func TestHangingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, done := make(chan bool), make(chan error, 1)
		in, _, _ := inboxOf(t, func(ctx context.Context, _ Request) (Answer, error) {
			close(began)
			pass(time.Second)
			done <- ctx.Err()
			return Answer{}, nil
		})
		_, h := serve(t, in)
		ctx, cancel := context.WithCancel(t.Context())
		body := clickForm()
		r, _ := http.NewRequestWithContext(ctx, "POST", "http://sales.test"+PathInteractions, strings.NewReader(body))
		r.Header.Set("Content-Type", formType)
		go func() { <-began; cancel() }()
		if _, err := h.Do(sign(r, secret, body, time.Now())); err == nil {
			t.Error("answered")
		}
		if err := <-done; err != nil {
			t.Errorf("the handler's context: %v", err)
		}
	})
}

// Without a place a request is not acknowledged, at once or when its time is up.
func TestNoPlace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := make(chan struct{})
		p := intake.New(intake.Options{Handlers: 1})
		_, h := serve(t, NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: p, Handler: func(context.Context, Request) (Answer, error) {
			<-block
			return Answer{}, nil
		}}))
		var first sync.WaitGroup
		first.Go(func() { sent(t, h) })
		synctest.Wait()
		began := time.Now()
		if code, at := sent(t, h); code != 503 || at.Sub(began) != HandlerTime {
			t.Errorf("while another is handled: %d after %v", code, at.Sub(began))
		}
		close(block)
		first.Wait()
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if code, _ := sent(t, h); code != 503 {
			t.Errorf("after closing: %d", code)
		}
	})
}
