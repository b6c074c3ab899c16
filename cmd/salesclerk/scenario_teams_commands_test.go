package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/teamstest"
)

// says writes to the app and waits for the next message in that place with the words.
func (c *colleagues) says(t *testing.T, who, where, text string, words ...string) (answer teamstest.Message) {
	t.Helper()
	at := where
	if at == "" {
		at = who
	}
	had := len(c.Posts(at))
	r, err := c.Say(c.ctx, who, where, text)
	if err != nil || !r.Acked {
		t.Fatalf("%s writes %q: acknowledged %v, %d, %v", who, text, r.Acked, r.Status, err)
	}
	err = c.await(func() bool {
		for _, answer = range c.Posts(at)[had:] {
			if !slices.ContainsFunc(words, func(w string) bool { return !answer.Has(w) }) {
				return true
			}
		}
		return false
	})
	if err != nil {
		t.Fatalf("%s writes %q and waits for %q: %v; the last answer is\n%s", who, text, words, err, answer.Words())
	}
	return answer
}

// TestTeamsChat plays what people write to the bot in their own chats, each in
// their language.
func TestTeamsChat(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	open := s.actor(t, "samir.oakden@stonebridge-logistics.example")
	open.writes("Straps", "Please quote 10 x LV-2210.\n\nSamir")
	open.card("incoming")
	done := s.actor(t, "femke.wilgenaar@wilgenhoek-techniek.example")
	done.clerk = "anna"
	done.writes("Hammer", "Please quote 3 x LV-1714.\n\nFemke")
	done.confirms("incoming")
	done.confirms("outgoing quote")
	done.gets()
	done.is(task.Waiting)
	for _, x := range []struct{ who, help, unknown, notKnown, tasks, title, attention, mine, confirm string }{
		{"anna", "help", "coffee", "is not known here", "tasks", "Sales tasks", "Needs attention: 1", "task " + open.id, "Confirm"},
		{"bo", "hjælp", "kaffe", "kendes ikke her", "opgaver", "Salgsopgaver", "Kræver opmærksomhed: 1", strings.ToLower(open.id), "Bekræft"},
		{"bea", "aide", "café", "n'est pas connu ici", "tâches", "Tâches de vente", "attention particulière : 1", "tâche " + open.id, "Confirmer"},
	} {
		t.Run(x.who, func(t *testing.T) {
			if x.who != "anna" {
				k.installs(t, x.who, x.who)
			}
			k.says(t, x.who, "", x.help, x.tasks)
			k.says(t, x.who, "", x.unknown, x.unknown, x.notKnown, x.help)
			list := k.says(t, x.who, "", x.tasks, x.title, x.attention, open.id, "Stonebridge", done.id)
			if words := list.Words(); strings.Index(words, open.id) > strings.Index(words, done.id) {
				t.Errorf("what waits for somebody is not first:\n%s", words)
			}
			if !strings.Contains(list.Summary, x.title) || !strings.Contains(list.Summary, x.attention) {
				t.Errorf("the list is announced as %q", list.Summary)
			}
			card := k.clicks(t, x.who, list, "open#1").Shown
			if _, ok := card.Button("confirm"); !ok || !card.Has(open.id) || !card.Has(x.confirm) {
				t.Errorf("opened from the list:\n%s", card.Words())
			}
			k.says(t, x.who, "", x.mine, open.id, x.confirm)
			k.says(t, x.who, "", "T-4711", "T-4711")
		})
	}
	// What is confirmed in one's own chat is so in the channel.
	own := k.says(t, "bo", "", open.id, "Bekræft")
	if r := k.clicks(t, "bo", own, "confirm"); !r.Shown.Has("Bekræftet af Bo Lund") {
		t.Errorf("confirmed in his chat, Bo sees\n%s", r.Shown.Words())
	}
	open.clerk = "anna"
	open.card("outgoing quote")
	open.tidy()
	k.stopsAll(t, open, done)
}

