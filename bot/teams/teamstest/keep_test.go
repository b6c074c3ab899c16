package teamstest_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

// TestPlaces is who is where, and where the app may write.
func TestPlaces(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	words := object{"type": "message", "text": "x", "textFormat": "plain"}
	try := func(conversation string, status int, code string) {
		t.Helper()
		res, out := a.call("POST", activities(conversation), words)
		if res.StatusCode != status || status != 201 && fmt.Sprint(out["error"].(object)["code"]) != code {
			t.Errorf("%s: %d %v", conversation, res.StatusCode, out)
		}
	}
	try(s.Personal("bo"), 403, "BotNotInConversationRoster")
	s.SetInstalled("bo", true)
	res, out := a.call("POST", "conversations", object{"members": []any{object{"id": s.AAD("bo")}}, "tenantId": s.Tenant()})
	if res.StatusCode != 201 || out["id"] != s.Personal("bo") {
		t.Errorf("%d %v", res.StatusCode, out)
	}
	try(s.Personal("bo"), 201, "")
	s.Block("bo", true)
	try(s.Personal("bo"), 403, "MessageWritesBlocked")
	s.SetInstalled("19:sales@thread.tacv2", false)
	try(orders, 403, "BotNotInConversationRoster")
	s.AddTeam(teamstest.Team{ID: "19:sales@thread.tacv2", Channels: []teamstest.Channel{{ID: orders}}, Installed: true})
	try(orders, 201, "")
	s.DeleteConversation(orders)
	try(orders, 404, "ConversationNotFound")
	if s.PersonID("eve") != "teams:another-tenant/"+s.AAD("eve") || s.Host() == "" {
		t.Error(s.PersonID("eve"))
	}
	if len(s.Posts("bo")) != 1 || len(s.Calls("send")) != 6 {
		t.Errorf("%d posts, %d calls", len(s.Posts("bo")), len(s.Calls("send")))
	}
}

func TestAnotherTenantsAddress(t *testing.T) {
	var said []string
	s, a := loud(t, &said)
	a.login()
	words := object{"type": "message", "text": "x", "textFormat": "plain"}
	if res, _ := a.callAt(s.ServiceURL("another-tenant"), "POST", activities(orders), words); res.StatusCode != 403 {
		t.Errorf("status %d", res.StatusCode)
	}
	if s.Close(); len(said) != 1 || !strings.Contains(said[0], "another tenant") {
		t.Errorf("failed with %q", said)
	}
}

func TestRosters(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	for n := range 60 {
		s.AddUser(teamstest.User{ID: fmt.Sprint("person ", n)})
	}
	_, out := a.call("GET", "conversations/"+url.PathEscape(orders)+"/pagedmembers?pageSize=1", nil)
	if list := out["members"].([]any); len(list) != 50 || out["continuationToken"] == nil {
		t.Errorf("%d on the first page, %v", len(list), out["continuationToken"])
	}
	_, out = a.call("GET", "conversations/"+url.PathEscape(orders)+"/pagedmembers?pageSize=1&continuationToken="+fmt.Sprint(out["continuationToken"]), nil)
	if list := out["members"].([]any); len(list) != 12 || out["continuationToken"] != nil {
		t.Errorf("%d on the second page, %v", len(list), out)
	}
	_, out = a.call("GET", "conversations/"+url.PathEscape(orders)+"/members/"+s.AAD("anna"), nil)
	if out["name"] != "Anna" || out["id"] != s.TeamsID("anna") || out["aadObjectId"] != s.AAD("anna") {
		t.Errorf("%v", out)
	}
	if res, _ := a.call("GET", "conversations/"+url.PathEscape(orders)+"/members/"+s.AAD("eve"), nil); res.StatusCode != 404 {
		t.Errorf("eve is in the team: %d", res.StatusCode)
	}
	_, out = a.call("GET", "teams/19:sales@thread.tacv2/conversations", nil)
	if list := out["conversations"].([]any); len(list) != 2 || list[1].(object)["name"] != "Orders" {
		t.Errorf("%v", list)
	}
	if _, out = a.call("GET", "teams/19:sales@thread.tacv2", nil); out["name"] != "Sales" {
		t.Errorf("%v", out)
	}
}

// TestWords is what a person reads of a card.
func TestWords(t *testing.T) {
	_, a := world(t, teamstest.Options{})
	a.login()
	cell := func(words string) object { return object{"type": "TableCell", "items": []any{run(words)}} }
	m := a.post(orders, adaptive([]any{
		object{"type": "TextBlock", "text": `3 \* 4`},
		object{"type": "FactSet", "facts": []any{object{"title": "From", "value": "Bo"}}},
		object{"type": "Table", "rows": []any{object{"type": "TableRow", "cells": []any{cell("a"), cell("b")}}}},
		object{"type": "ColumnSet", "columns": []any{object{"type": "Column", "items": []any{run("left")}}, object{"type": "Column", "items": []any{run("right")}}}},
		object{"type": "Image", "url": "data:", "altText": "a chair"},
		object{"type": "Input.ChoiceSet", "id": "u", "label": "Unit", "value": "p", "choices": []any{object{"title": "Pieces", "value": "p"}}},
		object{"type": "ActionSet", "actions": []any{object{"type": "Action.OpenUrl", "title": "Manual", "url": "https://example.com"}}},
	}, object{"type": "Action.ShowCard", "title": "More", "card": adaptive([]any{run("hidden")})}))
	want := "3 * 4\nFrom: Bo\na | b\nleft\nright\na chair\nUnit: p\n[Pieces]\n[Manual]\n[More]\nhidden"
	if got := m.Words(); got != want {
		t.Errorf("read\n%s\nwant\n%s", got, want)
	}
}

