package slacktest_test

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/bot/slack/slacktest"
)

// ways runs a story over both ways in.
func ways(t *testing.T, story func(t *testing.T, s *slacktest.Server, a *app)) {
	t.Run("http", func(t *testing.T) {
		s, a := world(t, slacktest.Options{})
		a.overHTTP()
		story(t, s, a)
	})
	t.Run("socket", func(t *testing.T) {
		s, a := world(t, slacktest.Options{PingEvery: 100 * time.Millisecond})
		a.overSocket()
		story(t, s, a)
	})
}

func acked(t *testing.T, r slacktest.Result, err error) slacktest.Result {
	t.Helper()
	if err != nil || !r.Acked {
		t.Fatalf("acknowledged %v, error %v", r.Acked, err)
	}
	return r
}

func TestStoryConfirm(t *testing.T) {
	ways(t, func(t *testing.T, s *slacktest.Server, a *app) {
		a.post("C1", card("An order of <b> & more"))
		m, err := s.WaitMessage(soon(t), "C1", func(m slacktest.Message) bool { return m.Has("An order of <b> & more") })
		if err != nil || len(m.Buttons()) != 4 {
			t.Fatalf("%d buttons, error %v", len(m.Buttons()), err)
		}
		r, err := s.Click(soon(t), "T2/U2", "C1", m.TS, "Confirm")
		acked(t, r, err)
		m, err = s.WaitMessage(soon(t), "C1", func(m slacktest.Message) bool { return m.Has("Confirmed by U2 of T2") })
		if err != nil || len(m.Buttons()) != 0 || m.Edits != 1 {
			t.Fatalf("%+v, error %v", m, err)
		}
		if r, err = s.Click(soon(t), "U1", "C1", m.TS, "Confirm"); err == nil {
			t.Fatalf("clicked on a button that is gone: %+v", r)
		}
	})
}

func TestStoryStopAsksFirst(t *testing.T) {
	ways(t, func(t *testing.T, s *slacktest.Server, a *app) {
		ts := a.post("C1", card("x"))
		if _, err := s.Click(soon(t), "U1", "C1", ts, "Stop"); err == nil {
			t.Fatal("no answer was wanted")
		}
		if r, err := s.Click(soon(t), "U1", "C1", ts, "stop", slacktest.No()); err != nil || r.EventID != "" {
			t.Fatalf("something was sent: %+v, error %v", r, err)
		}
		r, err := s.Click(soon(t), "U1", "C1", ts, "stop", slacktest.Yes())
		acked(t, r, err)
		m, err := s.WaitEphemeral(soon(t), "U1", func(m slacktest.Message) bool { return m.Has("Not yours") })
		if err != nil || len(s.Messages("C1")) != 1 {
			t.Fatalf("%+v, error %v", m, err)
		}
	})
}

func TestStoryReview(t *testing.T) {
	ways(t, func(t *testing.T, s *slacktest.Server, a *app) {
		ts := a.post("C1", card("x"))
		r, err := s.Click(soon(t), "U1", "C1", ts, "review")
		acked(t, r, err)
		v, err := s.WaitView(soon(t), "U1", func(v slacktest.View) bool { return v.Title == "Review" })
		if err != nil {
			t.Fatal(err)
		}
		if note, _ := v.Input("Note"); note.Value != "as agreed" {
			t.Errorf("note begins with %q", note.Value)
		}
		refusedByClient(t, s, v.ID)
		offers, err := s.Suggest(soon(t), "U1", v.ID, "Item", "oak")
		if err != nil || len(offers) != 1 || offers[0].Text != "Desk oak" {
			t.Fatalf("offers %v, error %v", offers, err)
		}
		submitAll(t, s, v.ID)
	})
}

// refusedByClient are submissions that never leave the client.
func refusedByClient(t *testing.T, s *slacktest.Server, view string) {
	t.Helper()
	for name, v := range map[string]slacktest.Values{
		"required":   {"Note": "x"},
		"too long":   {"Quantity": "123456"},
		"no field":   {"Price": "1", "Quantity": "1"},
		"one line":   {"Quantity": "1\n2"},
		"not a word": {"Quantity": "1", "Item": "never suggested"},
	} {
		if r, err := s.Submit(soon(t), "U1", view, v); err == nil {
			t.Errorf("%s: submitted: %+v", name, r)
		}
	}
}

