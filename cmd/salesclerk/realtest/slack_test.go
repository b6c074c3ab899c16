package realtest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/slacktest"
)

const salesChannel = "C0SALES"

// slackOffice is an office whose people are in a Slack that is not one.
type slackOffice struct {
	*office
	fake *slacktest.Server
}

// slacked gives a site a Slack, over "socket" or "http". What passes between the
// two is seen by the tap.
func (s *site) slacked(t *testing.T, over string, x *tap, so slacktest.Options) *slackOffice {
	t.Helper()
	o := &slackOffice{fake: slacktest.New(t, so)}
	o.office = s.open(t, o, over)
	// between the program and Slack's Web API and sockets
	front := o.through(newLine(t, strings.TrimSuffix(strings.TrimPrefix(o.fake.URL(), "http://"), "/api/"), x, slackSpeech))
	o.fake.Front("http://" + front.addr)
	o.fake.AddChannel(slacktest.Channel{ID: salesChannel, Name: "sales", Member: true})
	o.people(0)
	way := "app_token: " + o.fake.AppToken()
	listen := ""
	if over == "http" {
		way, listen = "signing_secret: "+o.fake.SigningSecret(), "listen: \"127.0.0.1:0\"\n"
		o.door = o.through(newLine(t, "127.0.0.1:1", x, clickSpeech))
		o.fake.ConnectHTTP("http://" + o.door.addr + "/slack")
	}
	s.set.chat = fmt.Sprintf("%sslack: {bot_token: %s, %s, api_url: \"%s\", grace: 3s}\n", listen, o.fake.BotToken(), way, o.fake.URL())
	s.write(t)
	return o
}

func (o *slackOffice) platform() string { return "slack" }

// enter does nothing: the app is in the workspace and the channel already.
func (o *slackOffice) enter(*testing.T) {}

// people are Anna, an admin, and n approvers, all in Slack.
func (o *slackOffice) people(n int) {
	list := []string{"{id: 'slack:U0ANNA', name: Anna Berg, roles: [admin]}"}
	o.fake.AddUser(slacktest.User{ID: "U0ANNA", Name: "anna", Locale: "en-GB"})
	for i := range n {
		list = append(list, fmt.Sprintf("{id: 'slack:U0P%d', name: Person %d, roles: [approver]}", i, i))
		o.fake.AddUser(slacktest.User{ID: fmt.Sprintf("U0P%d", i), Name: fmt.Sprintf("p%d", i), Locale: "en-GB"})
	}
	o.set.channels = fmt.Sprintf("    slack: {channel: %s}\n    people: [%s]\n", salesChannel, strings.Join(list, ", "))
}

// both runs two copies that share what Slack sends.
func (o *slackOffice) both(t *testing.T) []*process {
	t.Helper()
	copies := o.office.both(t)
	if o.over == "socket" {
		o.sockets(t, 2*socketsOfCopy)
	}
	return copies
}

// socketsOfCopy is how many sockets a copy holds.
const socketsOfCopy = 2

func (o *slackOffice) sockets(t *testing.T, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	if err := o.fake.WaitSockets(ctx, n); err != nil {
		t.Fatal(err)
	}
}

// named is what a message of the app is, as its metadata says: "T-1/card/3".
func named(m slacktest.Message) string {
	var meta struct {
		Payload struct {
			Key string `json:"key"`
		} `json:"event_payload"`
	}
	_ = json.Unmarshal(m.Metadata, &meta)
	_, key, _ := strings.Cut(meta.Payload.Key, "/") // the desk is before it
	return key
}

// cardOf is the message of a step.
func (o *slackOffice) cardOf(id string, step int) (slacktest.Message, bool) {
	all := o.fake.Messages(salesChannel)
	i := slices.IndexFunc(all, func(m slacktest.Message) bool { return named(m) == id+"/card/"+strconv.Itoa(step) })
	if i < 0 {
		return slacktest.Message{}, false
	}
	return all[i], true
}

// offer is how a message lets one do something: a button, or a choice in the menu
// of what is seldom wanted.
func offer(m slacktest.Message, verb task.Kind) (action string, o []slacktest.ClickOption, at bot.Target, found bool) {
	for _, b := range m.Buttons() {
		if kind, target, err := blocks.Clicked(b.ActionID, b.Value, ""); err == nil && kind == verb {
			return b.ActionID, nil, target, true
		}
		for _, choice := range b.Options {
			if kind, target, err := blocks.Clicked(b.ActionID, "", choice.Value); err == nil && kind == verb {
				return b.ActionID, []slacktest.ClickOption{slacktest.Choose(choice.Value)}, target, true
			}
		}
	}
	return "", nil, bot.Target{}, false
}

