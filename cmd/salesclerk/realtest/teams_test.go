package realtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/teams/teamstest"
)

// The rooms in Teams: a team with two channels, and a group chat.
const (
	salesTeam = "19:sales@thread.tacv2"
	orders    = "19:orders@thread.tacv2"
	parts     = "19:parts@thread.tacv2"
	deskChat  = "19:desk@thread.v2"
)

// teamsOffice is an office whose people are in a Teams that is not one. Anna, an
// admin, decides; Bea, an approver, looks at everything and touches nothing.
type teamsOffice struct {
	*office
	fake  *teamstest.Server
	room  string
	doubt bool // Anna has a card shown that may be missing even where it is not
}

// teamed gives a site a Teams, with the desk in a "channel" or a "chat". What
// passes between the two is seen by the tap.
func (s *site) teamed(t *testing.T, over string, x *tap, to teamstest.Options) *teamsOffice {
	t.Helper()
	o := &teamsOffice{fake: teamstest.New(t, to), room: map[string]string{"channel": orders, "chat": deskChat}[over]}
	o.office = s.open(t, o, over)
	front := o.through(newLine(t, o.fake.Host(), x, connectorSpeech))
	o.fake.Front(front.addr)
	o.door = o.through(newLine(t, "127.0.0.1:1", x, activitySpeech))
	o.fake.Connect("http://" + o.door.addr + "/api/messages")
	o.people(0)
	o.fake.AddTeam(teamstest.Team{ID: salesTeam, Name: "Sales", Channels: []teamstest.Channel{{ID: orders, Name: "Orders"}, {ID: parts, Name: "Parts"}}})
	s.set.chat = fmt.Sprintf("listen: \"127.0.0.1:0\"\nteams: {app_id: %s, secret: %s, tenant: %s, service_url: %q, token_url: %q, metadata_url: %q, hosts: [%q], grace: 3s}\n",
		o.fake.AppID(), o.fake.Secret(), o.fake.Tenant(), o.fake.ServiceURL(""), o.fake.TokenURL(), o.fake.MetadataURL(), front.addr)
	s.write(t)
	return o
}

func (o *teamsOffice) platform() string { return "teams" }

// people are Anna, Bea and n more approvers, all in the desk's room.
func (o *teamsOffice) people(n int) {
	var list, inside []string
	add := func(id, name, role string) {
		o.fake.AddUser(teamstest.User{ID: id, Name: name, Locale: "en-GB"})
		list = append(list, fmt.Sprintf("{id: 'teams:%s', name: %s, roles: [%s]}", o.fake.AAD(id), name, role))
		inside = append(inside, id)
	}
	add("anna", "Anna Berg", "admin")
	add("bea", "Bea Roux", "approver")
	for i := range n {
		add(fmt.Sprintf("p%d", i), fmt.Sprintf("Person %d", i), "approver")
	}
	o.fake.AddChat(teamstest.Chat{ID: deskChat, Members: inside})
	o.set.channels = fmt.Sprintf("    teams: {room: %q}\n    people: [%s]\n", o.room, strings.Join(list, ", "))
}

// enter has Anna add the app where the desk is. What it is told then comes once:
// if it does not hear it, it finds its room all the same.
func (o *teamsOffice) enter(t *testing.T) {
	t.Helper()
	where := salesTeam
	if o.over == "chat" {
		where = deskChat
	}
	if _, err := o.fake.Install(o.ctx, where, "anna"); err != nil {
		t.Fatal(err)
	}
}

// aim is what pressing something on a card would do, and about which step.
type aim struct {
	verb task.Kind
	path string
	at   bot.Target
}

func aimed(path string, data json.RawMessage) (aim, bool) {
	var d struct {
		Verb   task.Kind `json:"verb"`
		Target string    `json:"t"`
	}
	if json.Unmarshal(data, &d) != nil {
		return aim{}, false
	}
	at, err := bot.ParseTarget(d.Target)
	return aim{d.Verb, path, at}, err == nil
}

// aims are the buttons of a message.
func aims(m teamstest.Message) (out []aim) {
	for _, b := range m.Buttons() {
		if a, ok := aimed(b.Path, b.Data); ok {
			out = append(out, a)
		}
	}
	return out
}

// keyOf is what a message of the app is, by its card as it was posted: "T-1/card/3",
// "T-1/else/3" for what says that the card may be missing, or "" for what is no
// step's. A step's card is only ever posted while it can be clicked or drawn anew.
func keyOf(m teamstest.Message) string {
	var card struct {
		Refresh struct {
			Action struct {
				Data json.RawMessage `json:"data"`
			} `json:"action"`
		} `json:"refresh"`
	}
	_ = json.Unmarshal(m.First, &card)
	list := aims(teamstest.Message{Card: m.First})
	if a, ok := aimed("", card.Refresh.Action.Data); ok {
		list = append(list, a)
	}
	for _, a := range list {
		if a.verb == "show" {
			return fmt.Sprintf("%s/else/%d", a.at.Task, a.at.Step)
		}
	}
	if len(list) > 0 {
		return fmt.Sprintf("%s/card/%d", list[0].at.Task, list[0].at.Step)
	}
	return ""
}

// looked is a message as a person sees it who looks at it now.
func (o *teamsOffice) looked(who string, m teamstest.Message) teamstest.Message {
	r, err := o.fake.Look(o.ctx, who, m)
	if err != nil {
		return teamstest.Message{}
	}
	return r.Shown
}