func submitAll(t *testing.T, s *slacktest.Server, view string) {
	t.Helper()
	submit := func(qty string) slacktest.Result {
		t.Helper()
		r, err := s.Submit(soon(t), "U1", "", slacktest.Values{"Quantity": qty})
		return acked(t, r, err)
	}
	if r, err := s.Pick(soon(t), "U1", view, "Item", "Desk oak"); err != nil {
		t.Fatalf("%+v, error %v", r, err)
	}
	if r := submit("0"); r.Errors["qty"] != "More than none" || r.View == nil {
		t.Errorf("errors %v", r.Errors)
	}
	if r := submit("1"); r.View.Title != "Again" || r.View.ID != view {
		t.Errorf("update led to %+v", r.View)
	}
	if item, _ := top(t, s).Input("Item"); item.Value != "I-1" {
		t.Errorf("what was chosen did not stay: %q", item.Value)
	}
	if r := submit("2"); r.View.Title != "One more" || r.View.Previous != view || len(s.Views("U1")) != 2 {
		t.Errorf("push led to %+v", r.View)
	}
	if r := submit("9"); r.View == nil || r.View.ID != view {
		t.Errorf("closing the upper one led to %+v", r.View)
	}
	if r := submit("3"); r.View != nil {
		t.Errorf("clear left %+v", r.View)
	}
}

func top(t *testing.T, s *slacktest.Server) slacktest.View {
	t.Helper()
	v, open := s.Top("U1")
	if !open {
		t.Fatal("no modal is open")
	}
	return v
}

func TestStoryHomeAndCommand(t *testing.T) {
	ways(t, func(t *testing.T, s *slacktest.Server, a *app) {
		r, err := s.OpenHome(soon(t), "U1")
		acked(t, r, err)
		if _, err := s.WaitHome(soon(t), "U1", func(v slacktest.View) bool { return v.Has("Three wait") }); err != nil {
			t.Fatal(err)
		}
		r, err = s.ClickHome(soon(t), "U1", "Open")
		acked(t, r, err)
		if _, err = s.WaitView(soon(t), "U1", func(v slacktest.View) bool { return v.Title == "Review" }); err != nil {
			t.Fatal(err)
		}
		r, err = s.CloseView(soon(t), "U1", "")
		if acked(t, r, err); r.EventID == "" {
			t.Error("view_closed was not told")
		}
		r, err = s.Command(soon(t), "U1", "C1", "tasks & more")
		if acked(t, r, err); len(r.Private) != 1 || !r.Private[0].Has("You said tasks & more") {
			t.Errorf("answer %+v", r.Private)
		}
	})
}

func TestStoryThreeDeep(t *testing.T) {
	ways(t, func(t *testing.T, s *slacktest.Server, a *app) {
		ts := a.post("C1", card("x"))
		r, err := s.Click(soon(t), "U1", "C1", ts, "Review")
		acked(t, r, err)
		for n := 1; n < 3; n++ {
			r, err = s.ClickView(soon(t), "U1", "", "Deeper")
			acked(t, r, err)
			if err := s.Wait(soon(t), func() bool { return len(s.Views("U1")) == n+1 }); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.ClearViews(soon(t), "U1"); err != nil || len(s.Views("U1")) != 0 {
			t.Fatalf("%d left, error %v", len(s.Views("U1")), err)
		}
	})
}

func TestSameNameTwice(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	a.overHTTP()
	row := func(block string) slack.Block {
		return slack.NewActionBlock(block, slack.NewButtonBlockElement("sc:open", "T-1", plain("Open")))
	}
	ts := a.post("C1", slack.MsgOptionText("x", false), slack.MsgOptionBlocks(row("one"), row("two")))
	for _, which := range []string{"Open", "open", "sc:open"} {
		if r, err := s.Click(soon(t), "U1", "C1", ts, which); err == nil {
			t.Errorf("%q names two: %+v", which, r)
		}
	}
	r, err := s.Click(soon(t), "U1", "C1", ts, "two/sc:open")
	acked(t, r, err)
}

func TestVerifyURL(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	a.overHTTP()
	if err := s.VerifyURL(soon(t)); err != nil {
		t.Fatal(err)
	}
}
