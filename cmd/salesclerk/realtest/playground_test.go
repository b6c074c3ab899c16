package realtest

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/bot/teams/playground"
)

// scene is a desk whose cards are shown in a room of the Agents Playground, a
// Teams client that is not ours, and the people who look at it there.
type scene struct {
	*site
	t    *testing.T
	p    *process
	a, b *playground.Page // who decide in turn; in a personal chat both are its owner
}

// lacking is what our cards use for people with the whole of Teams.
var lacking = []string{playground.FullWidth, playground.TypeAhead}

// scene runs the program for a room and has people look at it.
func (v *servers) scene(t *testing.T, user, room string) *scene {
	t.Helper()
	s := &scene{site: v.site(t, user), t: t}
	anna, bo, carl := playground.People[0], playground.People[1], playground.People[2]
	s.set.chat = fmt.Sprintf("listen: \"127.0.0.1:0\"\nteams: {development: true, tenant: %s}\n", playground.Tenant)
	s.set.jobLease = "30s" // browsers take their time of the machine
	s.set.policy = "review_quotes: true, only_available: true"
	s.set.channels = fmt.Sprintf("    teams: {room: '%s'}\n    people:\n", room)
	for p, role := range map[playground.Person]task.Role{anna: task.Admin, bo: task.Approver, carl: task.Approver} {
		s.set.channels += fmt.Sprintf("      - {id: '%s', name: %s, roles: [%s]}\n", p.Config(), p.Name, role)
	}
	s.write(t)
	s.load(t)
	s.p = s.run(t, "a")
	pg := playground.Start(t, s.p.url+"/api/messages", playground.Options{Lacks: lacking})
	if room == anna.Config() {
		s.a = pg.Page(anna)
		s.b = s.a
	} else {
		s.a, s.b = pg.Page(bo), pg.Page(carl)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s sees\n%s\nthe log of the program:\n%s", s.a.Person.Name, strings.Join(s.a.Cards(), "\n---\n"), s.p.words())
		}
	})
	return s
}

// pages are those that are open.
func (s *scene) pages() []*playground.Page {
	if s.a == s.b {
		return []*playground.Page{s.a}
	}
	return []*playground.Page{s.a, s.b}
}

// shows waits until everybody sees a card with the words.
func (s *scene) shows(words ...string) {
	s.t.Helper()
	for _, p := range s.pages() {
		p.Wait(words...)
	}
}

// client is a customer who writes to the desk, in one thread.
type client struct {
	*scene
	from    string // "Name <address>"
	subject string // in no other thread
	ids     []string
	had     int // mails that have come
}

func (s *scene) client(from, subject string) *client {
	return &client{scene: s, from: from, subject: subject}
}

// writes sends a mail, the first or an answer to the last that came.
func (c *client) writes(text string) {
	c.t.Helper()
	subject := c.subject
	if len(c.ids) > 0 {
		subject = "Re: " + subject
	}
	id := fmt.Sprintf("%s-%s-%d", strings.ReplaceAll(c.subject, " ", "-"), c.user, len(c.ids))
	c.box.Put(c.t, "INBOX", letterOf(c.from, id, subject, text, c.ids...), time.Now())
	c.ids = append(c.ids, "<"+id+"@hartwell-joinery.example>")
}

// delivered are the mails of the thread that have reached the customer, oldest first.
func (c *client) delivered() []mail.Message {
	c.t.Helper()
	var out []mail.Message
	for _, d := range c.smtp.Mails(c.t) {
		if !bytes.Contains(d.Raw, []byte(c.ids[0])) {
			continue
		}
		m, err := mail.Parse(d.Raw, mail.ParseOptions{})
		if err != nil {
			c.t.Fatal(err)
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b mail.Message) int { return len(a.References) - len(b.References) })
	return out
}

// gets waits for the next mail, and gives it with the words of its PDF.
func (c *client) gets() (m mail.Message, paper string) {
	c.t.Helper()
	until(c.t, "a mail about "+c.subject, func() bool { return len(c.delivered()) > c.had })
	all := c.delivered()
	if len(all) != c.had+1 {
		c.t.Fatalf("%d mails about %s came, want one more than %d", len(all), c.subject, c.had)
	}
	m = all[c.had]
	if at := "<" + m.To[0].Addr + ">"; len(m.To) != 1 || !strings.HasSuffix(c.from, at) || m.InReplyTo != c.ids[len(c.ids)-1] {
		c.t.Errorf("the mail went to %v and answers %s", m.To, m.InReplyTo)
	}
	c.had++
	c.ids = append(c.ids, m.ID)
	for _, f := range m.Files {
		paper += attach.Read(c.t.Context(), f.Name, "application/pdf", f.Data, attach.Limits{Time: patience}).Text
	}
	return m, paper
}

// nothing sees that no other mail has come, once the server has delivered all.
func (c *client) nothing() {
	c.t.Helper()
	c.smtp.Settle(c.t)
	if n := len(c.delivered()); n != c.had {
		c.t.Errorf("%d mails about %s have come, want %d", n, c.subject, c.had)
	}
}

// task is the client's.
func (c *client) task() task.Task {
	c.t.Helper()
	all := c.tasks(c.t)
	i := slices.IndexFunc(all, func(t task.Task) bool { return t.Subject == c.subject })
	if i < 0 {
		c.t.Fatalf("there is no task about %s", c.subject)
	}
	return all[i]
}

// is waits for a state.
func (c *client) is(state task.State) {
	c.t.Helper()
	until(c.t, c.subject+" being "+string(state), func() bool { return c.task().State == state })
}

// card waits until everybody sees a card of the client's task.
func (c *client) card(words ...string) {
	c.t.Helper()
	c.shows(append(words, c.subject)...)
}

// presses has somebody press a button on the card of that title, and waits until
// everybody sees what it has become: its title then, and the decision.
func (c *client) presses(who *playground.Page, button, title string, becomes ...string) {
	c.t.Helper()
	c.card(title)
	who.Press(button, title, c.subject)
	if len(becomes) == 0 {
		return
	}
	c.card(append(becomes, who.Person.Name)...)
	for _, p := range c.pages() {
		p.WaitGone(title, c.subject)
	}
}

// buttons are those of open cards that decide.
var deciders = []string{"Confirm", "Discard step", "I have updated the quote", "Just resume", "Stop", "Save"}

// over sees that nothing of the client's task can be decided any more, anywhere.
func (c *client) over() {
	c.t.Helper()
	for _, p := range c.pages() {
		for _, card := range p.Cards() {
			live := slices.ContainsFunc(strings.Split(card, "\n"), func(line string) bool { return slices.Contains(deciders, strings.TrimSpace(line)) })
			if strings.Contains(card, c.subject) && live {
				c.t.Errorf("%s can still decide on\n%s", p.Person.Name, card)
			}
		}
	}
}

// has sees that a text has all the words, whatever the spaces between them.
func has(t *testing.T, what, text string, words ...string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s lacks %q:\n%s", what, w, text)
		}
	}
}
