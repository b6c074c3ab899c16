package main

import (
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/clickbench"
	"salesclerk/cards"
)

// clicked is a desk with cards that wait, to be confirmed in a chat: each click is
// on a card of its own.
type clicked struct {
	*benched
	ids  []string
	like task.Task // they are all like that one
}

// newClicked has as many cards as clickbench.Compare clicks.
func newClicked(b *testing.B) *clicked {
	b.Helper()
	m := newBench(b, true)
	if !m.real {
		b.Skip("redis-server is not installed, and the peer needs it")
	}
	m.toCard(m.mail())
	c := &clicked{benched: m, ids: m.fill(2*b.N + 1000)}
	var err error
	c.like, err = m.d.Store.Task(b.Context(), c.ids[0])
	m.check(err)
	return c
}

// card is the card of all the tasks.
func (c *clicked) card() cards.Card {
	return cards.New(&c.like, c.like.Open().N, cards.Options{Zone: c.d.Zone})
}

// target is what the buttons of card i are about.
func (c *clicked) target(i int) string {
	return bot.Target{Desk: c.d.Name, Task: c.ids[i%len(c.ids)], Step: c.like.Open().N, Turn: c.like.Turn}.String()
}

// against compares our side with a peer, and makes sure that each click of ours
// confirmed its task.
func (c *clicked) against(peer, own clickbench.Requests) {
	c.b.Helper()
	clickbench.Compare(c.b, peer, own)
	states, err := c.d.store.CountByState(c.b.Context())
	c.check(err)
	if n := states[task.Working]; n < int64(2*c.b.N) {
		c.b.Fatalf("%d tasks were confirmed by %d clicks", n, 2*c.b.N)
	}
}
