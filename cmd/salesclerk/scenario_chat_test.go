package main

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/adaptive"
)

// The stories of the page, played in a chat that is not one: the customer writes
// and reads mails as ever, and who decides is in Slack or in Teams. A story knows
// people by names of the test's own: anna is admin, bo and bea approve, vera looks,
// nobody has no role.

// messenger is where those who decide see the cards.
type messenger interface {
	// posts are the messages of cards in the desk's rooms as somebody sees them, oldest first.
	posts(t *testing.T, who string) []post
	// await blocks until ok, which is asked again after each change.
	await(ok func() bool) error
	// press clicks a button as it was seen, whatever has become of it, and sees that
	// the click is acknowledged.
	press(who string, p post, action string) error
	// stop answers the question that Stop asks, and says what it asks.
	stop(t *testing.T, who string, p post, yes bool) (question string)
	// told sees that somebody alone is told the words, after a click.
	told(t *testing.T, who string, words ...string)
	// open opens the form of a button.
	open(t *testing.T, who string, p post, action string) form
}

// form is a form that somebody has open. Its fields are those of the core; item is
// the item of the first line that one is to be chosen for.
type form interface {
	// has is what stands in a field.
	has(t *testing.T, field string) string
	// sends fills in fields, sends the form and says what is wrong, by field; nothing
	// is wrong: the form is gone. A field that is looked up is filled in with what is
	// offered for the words, else with the words.
	sends(t *testing.T, values map[string]string) (wrong map[string]string)
}

// post is a message of a card.
type post struct {
	card   string   // "T-1001.2"
	words  string   // all that can be read
	offers []string // what its buttons do
	seen   any      // the chat's own message
}

// locales are the languages of people's clients.
var locales = map[string]string{"anna": "en-GB", "bo": "da-DK", "bea": "fr-FR", "vera": "en-US", "nobody": "en-US"}

// staff is those with roles as the configuration has them, by their ids in a chat.
func staff(id func(who string) string) []personConfig {
	return []personConfig{{ID: id("anna"), Name: "Anna Berg", Roles: []task.Role{task.Admin}}, {ID: id("bo"), Name: "Bo Lund", Roles: []task.Role{task.Approver}},
		{ID: id("bea"), Name: "Bea Roux", Roles: []task.Role{task.Approver}}, {ID: id("vera"), Name: "Vera Roy", Roles: []task.Role{task.Viewer}}}
}

func (p post) offered(action string) bool { return slices.Contains(p.offers, action) }

// live says whether anything can be decided by it.
func (p post) live() bool {
	return slices.ContainsFunc(p.offers, func(o string) bool {
		return o != "" && o != string(task.TimelineView) && o != string(task.ReviewView) && o != string(adaptive.VerbFile)
	})
}

// sees waits for the message of a card to be as it must be for somebody.
func (s *stage) sees(t *testing.T, who, card, what string, like func(post) bool) (found post) {
	t.Helper()
	err := s.chat.await(func() bool {
		for _, p := range s.chat.posts(t, who) {
			if p.card == card && like(p) {
				found = p
				return true
			}
		}
		return false
	})
	if err != nil {
		for _, p := range s.chat.posts(t, who) {
			t.Logf("%s sees %s %v\n%s", who, p.card, p.offers, p.words)
		}
		t.Fatalf("waited for %s to see %s %s: %v", who, card, what, err)
	}
	return found
}

// offers waits until a card offers somebody an action.
func (s *stage) offers(t *testing.T, who, card, action string) post {
	t.Helper()
	return s.sees(t, who, card, "with "+action, func(p post) bool { return p.offered(action) })
}

// presses clicks a button of a card once it is there.
func (s *stage) presses(t *testing.T, who, card, action string) post {
	t.Helper()
	p := s.offers(t, who, card, action)
	if err := s.chat.press(who, p, action); err != nil {
		t.Fatal(err)
	}
	return p
}

// opens opens the form of a card's button once it is there.
func (s *stage) opens(t *testing.T, who, card, action string) form {
	t.Helper()
	p := s.sees(t, who, card, "with "+action, func(p post) bool { return p.offered(action) || p.offered(sender(action)) })
	return s.chat.open(t, who, p, action)
}

// sender is what the form of a button does; where the form stands in the card,
// that is all that can be clicked.
func sender(action string) string {
	if action == string(task.ReviewView) {
		return string(task.Save)
	}
	return action
}

// taken sees that a form is taken.
func taken(t *testing.T, f form, values map[string]string) {
	t.Helper()
	if wrong := f.sends(t, values); len(wrong) > 0 {
		t.Fatalf("sending %v: %v", values, wrong)
	}
}

