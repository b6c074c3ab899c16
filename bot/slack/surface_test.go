package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/cards"
)

// A burst of 60 mails: one message a second, in order, each once, none dropped,
// and what is posted late shows the task as it is then.
func TestABurst(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		for n := range 60 {
			h.put(waits(100+n, task.StepIncoming, "chairs"))
		}
		began := time.Now()
		stop := h.run()
		defer stop()
		h.until("ten are posted", func() bool { return len(h.Messages("C1")) >= 10 })
		for n := 150; n < 160; n++ {
			k := waits(n, task.StepIncoming, "changed")
			k.Rev = 2
			h.put(k)
		}
		h.put(decide(waits(100, task.StepIncoming, "chairs"))) // its card is there: edited
		h.put(decide(waits(149, task.StepIncoming, "chairs"))) // decided on the page before its turn: no card
		h.until("all are posted", h.nothingDue)
		var order []string
		for _, m := range h.Messages("C1") {
			id, _, _ := strings.Cut(m.Words()[strings.Index(m.Words(), "T-"):], " ")
			order = append(order, id)
			if late := id >= "T-150"; late != m.Has("changed") {
				h.Errorf("%s shows %q", id, m.Words())
			}
			if decided := id == "T-100"; decided != m.Has("Anna Berg") || decided == hasButton(m, "Confirm") {
				h.Errorf("%s shows %q with %d buttons", id, m.Words(), len(m.Buttons()))
			}
		}
		var want []string
		for n := 100; n < 160; n++ {
			if n != 149 {
				want = append(want, fmt.Sprintf("T-%d", n))
			}
		}
		if got, want := strings.Join(order, " "), strings.Join(want, " "); got != want {
			h.Errorf("the channel has\n%s, want\n%s", got, want)
		}
		if took := time.Since(began); took > 75*time.Second {
			h.Errorf("it took %s", took)
		}
		if n := h.limited(); n > 0 {
			h.Errorf("Slack said %d times that a limit is reached", n)
		}
	})
}

func hasButton(m slacktest.Message, label string) bool {
	for _, b := range m.Buttons() {
		if b.Label == label {
			return true
		}
	}
	return false
}

func TestADecidedCardIsEditedInPlaceAndItsHistoryBegins(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		k := waits(1, task.StepIncoming, "chairs")
		h.put(k)
		h.shown()
		h.put(decide(k))
		h.shown()
		cards := h.cards("C1", "T-1")
		if len(cards) != 1 || cards[0].Edits != 1 || hasButton(cards[0], "Confirm") || !cards[0].Has("Anna Berg") {
			h.Fatalf("the channel has %d cards: %+v", len(cards), cards)
		}
		if thread := h.Thread("C1", cards[0].TS); len(thread) != 2 || !thread[1].Has("Anna Berg") {
			h.Errorf("the thread has %d messages", len(thread))
		}
	})
}

// A card that somebody deletes comes back while it waits, and stays away once it
// is decided.
func TestACardThatAPersonDeletes(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		k := waits(1, task.StepIncoming, "chairs")
		h.put(k)
		h.shown()
		drop := func() {
			h.Helper()
			for _, m := range h.cards("C1", "T-1") {
				if err := h.DeleteMessage("C1", m.TS); err != nil {
					h.Fatal(err)
				}
			}
		}
		drop()
		k.Subject, k.Rev = "more chairs", 2
		h.put(k)
		h.shown()
		if cards := h.cards("C1", "T-1"); len(cards) != 1 || !cards[0].Has("more chairs") || !hasButton(cards[0], "Confirm") {
			h.Fatalf("after the first deletion the channel has %+v, want the card again", cards)
		}
		drop()
		h.put(decide(k))
		h.shown()
		if cards := h.cards("C1", "T-1"); len(cards) != 0 {
			h.Errorf("a decided card came back: %+v", cards)
		}
	})
}

// Out of one channel, the app goes on in the others, and loses nothing.
func TestKickedOutOfOneChannel(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.put(waits(1, task.StepAssistance, "help"))
		h.shown()
		h.Kick("C2")
		changed := waits(1, task.StepAssistance, "help!")
		changed.Rev = 2
		h.put(changed)
		for n := 2; n < 6; n++ {
			h.put(waits(n, task.StepAssistance, "help"))
			h.put(waits(n+10, task.StepIncoming, "chairs"))
		}
		stop := h.run()
		defer stop()
		h.until("the other channel has its cards", func() bool { return len(h.Messages("C1")) == 4 })
		tries := len(h.Calls("chat.postMessage"))
		later := time.Now().Add(2 * time.Minute)
		h.until("two minutes are over", func() bool { return time.Now().After(later) })
		if n := len(h.Calls("chat.postMessage")) - tries; n > 10 {
			h.Errorf("in two minutes the closed channel was tried %d times", n)
		}
		if got := len(h.Messages("C2")); got != 1 {
			h.Errorf("the closed channel has %d messages, want 1", got)
		}
		h.Invite("C2")
		h.until("the channel has caught up", h.nothingDue)
		got := h.Messages("C2")
		for i, m := range got {
			if want := fmt.Sprintf("T-%d", i+1); !strings.Contains(m.Words()+" ", want+" ") {
				h.Errorf("message %d is %q, want %s", i, m.Words(), want)
			}
		}
		if len(got) != 5 || !got[0].Has("help!") {
			h.Errorf("the channel has %d messages, the first %q", len(got), got[0].Words())
		}
	})
}