// stopsAll plays stop-all: refused to those who may not, asked, and done once.
func (c *colleagues) stopsAll(t *testing.T, running ...*actor) {
	t.Helper()
	c.says(t, "bo", "", "stop-alle", "administrator", "Intet er ændret")
	c.says(t, "bea", "", "tout arrêter", "administrateur")
	asked := c.says(t, "anna", "", "stop all", "Stop all tasks?", "sales")
	for _, a := range running {
		if a.task(t, a.id).State == task.Stopped {
			t.Errorf("%s is stopped before it was said", a.id)
		}
	}
	for range 2 { // the second is late
		if r := c.clicks(t, "anna", asked, "stop_all"); !r.Shown.Has("2 tasks were stopped") {
			t.Errorf("stopped:\n%s", r.Shown.Words())
		}
	}
	for _, a := range running {
		a.is(task.Stopped)
		a.tidy()
	}
}

// TestTeamsFigures plays the figures, for those who may see them.
func TestTeamsFigures(t *testing.T) {
	_, k := inTeams(t, teamsStage{change: func(c *config, fake *teamstest.Server) {
		c.Desks[0].People = append(c.Desks[0].People, personConfig{ID: fake.PersonID("bea"), Roles: []task.Role{task.Manager}})
	}}, demoCommand{})
	for _, who := range []string{"bo", "bea"} {
		k.installs(t, who, who)
	}
	k.says(t, "anna", "", "kpi week", "The agent's figures", "Quotes created: 0")
	k.says(t, "anna", "", "kpi", "The agent's figures")
	k.says(t, "bea", "", "indicateurs mois", "Les indicateurs de l'agent")
	k.says(t, "bo", "", "nøgletal", "leder")
}

// TestTeamsTry plays a sample mail that is asked for in a chat and confirmed there.
func TestTeamsTry(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	k.installs(t, "bo", "bo")
	k.says(t, "bo", "", "prøv", "you@customer.example")
	a := s.actor(t, "ida.baekmark@vesterlund-gartneri.example")
	done := k.says(t, "bo", "", "prøv "+a.address, "Prøvemailen er opgave T-")
	a.id = taskNamed.FindString(done.Words())
	a.clerk = "anna"
	s.offers(t, "anna", a.card("incoming").ID, "confirm") // it is in the room, too
	k.clicks(t, "bo", k.says(t, "bo", "", a.id, "Bekræft"), "confirm")
	a.confirms("outgoing quote")
	has(t, "the mail", a.gets().Text, "Kære Ida Bækmark")
	a.tidy()
}

// TestTeamsOldClient plays a person whose client knows neither Action.Execute nor
// dialogs: the answer to a click comes as a message, and twice the same click is one.
func TestTeamsOldClient(t *testing.T) {
	s, k := inTeams(t, teamsStage{}, demoCommand{})
	k.AddUser(teamstest.User{ID: "bo", Name: "Bo", Locale: "da-DK", Old: true, NoDialogs: true})
	k.installs(t, "bo", "bo")
	a := s.actor(t, "grace.holloway@hartwell-joinery.example")
	a.clerk = "anna"
	a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
	a.confirms("incoming")
	card := a.card("outgoing quote").ID
	own := k.says(t, "bo", "", a.id, "Bekræft")
	s.offers(t, "anna", card, "confirm") // it is in the room, too
	had := len(k.Posts("bo"))
	k.DeliverNext(teamstest.Handling{Twice: true}, 1)
	k.clicks(t, "bo", own, "confirm")
	a.gets()
	a.is(task.Waiting)
	a.nothing()
	s.sees(t, "anna", card, "to say who confirmed it", func(p post) bool { return strings.Contains(p.words, "Bo Lund") && !p.live() })
	k.clicks(t, "bo", own, "discard") // on the card as it was
	if err := k.await(func() bool {
		return slices.ContainsFunc(k.Posts("bo")[had:], func(m teamstest.Message) bool { return m.Has("Bekræftet af Bo Lund") })
	}); err != nil {
		t.Error(err)
	}
	a.is(task.Waiting)
	a.nothing()
	a.tidy()
}

var taskNamed = regexp.MustCompile(`T-\d+`)
