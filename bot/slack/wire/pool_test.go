package wire

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
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

func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := make(chan struct{})
		var codes sync.Map
		h, p := busyInbox(block)
		_, c := serve(t, h)
		var all sync.WaitGroup
		began := time.Now()
		for i := range 6 {
			all.Go(func() { code, at := sent(t, c); codes.Store(i, [2]int{code, int(at.Sub(began).Milliseconds())}) })
		}
		synctest.Wait()
		pass(3 * time.Second)
		if err := p.Close(deadline(t, time.Second)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("closing with handlers in hand: %v", err)
		}
		close(block)
		all.Wait()
		count := map[[2]int]int{}
		codes.Range(func(_, v any) bool { count[v.([2]int)]++; return true })
		// two at work until the end, two waited their 2.5 s, two had no place at all
		if count[[2]int{200, 4000}] != 2 || count[[2]int{503, 2500}] != 2 || count[[2]int{503, 0}] != 2 {
			t.Errorf("%v", count)
		}
		if code, _ := sent(t, c); code != 503 {
			t.Errorf("after closing: %d", code)
		}
	})
}

func busyInbox(block chan struct{}) (http.Handler, *Pool) {
	p := NewPool(PoolOptions{Handlers: 2, Waiting: 2})
	return NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: p, Handler: func(context.Context, Request) (Answer, error) {
		<-block
		return Answer{}, nil
	}}), p
}

func deadline(t *testing.T, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

func TestAcknowledgementIsOutBeforeWhatFollows(t *testing.T) {
	w := httptest.NewRecorder()
	in, p, _ := inboxOf(t, func(context.Context, Request) (Answer, error) {
		return Answer{Body: "x", After: func(context.Context) {
			if !w.Flushed || w.Body.String() != `"x"` {
				t.Error("it follows what is still in a buffer")
			}
		}}, nil
	})
	body := clickForm()
	in.ServeHTTP(w, sign(post(PathInteractions, formType, body), secret, body, time.Now()))
	if err := p.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// The acknowledgement does not wait for a place in the queue of what follows it.
func TestAcknowledgedBeforeAFullQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		block := make(chan struct{})
		p := NewPool(PoolOptions{Handlers: 3, After: 1, Queue: 1, AfterTime: time.Hour})
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

func TestAfterIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPool(PoolOptions{Handlers: 1, After: 2, Queue: 3})
		var mu sync.Mutex
		now, most, done := 0, 0, 0
		work := func(ctx context.Context) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			pass(time.Second)
			mu.Lock()
			now, done = now-1, done+1
			mu.Unlock()
		}
		began := time.Now()
		for range 20 {
			leave, err := p.enter(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p.after(Request{}, work, leave) // holds the place while five are in the queue
		}
		if waited := time.Since(began); waited != 7*time.Second {
			t.Errorf("handlers waited %v", waited)
		}
		if err := p.Close(context.Background()); err != nil || done != 20 || most != 2 {
			t.Errorf("%v, %d done, %d at once", err, done, most)
		}
	})
}

func TestAfterThatBreaks(t *testing.T) {
	p := NewPool(PoolOptions{})
	leave, _ := p.enter(t.Context())
	p.after(Request{}, func(context.Context) { panic("words of a customer") }, leave)
	if err := p.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
