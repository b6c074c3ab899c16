package wire_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/bot/intake"
	"salesclerk/bot/slack/slacktest"
	"salesclerk/bot/slack/wire"
)

// These tests meet a Slack that somebody else built, over real connections.

type town struct {
	*slacktest.Server
	c    *wire.Client
	pool *intake.Pool
}

func newTown(t *testing.T) town {
	s := slacktest.New(t, slacktest.Options{})
	s.AddUser(slacktest.User{ID: "U1", Name: "Anna", Locale: "da-DK"})
	s.AddChannel(slacktest.Channel{ID: "C1", Name: "orders", Member: true})
	s.AddGroup("S1", "sales", "U1")
	return town{s, wire.NewClient(wire.Options{Token: s.BotToken(), AppToken: s.AppToken(), APIURL: s.URL()}), intake.New(intake.Options{})}
}

func button(label string) []slack.Block {
	b := slack.NewButtonBlockElement("sc:confirm", "sales|T-1|3|7", slack.NewTextBlockObject("plain_text", label, false, false))
	return []slack.Block{slack.NewActionBlock("card-3.1", b)}
}

// met waits for what may need a moment, as its error says when.
func met(t *testing.T, f func() error) {
	t.Helper()
	for {
		err := f()
		limit, ok := errors.AsType[*wire.RateError](err)
		if !ok {
			if err != nil {
				t.Fatal(err)
			}
			return
		}
		select {
		case <-time.After(time.Until(limit.Until)):
		case <-t.Context().Done():
			t.Fatal(err)
		}
	}
}

func TestEveryCallOfTheFakeSlack(t *testing.T) {
	s := newTown(t)
	ctx, began := t.Context(), time.Now()
	a, err := s.c.Auth(ctx)
	if err != nil || a.Team != "T1" || a.BotUser != s.BotUser() || len(a.Scopes) == 0 {
		t.Fatal(a, err)
	}
	met(t, func() error { return s.c.AppToken(ctx) })
	var ts string
	met(t, func() error {
		ts, err = s.c.Post(ctx, wire.Post{Channel: "C1", Text: "hi", Blocks: button("Confirm"), Key: "card/3"})
		return err
	})
	if got, found, err := s.c.Find(ctx, "C1", "", "card/3", began); got != ts || !found || err != nil {
		t.Errorf("found %s %v %v, posted %s", got, found, err, ts)
	}
	met(t, func() error { return s.c.Update(ctx, "C1", ts, "done", button("Again")) })
	if got, found, err := s.c.Find(ctx, "C1", "", "card/3", began); got != ts || !found || err != nil {
		t.Errorf("after an edit: %s %v %v", got, found, err)
	}
	address, file, err := s.c.UploadStart(ctx, "Q-1.pdf", 3)
	if err != nil {
		t.Fatal(err)
	}
	if shared, err := s.c.FileShared(ctx, file, "C1"); shared || err != nil {
		t.Error("shared too early", shared, err)
	}
	met(t, func() error { return s.c.UploadPut(ctx, address, "Q-1.pdf", []byte("PDF")) })
	met(t, func() error { return s.c.UploadFinish(ctx, file, "Quote", "C1", ts, "") })
	if shared, err := s.c.FileShared(ctx, file, "C1"); !shared || err != nil {
		t.Error("not shared", shared, err)
	}
	met(t, func() error { return s.c.Ephemeral(ctx, "C1", "U1", "", "psst", nil) })
	if u, err := s.c.User(ctx, "U1"); err != nil || u.Locale != "da-DK" || u.Name != "Anna" {
		t.Error(u, err)
	}
	if m, err := s.c.GroupMembers(ctx, "S1"); err != nil || len(m) != 1 {
		t.Error(m, err)
	}
	if ch, err := s.c.Channel(ctx, "C1"); err != nil || !ch.Member || ch.Name != "orders" {
		t.Error(ch, err)
	}
	if _, _, err := s.c.PublishHome(ctx, "U1", slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: button("Open")}}); err != nil {
		t.Error(err)
	}
}

