package teams

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/connector"
	"salesclerk/bot/teams/teamstest"
)

// slow is a desk whose agent takes its time: it answers a click at once, with the task
// before the work, and so do the next reads.
type slow struct {
	*bottest.Shop
	mu     sync.Mutex
	early  task.Task
	reads  int    // that do not see the work yet
	onRead func() // before the first read after a click
	clicks int
}

func (s *slow) Do(ctx context.Context, t task.Task, e task.Event) (task.Task, error) {
	early, _, err := task.Apply(s.Get(t.ID), e)
	if err != nil {
		return early, err
	}
	if _, err = s.Shop.Do(ctx, t, e); err != nil {
		return early, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.early = early
	s.clicks++
	return early, nil
}

func (s *slow) Task(ctx context.Context, id string) (task.Task, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.clicks > 0 && s.onRead != nil {
		s.onRead()
		s.onRead = nil
	}
	if s.clicks > 0 && s.reads > 0 {
		s.reads--
		return s.early, nil
	}
	return s.Shop.Task(ctx, id)
}

// TestTheAnswerWaitsForTheAgent: an edit may overtake the answer to a click; what the
// answer shows stays there then.
func TestTheAnswerWaitsForTheAgent(t *testing.T) {
	n := bareTown(t)
	end := n.poster(n.a)
	m := n.card("T-1042", task.StepIncoming, "unknown")
	n.dust()
	end()
	n.a.desks[0].Desk = &slow{Shop: n.d, reads: 3}
	r := n.click("anna", m, "create_contact", teamstest.With(teamstest.Values{"Name": "Lene Dahl"}))
	if _, ok := r.Shown.Button("confirm"); !ok || r.Shown.Has("carrying this out") {
		t.Errorf("who clicked is left with\n%s", r.Shown.Words())
	}
}

// TestTheAnswerWaitsNotForEver: and no answer waits where there is nothing to wait for.
func TestTheAnswerWaitsNotForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{Shop: bottest.New("sales"), reads: 1000, clicks: 1}
		a, err := New(Options{Client: (*connector.Client)(nil), Desks: []Desk{{Desk: s, Name: "sales", Routes: bot.Routes{{Room: channel}}, Memory: s}}})
		if err != nil {
			t.Fatal(err)
		}
		c := &click{k: asker{d: a.desks[0]}}
		c.s.Target.Step = 1
		s.early = task.Task{ID: "T-1", Steps: []task.Step{{N: 1, Kind: task.StepIncoming, Status: task.StepOpen, Busy: true}}}
		for _, x := range []struct {
			where way
			busy  bool
			most  time.Duration
		}{{inCard, true, 1500 * time.Millisecond}, {inCard, false, 0}, {inDialog, true, 0}, {inMessage, true, 0}} {
			c.where, s.early.Steps[0].Busy = x.where, x.busy
			began := time.Now()
			got := a.carried(t.Context(), c, s.early)
			if took := time.Since(began); took > x.most || x.most > 0 && took == 0 || got.ID != "T-1" {
				t.Errorf("%+v: %v", x, took)
			}
		}
	})
}

// TestOnesOwnCardIsOfNow: the task goes on while the card in one's own chat is edited.
func TestOnesOwnCardIsOfNow(t *testing.T) {
	n := newTown(t)
	n.install("anna")
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.say("anna", "", "task T-1042")
	n.a.desks[0].Desk = &slow{Shop: n.d, onRead: func() {
		n.d.Edit("T-1042", func(x *task.Task) { x.Subject, x.Rev = "Meanwhile another", x.Rev+1 })
	}}
	n.click("anna", m, "confirm")
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Meanwhile another") }); err != nil {
		t.Errorf("%v\n%s", err, n.log)
	}
}
