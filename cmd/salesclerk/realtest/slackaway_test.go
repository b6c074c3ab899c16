package realtest

import (
	"net/http"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/slacktest"
)

// TestSlackRedisAway has Redis away while somebody clicks, over each way in.
func TestSlackRedisAway(t *testing.T) {
	t.Parallel()
	for over, refusal := range map[string]int{"socket": 0, "http": http.StatusServiceUnavailable} {
		for _, a := range absences {
			t.Run(a.name+" over "+over, func(t *testing.T) {
				t.Parallel()
				o := quiet(t).slacked(t, over, &tap{}, slacktest.Options{})
				o.without(t, a, refusal, func(x *task.Task) card {
					step := x.Open().N
					m := o.posted(t, x.ID, step, task.Confirm)
					return card{
						confirm: func() (bool, int, error) {
							r, err := o.asSeen("U0ANNA", m, task.Confirm)
							return r.Acked, r.Status, err
						},
						live: func() bool { now, _ := o.cardOf(x.ID, step); return deciding(now) },
					}
				})
			})
		}
	}
}
