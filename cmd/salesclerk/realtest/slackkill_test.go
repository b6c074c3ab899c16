package realtest

import (
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/bot/slack/slacktest"
)

func sentAs(id string) func(mail.Message) bool {
	return func(m mail.Message) bool { return m.ID == id }
}

func TestSlackStory(t *testing.T) {
	for _, over := range []string{"socket", "http"} {
		t.Run(over, func(t *testing.T) {
			s := start(t, "desk").site(t, "desk").load(t)
			o := s.slacked(t, over, &tap{}, slacktest.DefaultLimits())
			p := o.begin(t, "a")
			c := o.clerk(func() *process { return p })
			c.play(t)
			c.verify(t)
			t.Log(o.front.tap.seen())
			if code := p.end(t); code != 0 {
				t.Errorf("it ended with %d", code)
			}
		})
	}
}
