package connector

import (
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// asked is the request that an activity becomes, nil for none.
func asked(t *testing.T, activity object) *Request {
	t.Helper()
	var got *Request
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, newMicrosoft(t).options())
		if code := knock(d, post(good(t), activity)); code != 200 {
			t.Fatalf("status %d", code)
		}
		if len(d.got) > 0 {
			got = &d.got[0]
		}
	})
	return got
}

func TestClick(t *testing.T) {
	got := asked(t, goodClick())
	want := &Request{Kind: Invoke, ID: "f:1", Name: CardAction, ReplyTo: "1700000000001", Thread: "1700000000001",
		Person: Person{Tenant: tenant, AAD: alice, ID: "29:alice", Name: "Alice", Locale: "de-DE"},
		Conversation: Conversation{ID: "19:general@thread.tacv2", Type: Channel, Tenant: tenant, Team: "19:team@thread.tacv2",
			Channel: "19:general@thread.tacv2", ServiceURL: service},
		Value: mustJSON(goodClick()["value"])}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Request{}, "Activity")); diff != "" {
		t.Error(diff)
	}
	if a := got.Activity; a.Type != "invoke" || a.Recipient.ID != "28:"+appID || a.Timestamp != "2026-01-02T03:04:05.678Z" || !a.Conversation.IsGroup {
		t.Errorf("%+v", a)
	}
}

func TestKinds(t *testing.T) {
	bot, bob := object{"id": "28:" + appID}, object{"id": "29:bob", "aadObjectId": "B"}
	data := func(event string) object {
		return object{"eventType": event, "tenant": object{"id": tenant}, "channel": object{"id": "19:new"}}
	}
	base := with(goodClick(), "name", nil, "value", nil)
	is := func(typ string, more ...any) object { return with(with(base, "type", typ), more...) }
	for name, c := range map[string]struct {
		a    object
		kind Kind
		name string
	}{
		"message":             {is("message", "text", "<at>salesclerk</at> help"), Message, ""},
		"submit":              {is("message", "value", object{"verb": "confirm"}), Message, ""},
		"value is a string":   {is("message", "value", "x"), Message, ""},
		"value is a list":     {is("invoke", "value", []int{1}, "name", TaskFetch), Invoke, TaskFetch},
		"search":              {is("invoke", "name", Search), Invoke, Search},
		"installed":           {is("installationUpdate", "action", "add"), Installed, ""},
		"upgraded":            {is("installationUpdate", "action", "add-upgrade"), Installed, ""},
		"removed":             {is("installationUpdate", "action", "remove"), Removed, ""},
		"removed for upgrade": {is("installationUpdate", "action", "remove-upgrade"), "", ""},
		"unknown action":      {is("installationUpdate", "action", "x"), "", ""},
		"bot added":           {is("conversationUpdate", "membersAdded", []any{bob, bot}), Installed, ""},
		"bot removed":         {is("conversationUpdate", "membersRemoved", []any{bot}), Removed, ""},
		"people added":        {is("conversationUpdate", "membersAdded", []any{bob}), Members, ""},
		"people removed":      {is("conversationUpdate", "membersRemoved", []any{bob}), Members, ""},
		"channel deleted":     {is("conversationUpdate", "channelData", data("channelDeleted")), Changed, "channelDeleted"},
		"nothing happened":    {is("conversationUpdate"), "", ""},
		"typing":              {is("typing"), "", ""},
		"reaction":            {is("messageReaction", "reactionsAdded", []any{object{"type": "like"}}), "", ""},
		"receipt":             {is("event", "name", "application/vnd.microsoft.readReceipt"), "", ""},
		"edit":                {is("messageUpdate", "text", "x"), "", ""},
		"no type":             {with(base, "type", nil), "", ""},
		"odd times":           {is("message", "timestamp", 7, "localTimestamp", "yesterday", "expiration", "x"), Message, ""},
		"odd parts":           {is("message", "entities", "x", "attachments", object{}, "suggestedActions", 3, "relatesTo", []int{}), Message, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := asked(t, c.a)
			if got == nil {
				got = &Request{}
			}
			if got.Kind != c.kind || got.Name != c.name {
				t.Errorf("%q %q", got.Kind, got.Name)
			}
		})
	}
}

func TestLocale(t *testing.T) {
	info := []any{7, object{"type": "mention"}, object{"type": "clientInfo", "locale": "da-DK", "country": "DK"}}
	if got := asked(t, with(goodClick(), "locale", nil, "entities", info)); got.Person.Locale != "da-DK" {
		t.Error(got.Person.Locale)
	}
	if got := asked(t, with(goodClick(), "entities", info)); got.Person.Locale != "de-DE" {
		t.Error(got.Person.Locale)
	}
}

// In a personal chat there is no thread, no team and no channel.
func TestPersonalChat(t *testing.T) {
	a := with(goodClick(), "type", "message", "text", "tasks", "value", nil,
		"conversation", object{"id": "a:1_x-y", "conversationType": "personal", "tenantId": tenant}, "channelData", object{"tenant": object{"id": tenant}})
	got := asked(t, a)
	want := Conversation{ID: "a:1_x-y", Type: Personal, Tenant: tenant, ServiceURL: service}
	if got.Conversation != want || got.Thread != "" || got.Text != "tasks" || got.Value != nil {
		t.Errorf("%+v", got)
	}
}

// An activity whose plain fields have other shapes is not guessed at.
func TestBadShapes(t *testing.T) {
	for name, a := range map[string]object{
		"text is an object": with(goodClick(), "text", object{}),
		"from is a string":  with(goodClick(), "from", "alice"),
		"id is a number":    with(goodClick(), "id", 7),
		"members":           with(goodClick(), "membersAdded", object{"id": "x"}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDoor(t, newMicrosoft(t).options())
				if got := knock(d, post(good(t), a)); got != 400 || len(d.got) > 0 {
					t.Error(got)
				}
			})
		})
	}
}

// A field in other letters is another field: two parsers cannot be told two things.
func TestFieldsInOtherLetters(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDoor(t, newMicrosoft(t).options())
		raw := mustJSON(goodClick())
		twice := append([]byte(`{"SERVICEURL":"https://smba.trafficmanager.net/amer/","From":{"aadObjectId":"evil"},`), raw[1:]...)
		if got := knock(d, post(good(t), twice)); got == 200 && (d.got[0].Conversation.ServiceURL != service || d.got[0].Person.AAD != alice) {
			t.Errorf("%+v", d.got[0])
		}
		late := append(append([]byte{}, raw[:len(raw)-1]...), []byte(`,"ServiceUrl":"https://evil.example/","From":{"aadObjectId":"evil"}}`)...)
		if got := knock(d, post(good(t), late)); got == 200 && (d.got[len(d.got)-1].Conversation.ServiceURL != service || d.got[len(d.got)-1].Person.AAD != alice) {
			t.Errorf("%+v", d.got[len(d.got)-1])
		}
	})
}
