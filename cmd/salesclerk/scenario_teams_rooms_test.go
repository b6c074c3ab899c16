package main

import (
	"net/smtp"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// TestTeamsInstalls plays the app being added: told twice and in any order, added
// again, upgraded, removed and added: one welcome for each time that it came.
func TestTeamsInstalls(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	for who, title := range map[string]string{"bo": "salesclerk er her", "bea": "salesclerk est là", "vera": "salesclerk is here", "nobody": "salesclerk is here"} {
		k.installs(t, who, who, teamstest.Twice(), teamstest.Reversed())
		if m := k.Posts(who)[0]; !m.Has(title) || who == "nobody" != m.Has("no role at this desk") {
			t.Errorf("%s is welcomed with\n%s", who, m.Words())
		}
	}
	for _, again := range []func() ([]teamstest.Result, error){
		func() ([]teamstest.Result, error) { return k.Install(k.ctx, "bo", "bo", teamstest.Upgrade()) },
		func() ([]teamstest.Result, error) { return k.Install(k.ctx, salesTeam, "bo", teamstest.Twice()) },
		func() ([]teamstest.Result, error) { return k.Reinstall(k.ctx, "bea", "bea") },
		func() ([]teamstest.Result, error) { return k.Reinstall(k.ctx, groupRoom, "bo", teamstest.Twice()) },
	} {
		if list, err := again(); err != nil || slices.ContainsFunc(list, func(r teamstest.Result) bool { return !r.Acked }) {
			t.Errorf("added again: %+v, %v", list, err)
		}
	}
	s.end() // and nothing is under way any more
	for where, want := range map[string]int{"anna": 1, "bo": 1, "bea": 2, "vera": 1, salesTeam: 1, groupRoom: 2} {
		if n := len(k.Posts(where)); n != want {
			t.Errorf("%d welcomes in %s, want %d", n, where, want)
		}
	}
	if m := k.Posts(groupRoom)[0]; !m.Has(groupRoom) {
		t.Errorf("a room of no desk is told\n%s", m.Words())
	}
}

// TestTeamsRestart plays a program that ends and is started again: it posts by
// itself where it was added before, welcomes nobody anew, and what was open can be
// decided on the cards that are there.
func TestTeamsRestart(t *testing.T) {
	for _, room := range []string{ordersRoom, groupRoom, "anna"} {
		t.Run(room, func(t *testing.T) {
			t.Parallel()
			s, k := inTeams(t, teamsStage{room: room}, demoCommand{})
			a := s.actor(t, "bjarne.vesterled@vesterlund-gartneri.example")
			a.clerk = "anna"
			a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 5 stk. LV-1714.\n\nMvh\nBjarne")
			old := s.offers(t, "anna", a.card("incoming").ID, "confirm")
			s.restart(t)
			b := s.actor(t, "grace.holloway@hartwell-joinery.example")
			b.clerk = "anna"
			b.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
			b.confirms("incoming")
			if err := k.press("anna", old, "confirm"); err != nil {
				t.Fatal(err)
			}
			for _, x := range []*actor{a, b} {
				x.confirms("outgoing quote")
				x.gets()
				x.is(task.Waiting)
				x.nothing()
				x.tidy()
			}
			k.installs(t, "bo", "bo") // what was said before is said by now
			for _, where := range []string{salesTeam, groupRoom, "anna"} {
				if n := len(slices.DeleteFunc(k.Posts(where), func(m teamstest.Message) bool { return !m.Has("salesclerk is here") })); n != 1 {
					t.Errorf("%d welcomes in %s", n, where)
				}
			}
		})
	}
}

// TestTeamsRoutes plays cards that go to rooms by their kind and by the customer's
// group, and else to the desk's.
func TestTeamsRoutes(t *testing.T) {
	s, k := inTeams(t, teamsStage{change: func(c *config, fake *teamstest.Server) {
		c.Desks[0].Teams.Rooms = []teamsRoomConfig{{Room: partsRoom, Kinds: []task.StepKind{task.StepOutgoing}, Groups: []string{"TRADE"}},
			{Room: groupRoom, Groups: []string{"KEY"}}, {Room: fake.PersonID("anna"), Kinds: []task.StepKind{task.StepOutgoing}}}
	}}, demoCommand{})
	k.rooms = []string{ordersRoom, partsRoom, groupRoom, k.Personal("anna")}
	for name, x := range map[string]struct{ address, incoming, outgoing string }{
		"by kind and group": {"mette.lyngsoe@moellebaek-toemrerne.example", ordersRoom, partsRoom},
		"by group":          {"line.mosegaard@brohoej-maskinfabrik.example", groupRoom, groupRoom},
		"by kind":           {"ida.baekmark@vesterlund-gartneri.example", ordersRoom, k.Personal("anna")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.actor(t, x.address)
			a.clerk = "anna"
			a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 5 stk. LV-1714.\n\nMvh")
			for _, step := range []struct{ card, room string }{{"incoming", x.incoming}, {"outgoing quote", x.outgoing}} {
				p := s.presses(t, "anna", a.card(step.card).ID, "confirm")
				if at := p.seen.(teamstest.Message).Conversation; at != step.room {
					t.Errorf("the card %s is in %s, want %s", step.card, at, step.room)
				}
			}
			a.gets()
			a.is(task.Waiting)
			a.tidy()
		})
	}
}