// tidy sees, once the dust has settled, that each card of a task was posted once,
// that what is decided can not be decided again, and that what is open can.
func (a *actor) tidy() {
	a.t.Helper()
	x := a.task(a.t, a.id)
	seen := map[string]bool{}
	for _, p := range a.chat.posts(a.t, a.clerk) {
		if strings.HasPrefix(p.card, a.id+".") && seen[p.card] {
			a.t.Errorf("%s was posted twice", p.card)
		}
		seen[p.card] = true
	}
	for _, e := range x.Timeline {
		if e.Kind == task.StepLog {
			continue
		}
		card, open := fmt.Sprintf("%s.%d", a.id, e.Step), e.Open && x.State != task.Stopped
		a.sees(a.t, a.clerk, card, fmt.Sprintf("to be open: %v", open), func(p post) bool { return p.live() == open })
	}
}

// discards are the stories of a discarded step: resumed as it was, and made anew.
func discards(t *testing.T, s *stage) {
	for name, story := range map[string]struct {
		address string
		play    func(*actor)
	}{
		"just resume": {"anne.kirkegaard@nordhavn-skibsvaerft.example", justResume},
		"updated":     {"sophie.grandval@transports-clairbois.example", updated},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.actor(t, story.address)
			a.clerk = "anna"
			story.play(a)
			a.tidy()
		})
	}
}

// stopStory is a Stop that is thought over, one by somebody without the right, one
// that is meant, and a click on the card as it was.
func stopStory(t *testing.T, s *stage) {
	a := s.actor(t, "line.mosegaard@brohoej-maskinfabrik.example")
	a.clerk = "anna"
	a.writes("Tilbud på hamre", "Hej\n\nVi vil gerne have et tilbud på 8 stk. LV-1714.\n\nMvh\nLine")
	a.confirms("incoming")
	card := a.card("outgoing quote").ID
	number := a.task(t, a.id).Document.Number
	old := s.offers(t, "anna", card, "stop")
	if asked := s.chat.stop(t, "anna", old, false); !strings.Contains(asked, number) {
		t.Errorf("Stop asks %q, which does not say that %s stays behind", asked, number)
	}
	a.is(task.Attention)
	for _, who := range []string{"vera", "nobody"} {
		s.chat.stop(t, who, old, true) // a button that was passed on
		s.chat.told(t, who, "approver")
	}
	a.is(task.Attention)
	s.chat.stop(t, "bo", s.offers(t, "bo", card, "stop"), true)
	a.is(task.Stopped)
	s.sees(t, "anna", card, "to say who stopped it", func(p post) bool { return strings.Contains(p.words, "Bo Lund") && !p.live() })
	if err := s.chat.press("anna", old, "confirm"); err != nil { // a client that has not got the newer state
		t.Fatal(err)
	}
	s.chat.told(t, "anna", "Bo Lund")
	a.is(task.Stopped)
	a.nothing()
	a.tidy()
}

// strangerStory is an unknown sender: made a contact in a form, where a customer
// that is not there is told at its field and nothing typed is lost.
func strangerStory(t *testing.T, s *stage) {
	a := s.actor(t, "Margaux Delestre <margaux.delestre@menuiserie-val.example>")
	a.clerk, a.lang = "bea", "fr"
	a.writes("Demande de prix", "Bonjour,\n\nPouvez-vous m'envoyer un devis pour 2 x LV-1717 ?\n\nMargaux Delestre")
	c := a.stranger()
	f := s.opens(t, a.clerk, c.ID, "create_contact")
	wrong := f.sends(t, map[string]string{"name": "Margaux Delestre-Roy", "customer": "99999"})
	if len(wrong) != 1 || !strings.Contains(wrong["customer"], "99999") {
		t.Fatalf("a customer that is not there: %v", wrong)
	}
	if name := f.has(t, "name"); name != "Margaux Delestre-Roy" {
		t.Errorf("of the name that was typed there is %q left", name)
	}
	taken(t, f, map[string]string{"customer": "20110"})
	a.card("incoming")
	s.sees(t, a.clerk, c.ID, "to know the customer", func(p post) bool {
		return strings.Contains(p.words, "Menuiserie du Val Doré") && !p.offered("create_contact")
	})
	a.confirms("incoming")
	a.confirms("outgoing quote")
	has(t, "the mail", a.gets().Text, "Bonjour Margaux Delestre-Roy", "2 PCS")
	a.tidy()
}

