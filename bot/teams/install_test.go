package teams

import (
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/connector"
	"salesclerk/bot/teams/teamstest"
)

// Teams tells of an install twice and in any order: one welcome, and it is kept.
func TestAnInstallIsWelcomedOnce(t *testing.T) {
	for name, o := range map[string][]teamstest.InstallOption{"as it comes": nil, "twice": {teamstest.Twice()}, "reversed": {teamstest.Reversed()}, "both": {teamstest.Twice(), teamstest.Reversed()}} {
		n := newTown(t)
		for _, where := range []string{"bo", chat} {
			list, err := n.Install(n.ctx, where, "bo", o...)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range list {
				if !r.Acked {
					t.Errorf("%s: %d", name, r.Status)
				}
			}
		}
		n.finish()
		for _, where := range []string{"bo", chat} {
			if got := n.Posts(where); len(got) != 1 {
				t.Errorf("%s: %d welcomes in %s", name, len(got), where)
			}
		}
		if got := n.Posts("bo"); len(got) == 1 && (!got[0].Has("opgaver") || got[0].Has("ingen rolle")) {
			t.Errorf("Bo is welcomed with %s", got[0].Words())
		}
		if got := n.Posts(chat); len(got) == 1 && (!got[0].Has(chat) || !got[0].Has("write to me:\n")) {
			t.Errorf("the chat is not told its name and then what to write: %s", got[0].Words())
		}
	}
}

// A removal that comes after the new install it preceded changes nothing.
func TestAReinstallInAnyOrder(t *testing.T) {
	for name, o := range map[string][]teamstest.InstallOption{"as it comes": nil, "reversed": {teamstest.Reversed()}} {
		n := newTown(t)
		n.install("bo")
		if _, err := n.Reinstall(n.ctx, "bo", "bo", o...); err != nil {
			t.Fatal(err)
		}
		n.finish()
		all, err := n.a.desks[0].places(n.ctx)
		if p := all[n.PersonID("bo")]; err != nil || p.gone() || p.Conv.ID != n.Personal("bo") {
			t.Errorf("%s: kept %+v, %v", name, p, err)
		}
	}
}

// What is kept is enough for another copy to post, after a restart too.
func TestAnotherCopyPostsWhereTheAppWasInstalled(t *testing.T) {
	n := newTown(t)
	b := n.app(channel)
	n.poster(b)
	n.card("T-1042", task.StepOutgoing, "quote")
}

func TestCardsForAPerson(t *testing.T) {
	n := newTown(t)
	n.SetInstalled("bo", true) // nothing came from there: the chat is opened by way of the team
	b := n.app("teams:" + n.AAD("bo"))
	n.poster(b)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	m := n.waitCard(n.Personal("bo"), "T-1042")
	if _, ok := m.Button("confirm"); !ok || !m.Alert {
		t.Errorf("Bo sees %s", m.Words())
	}
	n.serve(b)
	n.click("bo", m, "confirm")
	if _, err := n.WaitEdit(n.ctx, m, func(m teamstest.Message) bool { return m.Has("Bo Lund") && len(m.Buttons()) == 0 }); err != nil {
		t.Error(err, n.log)
	}
}

func TestPlaceAfter(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 11, 21, 12, 0, s, 0, time.UTC) }
	r := func(k connector.Kind) connector.Request {
		return connector.Request{Kind: k, Conversation: connector.Conversation{ID: "19:x"}}
	}
	add, gone, hello := r(connector.Installed), r(connector.Removed), r(connector.Message)
	for name, c := range map[string]struct {
		events []connector.Request
		times  []int
		gone   bool
		hellos int
	}{
		"added":                         {[]connector.Request{add}, []int{1}, false, 1},
		"added twice":                   {[]connector.Request{add, add}, []int{1, 2}, false, 1},
		"removed":                       {[]connector.Request{add, gone, gone}, []int{1, 2, 3}, true, 1},
		"added again":                   {[]connector.Request{add, gone, add}, []int{1, 2, 3}, false, 2},
		"removal comes late":            {[]connector.Request{add, add, gone}, []int{1, 3, 2}, false, 1},
		"removal comes late, knows":     {[]connector.Request{gone, add, gone}, []int{2, 3, 2}, false, 1},
		"somebody writes after removal": {[]connector.Request{add, gone, hello}, []int{1, 2, 3}, false, 1},
		"an old message comes late":     {[]connector.Request{add, gone, hello}, []int{1, 3, 2}, true, 1},
		"heard before it was added":     {[]connector.Request{hello, add}, []int{1, 2}, false, 1},
	} {
		var p place
		hellos := 0
		for i, e := range c.events {
			next := p.after(e, at(c.times[i]))
			if !next.Welcome.Equal(p.Welcome) {
				hellos++
			}
			p = next
		}
		if p.gone() != c.gone || hellos != c.hellos || p.Conv.ID == "" {
			t.Errorf("%s: gone %v, %d welcomes: %+v", name, p.gone(), hellos, p)
		}
	}
}
