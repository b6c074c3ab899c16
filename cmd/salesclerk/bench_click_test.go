package main

import (
	"flag"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/clickbench"
	"salesclerk/cards"
	"salesclerk/cards/judge"
	"salesclerk/store/redistest"
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
	redistest.Need(b) // the peer has no other
	m := newBench(b, true)
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

// TestClickBenchmarks lets each benchmark click a little, so that it still does
// when somebody wants figures.
func TestClickBenchmarks(t *testing.T) {
	if testing.Short() {
		t.Skip("a thousand clicks each")
	}
	redistest.Need(t)
	judge.Node(t)
	times := flag.Lookup("test.benchtime").Value
	defer func(was string) { _ = times.Set(was) }(times.String())
	if err := times.Set("1x"); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		run   func(*testing.B)
		needs []string
	}{
		"Slack": {BenchmarkSlack, []string{judge.Bolt, judge.RedisClient}},
		"Teams": {BenchmarkTeams, []string{judge.BotBuilder, judge.Express, judge.RedisClient}},
	} {
		t.Run(name, func(t *testing.T) {
			judge.NPM(t, c.needs...)
			if got := testing.Benchmark(c.run); got.Extra["µs/click"] <= 0 || got.Extra["µs/peer"] <= 0 {
				t.Errorf("it measures nothing; run it by -bench to see why: %v", got.Extra)
			}
		})
	}
}