// noItemStory is what is not found and what there is too little of: the item is
// looked up in a form, the short line is left out by Confirm.
func noItemStory(t *testing.T, s *stage) {
	a := s.actor(t, "bridget.lorne@marlow-stage.example")
	a.clerk = "anna"
	a.writes("Workbenches", "Hello,\n\nPlease quote:\n- 6 x LV-2502\n- 2 x frobnicator deluxe\n\nBridget")
	a.confirms("incoming")
	taken(t, s.opens(t, "anna", a.card("assistance no_item").ID, "pick_item"), map[string]string{"item": "LV-1714", "remember_1": "yes"})
	a.confirms("assistance not_available")
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the mail", m.Text, "2 PCS", "LV-1714", "6 requested, 1 available")
	hasNot(t, "the PDF", a.paper(m), "LV-2502")
	a.tidy()
	// What was chosen was to be remembered; in the next form it is forgotten.
	const again = "Hello,\n\nPlease quote 4 x frobnicator deluxe.\n\nBridget"
	a.writes("More", again)
	a.confirms("incoming")
	c := a.card("outgoing quote")
	taken(t, s.opens(t, "anna", c.ID, "review"), map[string]string{"remember_0": "forget", "subject": "Four of them"})
	s.sees(t, "anna", c.ID, "with its new subject", func(p post) bool { return strings.Contains(seen(p.words), "Four of them") })
	a.confirms("outgoing quote")
	has(t, "the mail about what was remembered", a.gets().Text, "4 PCS", "LV-1714")
	a.writes("Once more", again)
	a.confirms("incoming")
	a.card("assistance no_item")
}

// mailStory is an outgoing mail that is mended in a form: an address that is none is
// told at its field, and what leaves is what was typed, as plain words.
func mailStory(t *testing.T, s *stage) {
	a := s.actor(t, "grace.holloway@hartwell-joinery.example")
	a.clerk = "bo"
	a.writes("Tape", "Hello,\n\nPlease quote 2 x LV-1716.\n\nGrace")
	a.confirms("incoming")
	card := a.card("outgoing quote").ID
	f := s.opens(t, "bo", card, "review")
	text := f.has(t, "text")
	has(t, "the text in the form", text, "Dear Grace Holloway")
	wrong := f.sends(t, map[string]string{"to": "nobody at all", "subject": "Tape for **Grace**", "text": text + "\n\nPS: <at>all</at> [deliveries](https://x.example) are free."})
	if len(wrong) != 1 || wrong["to"] == "" {
		t.Fatalf("an address that is none: %v", wrong)
	}
	if subject := f.has(t, "subject"); subject != "Tape for **Grace**" {
		t.Errorf("of the subject that was typed there is %q left", subject)
	}
	taken(t, f, map[string]string{"to": a.address})
	s.sees(t, "bo", card, "with its new subject", func(p post) bool { return strings.Contains(seen(p.words), "Tape for **Grace**") })
	a.confirms("outgoing quote")
	m := a.gets()
	if m.Subject != "Tape for **Grace**" {
		t.Errorf("the mail's subject is %q", m.Subject)
	}
	has(t, "the mail", m.Text, "Dear Grace Holloway", "PS: <at>all</at> [deliveries](https://x.example) are free.", "2 PCS")
	a.tidy()
}

// seen is what people see of words: without what only parts and directs them.
func seen(words string) string {
	return strings.NewReplacer("\u2060", "", "\u2068", "", "\u2069", "").Replace(words)
}

// twoStory is two people who confirm the same card at once: one wins and the other
// is told who was first. One mail leaves.
func twoStory(t *testing.T, s *stage) {
	a := s.actor(t, "anne.kirkegaard@nordhavn-skibsvaerft.example")
	a.clerk = "anna"
	a.writes("Tilbud", "Hej\n\nVi vil gerne have et tilbud på 4 stk. LV-1714.\n\nMvh\nAnne Kirkegård")
	for _, step := range []string{"incoming", "outgoing quote"} {
		card := a.card(step)
		see := map[string]post{"bo": s.offers(t, "bo", card.ID, "confirm"), "bea": s.offers(t, "bea", card.ID, "confirm")}
		var both sync.WaitGroup
		for who, p := range see {
			both.Go(func() {
				if err := s.chat.press(who, p, "confirm"); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		loser, winner := "bea", "Bo Lund"
		if a.decided(card.Step) == "Bea Roux" {
			loser, winner = "bo", "Bea Roux"
		}
		s.chat.told(t, loser, winner)
	}
	has(t, "the mail", a.gets().Text, "4 PCS")
	a.is(task.Waiting)
	a.nothing()
	a.tidy()
}

// decided is who decided a step.
func (a *actor) decided(step int) string {
	for _, e := range a.task(a.t, a.id).Timeline {
		if e.Step == step {
			return e.Who.S
		}
	}
	return ""
}