func TestDialogsSearchAndClose(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	if err := s.CloseDialog("anna"); err == nil {
		t.Error("closed nothing")
	}
	if _, err := s.SuggestDialog(soon(t), "anna", "Item", "oak"); err == nil {
		t.Error("suggested in nothing")
	}
	r, err := s.Click(soon(t), "anna", m, "Window")
	if acked(t, r, err); len(r.Dialog.Inputs()) != 1 || len(r.Dialog.Buttons()) != 1 {
		t.Errorf("%s", r.Dialog.Words())
	}
	if _, err := s.SuggestDialog(soon(t), "anna", "Quantity", "oak"); err == nil {
		t.Error("a text has no type-ahead")
	}
	if err := s.CloseDialog("anna"); err != nil {
		t.Error(err)
	}
	if _, open := s.Dialog("anna"); open {
		t.Error("it is open still")
	}
}

// TestWaitSaysWhatIsThere is what a test that waits in vain tells.
func TestWaitSaysWhatIsThere(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("an order"))
	ctx, end := context.WithCancel(t.Context())
	end()
	_, err := s.WaitMessage(ctx, orders, func(teamstest.Message) bool { return false })
	if err == nil || !strings.Contains(err.Error(), "an order") || !strings.Contains(err.Error(), "send: 201") {
		t.Errorf("error %v", err)
	}
	if err := s.WaitCalls(soon(t), "send", 1); err != nil {
		t.Error(err)
	}
	if err := s.DeleteMessage(m); err != nil {
		t.Error(err)
	}
	if _, err := s.Click(soon(t), "anna", m, "Confirm"); err == nil || s.DeleteMessage(m) == nil {
		t.Error("it is there still")
	}
}

// TestDeliverAnything sends what Teams sends otherwise, and what nobody should.
func TestDeliverAnything(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	in := map[string]any{"type": "messageReaction", "conversation": object{"id": orders}, "from": object{"id": "29:x", "name": "x"}, "timestamp": nil}
	if r := s.Deliver(soon(t), in); !r.Acked || r.ID == "" {
		t.Errorf("%+v", r)
	}
	in["type"], in["serviceUrl"] = "invoke", "https://smba.example.org/"
	s.ForgeNext(teamstest.Claim("serviceurl", s.ServiceURL("")))
	if r := s.Deliver(soon(t), in); r.Acked || r.Status != 401 {
		t.Errorf("%+v", r)
	}
}

// TestOrderOfInstalls is in which order the app hears of it.
func TestOrderOfInstalls(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	for _, c := range []struct {
		do   func() ([]teamstest.Result, error)
		want string
	}{
		{func() ([]teamstest.Result, error) { return s.Install(soon(t), "anna", "anna") }, "conversationUpdate+ installationUpdate+add"},
		{func() ([]teamstest.Result, error) { return s.Install(soon(t), "anna", "anna", teamstest.Reversed()) }, "installationUpdate+add conversationUpdate+"},
		{func() ([]teamstest.Result, error) {
			return s.Install(soon(t), orders, "anna", teamstest.Upgrade())
		}, ""},
		{func() ([]teamstest.Result, error) { return s.Remove(soon(t), "anna", "anna") }, "installationUpdate-remove"},
		{func() ([]teamstest.Result, error) {
			return s.Remove(soon(t), "19:sales@thread.tacv2", "anna", teamstest.Upgrade())
		}, "conversationUpdate- installationUpdate-remove-upgrade"},
		{func() ([]teamstest.Result, error) {
			return s.Reinstall(soon(t), "19:sales@thread.tacv2", "anna", teamstest.Reversed())
		}, "installationUpdate+add conversationUpdate+ installationUpdate-remove conversationUpdate-"},
	} {
		a.takeHeard()
		results, err := c.do()
		if got := strings.Join(a.takeHeard(), " "); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("heard %q, want %q; %d results, error %v", got, c.want, len(results), err)
		}
	}
}

func TestPublishedKeys(t *testing.T) {
	s, _ := world(t, teamstest.Options{})
	count := func() int {
		var set struct{ Keys []object }
		if err := fetch("http://"+s.Host()+"/v1/.well-known/keys", &set); err != nil {
			t.Error(err)
		}
		return len(set.Keys)
	}
	if s.Rotate(true); count() != 2 {
		t.Errorf("%d keys", count())
	}
	if s.Rotate(false); count() != 1 {
		t.Errorf("%d keys", count())
	}
}
