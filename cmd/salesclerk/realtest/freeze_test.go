package realtest

import (
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"

	"salesclerk/agent/task"
)

// TestFrozenCopy has one copy stand still for longer than its leases, as a paused
// machine does, at a point of its work, while another goes on with the very same
// work; then it wakes up and believes that it is still at it.
func TestFrozenCopy(t *testing.T) {
	points := []point{{"redis_write", 4, false}, {"redis_commit", 1, false}, {"redis_commit", 1, true}, {"redis_write", 9, true}, {"smtp_mail", 1, false},
		{"redis_offered", 1, false}, {"redis_offered", 1, true}, {"smtp_dot", 1, true}, {"redis_sent", 1, true}, {"imap_append", 1, false}, {"imap_store", 1, false}}
	var users []string
	for i := range points {
		users = append(users, fmt.Sprintf("f%d", i))
	}
	g := &graveyard{servers: start(t, append(users, "first")...), names: scripts(t)}
	for _, text := range scriptTexts(t) {
		g.redis.Do("SCRIPT", "LOAD", text)
	}
	g.site(t, "first").load(t)
	g.copyKeys = officeKeys(t, g.redis, "first")
	for i, at := range points {
		if testing.Short() && at.label != "redis_offered" {
			continue
		}
		t.Run(at.String(), func(t *testing.T) {
			t.Parallel()
			g.freeze(t, users[i], at)
		})
	}
}

func (g *graveyard) freeze(t *testing.T, user string, at point) {
	for _, k := range g.copyKeys {
		g.redis.Do("COPY", "first"+k, user+k)
	}
	x := &tap{at: &at, goOn: true}
	s, _ := g.watched(t, user, x)
	direct := g.site(t, user)
	frozen, woken := make(chan struct{}), make(chan struct{})
	var a *process
	x.strike = func() {
		_ = a.cmd.Process.Signal(syscall.SIGSTOP)
		close(frozen)
		<-woken
	}
	a = s.run(t, "a")
	st := s.story(nil)
	wake := sync.OnceFunc(func() {
		_ = a.cmd.Process.Signal(syscall.SIGCONT)
		close(woken)
	})
	defer wake() // a story that fails must not wait for ever: its line ends once it is woken
	b := a
	st.at = func() *process {
		select {
		case <-frozen:
			if b == a {
				b = direct.run(t, "b")
			}
		default:
		}
		return b
	}
	st.asleep, st.twice = true, at.label == "imap_append"
	st.ask(t)
	st.upto(t, "the quote leaving", func() bool {
		all := s.tasks(t)
		return b != a && len(all) == 1 && slices.ContainsFunc(all[0].Messages, func(m task.Message) bool { return m.Out })
	})
	wake()
	st.upto(t, "the order being confirmed", func() bool {
		all := s.tasks(t)
		return len(all) == 1 && all[0].State == task.Completed && len(all[0].Messages) == 4
	})
	until(t, "the copy that was frozen answering again", func() bool { _, err := a.open(); return err == nil })
	st.verify(t)
	for _, p := range []*process{a, b} {
		if code := p.end(t); code != 0 {
			t.Errorf("a copy ended with %d", code)
		}
	}
}
