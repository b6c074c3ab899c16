package teamstest_test

import (
	"strings"
	"testing"

	"salesclerk/bot/teams/teamstest"
)

func acked(t *testing.T, r teamstest.Result, err error) teamstest.Result {
	t.Helper()
	if err != nil || !r.Acked {
		t.Fatalf("acknowledged %v, status %d, %.200s, error %v", r.Acked, r.Status, r.Body, err)
	}
	return r
}

func TestStoryConfirm(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("An order of *b* & more"))
	if !m.Has("An order of *b* & more") || len(m.Buttons()) != 6 {
		t.Fatalf("%s: %+v", m.Words(), m.Buttons())
	}
	r, err := s.Click(soon(t), "anna", m, "Confirm")
	if r = acked(t, r, err); !r.Shown.Has("You confirmed") || r.Shown.For != "anna" {
		t.Errorf("anna sees %q", r.Shown.Words())
	}
	m, err = s.WaitEdit(soon(t), m, func(m teamstest.Message) bool { return m.Has("Confirmed by Anna") })
	if err != nil || len(m.Buttons()) != 0 || m.Edits != 1 {
		t.Fatalf("%+v, error %v", m, err)
	}
	if !strings.Contains(string(m.First), "An order of") || strings.Contains(string(m.First), "Confirmed by") {
		t.Errorf("it was posted as %s", m.First)
	}
	if bo, _ := s.Seen("bo", m.Conversation, m.ID); bo.Has("You confirmed") {
		t.Error("bo sees what is anna's")
	}
	if r, err = s.Click(soon(t), "bo", m, "Confirm"); err == nil {
		t.Fatalf("clicked on a button that is gone: %+v", r)
	}
}

func TestStoryAsSeenAndAgain(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	r, err := s.Click(soon(t), "anna", m, "confirm")
	acked(t, r, err)
	r, err = s.Click(soon(t), "bo", m, "Confirm", teamstest.AsSeen(m))
	acked(t, r, err)
	again, err := s.Again(soon(t), r.ID)
	if acked(t, again, err); again.ID != r.ID {
		t.Errorf("delivered %s again as %s", r.ID, again.ID)
	}
	if now, _ := s.Message(orders, m.ID); now.Edits != 3 || !now.Has("Confirmed by bo") {
		t.Errorf("%d edits: %s", now.Edits, now.Words())
	}
}

func TestStoryOneOfSeveral(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	for which, there := range map[string]bool{"Confirm#1": true, "Confirm#2": false, "Confirm#0": true, "No#1": false} {
		if _, err := s.Click(soon(t), "anna", m, which, teamstest.AsSeen(m)); (err == nil) != there {
			t.Errorf("%s: %v", which, err)
		}
	}
}

func TestStoryErrorAndToast(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	r, err := s.Click(soon(t), "bo", m, "Refuse")
	if r = acked(t, r, err); r.Error == nil || *r.Error != (teamstest.Error{Status: 403, Code: "Forbidden", Message: "Not yours"}) {
		t.Errorf("error %+v", r.Error)
	}
	r, err = s.Click(soon(t), "bo", m, "Say so")
	if r = acked(t, r, err); r.Words != "So it is" || r.Shown.For != "" {
		t.Errorf("%+v", r)
	}
}

func TestStoryShowCard(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	for name, v := range map[string]teamstest.Values{
		"required":   {"Note": "x"},
		"too long":   {"Quantity": "123456"},
		"no field":   {"Price": "1", "Quantity": "1"},
		"one line":   {"Quantity": "1\n2"},
		"not a word": {"Quantity": "1", "Item": "never suggested"},
		"no toggle":  {"Quantity": "1", "Sure": "perhaps"},
	} {
		if r, err := s.Click(soon(t), "anna", m, "Change/Send", teamstest.With(v)); err == nil {
			t.Errorf("%s: sent: %+v", name, r)
		}
	}
	offers, err := s.Suggest(soon(t), "anna", m, "Item", "oak")
	if err != nil || len(offers) != 1 || offers[0].Text != "Desk oak" {
		t.Fatalf("offers %v, error %v", offers, err)
	}
	r, err := s.Click(soon(t), "anna", m, "send", teamstest.With(teamstest.Values{"qty": "3", "Change/Item": "Desk oak", "Sure": "true", "Note": ""}))
	if r = acked(t, r, err); !r.Shown.Has("map[item:I-1 qty:3 sure:true t:1 verb:send]") {
		t.Errorf("it heard %s", r.Shown.Words())
	}
	if r, err := s.Click(soon(t), "bo", m, "send", teamstest.With(teamstest.Values{"qty": "3", "Item": "Desk oak"})); err == nil {
		t.Errorf("bo chose what only anna was offered: %+v", r)
	}
}

func TestStoryDialog(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	r, err := s.Click(soon(t), "anna", m, "Window")
	if r = acked(t, r, err); r.Dialog == nil || r.Dialog.Title != "Edit" {
		t.Fatalf("%+v", r)
	}
	if _, err := s.Submit(soon(t), "anna", "", nil); err == nil {
		t.Error("sent without what is required")
	}
	if _, err := s.Submit(soon(t), "bo", "", nil); err == nil {
		t.Error("bo has no dialog open")
	}
	r, err = s.Submit(soon(t), "anna", "Send", teamstest.Values{"Quantity": "0"})
	if r = acked(t, r, err); r.Dialog == nil || !r.Dialog.Has("More than none") {
		t.Errorf("%+v", r.Dialog)
	}
	r, err = s.Submit(soon(t), "anna", "", teamstest.Values{"qty": "1"})
	if r = acked(t, r, err); r.Dialog != nil || r.Words != "One it is" {
		t.Errorf("%+v", r)
	}
	r, err = s.Click(soon(t), "anna", m, "Window")
	acked(t, r, err)
	r, err = s.Submit(soon(t), "anna", "", teamstest.Values{"qty": "7"})
	if _, open := s.Dialog("anna"); open || !r.Acked || err != nil {
		t.Errorf("%+v, error %v", r, err)
	}
}