// deciding says whether anything on a message can still change a task.
func deciding(m slacktest.Message) bool {
	return slices.ContainsFunc(decisions, func(verb task.Kind) bool {
		_, _, _, live := offer(m, verb)
		return live
	})
}

func (o *slackOffice) dump(t *testing.T) {
	for _, m := range o.fake.Messages(salesChannel) {
		t.Logf("in the channel: %s %v\n%s", named(m), m.Buttons(), m.Words())
	}
	for _, call := range o.fake.Calls("") {
		t.Logf("call %s: %s", call.Method, call.Code)
	}
}

// press clicks as Anna on the message of a step.
func (o *slackOffice) press(_ *testing.T, x *task.Task, s *task.Step, verb task.Kind) (acked, tried bool) {
	m, shown := o.cardOf(x.ID, s.N)
	action, options, target, offered := offer(m, verb)
	if !shown || !offered || target.Turn != x.Turn {
		return false, false
	}
	r, err := o.fake.Click(o.ctx, "U0ANNA", m.Channel, m.TS, action, options...)
	return r.Acked, err == nil // it was edited meanwhile
}

func (o *slackOffice) settled() error { return o.fake.Settled(o.ctx) }

// tidy is what must hold of a channel once the dust has settled: no message
// twice, no card of a decided step that can be clicked, an open one can, each PDF
// once, and all but the cards below the first one.
func (o *slackOffice) tidy(t *testing.T, id string) {
	t.Helper()
	x := o.task(t, id)
	seen := map[string]slacktest.Message{}
	first := ""
	for _, m := range o.fake.Messages(salesChannel) {
		if of, _, _ := strings.Cut(named(m), "/"); of != id {
			continue
		}
		o.once(t, seen, m, "/card/")
		if first == "" {
			first = m.TS
		}
	}
	for _, m := range o.fake.Thread(salesChannel, first) {
		if m.TS != first && len(m.Files) == 0 {
			o.once(t, seen, m, "/history/")
		}
	}
	for _, s := range x.Steps {
		if s.Kind == task.StepLog {
			continue
		}
		m, there := seen[fmt.Sprintf("%s/card/%d", id, s.N)]
		if there && deciding(m) != (s.Status == task.StepOpen) || !there && s.Status == task.StepOpen {
			t.Errorf("step %d, a %s, is %s; its message is there: %v, with %v", s.N, s.Kind, s.Status, there, m.Buttons())
		}
	}
	if _, there := seen[id+"/history/0"]; !there {
		t.Error("the history is not in the thread")
	}
	o.filed(t, first)
}

// once notes a message, which must be the only one of its key.
func (o *slackOffice) once(t *testing.T, seen map[string]slacktest.Message, m slacktest.Message, kind string) {
	t.Helper()
	key := named(m)
	if _, twice := seen[key]; twice {
		t.Errorf("%s was posted twice", key)
	}
	if !strings.Contains(key, kind) {
		t.Errorf("a message %q of the kind%s: %s", key, kind, m.Words())
	}
	seen[key] = m
}

// filed sees that each PDF was shared once, each in a message of its own; how
// often an upload was begun is nobody's matter.
func (o *slackOffice) filed(t *testing.T, first string) {
	t.Helper()
	files := map[string]slacktest.File{}
	for _, f := range o.fake.Files() {
		files[f.ID] = f
	}
	times := map[string]int{}
	for _, m := range o.fake.Thread(salesChannel, first) {
		for _, id := range m.Files {
			times[string(files[id].Data)]++
		}
	}
	if len(times) == 0 {
		t.Error("no PDF is in the thread")
	}
	for data, n := range times {
		if n != 1 || !strings.HasPrefix(data, "%PDF-") {
			t.Errorf("a file of %d bytes was shared %d times", len(data), n)
		}
	}
}

// whole is that what the customer got is in the channel, in the thread.
func (o *slackOffice) whole(t *testing.T, id string, left []mail.Message) {
	t.Helper()
	o.tidy(t, id)
	for _, f := range o.fake.Files() {
		if f.Complete && f.Thread != o.fake.Messages(salesChannel)[0].TS {
			t.Errorf("%s is outside of the thread", f.Name)
		}
	}
	for _, m := range left {
		data := m.Files[0].Data
		if !slices.ContainsFunc(o.fake.Files(), func(f slacktest.File) bool { return f.Complete && string(f.Data) == string(data) }) {
			t.Errorf("%s is not in the channel", m.Files[0].Name)
		}
	}
}