// press has Anna click on what offers it, while Bea looks on. Where a card may be
// missing she has it shown: if she cannot see it, or if she doubts.
func (o *teamsOffice) press(t *testing.T, x *task.Task, s *task.Step, verb task.Kind) (acked, tried bool) {
	t.Helper()
	var on []teamstest.Message
	var by []aim
	for _, m := range o.fake.Posts(o.room) {
		o.looked("bea", m)
		seen := o.looked("anna", m)
		for _, a := range aims(seen) {
			switch {
			case a.at.Task != x.ID || a.at.Step != s.N:
			case a.verb == "show" && (o.doubt || len(on) == 0):
				_, _ = o.fake.Click(o.ctx, "anna", m, a.path, teamstest.AsSeen(seen))
				return false, false
			case a.verb == verb && a.at.Turn == x.Turn:
				on, by = append(on, seen), append(by, a)
			}
		}
	}
	if len(on) == 0 {
		return false, false
	}
	i := 0
	if o.doubt {
		i = len(on) - 1
	}
	r, err := o.fake.Click(o.ctx, "anna", on[i], by[i].path, teamstest.AsSeen(on[i]))
	if err == nil && r.Acked && slices.ContainsFunc(aims(r.Shown), func(a aim) bool { return a == by[i] }) {
		t.Errorf("%s of %s/%d is there again in the answer to the click:\n%s", verb, x.ID, s.N, r.Shown.Words())
	}
	return r.Acked, err == nil
}

func (o *teamsOffice) settled() error { return o.fake.Settled(o.ctx) }

// live is what can still be pressed about steps that are decided, by whoever looks.
func (o *teamsOffice) live(x *task.Task) (out []string) {
	for _, m := range o.fake.Posts(o.room) {
		for _, who := range []string{"", "anna", "bea"} {
			seen := m
			if who != "" {
				seen = o.looked(who, m)
			}
			for _, a := range aims(seen) {
				s := x.Step(a.at.Step)
				if a.at.Task == x.ID && s != nil && s.Status != task.StepOpen && (a.verb == "show" || slices.Contains(decisions, a.verb)) {
					out = append(out, fmt.Sprintf("%s on %s (%s) for %q", a.verb, keyOf(m), m.ID, who))
				}
			}
		}
	}
	return out
}

// tidy: no card of a step was posted twice, nor what says that it may be missing;
// nothing of a decided step can be pressed, an open one can; each decided one is
// there.
func (o *teamsOffice) tidy(t *testing.T, id string) {
	t.Helper()
	x := o.task(t, id)
	var live []string
	defer func() {
		if len(live) > 0 {
			t.Errorf("of %s there is still: %v", id, live)
		}
	}()
	until(t, "nothing of a decided step being live", func() bool { live = o.live(&x); return len(live) == 0 })
	seen := map[string]teamstest.Message{}
	for _, m := range o.fake.Posts(o.room) {
		key := keyOf(m)
		if _, twice := seen[key]; twice && key != "" {
			t.Errorf("%s was posted twice", key)
		}
		seen[key] = m
	}
	for _, s := range x.Steps {
		if s.Kind == task.StepLog {
			continue
		}
		card, there := seen[fmt.Sprintf("%s/card/%d", id, s.N)]
		note, instead := seen[fmt.Sprintf("%s/else/%d", id, s.N)]
		if !there && !instead && s.Status == task.StepOpen {
			t.Errorf("step %d, a %s, waits, and the room does not say so", s.N, s.Kind)
		}
		if s.Status == task.StepOpen && !o.offered(card, &x, s.N) && !o.offered(note, &x, s.N) {
			t.Errorf("step %d, a %s, waits, and nothing in the room offers anything: %v", s.N, s.Kind, card.Words())
		}
	}
	o.below(t, id)
}

// offered says whether Anna can do something about a step on a message.
func (o *teamsOffice) offered(m teamstest.Message, x *task.Task, step int) bool {
	return m.ID != "" && slices.ContainsFunc(aims(o.looked("anna", m)), func(a aim) bool {
		return a.at.Task == x.ID && a.at.Step == step && (a.verb == "show" || slices.Contains(decisions, a.verb))
	})
}

// below sees that the task's history is there once at most: whether it was posted,
// Teams cannot be asked.
func (o *teamsOffice) below(t *testing.T, id string) {
	t.Helper()
	n := 0
	for _, m := range o.fake.Posts(o.room) {
		first, _ := o.fake.Message(o.room, m.Thread)
		if m.Has("History of the task") && (m.Thread == "" || strings.HasPrefix(keyOf(first), id+"/")) { // a chat has no threads
			n++
		}
	}
	if n > 1 {
		t.Errorf("the history of %s is there %d times", id, n)
	}
}

// whole is that the app said once at most that it was added, and nothing else that
// is no task's.
func (o *teamsOffice) whole(t *testing.T, id string, _ []mail.Message) {
	t.Helper()
	o.tidy(t, id)
	welcomes := 0
	for _, room := range []string{salesTeam, deskChat} {
		for _, m := range o.fake.Posts(room) {
			if keyOf(m) == "" && !m.Has("History of the task") {
				welcomes++
			}
		}
	}
	if welcomes > 1 {
		t.Errorf("the app says %d times that it was added", welcomes)
	}
}

func (o *teamsOffice) dump(t *testing.T) {
	for _, m := range o.fake.Posts(o.room) {
		t.Logf("in the room: %s %q in the thread %q, edited %d times: %v\n%s", m.ID, keyOf(m), m.Thread, m.Edits, aims(m), m.Words())
	}
	for _, call := range o.fake.Calls("") {
		t.Logf("call %s: %d %s", call.Op, call.Status, call.Code)
	}
	for _, x := range o.tasks(t) {
		refs, err := o.desk.CardRefs(t.Context(), x.ID, "teams")
		t.Logf("kept of %s, revision %d, %s (%v): %v", x.ID, x.Rev, x.State, err, refs)
	}
}
