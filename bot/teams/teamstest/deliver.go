package teamstest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// delivery is one activity for the app.
type delivery struct {
	id       string
	activity fields
	tenant   string
	forgery  Forgery // how its token is wrong; nil: it is right
}

func (d *delivery) invoke() bool { return text(d.activity, "type") == "invoke" }

// reaction is what came back.
type reaction struct {
	ok     bool // 2xx in time
	status int
	body   []byte
	took   time.Duration
	reason string // why not
}

// send delivers as the test planned it. Nothing is repeated by itself.
func (s *Server) deliver(ctx context.Context, d *delivery) reaction {
	s.enter()
	defer s.leave()
	s.locked(func() {
		s.sent[d.id] = d
		if len(s.forging) > 0 {
			d.forgery, s.forging = s.forging[0], s.forging[1:]
		}
	})
	h := s.nextHandling()
	if h.Lose {
		return reaction{reason: "it was lost"}
	}
	if h.Hold != nil && !s.hold(ctx, h.Hold) {
		return reaction{reason: "it was held too long"}
	}
	if !h.Twice {
		return s.carry(ctx, d)
	}
	double := make(chan reaction, 1)
	go func() { double <- s.carry(ctx, d) }()
	first := s.carry(ctx, d)
	if second := <-double; !first.ok {
		return second
	}
	return first
}

// hold keeps a delivery or an answer back until it is let go.
func (s *Server) hold(ctx context.Context, let <-chan struct{}) bool {
	s.locked(func() { s.held++ })
	defer s.locked(func() { s.held-- })
	select {
	case <-let:
		return true
	case <-s.done:
	case <-ctx.Done():
	}
	return false
}

// Held is the number of deliveries and calls that wait for a Hold to be closed.
func (s *Server) Held() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.held
}

// carry makes one signed request.
func (s *Server) carry(ctx context.Context, d *delivery) reaction {
	ctx, cancel := context.WithTimeout(ctx, s.o.Within)
	defer cancel()
	begun := time.Now()
	r := s.request(ctx, d)
	r.took = time.Since(begun)
	s.judge(d, r)
	return r
}

func (s *Server) request(ctx context.Context, d *delivery) reaction {
	s.mu.Lock()
	app, token, body := s.app, s.signed(d), encode(d.activity)
	s.mu.Unlock()
	if app == "" {
		return reaction{reason: "the app listens nowhere: Connect"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, app, bytes.NewReader(body))
	if err != nil {
		return reaction{reason: err.Error()}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := s.out.Do(req)
	if err != nil {
		return reaction{reason: err.Error()}
	}
	defer res.Body.Close()
	out, err := io.ReadAll(io.LimitReader(res.Body, bodyLimit))
	if err != nil {
		return reaction{reason: err.Error(), status: res.StatusCode}
	}
	r := reaction{ok: res.StatusCode/100 == 2, status: res.StatusCode, body: out}
	if len(out) > 0 && r.ok && d.invoke() && !strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		s.locked(func() { s.unexpected("the answer to %s is not application/json", text(d.activity, "name")) })
	}
	return r
}

// judge notes answers that Teams would not understand.
func (s *Server) judge(d *delivery, r reaction) {
	if r.ok && !d.invoke() && len(bytes.TrimSpace(r.body)) > 2 {
		s.locked(func() {
			s.unexpected("an answer to %s with a body: %.80q", text(d.activity, "type"), r.body)
		})
	}
}

// Again delivers once more what was delivered with that Result.ID; the answer is
// given but changes nothing here.
func (s *Server) Again(ctx context.Context, id string) (Result, error) {
	s.mu.Lock()
	d := s.sent[id]
	s.mu.Unlock()
	if d == nil {
		return Result{}, fmt.Errorf("nothing was delivered with the id %q", id)
	}
	return result(d, s.deliver(ctx, &delivery{id: d.id, activity: d.activity, tenant: d.tenant})), nil
}

// Deliver delivers any activity, as it is. What Teams always sets and is missing
// (id, channelId, serviceUrl, timestamp) is filled in; to leave it out, set it to nil.
func (s *Server) Deliver(ctx context.Context, activity map[string]any) Result {
	s.mu.Lock()
	d := s.delivery(s.o.Tenant, activity)
	s.mu.Unlock()
	return result(d, s.deliver(ctx, d))
}

// delivery completes an activity. The lock is held.
func (s *Server) delivery(tenant string, activity fields) *delivery {
	now := s.now()
	base := fields{"id": s.id("f:"), "channelId": "msteams", "serviceUrl": s.ServiceURL(tenant), "timestamp": now.UTC().Format("2006-01-02T15:04:05.000Z")}
	for name, v := range activity {
		base[name] = v
		if v == nil {
			delete(base, name)
		}
	}
	return &delivery{id: text(base, "id"), activity: base, tenant: tenant}
}

// Result is what a person sees of what they did.
type Result struct {
	Acked  bool          // false: "something went wrong"
	Status int           // HTTP status; 0: no answer in time
	Took   time.Duration // until the answer
	Body   []byte        // of the answer
	ID     string        // of the activity; "" when nothing was sent
	Shown  Message       // the message that was clicked, as the person sees it now
	Words  string        // a message in the answer: a toast
	Error  *Error        // an error in the answer
	Dialog *Dialog       // that is open now; nil without
}

// Error is an error card action's answer.
type Error struct {
	Status        int
	Code, Message string
}

func result(d *delivery, r reaction) Result {
	return Result{Acked: r.ok, Status: r.status, Took: r.took, Body: r.body, ID: d.id}
}
