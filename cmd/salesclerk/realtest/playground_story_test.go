package realtest

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/teams/playground"
)

// TestPlayground plays the scenario of the desk in a Teams client that is not
// ours, in a team's channel and in a personal chat.
func TestPlayground(t *testing.T) {
	if testing.Short() {
		t.Skip("starts browsers")
	}
	v := start(t, "channel", "personal")
	for place, room := range map[string]string{"channel": playground.Orders, "personal": playground.People[0].Config()} {
		t.Run(place, func(t *testing.T) {
			t.Parallel()
			s := v.scene(t, place, room)
			s.fromRequestToOrder()
			s.stopped()
			s.stranger()
			s.noStock()
			if place == "personal" {
				s.commands()
			}
			if log := s.p.words(); strings.Contains(log, `"ERROR"`) || strings.Contains(log, `"WARN"`) {
				t.Errorf("all was well, but the log complains:\n%s", log)
			}
		})
	}
}

// look keeps a picture of a card for people who want to see it, in the folder that
// SALESCLERK_PICTURES names.
func (s *scene) look(p *playground.Page, name string, card ...string) {
	if dir := os.Getenv("SALESCLERK_PICTURES"); dir != "" {
		p.Picture(filepath.Join(dir, s.user+"-"+name+".png"), card...)
	}
}

// fromRequestToOrder: the quote is mended in its card, its mail discarded twice and
// mended, and nothing leaves before it is confirmed.
func (s *scene) fromRequestToOrder() {
	s.t.Helper()
	a, b := s.a, s.b
	c := s.client("Priya Merrick <priya.merrick@brackenfield-boatyard.example>", "Spanners and screws")
	c.writes("Hello,\n\nPlease quote for:\n- 20 x combination spanner 13 mm\n- 3 boxes of wood screw 5 x 60 mm, Torx\n\nOur PO number is BB-4711.\n\nBest wishes\nPriya")
	c.card("Review the incoming mail", "Priya Merrick", "Brackenfield Boatyard Ltd", "LV-1704 Combination spanner 13 mm", "BB-4711")
	s.look(b, "incoming", c.subject)
	c.presses(a, "Confirm", "Review the incoming mail", "Incoming mail", "Confirmed by")
	c.mendsTheQuote(b)
	c.presses(a, "Confirm", "Review the quote", "Quote", "Confirmed by")

	c.presses(a, "Discard step", "Review the mail with the quote", "Outgoing mail", "Discarded by")
	s.look(a, "paused", c.subject, "Paused while")
	c.presses(b, "I have updated the quote", "Paused while the quote is changed", "Resume", "Reported as updated by")
	c.presses(b, "Discard step", "Review the mail with the quote", "Outgoing mail", "Discarded by")
	c.presses(a, "Just resume", "Paused while the quote is changed", "Resume", "Resumed by")
	c.mendsTheMail(a)
	c.nothing()
	c.presses(b, "Confirm", "Review the mail with the quote", "Outgoing mail", "Confirmed by")
	m, paper := c.gets()
	number := c.task().Document.Number
	has(s.t, "the mail", m.Text, "Dear Priya Merrick", number, "25 PCS", "3 BOX", "We deliver on Tuesdays.")
	has(s.t, "the PDF", paper, number, "25 PCS", "3 BOX", "BB-4711")
	if m.Subject != "Re: Spanners and screws, 25 pieces" {
		s.t.Errorf("the mail is about %q", m.Subject)
	}

	c.is(task.Waiting)
	c.writes("Hi,\n\nWe accept the quote. Please go ahead.\n\nPriya")
	c.presses(b, "Confirm", "Review the mail with the order confirmation", "Outgoing mail", "Confirmed by")
	m, paper = c.gets()
	order := c.task().Document.Number
	has(s.t, "the order's mail", m.Text, order, "25 PCS")
	has(s.t, "the order's PDF", paper, order, number, "25 PCS")
	c.is(task.Completed)
	c.nothing()
	c.over()
}

