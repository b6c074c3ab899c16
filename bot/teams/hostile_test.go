package teams

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/connector"
	"salesclerk/bot/teams/teamstest"
)

// Words from a mail are never read as markup, in no card, dialog or notification.
func TestWordsOfAMailAreWords(t *testing.T) {
	n := newTown(t)
	n.install("anna")
	n.poster(n.a)
	evil := "**bold** [link](https://evil.example) <at>all</at> {{DATE(2026-01-01)}} <a href='x'>x</a> ![](https://evil.example/x.png) \u202eevil"
	for _, s := range []task.StepKind{task.StepIncoming, task.StepOutgoing, task.StepQuote} {
		x := bottest.Sample(s, "")
		x.Subject, x.Party.Name, x.Party.Company = evil, evil, evil
		for i := range x.Messages {
			x.Messages[i].Subject, x.Messages[i].Text, x.Messages[i].Name = evil, evil, evil
			for k := range x.Messages[i].Files {
				x.Messages[i].Files[k].Name = evil + ".pdf"
			}
		}
		if x.Draft != nil {
			x.Draft.Subject, x.Draft.Text = evil, evil
		}
		id := "T-" + string(s)
		n.d.Put(id, x)
		m := n.waitCard(channel, id)
		n.look("bo", m)
		n.open("anna", m, "Review")
	}
	n.say("anna", "", "tasks")
	if p := n.Pings(); len(p) > 0 {
		t.Errorf("read as markup: %+v", p)
	}
}

// A name is a stranger's words, too.
func TestTheNameOfAPersonIsCleaned(t *testing.T) {
	n := newTown(t)
	n.AddUser(teamstest.User{ID: "bo", Name: "**Bo**\n<at>all</at>\u202e " + strings.Repeat("x", 500), Locale: "da-DK"})
	n.poster(n.a)
	n.click("bo", n.card("T-1042", task.StepOutgoing, "quote"), "confirm")
	by := ""
	for _, s := range n.d.Get("T-1042").Steps {
		if s.By != nil {
			by = s.By.Name
		}
	}
	if len([]rune(by)) > 100 || strings.ContainsAny(by, "\n\u202e") || by == "" {
		t.Errorf("called %q", by)
	}
	n.dust()
	if p := n.Pings(); len(p) > 0 {
		t.Errorf("read as markup: %+v", p)
	}
}

// Whatever comes in is answered, changes nothing that it does not name rightly, and
// is no error of ours. Anna might stop all by it, and so it is Bo.
func TestWhateverComesIn(t *testing.T) {
	n := newTown(t)
	n.d.Put("T-1042", bottest.Sample(task.StepOutgoing, "quote"))
	before := n.d.Get("T-1042").Rev
	words := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "confirm", "save", "page", "rows", "window", "refresh", "open", "tasks", "show", "stop_all", "timeline", "review", "stop",
		"sales|T-1042|2|0", "sales|T-1042|-2|3", "nowhere|T-1|1|1", "sales|T-1|1|1", "sales|||", "mail", "document", "pick", "contact", "null", "{}", "[]", `"x"`, "items", "contacts"}))
	kinds := rapid.SampledFrom([]connector.Kind{connector.Message, connector.Invoke, connector.Installed, connector.Removed, connector.Members, connector.Changed, "other"})
	names := rapid.SampledFrom([]string{connector.CardAction, connector.TaskFetch, connector.TaskSubmit, connector.Search, "signin/verifyState", ""})
	rapid.Check(t, func(r *rapid.T) {
		data := map[string]any{"verb": words.Draw(r, "verb"), "t": words.Draw(r, "target"), "form": words.Draw(r, "form"), "a": words.Draw(r, "action"),
			"to": rapid.IntRange(-2, 1<<20).Draw(r, "to"), "page": rapid.IntRange(-2, 1<<20).Draw(r, "page"), words.Draw(r, "id"): words.Draw(r, "input")}
		value, _ := json.Marshal(map[string]any{"action": map[string]any{"data": data}, "data": data, "queryText": words.Draw(r, "query"), "dataset": words.Draw(r, "set"), "verb": data["verb"], "t": data["t"]})
		if rapid.Bool().Draw(r, "broken") {
			value = json.RawMessage(words.Draw(r, "value"))
		}
		q := connector.Request{Kind: kinds.Draw(r, "kind"), Name: names.Draw(r, "name"), ID: words.Draw(r, "activity"), Text: words.Draw(r, "text"), Value: value,
			Person:       connector.Person{Tenant: n.Tenant(), AAD: n.AAD("bo"), ID: n.TeamsID("bo"), Name: words.Draw(r, "called"), Locale: words.Draw(r, "locale")},
			Conversation: connector.Conversation{ID: words.Draw(r, "room"), Type: rapid.SampledFrom([]string{"personal", "channel", "groupChat", ""}).Draw(r, "type"), Tenant: n.Tenant(), ServiceURL: words.Draw(r, "service")}}
		answer, err := n.a.Handle(n.ctx, q)
		if err != nil {
			r.Errorf("%+v: %v", q, err)
		}
		if _, err := json.Marshal(answer.Body); err != nil {
			r.Error(err)
		}
	})
	if after := n.d.Get("T-1042").Rev; after != before {
		t.Errorf("the task went from revision %d to %d", before, after)
	}
	if log := n.log.String(); strings.Contains(log, "level=ERROR") {
		t.Error(log)
	}
}

