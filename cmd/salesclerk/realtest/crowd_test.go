package realtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// one is the only open card; it waits for it.
func one(tb testing.TB, p *process, kind task.StepKind) shown {
	tb.Helper()
	var card shown
	until(tb, "the card "+string(kind), func() bool {
		open, err := p.open()
		if err != nil || len(open) != 1 || open[0].Kind != kind {
			return false
		}
		card = open[0]
		return true
	})
	return card
}

// press clicks as anna, once.
func press(tb testing.TB, p *process, c shown, action string, form map[string]any) shown {
	tb.Helper()
	a, err := p.click(c, action, "anna", c.ID+action+fmt.Sprint(c.Turn), form)
	if err != nil || a.status != http.StatusOK {
		tb.Fatalf("%s on %s: %v %d %s\n%s", action, c.Kind, err, a.status, a.words, p.words())
	}
	return a.card
}

// crowd has 50 people click one of the actions on the card at once, over all
// copies, and answers who was first with what.
func crowd(t *testing.T, copies []*process, c shown, actions ...string) (who, action string) {
	t.Helper()
	const people = 50
	answers := make([]answer, people)
	key := func(i int) string { return fmt.Sprint(c.ID, c.Turn, i) }
	ready := make(chan struct{})
	var wg sync.WaitGroup
	for i := range people {
		wg.Go(func() {
			<-ready
			a, err := copies[i%len(copies)].click(c, actions[i/len(copies)%len(actions)], fmt.Sprintf("p%d", i), key(i), nil)
			if err != nil {
				t.Error(err)
			}
			answers[i] = a
		})
	}
	close(ready)
	wg.Wait()
	first := -1
	for i, a := range answers {
		if a.status == http.StatusOK {
			if first >= 0 {
				t.Errorf("%s: both person %d and person %d were first", c.Kind, first, i)
			}
			first = i
		}
	}
	if first < 0 {
		t.Fatalf("%s: nobody was first: %+v", c.Kind, answers[0])
	}
	who, action = fmt.Sprintf("Person %d", first), actions[first/len(copies)%len(actions)]
	for i, a := range answers {
		if i != first && (a.status != http.StatusConflict || !strings.Contains(a.words, who)) {
			t.Errorf("%s: person %d is answered %d %q, but %s was first with %s", c.Kind, i, a.status, a.words, who, action)
		}
	}
	again, err := copies[1].click(c, action, strings.Replace(who, "Person ", "p", 1), key(first), nil)
	if err != nil || again.status != http.StatusOK {
		t.Errorf("%s: the first click delivered again is answered %v %d %s", c.Kind, err, again.status, again.words)
	}
	return who, action
}

// TestAtOnce has a crowd click on every card of a conversation over two copies.
func TestAtOnce(t *testing.T) {
	s := start(t, "desk").site(t, "desk").load(t)
	s.set.policy = "review_quotes: true, review_orders: true"
	s.write(t)
	copies := []*process{s.run(t, "a"), s.run(t, "b")}
	st := s.story(nil)
	st.ask(t)
	for _, kind := range []task.StepKind{task.StepIncoming, task.StepQuote, task.StepOutgoing} {
		st.contest(t, copies, kind)
	}
	until(t, "the quote leaving", func() bool { return len(st.out(t)) > 0 })
	st.accept(t)
	for _, kind := range []task.StepKind{task.StepOrder, task.StepOutgoing} {
		st.contest(t, copies, kind)
	}
	until(t, "the task being completed", func() bool { return s.tasks(t)[0].State == task.Completed })
	s.smtp.Settle(t)
	if got := st.out(t); len(got) != 2 {
		t.Errorf("%d mails left", len(got))
	}
	if q, o := s.records(t, "quote"), s.records(t, "order"); len(q) != 1 || len(o) != 1 {
		t.Errorf("quotes %v, orders %v", q, o)
	}
	for _, p := range copies {
		if code := p.end(t); code != 0 {
			t.Errorf("a copy ended with %d:\n%s", code, p.words())
		}
	}
}

// contest settles the card by a crowd. Where Stop was first, another crowd
// answers its question, and a third confirms.
func (s *story) contest(t *testing.T, copies []*process, kind task.StepKind) {
	t.Helper()
	c := one(t, copies[0], kind)
	_, action := crowd(t, copies, c, "confirm", "stop")
	if action == "confirm" {
		return
	}
	c = one(t, copies[1], task.StepStop)
	crowd(t, copies, c, "stop_no")
	c = one(t, copies[0], kind)
	crowd(t, copies, c, "confirm")
}

// TestStopAtOnce has a crowd of two minds about stopping a task.
func TestStopAtOnce(t *testing.T) {
	s := start(t, "desk").site(t, "desk").load(t)
	copies := []*process{s.run(t, "a"), s.run(t, "b")}
	s.story(nil).ask(t)
	c := one(t, copies[0], task.StepIncoming)
	for {
		crowd(t, copies, c, "stop")
		c = one(t, copies[1], task.StepStop)
		if _, action := crowd(t, copies, c, "stop_yes", "stop_no"); action == "stop_yes" {
			break
		}
		c = one(t, copies[0], task.StepIncoming)
	}
	if x := s.tasks(t); len(x) != 1 || x[0].State != task.Stopped {
		t.Errorf("%+v", x)
	}
}

// watches says whether this copy watches the mailbox.
func (p *process) watches() bool {
	r, err := web.Get(p.url + "/readyz")
	if err != nil {
		return false
	}
	defer r.Body.Close()
	var ready struct {
		Mailbox struct{ Connected bool } `json:"mailbox.sales"`
	}
	return json.NewDecoder(r.Body).Decode(&ready) == nil && ready.Mailbox.Connected
}

// TestTheWatcherDies kills the copy that watches while mails come in: the other
// goes on within the lease, and no mail is taken twice.
func TestTheWatcherDies(t *testing.T) {
	s := start(t, "desk").site(t, "desk").load(t)
	const lease = 3 * time.Second
	s.set.lease = lease.String()
	s.write(t)
	a, b := s.run(t, "a"), s.run(t, "b")
	until(t, "one copy watching", func() bool { return a.watches() || b.watches() })
	if b.watches() {
		a, b = b, a
	}
	mails := 0
	arrive := func(n int) {
		for range n {
			mails++
			s.box.Put(t, "INBOX", letter(fmt.Sprintf("many-%d", mails), fmt.Sprintf("Request %d", mails), request), time.Now())
		}
	}
	arrive(4)
	until(t, "the first being taken", func() bool { return len(s.tasks(t)) > 0 })
	if b.watches() {
		t.Error("both copies watch")
	}
	a.kill()
	killed := time.Now()
	arrive(3)
	until(t, "the other copy watching", b.watches)
	if took := time.Since(killed); took > 2*lease {
		t.Errorf("the other copy took over after %s", took)
	}
	t.Logf("the other copy took over after %s, the lease is %s", time.Since(killed).Round(time.Millisecond), lease)
	arrive(2)
	until(t, "all mails being reviewed", func() bool {
		open, err := b.open()
		return err == nil && len(open) == mails
	})
	var ids []string
	for _, x := range s.tasks(t) {
		ids = append(ids, x.Messages[0].ID)
		if len(x.Messages) != 1 {
			t.Errorf("%s holds %d mails", x.ID, len(x.Messages))
		}
	}
	if len(ids) != mails || s.counts(t)["mails"] != int64(mails) {
		t.Errorf("%d tasks and %d mails counted of %d mails: %v", len(ids), s.counts(t)["mails"], mails, ids)
	}
}