func TestStoryRefresh(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	m := a.post(orders, a.offer("x"))
	seen, err := s.LookAll(soon(t), m)
	if err != nil || len(seen) != 1 || !seen["anna"].Shown.Has("Only for Anna by automatic") {
		t.Fatalf("%+v, error %v", seen, err)
	}
	if r, err := s.Look(soon(t), "anna", m); err != nil || r.ID != "" {
		t.Errorf("asked twice: %+v, error %v", r, err)
	}
	a.call("PUT", activities(orders)+"/"+m.ID, activity(a.offer("y")))
	r, err := s.Look(soon(t), "anna", m)
	if acked(t, r, err); r.ID == "" {
		t.Error("not asked after an edit")
	}
}

func TestStoryOldClient(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	s.AddUser(teamstest.User{ID: "bo", Old: true, NoDialogs: true})
	m := a.post(orders, a.offer("x"))
	r, err := s.Click(soon(t), "bo", m, "Confirm")
	acked(t, r, err)
	said := s.Thread(orders, m.ID)
	if len(said) != 2 || !said[1].Has("bo (en-US) said map[t:1 verb:confirm]") {
		t.Errorf("%+v", said)
	}
	r, err = s.Click(soon(t), "bo", m, "Change/Send", teamstest.With(teamstest.Values{"Quantity": "2"}))
	if acked(t, r, err); !s.Thread(orders, m.ID)[2].Has("qty:2") {
		t.Errorf("%+v", s.Thread(orders, m.ID))
	}
	if _, err := s.Click(soon(t), "bo", m, "Window"); err == nil || !strings.Contains(err.Error(), "no dialogs") {
		t.Errorf("error %v", err)
	}
	if r, err := s.Look(soon(t), "bo", m); err != nil || r.ID != "" {
		t.Errorf("%+v, error %v", r, err)
	}
}

func TestStorySay(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	if _, err := s.Say(soon(t), "anna", "", "help"); err == nil {
		t.Error("the app is not installed for anna")
	}
	results, err := s.Install(soon(t), "anna", "anna", teamstest.Reversed(), teamstest.Twice())
	if err != nil || len(results) != 4 || results[0].ID != results[2].ID || len(s.Messages("anna")) != 2 {
		t.Fatalf("%+v, error %v", results, err)
	}
	r, err := s.Say(soon(t), "anna", "", "help")
	acked(t, r, err)
	if _, err := s.WaitMessage(soon(t), s.Personal("anna"), func(m teamstest.Message) bool { return m.Text == "Anna (da-DK) said help" }); err != nil {
		t.Error(err)
	}
	r, err = s.Say(soon(t), "bo", orders, "tasks")
	acked(t, r, err)
	answer, err := s.WaitMessage(soon(t), orders, func(m teamstest.Message) bool { return m.Has("said <at>Salesclerk</at> tasks") })
	if err != nil || answer.Thread != r.Shown.ID {
		t.Errorf("%+v, error %v", answer, err)
	}
	r, err = s.Say(soon(t), "bo", orders, "nice weather", teamstest.Chatter(), teamstest.InThread(r.Shown.ID))
	if err != nil || r.ID != "" || len(s.Thread(orders, answer.Thread)) != 3 {
		t.Errorf("%+v, error %v", r, err)
	}
	s.Allow("") // the app's text has a mention of itself, which is judged elsewhere
}

func TestStoryInstalls(t *testing.T) {
	s, a := world(t, teamstest.Options{})
	a.login()
	const chat = "19:chat@thread.v2"
	results, err := s.Remove(soon(t), chat, "anna")
	if err != nil || len(results) != 2 || s.Installed(chat) {
		t.Fatalf("%+v, error %v", results, err)
	}
	if res, out := a.call("POST", activities(chat), activity(a.offer("x"))); res.StatusCode != 403 {
		t.Errorf("%d %v", res.StatusCode, out)
	}
	if results, err = s.Reinstall(soon(t), chat, "anna", teamstest.Reversed()); err != nil || len(results) != 4 || !s.Installed(chat) {
		t.Fatalf("%+v, error %v", results, err)
	}
	if len(s.Messages(chat)) != 1 {
		t.Errorf("%d welcomes", len(s.Messages(chat)))
	}
	r, err := s.Leave(soon(t), chat, "anna")
	if acked(t, r, err); s.Installed("bo") {
		t.Error("bo has it")
	}
	if _, err := s.Say(soon(t), "anna", chat, "x"); err == nil {
		t.Error("anna left")
	}
	r, err = s.Join(soon(t), chat, "bo")
	acked(t, r, err)
	r, err = s.ChannelEvent(soon(t), "bo", orders, "channelDeleted")
	acked(t, r, err)
	if res, _ := a.call("POST", activities(orders), activity(a.offer("x"))); res.StatusCode != 404 {
		t.Errorf("status %d", res.StatusCode)
	}
}
