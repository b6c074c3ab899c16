package slack

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
)

// poster runs the desk's poster until it is ended.
func (n *town) poster() (end func()) {
	ctx, cancel := context.WithCancel(n.ctx)
	done := make(chan error, 1)
	go func() { done <- n.a.Poster("sales").Run(ctx) }()
	return func() {
		n.Helper()
		cancel()
		if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
			n.Error(err)
		}
	}
}

// dust waits until everything is shown.
func (n *town) dust() {
	n.Helper()
	for !n.d.NothingDue() {
		select {
		case <-n.d.Settled:
		case <-n.ctx.Done():
			n.Fatal("not everything is shown\n", n.log)
		}
	}
}

// From the mail to the sent quote, with the poster running beside: one card a step,
// and in the end none that still offers a decision.
func TestFromTheMailToTheQuote(t *testing.T) {
	n := newTown(t)
	end := n.poster()
	defer end()
	in := bottest.Sample(task.StepIncoming, "")
	in.Policy = task.Policy{ReviewQuotes: true, SendQuotes: true, MakeOrders: true}
	n.d.Put("T-1042", in)
	n.click("UBO", n.waitCard("incoming mail"), "Confirm")
	n.click("UBEA", n.waitCard("Review the quote"), "Confirm")
	v := n.open("UANNA", n.waitCard("Discard step"), "Review")
	n.submit("UANNA", v, slacktest.Values{"Subject": "Your tables"})
	n.push("UANNA", n.view("UANNA", has("Saved")), "confirm")
	if err := n.Wait(n.ctx, func() bool { return len(live(n.Messages(channel))) == 0 }); err != nil {
		t.Fatal(err, n.log)
	}
	if got := n.d.Applied("T-1042"); !cmp.Equal(got, kinds(task.Confirm, task.Confirm, task.Save, task.Confirm)) || n.d.Sent()[0].Subject != "Your tables" {
		t.Errorf("applied %v, sent %+v", got, n.d.Sent())
	}
	if got := n.Messages(channel); len(got) != 3 || !got[0].Has("Bo Lund") || !got[1].Has("Bea Roux") || !got[2].Has("Anna Berg") {
		t.Errorf("%d messages in the channel", len(got))
	}
}

// A card that its click has settled is as the poster would show it: there is
// nothing left to edit.
func TestWhatAClickSettledIsNotEditedAgain(t *testing.T) {
	n := newTown(t)
	end := n.poster()
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.waitCard("Discard step")
	n.dust()
	end()
	n.late.Store(int64(time.Minute)) // long enough that the post cannot come after the click
	n.click("UBO", m, "Confirm")
	n.finish()
	if got, _ := n.Message(channel, m.TS); got.Edits != 1 || !got.Has("Bo Lund") {
		t.Fatalf("the click edited %d times", got.Edits)
	}
	end = n.poster()
	n.dust()
	end()
	if got, _ := n.Message(channel, m.TS); got.Edits != 1 {
		t.Errorf("edited %d times", got.Edits)
	}
}

// waitCard waits for a card that can be decided and says the words.
func (n *town) waitCard(words string) slacktest.Message {
	n.Helper()
	m, err := n.WaitMessage(n.ctx, channel, func(m slacktest.Message) bool { return m.Thread == "" && hasButton(m, "Stop") && m.Has(words) })
	if err != nil {
		for _, m := range n.Messages(channel) {
			n.Log(m.Words())
		}
		n.Fatal(err, n.log)
	}
	return m
}

// live are the messages that still offer a decision.
func live(list []slacktest.Message) (out []slacktest.Message) {
	for _, m := range list {
		if hasButton(m, "Confirm") || hasButton(m, "Stop") {
			out = append(out, m)
		}
	}
	return out
}