// TestTeamsDesks plays two desks with rooms and people of their own: what is the
// one's is not the other's, in lists, cards, commands and mails.
func TestTeamsDesks(t *testing.T) {
	const parts = "parts@lyngvang.example"
	s, k := inTeams(t, teamsStage{change: func(c *config, fake *teamstest.Server) {
		d := c.Desks[0]
		d.Name, d.Address, d.FromName, d.Teams.Room = "parts", parts, "Lyngvang Parts", partsRoom
		d.Mailbox.Account.User, d.Sending.Account.User = parts, parts
		d.People = slices.DeleteFunc(slices.Clone(d.People), func(p personConfig) bool { return p.Name != "Anna Berg" && p.Name != "Bea Roux" })
		c.Desks = append(c.Desks, d)
	}}, demoCommand{})
	k.installs(t, "bo", "bo")
	k.rooms = []string{ordersRoom, partsRoom}
	a := s.actor(t, "grace.holloway@hartwell-joinery.example")
	a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
	mine := s.offers(t, "bo", a.card("incoming").ID, "confirm")
	raw := "From: Nora <nora.whitcombe@ardnish-distillery.example>\r\nTo: " + parts + "\r\nSubject: A spare\r\nMessage-ID: <spare@ardnish.example>\r\nDate: " +
		day("{{date+0 rfc}}") + "\r\n\r\nHello,\r\n\r\nPlease quote 3 x LV-1717.\r\n\r\nNora\r\n"
	if err := smtp.SendMail(s.x.mails.SMTPAddr(), nil, "nora.whitcombe@ardnish-distillery.example", []string{parts}, []byte(raw)); err != nil {
		t.Fatal(err)
	}
	spare := func(words, verb string) (found post) {
		t.Helper()
		if err := k.await(func() bool {
			for _, p := range k.posts(t, "bea") {
				if found = p; p.seen.(teamstest.Message).Conversation == partsRoom && strings.Contains(p.words, words) && p.offered(verb) {
					return true
				}
			}
			return false
		}); err != nil {
			t.Fatal(err)
		}
		return found
	}
	first := spare("A spare", "confirm")
	if err := k.press("bo", first, "confirm"); err != nil { // a button of a desk where he is nobody
		t.Fatal(err)
	}
	k.told(t, "bo", "godkender", "parts")
	if m := k.says(t, "bo", "", "opgaver", "Tape"); m.Has("A spare") {
		t.Errorf("Bo is told of another desk:\n%s", m.Words())
	}
	k.says(t, "anna", "", "tasks", "sales", "Tape", "parts", "A spare")
	k.says(t, "anna", "", "stop all", "stop-all sales", "stop-all parts")
	if err := k.press("bea", first, "confirm"); err != nil {
		t.Fatal(err)
	}
	if err := k.press("bea", spare("Nora", "discard"), "confirm"); err != nil {
		t.Fatal(err)
	}
	nora := s.actor(t, "nora.whitcombe@ardnish-distillery.example")
	s.until(t, "the mail of parts", func() bool { return len(s.inbox(t, nora.address)) == 1 })
	if m := s.inbox(t, nora.address)[0]; !strings.Contains(m.From, parts) || !strings.Contains(m.Text, "3 PCS") {
		t.Errorf("from %s came\n%s", m.From, m.Text)
	}
	if m := k.says(t, "anna", partsRoom, "tasks", "A spare"); m.Has("Tape") {
		t.Errorf("in the room of parts is told\n%s", m.Words())
	}
	if err := k.press("bo", mine, "confirm"); err != nil {
		t.Fatal(err)
	}
	a.card("outgoing quote")
}