// mendsTheQuote changes how many of the first line, at the second try.
func (c *client) mendsTheQuote(who *playground.Page) {
	c.t.Helper()
	card := []string{"Review the quote", c.subject}
	c.card("Review the quote", "20 PCS", "3 BOX", "BB-4711")
	who.Press("Review", card...)
	who.Fill("Quantity", "many", card...)
	who.Fill("Customer's reference", "BB-4712", card...)
	who.Press("Save", card...)
	who.Wait("“many” is not a number.", c.subject)
	if got := who.Value("Customer's reference", c.subject, "is not a number"); got != "BB-4712" {
		c.t.Errorf("with a mistake elsewhere the reference is %q", got)
	}
	who.Fill("Customer's reference", "BB-4711", c.subject, "is not a number")
	who.Fill("Quantity", "25", c.subject, "is not a number")
	c.scene.look(who, "quote-wrong", c.subject, "is not a number")
	who.Press("Save", c.subject, "is not a number")
	c.card("Review the quote", "25 PCS", "3 BOX", "BB-4711")
}

// mendsTheMail changes its subject and adds to its text.
func (c *client) mendsTheMail(who *playground.Page) {
	c.t.Helper()
	card := []string{"Review the mail with the quote", c.subject}
	c.card(card...)
	who.Press("Review", card...)
	text := who.Value("Text", card...)
	has(c.t, "the text to be mended", text, "Dear Priya Merrick", "[summary]")
	who.Fill("Subject", "Re: Spanners and screws, 25 pieces", card...)
	who.Fill("Text", text+"\n\nWe deliver on Tuesdays.", card...)
	c.scene.look(who, "mail-form", card...)
	who.Press("Save", card...)
	c.card("Review the mail with the quote", "A person has changed this mail.", "Spanners and screws, 25 pieces", "We deliver on Tuesdays.")
}

// stopped: the card asks, on the page of who asked alone.
func (s *scene) stopped() {
	s.t.Helper()
	a, b := s.a, s.b
	c := s.client("Marcus Pellow <marcus.pellow@penhallow-garden.example>", "Garden buckets")
	c.writes("Hello,\n\nPlease quote 6 x LV-2608.\n\nMarcus")
	c.presses(a, "Confirm", "Review the incoming mail", "Incoming mail", "Confirmed by")
	card := []string{"Review the quote", c.subject}
	c.card(card...)
	number := c.task().Document.Number
	a.Press("Stop", card...)
	a.Wait(append(card, "A stopped task cannot be restarted.", "The quote "+number+" stays open in the back office.")...)
	s.look(a, "stop", card...)
	a.Press("Keep going", card...)
	a.WaitGone(append(card, "A stopped task cannot be restarted.")...)
	b.Press("Stop", card...)
	b.Press("Stop the task", card...)
	c.card("Stopped by", b.Person.Name)
	c.is(task.Stopped)
	c.nothing()
	c.over()
}

// stranger is made a contact in the card, of a customer that there is.
func (s *scene) stranger() {
	s.t.Helper()
	c := s.client("Robin Vale <robin.vale@nowhere.example>", "Claw hammers")
	c.writes("Hello,\n\nPlease quote 3 x LV-1714.\n\nRobin")
	card := []string{"Review the incoming mail", c.subject}
	c.card(append(card, "who is not among our contacts")...)
	s.b.Press("Create contact", card...)
	s.b.Fill("Or type it", "99999", card...)
	s.look(s.b, "stranger", card...)
	s.b.Press("Create contact", card...)
	s.b.Wait("99999", c.subject, "Back to the card")
	s.look(s.b, "stranger-wrong", c.subject)
	s.b.Fill("Or type it", "30110", c.subject)
	s.b.Press("Create contact", c.subject)
	c.card(append(card, "Brackenfield Boatyard Ltd (30110)")...)
	c.presses(s.a, "Confirm", "Review the incoming mail", "Incoming mail", "Confirmed by")
	c.presses(s.b, "Confirm", "Review the quote", "Quote", "Confirmed by")
	c.presses(s.a, "Confirm", "Review the mail with the quote", "Outgoing mail", "Confirmed by")
	m, paper := c.gets()
	has(s.t, "the mail to a new contact", m.Text, "Dear Robin Vale", "3 PCS")
	has(s.t, "the PDF for a new contact", paper, "Brackenfield", "3 PCS")
	c.is(task.Waiting)
	c.nothing()
	c.over()
}