// Whatever happens to the call that posts a card, there is one card.
func TestACardIsPostedOnce(t *testing.T) {
	for name, f := range faults() {
		for _, method := range []string{"chat.postMessage", "conversations.history", "auth.test"} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				inHarbour(t, func(h *harbour) {
					h.FailNext(method, f, 1)
					if method != "chat.postMessage" { // which is asked only when an answer was lost
						h.FailNext("chat.postMessage", slacktest.Fault{Drop: true, After: true}, 1)
					}
					h.put(waits(1, task.StepIncoming, "chairs"))
					h.shown()
					if n := len(h.Messages("C1")); n != 1 {
						h.Errorf("there are %d cards", n)
					}
				})
			})
		}
	}
}

// faults are the ways in which a call fails that may work the next time.
func faults() map[string]slacktest.Fault {
	return map[string]slacktest.Fault{
		"dropped before": {Drop: true}, "dropped after": {Drop: true, After: true},
		"500 before": {Status: 500}, "500 after": {Status: 500, After: true}, "503": {Status: 503},
		"internal before": {Code: "internal_error"}, "internal after": {Code: "internal_error", After: true},
		"limited": {RetryAfter: 7 * time.Second},
	}
}

// What Slack does not take is posted in its plain form, at once and every time.
func TestARefusedCardIsPostedPlain(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("chat.postMessage", slacktest.Fault{Code: "invalid_blocks"}, 1)
		h.put(waits(1, task.StepIncoming, "chairs"))
		h.put(waits(2, task.StepIncoming, "tables"))
		h.shown()
		cards := h.cards("C1", "T-1")
		if len(cards) != 1 || !hasButton(cards[0], "Confirm") || len(h.Messages("C1")) != 2 {
			h.Fatalf("the channel has %d messages, %d of T-1", len(h.Messages("C1")), len(cards))
		}
		if calls := h.Calls("chat.postMessage"); len(calls) != 3 {
			h.Errorf("%d calls, want 3: refused, plain, and the other", len(calls))
		}
	})
}

// One that Slack takes in no form holds nobody up.
func TestWhatIsNeverTakenHoldsNobodyUp(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("chat.postMessage", slacktest.Fault{Code: "msg_blocks_too_long"}, 2)
		h.put(waits(1, task.StepIncoming, "chairs"))
		h.put(waits(2, task.StepIncoming, "tables"))
		stop := h.run()
		h.until("the other is posted", func() bool { return len(h.cards("C1", "T-2")) == 1 })
		stop()
		if n := len(h.cards("C1", "T-1")); n != 0 {
			h.Errorf("%d cards of the refused", n)
		}
		if !strings.Contains(h.log.String(), "msg_blocks_too_long") {
			h.Error("the log does not say why")
		}
	})
}

// A token that does not count for a while delays everything and loses nothing.
func TestATokenThatIsMended(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("chat.postMessage", slacktest.Fault{Code: "account_inactive"}, 3)
		for n := range 3 {
			h.put(waits(1+n, task.StepIncoming, "chairs"))
		}
		h.shown()
		for i, m := range h.Messages("C1") {
			if want := fmt.Sprintf("T-%d ", i+1); !strings.Contains(m.Words()+" ", want) {
				h.Errorf("message %d is %q, want %s", i, m.Words(), want)
			}
		}
		if n := len(h.Messages("C1")); n != 3 {
			h.Errorf("%d messages, want 3", n)
		}
	})
}

// Without the scope for files there are no files, and everything else.
func TestWithoutTheScopeForFiles(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		h.FailNext("files.getUploadURLExternal", slacktest.Fault{Code: "missing_scope"}, -1)
		quoted(h)
		for n := range 5 {
			h.put(waits(2+n, task.StepIncoming, "chairs"))
		}
		began := time.Now()
		stop := h.run()
		h.until("the cards are there", func() bool { return len(h.Messages("C1")) == 6 })
		stop()
		if took := time.Since(began); took > 20*time.Second {
			h.Errorf("the cards took %s", took)
		}
		if n := len(h.Calls("files.getUploadURLExternal")); n > 4 {
			h.Errorf("%d tries at a file", n)
		}
	})
}

// A reply of which Slack will never say whether it is there is not posted twice.
func TestAReplyThatCannotBeLookedFor(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		k := waits(1, task.StepIncoming, "chairs")
		h.put(k)
		h.shown()
		h.FailNext("chat.postMessage", slacktest.Fault{Drop: true, After: true}, 1)
		h.FailNext("conversations.replies", slacktest.Fault{Code: "not_allowed_token_type"}, -1)
		h.put(decide(k))
		h.shown()
		if n := len(h.Thread("C1", h.cards("C1", "T-1")[0].TS)); n != 2 {
			h.Errorf("the thread has %d messages, want the card and its history", n)
		}
	})
}

func TestDesksThatShareAChannelDoNotFindEachOthersCards(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		s := newSurface(h.a, &Desk{Name: "export", Routes: bot.Routes{{Room: "C1"}}}).(*surface)
		if a, b := s.key("T-1/card/1"), (&surface{d: &Desk{Name: "sales"}}).key("T-1/card/1"); a == b {
			h.Errorf("both desks look for %q", a)
		}
	})
}

// A notice goes to the desk's channel once; when it changes, it is edited.
func TestANoticeIsPostedOnce(t *testing.T) {
	inHarbour(t, func(h *harbour) {
		limit := "100"
		h.a.desk("sales").Notice = func(_ context.Context, id, lang string) (cards.Notice, error) {
			return cards.LimitReached(id, at, "sales", limit, cards.Options{Lang: lang}), nil
		}
		h.FailNext("chat.postMessage", slacktest.Fault{Drop: true, After: true}, 1)
		h.write("notice/limit-1")
		h.shown()
		limit = "250"
		h.write("notice/limit-1")
		h.shown()
		if got := h.Messages("C1"); len(got) != 1 || !got[0].Has("250") || got[0].Edits != 1 {
			h.Errorf("the channel has %+v", got)
		}
	})
}