// A post of which the answer is lost is uncertain, and found.
func TestUncertainPostIsFound(t *testing.T) {
	s := newTown(t)
	began := time.Now()
	s.FailNext("chat.postMessage", slacktest.Fault{Drop: true, After: true}, 1)
	_, err := s.c.Post(t.Context(), wire.Post{Channel: "C1", Text: "hi", Blocks: button("Confirm"), Key: "card/3"})
	if !errors.Is(err, wire.ErrUncertain) {
		t.Fatal(err)
	}
	ts, found, err := s.c.Find(t.Context(), "C1", "", "card/3", began)
	if m := s.Messages("C1"); err != nil || !found || len(m) != 1 || m[0].TS != ts {
		t.Error(ts, found, err, m)
	}
	if _, found, err := s.c.Find(t.Context(), "C1", ts, "history/0", began); found || err != nil {
		t.Error(found, err)
	}
}

// clicks handles every click by answering privately and opening a modal.
func (s town) clicks(t *testing.T, n *atomic.Int64) wire.Handler {
	return func(ctx context.Context, r wire.Request) (wire.Answer, error) {
		n.Add(1)
		if r.Kind != wire.Action || r.Team != "T1" || r.Interaction.User.ID != "U1" || r.Interaction.ActionCallback.BlockActions[0].Value != "sales|T-1|3|7" {
			t.Errorf("%+v", r)
		}
		view := slack.ModalViewRequest{Type: slack.VTModal, Title: slack.NewTextBlockObject("plain_text", "T", false, false), Blocks: slack.Blocks{BlockSet: button("x")}}
		_, _, err := s.c.OpenView(ctx, r.Interaction.TriggerID, view)
		return wire.Answer{After: func(ctx context.Context) {
			if err := s.c.Respond(ctx, r.Interaction.ResponseURL, wire.Reply{Text: "thanks"}); err != nil {
				t.Error(err)
			}
		}}, err
	}
}

func (s town) click(t *testing.T) {
	t.Helper()
	ts := s.Messages("C1")[0].TS
	if r, err := s.Click(t.Context(), "U1", "C1", ts, "Confirm"); err != nil || !r.Acked {
		t.Errorf("%+v %v", r, err)
	}
}

func TestClicksOverHTTP(t *testing.T) {
	s := newTown(t)
	var n atomic.Int64
	in := httptest.NewServer(wire.NewHTTP(wire.HTTPOptions{Secrets: []string{s.SigningSecret()}, Handler: s.clicks(t, &n), Pool: s.pool}))
	t.Cleanup(in.Close)
	s.ConnectHTTP(in.URL + strings.TrimSuffix(wire.PathEvents, "/events"))
	if err := s.VerifyURL(t.Context()); err != nil {
		t.Error(err)
	}
	met(t, func() error {
		_, err := s.c.Post(t.Context(), wire.Post{Channel: "C1", Text: "hi", Blocks: button("Confirm")})
		return err
	})
	s.click(t)
	s.click(t)
	if err := s.pool.Close(t.Context()); err != nil || n.Load() != 2 || len(s.Ephemerals("U1")) != 2 {
		t.Errorf("%v, %d clicks, %d answers", err, n.Load(), len(s.Ephemerals("U1")))
	}
}

func TestClicksOverSockets(t *testing.T) {
	s := newTown(t)
	var n atomic.Int64
	sock := wire.NewSocket(wire.SocketOptions{Client: s.c, Handler: s.clicks(t, &n), Pool: s.pool})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- sock.Run(ctx) }()
	if err := s.WaitSockets(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	<-sock.Ready()
	met(t, func() error {
		_, err := s.c.Post(t.Context(), wire.Post{Channel: "C1", Text: "hi", Blocks: button("Confirm")})
		return err
	})
	s.click(t)
	s.DisconnectSockets("refresh_requested")
	if err := s.WaitSockets(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	s.click(t)
	s.DropSockets()
	if err := s.WaitSockets(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	s.click(t)
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := s.pool.Close(t.Context()); err != nil || n.Load() != 3 {
		t.Errorf("%v, %d clicks", err, n.Load())
	}
}
