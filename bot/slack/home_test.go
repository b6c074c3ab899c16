package slack

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
)

// home opens somebody's Home and waits until it is there.
func (n *town) home(user string, like func(slacktest.View) bool) slacktest.View {
	n.Helper()
	if r, err := n.OpenHome(n.ctx, user); err != nil || !r.Acked {
		n.Fatalf("acknowledged %v, %v\n%s", r.Acked, err, n.log)
	}
	return n.homeIs(user, like)
}

func (n *town) homeIs(user string, like func(slacktest.View) bool) slacktest.View {
	n.Helper()
	v, err := n.WaitHome(n.ctx, user, like)
	if err != nil {
		had, _ := n.Home(user)
		n.Fatalf("%v: %s\n%s", err, had.Words(), n.log)
	}
	return v
}

func TestTheHomeShowsTheTasks(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	n.d.Put("T-2", bottest.Sample(task.StepQuote, ""))
	v := n.home("UBO", has("T-1"))
	if !v.Has("T-2") || !v.Has("Kræver opmærksomhed") {
		t.Errorf("%s", v.Words())
	}
	if _, err := n.ClickHome(n.ctx, "UBO", openButton(t, v, "T-2")); err != nil {
		t.Fatal(err)
	}
	m := n.view("UBO", has("T-2"))
	n.push("UBO", m, "confirm")
	n.view("UBO", has("Bekræftet af Bo Lund"))
	if got := n.d.Applied("T-2"); !cmp.Equal(got, kinds(task.Confirm)) {
		t.Errorf("applied %v", got)
	}
}

func openButton(t *testing.T, v slacktest.View, id string) string {
	t.Helper()
	for _, b := range v.Buttons() {
		if strings.HasPrefix(b.ActionID, "sc:open") && strings.Contains(b.Value, "|"+id+"|") {
			return b.ActionID
		}
	}
	t.Fatalf("no way to %s in\n%s", id, v.Words())
	return ""
}

func TestTheHomeOfAStranger(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	v := n.home("UMAX", has("Anna Berg"))
	if v.Has("T-1") || v.Has("Nordlys") {
		t.Errorf("a stranger sees %s", v.Words())
	}
}

// What is open is kept as the tasks are, and Slack is not asked to show the same again.
func TestTheHomeIsKeptFresh(t *testing.T) {
	n := newTown(t)
	n.a.homes.pause = time.Millisecond
	n.d.Put("T-1", bottest.Sample(task.StepOutgoing, "quote"))
	ctx, end := context.WithCancel(n.ctx)
	done := make(chan error, 1)
	go func() { done <- n.a.Home(ctx) }()
	n.home("UANNA", has("T-1"))
	n.d.Watched()
	n.d.Put("T-2", bottest.Sample(task.StepQuote, ""))
	n.homeIs("UANNA", has("T-2"))
	n.d.Put("T-3", bottest.Sample(task.StepQuote, ""))
	n.homeIs("UANNA", has("T-3"))
	if err := n.Settled(n.ctx); err != nil {
		t.Fatal(err)
	}
	end()
	if err := <-done; err != nil {
		t.Error(err)
	}
	n.finish()
	if got := len(n.Calls("views.publish")); got != 3 {
		t.Errorf("published %d times, want 3", got)
	}
}

func TestOnlySomeHomesAreKeptFresh(t *testing.T) {
	h, now := newHomes(), bottest.T0
	for i := range homeMost + 50 {
		h.open("T1", fmt.Sprint("U", i), now.Add(time.Duration(i)*time.Second))
	}
	got := h.lately(now.Add(time.Minute))
	if len(got) != homeMost {
		t.Errorf("%d are kept", len(got))
	}
	for _, x := range got {
		if x.user == "U0" || x.user == "U49" {
			t.Errorf("%s, which was opened first, is still kept", x.user)
		}
	}
	if left := h.lately(now.Add(homeFresh + 100*time.Second)); len(left) != homeMost+50-100 {
		t.Errorf("%d are kept after their time", len(left))
	}
}
