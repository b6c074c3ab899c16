package slack

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// evil is what a stranger might write to reach more than the eye.
const evil = "<!channel> <@UANNA> <https://evil.example|Confirm> *bold* `code` &lt;!here&gt; @everyone :tada: \u202egnp.exe\u202c"

// hostile is a task full of it.
func hostile(kind task.StepKind) task.Task {
	t := bottest.Sample(kind, "")
	t.Subject, t.Party.Name, t.Party.Company = evil, evil, evil
	for i := range t.Messages {
		t.Messages[i].Text, t.Messages[i].Subject, t.Messages[i].Name = strings.Repeat(evil+"\n", 30), evil, evil
		for j := range t.Messages[i].Files {
			t.Messages[i].Files[j].Name = evil + ".pdf"
		}
	}
	if t.Document != nil {
		t.Document.Reference = evil
		for i := range t.Document.Lines {
			t.Document.Lines[i].Description = evil
		}
	}
	if t.Draft != nil {
		t.Draft.Subject, t.Draft.Text = evil, evil+"\n\n[summary]"
	}
	return t
}

// Wherever a stranger's words are shown, they are words.
func TestAStrangersWordsAreOnlyWords(t *testing.T) {
	n := newTown(t)
	for i, kind := range []task.StepKind{task.StepIncoming, task.StepQuote, task.StepOutgoing} {
		id := "T-" + string(rune('1'+i))
		m := n.post(n.d.Put(id, hostile(kind)))
		v := n.open("UANNA", m, "Review")
		if v.Submit != "" {
			n.submit("UANNA", v, nil)
		}
		if _, err := n.ClearViews(n.ctx, "UANNA"); err != nil {
			t.Fatal(err)
		}
		n.types("UANNA", channel, id)
		n.push("UANNA", n.view("UANNA", has(id)), "more", slacktest.Choose("Timeline"))
		n.view("UANNA", func(v slacktest.View) bool { return v.CallbackID == "sc:timeline" })
		if _, err := n.ClearViews(n.ctx, "UANNA"); err != nil {
			t.Fatal(err)
		}
		n.click("UBO", n.post(n.d.Get(id)), "Confirm")
	}
	n.types("UANNA", channel, "tasks")
	n.types("UANNA", channel, evil)
	n.types("UANNA", channel, "task "+evil)
	n.home("UANNA", has("T-1"))
	n.finish()
	if got := n.Pings(); len(got) > 0 {
		t.Errorf("words that reached people: %+v", got)
	}
}

// A colleague's name is a stranger's words as well, and so is the item of a catalogue.
func TestNamesAreOnlyWords(t *testing.T) {
	n := newTown(t)
	n.AddUser(slacktest.User{ID: "UBO", Name: evil, Locale: "da-DK"})
	m := n.card("T-1042", task.StepOutgoing, "quote")
	n.click("UBO", m, "Confirm")
	n.click("UBEA", m, "Confirm")
	n.told("UBEA", "plus rapide")
	n.finish()
	if got := n.Pings(); len(got) > 0 {
		t.Errorf("names that reached people: %+v", got)
	}
}

// socket makes requests come over Socket Mode alone.
func (n *town) socket(a *App) {
	n.Helper()
	n.ConnectHTTP("")
	client := wire.NewClient(wire.Options{Token: n.BotToken(), AppToken: n.AppToken(), APIURL: n.URL()})
	s := wire.NewSocket(wire.SocketOptions{Client: client, Handler: a.Handle, Pool: n.pool, Lines: 1})
	ctx, end := context.WithCancel(n.ctx)
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Run(ctx) }()
	n.Cleanup(func() { end(); <-done })
	if err := n.WaitSockets(n.ctx, 1); err != nil {
		n.Fatal(err)
	}
}

// Over a socket an acknowledgement holds 20 KB; a dialog that is more comes behind it.
func TestADialogThatIsMoreThanAnAcknowledgementHolds(t *testing.T) {
	n := newTown(t)
	n.socket(n.a)
	x := bottest.Sample(task.StepOutgoing, "quote")
	x.Draft.Text = strings.Repeat("Dear customer, these are our words.\n", 500) + "[summary]"
	m := n.post(n.d.Put("T-1042", x))
	v := n.open("UANNA", m, "Review")
	now := n.d.Get("T-1042")
	theirs := "Their subject"
	if _, err := n.d.Do(n.ctx, n.d.Get("T-1042"), task.Event{ID: "x", At: bottest.T0, Kind: task.Save, Step: now.Open().N, Turn: now.Turn,
		By: task.Person{ID: "b", Name: "Bea", Roles: []task.Role{task.Approver}}, Form: &task.Form{Subject: &theirs}}); err != nil {
		t.Fatal(err)
	}
	n.submit("UANNA", v, slacktest.Values{"Cc": "bo@example.com"})
	v = n.view("UANNA", has("has changed"))
	if got := input(t, v, "Cc").Value; got != "bo@example.com" {
		t.Errorf("cc %q", got)
	}
	n.submit("UANNA", v, nil)
	n.view("UANNA", has("Saved"))
	if d := n.d.Get("T-1042").Draft; d.Subject != theirs || !cmp.Equal(d.Cc, []string{"bo@example.com"}) || d.Text != x.Draft.Text {
		t.Errorf("the mail is %q to %v, %d of %d bytes", d.Subject, d.Cc, len(d.Text), len(x.Draft.Text))
	}
}
