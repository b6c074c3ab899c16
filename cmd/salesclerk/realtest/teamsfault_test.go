package realtest

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// TestTeamsAnswersBadly has Teams refuse or lose what it is asked for, twice, and
// then be well: each card is there, once at most, and can be decided.
func TestTeamsAnswersBadly(t *testing.T) {
	t.Parallel()
	type trouble struct {
		op     string
		f      teamstest.Fault
		unsure bool // nobody can know what came of it
	}
	late, refused := teamstest.Fault{RetryAfter: time.Second}, teamstest.Fault{Status: http.StatusPreconditionFailed}
	failed, slow, lost := teamstest.Fault{Status: http.StatusBadGateway}, teamstest.Fault{Status: http.StatusGatewayTimeout, After: true}, teamstest.Fault{Drop: true, After: true}
	all := []trouble{{"send", late, false}, {"send", refused, false}, {"send", failed, true}, {"send", slow, true}, {"send", lost, true},
		{"update", late, false}, {"update", refused, false}, {"update", failed, false}, {"update", slow, false}, {"update", lost, false}}
	s := quiet(t)
	o := s.teamed(t, "channel", &tap{}, teamstest.Options{})
	o.doubt = true
	p := o.begin(t, "a")
	o.enter(t)
	for i, f := range all {
		t.Run(fmt.Sprintf("%s answered %d after %v", f.op, f.f.Status, f.f.After), func(t *testing.T) {
			o.weather(t, p, i, func(op string) {
				if op != f.op {
					return
				}
				times := 2
				if f.unsure {
					times = 1 // each but the first one would be another message's
				}
				o.fake.FailNext(op, f.f, times)
			}, f.unsure)
		})
	}
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// weather has a mail come and its card confirmed, with trouble before each.
func (o *teamsOffice) weather(t *testing.T, p *process, i int, before func(op string), unsure bool) {
	t.Helper()
	defer func() {
		if t.Failed() {
			o.dump(t)
			t.Logf("the program says:\n%s", p.words())
		}
	}()
	before("send")
	o.arrive(t, i, 1)
	var x task.Task
	until(t, "the mail being reviewed", func() bool {
		all := o.tasks(t)
		if len(all) == i+1 {
			for _, y := range all {
				if y.Open() != nil && y.Open().Kind == task.StepIncoming {
					x = y
				}
			}
		}
		return x.ID != ""
	})
	step := x.Open().N
	o.quiet(t, func() *process { return p })
	_, note := o.keyed(x.ID, "else", step)
	if note != unsure {
		t.Errorf("the room says that the card may be missing: %v", note)
	}
	before("update")
	until(t, "the card being confirmed", func() bool {
		x = o.task(t, x.ID)
		acked, _ := o.press(t, &x, x.Step(step), task.Confirm)
		return acked
	})
	o.quiet(t, func() *process { return p })
	o.tidy(t, x.ID)
	if m, there := o.keyed(x.ID, "card", step); there && !m.Has("Confirmed by Anna Berg") {
		t.Errorf("the card says %s", m.Words())
	}
	if x = o.task(t, x.ID); x.Step(step).Status != task.StepConfirmed {
		t.Errorf("the step is %s", x.Step(step).Status)
	}
	o.fake.Heal()
}

// keyed is the message of a step: its "card", or what may stand "else".
func (o *teamsOffice) keyed(id, what string, step int) (teamstest.Message, bool) {
	for _, m := range o.fake.Posts(o.room) {
		if keyOf(m) == fmt.Sprintf("%s/%s/%d", id, what, step) {
			return m, true
		}
	}
	return teamstest.Message{}, false
}

// TestTeamsRoomShut has the app removed from the chat that mails are reviewed in:
// incoming mails go on in their channel, the log and check say what is wrong, and
// nothing is missing, or there twice, once it is added again.
func TestTeamsRoomShut(t *testing.T) {
	t.Parallel()
	s := quiet(t)
	o := s.teamed(t, "channel", &tap{}, teamstest.Options{})
	s.set.channels = strings.Replace(s.set.channels, "{room:", fmt.Sprintf("{rooms: [{room: %q, kinds: [outgoing]}], room:", deskChat), 1)
	s.write(t)
	p := o.begin(t, "a")
	o.enter(t)
	const n = 3
	var all []task.Task
	for i := range n {
		s.arrive(t, i, 1)
		all = o.first(t, i+1)
		for j := range all {
			if step := all[j].Open(); step.Kind == task.StepIncoming {
				o.posted(t, "anna", all[j].ID, step.N)
				until(t, "the card answering", func() bool { acked, _ := o.press(t, &all[j], step, task.Confirm); return acked })
			}
		}
	}
	drafted := func(x task.Task) bool { return x.Open() != nil && x.Open().Kind == task.StepOutgoing }
	for i := range all {
		until(t, "the quote being drafted", func() bool { all[i] = o.task(t, all[i].ID); return drafted(all[i]) })
	}
	p.says(t, "Teams lets nothing into a room")
	if out, _ := exec.Command(binary, "check", "--config", s.file).CombinedOutput(); !strings.Contains(string(out), "WRONG") || !strings.Contains(string(out), deskChat) {
		t.Errorf("check says:\n%s", out)
	}
	if got := o.fake.Posts(deskChat); len(got) != 0 {
		t.Errorf("%d messages in a chat without the app", len(got))
	}
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	p = o.begin(t, "a") // it asks again at once, not in a minute
	if _, err := o.fake.Install(o.ctx, deskChat, "anna"); err != nil {
		t.Fatal(err)
	}
	o.room = deskChat
	for i := range all {
		o.posted(t, "anna", all[i].ID, all[i].Open().N)
	}
	o.quiet(t, func() *process { return p })
	for _, room := range []string{deskChat, orders} {
		o.room = room
		seen := map[string]bool{}
		for _, m := range o.fake.Posts(room) {
			if key := keyOf(m); key != "" && seen[key] {
				t.Errorf("%s is in %s twice", key, room)
			}
			seen[keyOf(m)] = true
		}
		for i := range all {
			if live := o.live(&all[i]); len(live) > 0 {
				t.Errorf("live in %s: %v", room, live)
			}
		}
	}
}

// TestTeamsKeysChange has Microsoft sign with another key from one moment to the
// next, and take back the tokens that it gave, while people click.
func TestTeamsKeysChange(t *testing.T) {
	t.Parallel()
	s := quiet(t)
	o := s.teamed(t, "channel", &tap{}, teamstest.Options{})
	p := o.begin(t, "a")
	o.enter(t)
	o.weather(t, p, 0, func(string) {}, false)
	o.fake.Rotate(false)
	o.fake.RevokeTokens()
	o.weather(t, p, 1, func(string) {}, false)
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