// noStock: as many as there are are picked in the card; then two people confirm the
// mail at once.
func (s *scene) noStock() {
	s.t.Helper()
	c := s.client("Bridget Lorne <bridget.lorne@marlow-stage.example>", "Workbenches")
	c.writes("Hello,\n\nPlease quote:\n- 6 x LV-2502\n- 2 x LV-1714\n\nBridget")
	c.presses(s.a, "Confirm", "Review the incoming mail", "Incoming mail", "Confirmed by")
	card := []string{"Assistance needed", c.subject}
	c.card(append(card, "LV-2502: 6 wanted, 1 available.")...)
	s.look(s.b, "nostock", card...)
	s.b.Press("Pick item", card...)
	s.b.Fill("Quantity", "1", card...)
	s.b.Press("Pick item", card...)
	c.card("Item picked by " + s.b.Person.Name)
	c.presses(s.a, "Confirm", "Review the quote", "Quote", "Confirmed by")
	c.atOnce("Review the mail with the quote")
	m, paper := c.gets()
	has(s.t, "the mail of what there is", m.Text, "LV-2502", "1 PCS", "2 PCS")
	has(s.t, "the PDF of what there is", paper, "LV-2502", "1 PCS", "2 PCS")
	c.is(task.Waiting)
	c.nothing()
	c.over()
}

// atOnce has everybody confirm a card at the same moment: one of them does.
func (c *client) atOnce(title string) {
	c.t.Helper()
	c.card(title)
	var all sync.WaitGroup
	for _, p := range c.pages() {
		all.Go(func() {
			if err := p.TryPress("Confirm", title, c.subject); err != nil && !strings.Contains(err.Error(), "no such card") {
				c.t.Error(err)
			}
		})
	}
	all.Wait()
	for _, p := range c.pages() {
		p.WaitGone(title, c.subject) // the history, too, names outgoing mails and who confirmed others
	}
	c.card("Outgoing mail", "Confirmed by")
	decided := 0
	for _, s := range c.task().Steps {
		if s.Kind == task.StepOutgoing && s.Status == task.StepConfirmed {
			decided++
		}
	}
	if decided != 1 {
		c.t.Errorf("%d steps are confirmed of one", decided)
	}
}

// commands are written to the bot by an administrator, in a chat of their own.
func (s *scene) commands() {
	s.t.Helper()
	anna := s.a
	c := s.client("Priya Merrick <priya.merrick@brackenfield-boatyard.example>", "Another matter")
	c.writes("Hello,\n\nPlease quote 2 x LV-1717.\n\nPriya")
	c.card("Review the incoming mail")
	anna.Say("tasks")
	anna.Wait("Sales tasks", "Needs attention: 1", c.task().ID, c.subject)
	s.look(anna, "tasks", "Sales tasks")
	anna.Say("kpi")
	anna.Wait("The agent's figures", "Mails received:", "Needs attention now: 1")
	s.look(anna, "kpi", "The agent's figures")
	anna.Say("help")
	anna.Wait("What you can ask for", "task T-1042")
	anna.Say("make coffee")
	anna.Wait("“make coffee” is not known here.")
	anna.Say("task " + c.task().ID)
	until(s.t, "the task being shown once more", func() bool { return c.showing("What the customer writes") == 2 })
	anna.Press("Confirm", "Review the incoming mail", c.subject) // the newer one: both are the step's
	c.card("Review the quote")
	anna.WaitGone("Review the incoming mail", "What the customer writes", c.subject)
	if n := c.showing("Confirmed by"); n != 2 {
		s.t.Errorf("%d cards say who confirmed, want the desk's and the one that was asked for", n)
	}
}

// showing is how many cards of the task with these words there are.
func (c *client) showing(words string) (n int) {
	for _, card := range c.a.Cards() {
		if strings.Contains(card, words) && strings.Contains(card, c.subject) {
			n++
		}
	}
	return n
}
