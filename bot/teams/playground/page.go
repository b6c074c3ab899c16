package playground

import "strconv"

// Page is what one person sees, in a browser context of its own.
type Page struct {
	Person Person
	p      *Playground
}

// Page opens the Playground for a person: People[0] sees its personal chat, the
// others the channel. The bot is told of an install, as on every opening.
func (p *Playground) Page(who Person) *Page {
	p.tb.Helper()
	page := &Page{who, p}
	page.must(order{Op: "open", Who: who.ID})
	if who != People[0] {
		page.Channel()
	}
	return page
}

// Personal goes to the personal chat, Channel to the channel Orders, General to the
// other one, Group to the group chat. What is posted to a place is shown only on
// pages that were opened before.
func (g *Page) Personal() {
	g.p.tb.Helper()
	if g.Person != People[0] {
		g.p.tb.Fatalf("playground: only %s has a personal chat", People[0].Name)
	}
	g.must(order{Op: "go", Where: "Personal Chat"})
}
func (g *Page) Channel() {
	g.p.tb.Helper()
	g.must(order{Op: "go", Where: teamName + " - " + channelName})
}
func (g *Page) General() {
	g.p.tb.Helper()
	g.must(order{Op: "go", Where: teamName + " - General"})
}
func (g *Page) Group() {
	g.p.tb.Helper()
	g.must(order{Op: "go", Where: chatName})
}

// Cards are the texts of all cards that are shown here, in the order of the page:
// in channels the newest post is the first, elsewhere the last.
func (g *Page) Cards() []string {
	g.p.tb.Helper()
	return g.must(order{Op: "cards"}).Texts
}

// Text is all that is shown here.
func (g *Page) Text() string {
	g.p.tb.Helper()
	return g.must(order{Op: "text"}).Text
}

// Wait waits until one card shows all the words, and gives the newest one's text.
func (g *Page) Wait(words ...string) string {
	g.p.tb.Helper()
	return g.must(order{Op: "wait", Card: words}).Text
}

// WaitGone waits until no card shows all the words.
func (g *Page) WaitGone(words ...string) {
	g.p.tb.Helper()
	g.must(order{Op: "wait", Card: words, Gone: true})
}

// WaitText waits until the words are shown anywhere, in a message without a card too.
func (g *Page) WaitText(words string) {
	g.p.tb.Helper()
	g.must(order{Op: "text", Value: words})
}

// Press presses the button of that name in the newest card that shows the words and
// has it, behind "…" too.
func (g *Page) Press(button string, card ...string) {
	g.p.tb.Helper()
	g.must(order{Op: "press", Name: button, Card: card})
}

// TryPress is Press for tests that press in several pages at once: it may be called
// from any goroutine and does not end the test.
func (g *Page) TryPress(button string, card ...string) error {
	return g.p.d.report(g.do(order{Op: "press", Name: button, Card: card}))
}

// Fill fills in the input of that label in the newest card that shows the words and
// has it: texts, dates; a choice by the words of an option; a toggle by "true" or "false".
func (g *Page) Fill(label, value string, card ...string) {
	g.p.tb.Helper()
	g.must(order{Op: "fill", Name: label, Value: value, Card: card})
}

// Value is what stands in an input, as the page shows it: "December 24, 2026".
func (g *Page) Value(label string, card ...string) string {
	g.p.tb.Helper()
	return g.must(order{Op: "value", Name: label, Card: card}).Text
}

// Say writes a message to the bot; outside of the personal chat it begins with a mention.
func (g *Page) Say(words string) {
	g.p.tb.Helper()
	g.must(order{Op: "say", Value: words, Bot: botName})
}

// Picture takes a picture of the page, a PNG; with words of the newest card that
// shows them alone.
func (g *Page) Picture(file string, card ...string) {
	g.p.tb.Helper()
	g.must(order{Op: "picture", Value: file, Card: card})
}

// Wide makes the page's window that many pixels wide: 1600 at first. The page shows
// the chat alone where it is narrow; cards have some 450 pixels everywhere.
func (g *Page) Wide(pixels int) {
	g.p.tb.Helper()
	g.must(order{Op: "wide", Value: strconv.Itoa(pixels)})
}

func (g *Page) do(o order) reply {
	o.Page = g.Person.ID
	return g.p.d.do(o)
}

// must ends the test when it can not be done.
func (g *Page) must(o order) reply {
	g.p.tb.Helper()
	r := g.do(o)
	if err := g.p.d.report(r); err != nil {
		g.p.tb.Fatalf("%s: %s %q %q: %v", g.Person.Name, o.Op, o.Name, o.Card, err)
	}
	return r
}