// Who writes down another tenant, or none, is nobody.
func TestAnotherTenantIsSomebodyElse(t *testing.T) {
	n := newTown(t)
	for _, who := range []connector.Person{{Tenant: "other", AAD: n.AAD("anna")}, {Tenant: n.Tenant()}, {AAD: n.AAD("anna")}, {Tenant: n.Tenant(), AAD: n.AAD("anna"), ID: "28:app"}} {
		if k := n.a.ask(n.a.desks[0], who); k.Sees() {
			t.Errorf("%+v may %v", who, k.Person.Roles)
		}
	}
	if k := n.a.ask(n.a.desks[0], connector.Person{Tenant: strings.ToUpper(n.Tenant()), AAD: strings.ToUpper(n.AAD("anna"))}); !k.May(task.Admin) || k.Person.Name != "Anna Berg" {
		t.Errorf("Anna is %+v", k.Person)
	}
}

func TestSearchWhileTyping(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepQuote, "")
	d := n.open("anna", m, "Review")
	var field string
	for _, in := range d.Inputs() {
		if in.Dataset == "items" {
			field = in.ID
		}
	}
	list, err := n.SuggestDialog(n.ctx, "anna", field, "lamp")
	if err != nil || len(list) != 2 || !strings.Contains(list[1].Text, "lamp") {
		t.Fatalf("%q: %v, %v", field, list, err)
	}
	q := connector.Request{Kind: connector.Invoke, Name: connector.Search, Person: connector.Person{Tenant: n.Tenant(), AAD: n.AAD("max")},
		Value: json.RawMessage(`{"queryText":"lamp","dataset":"items"}`), Conversation: connector.Conversation{ID: channel, Type: "channel"}}
	answer, err := n.a.Handle(n.ctx, q)
	if data, _ := json.Marshal(answer.Body); err != nil || strings.Contains(string(data), "1928-S") {
		t.Errorf("a stranger finds %s, %v", data, err)
	}
}

// A search is at the desk whose form is open.
func TestSearchAmongSeveralDesks(t *testing.T) {
	parts := bottest.New("parts")
	n := newTown(t, parts)
	q := connector.Request{Person: connector.Person{Tenant: n.Tenant(), AAD: n.AAD("anna")}, Conversation: connector.Conversation{Type: connector.Personal, ID: "a:1"}}
	if _, ok := n.a.searcher(n.ctx, q); ok {
		t.Error("no form is open")
	}
	n.a.keepDesk(n.ctx, n.a.ask(n.a.desks[1], q.Person))
	if k, ok := n.a.searcher(n.ctx, q); !ok || k.d.Name != "parts" {
		t.Errorf("searched at %v", ok)
	}
}
