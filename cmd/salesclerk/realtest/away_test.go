package realtest

import (
	"testing"

	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// absence is a way in which Redis is not there.
type absence struct {
	name         string
	break_, mend func(*redistest.Server)
}

var absences = []absence{
	{"stopped", func(r *redistest.Server) { r.Kill() }, func(r *redistest.Server) { r.Resume() }},
	{"memory full", func(r *redistest.Server) { r.Set("maxmemory", "1") }, func(r *redistest.Server) { r.Set("maxmemory", "0") }},
}

// card is one that waits for a person, as a chat's people see it.
type card struct {
	confirm func() (acked bool, status int, err error) // as Anna, as it was seen
	live    func() bool
}

// without breaks Redis, or has it refuse to write, while somebody clicks: the click
// is not acknowledged, so that the person sees that it failed, and changes nothing;
// once Redis is back the same card answers. refusal is how it is answered.
func (o *office) without(t *testing.T, a absence, refusal int, show func(x *task.Task) card) {
	t.Helper()
	p := o.begin(t, "a")
	o.enter(t)
	o.arrive(t, 0, 1)
	before := o.first(t, 1)[0]
	step := before.Open().N
	c := show(&before)
	o.quiet(t, func() *process { return p })
	before = o.task(t, before.ID)
	a.break_(o.redis)
	acked, status, err := c.confirm()
	if err != nil || acked {
		t.Errorf("without Redis the click is acknowledged: %v, %v", acked, err)
	}
	if refusal != 0 && status != refusal && status != 0 {
		t.Errorf("without Redis the click is answered %d", status)
	}
	if !c.live() {
		t.Error("the card has no buttons any more, and nobody decided anything")
	}
	a.mend(o.redis)
	until(t, "Redis answering", func() bool { _, err := o.desk.Task(t.Context(), before.ID); return err == nil })
	if now := o.task(t, before.ID); now.Rev != before.Rev {
		t.Errorf("the click that was not acknowledged changed revision %d to %d", before.Rev, now.Rev)
	}
	until(t, "the card answering again", func() bool { acked, _, err := c.confirm(); return err == nil && acked })
	if x := o.task(t, before.ID); x.Step(step).Status != task.StepConfirmed {
		t.Errorf("the acknowledged click led to %+v", x.Step(step))
	}
	until(t, "the quote being drafted", func() bool {
		x := o.task(t, before.ID)
		return x.Open() != nil && x.Open().Kind == task.StepOutgoing
	})
	o.quiet(t, func() *process { return p })
	o.tidy(t, before.ID)
	if q := o.records(t, "quote"); len(q) != 1 || o.counts(t)["quotes"] != 1 {
		t.Errorf("%d quotes, %d counted", len(q), o.counts(t)["quotes"])
	}
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
