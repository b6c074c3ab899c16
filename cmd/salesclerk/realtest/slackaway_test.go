package realtest

import (
	"net/http"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/store/redistest"
)

// TestSlackRedisAway stops Redis, or has it refuse to write, while somebody
// clicks: the click is not acknowledged, so that the person sees that it failed,
// and changes nothing; once Redis is back the same card answers.
func TestSlackRedisAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, over string
		break_     func(*redistest.Server)
		mend       func(*redistest.Server)
	}{
		{"stopped", "socket", func(r *redistest.Server) { r.Kill() }, func(r *redistest.Server) { r.Resume() }},
		{"stopped", "http", func(r *redistest.Server) { r.Kill() }, func(r *redistest.Server) { r.Resume() }},
		{"memory full", "socket", func(r *redistest.Server) { r.Set("maxmemory", "1") }, func(r *redistest.Server) { r.Set("maxmemory", "0") }},
		{"memory full", "http", func(r *redistest.Server) { r.Set("maxmemory", "1") }, func(r *redistest.Server) { r.Set("maxmemory", "0") }},
	} {
		t.Run(c.name+" over "+c.over, func(t *testing.T) {
			t.Parallel()
			s := quiet(t)
			o := s.slacked(t, c.over, &tap{}, slacktest.Options{})
			p := o.begin(t, "a")
			s.arrive(t, 0, 1)
			before := o.first(t, 1)[0]
			m := o.posted(t, before.ID, before.Open().N, task.Confirm)
			o.quiet(t, func() *process { return p })
			before = o.task(t, before.ID)
			c.break_(s.redis)
			r, err := o.asSeen("U0ANNA", m, task.Confirm)
			if err != nil || r.Acked {
				t.Errorf("without Redis the click is acknowledged: %v, %v", r.Acked, err)
			}
			if c.over == "http" && r.Status != http.StatusServiceUnavailable && r.Status != 0 {
				t.Errorf("without Redis the click is answered %d", r.Status)
			}
			if x, _ := o.cardOf(before.ID, before.Open().N); !deciding(x) {
				t.Error("the card has no buttons any more, and nobody decided anything")
			}
			c.mend(s.redis)
			until(t, "Redis answering", func() bool { _, err := s.desk.Task(t.Context(), before.ID); return err == nil })
			if now := o.task(t, before.ID); now.Rev != before.Rev {
				t.Errorf("the click that was not acknowledged changed revision %d to %d", before.Rev, now.Rev)
			}
			until(t, "the card answering again", func() bool {
				r, err := o.asSeen("U0ANNA", m, task.Confirm)
				return err == nil && r.Acked
			})
			if x := o.task(t, before.ID); x.Step(before.Open().N).Status != task.StepConfirmed {
				t.Errorf("the acknowledged click led to %+v", x.Step(before.Open().N))
			}
			until(t, "the quote being drafted", func() bool { x := o.task(t, before.ID); return x.Open() != nil && x.Open().Kind == task.StepOutgoing })
			o.quiet(t, func() *process { return p })
			o.tidy(t, before.ID)
			if q := s.records(t, "quote"); len(q) != 1 || s.counts(t)["quotes"] != 1 {
				t.Errorf("%d quotes, %d counted", len(q), s.counts(t)["quotes"])
			}
			if code := p.end(t); code != 0 {
				t.Errorf("it ended with %d", code)
			}
		})
	}
}
