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

// office is a site whose people decide in a Slack that is not one.
type office struct {
	*site
	fake  *slacktest.Server
	over  string // "socket" or "http"
	front *line  // between the program and Slack's Web API and sockets
	door  *line  // over HTTP: between Slack and the program
	ctx   context.Context
}

// slacked gives a site a Slack. What passes between the two is seen by the tap.
func (s *site) slacked(t *testing.T, over string, x *tap, so slacktest.Options) *office {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	o := &office{site: s, over: over, ctx: ctx, fake: slacktest.New(t, so)}
	o.front = newLine(t, strings.TrimSuffix(strings.TrimPrefix(o.fake.URL(), "http://"), "/api/"), x, slackSpeech)
	o.fake.Front("http://" + o.front.addr)
	o.fake.AddChannel(slacktest.Channel{ID: salesChannel, Name: "sales", Member: true})
	o.people(0)
	way := "app_token: " + o.fake.AppToken()
	listen := ""
	if over == "http" {
		way, listen = "signing_secret: "+o.fake.SigningSecret(), "listen: \"127.0.0.1:0\"\n"
		o.door = newLine(t, "127.0.0.1:1", x, clickSpeech)
		o.fake.ConnectHTTP("http://" + o.door.addr + "/slack")
	}
	s.set.slack = fmt.Sprintf("%sslack: {bot_token: %s, %s, api_url: \"%s\", grace: 3s}\n", listen, o.fake.BotToken(), way, o.fake.URL())
	s.write(t)
	return o
}

// people are Anna, an admin, and n approvers, all in Slack.
func (o *office) people(n int) {
	list := []string{"{id: 'slack:U0ANNA', name: Anna Berg, roles: [admin]}"}
	o.fake.AddUser(slacktest.User{ID: "U0ANNA", Name: "anna", Locale: "en-GB"})
	for i := range n {
		list = append(list, fmt.Sprintf("{id: 'slack:U0P%d', name: Person %d, roles: [approver]}", i, i))
		o.fake.AddUser(slacktest.User{ID: fmt.Sprintf("U0P%d", i), Name: fmt.Sprintf("p%d", i), Locale: "en-GB"})
	}
	o.set.channels = fmt.Sprintf("    slack: {channel: %s}\n    people: [%s]\n", salesChannel, strings.Join(list, ", "))
}

// begin runs a copy, and sees to it that Slack finds it, as the only one over HTTP.
func (o *office) begin(t *testing.T, name string) *process {
	t.Helper()
	p := o.run(t, name)
	o.lead(p)
	return p
}

// lead has Slack call these copies in turn.
func (o *office) lead(copies ...*process) {
	var addrs []string
	for _, p := range copies {
		addrs = append(addrs, strings.TrimPrefix(p.url, "http://"))
	}
	if o.door != nil {
		o.door.to(addrs...)
	}
}

// both runs two copies that share what Slack sends.
func (o *office) both(t *testing.T) []*process {
	t.Helper()
	copies := []*process{o.run(t, "a"), o.run(t, "b")}
	o.lead(copies...)
	if o.over == "socket" {
		o.sockets(t, 2*lines)
	}
	return copies
}

// lines is how many sockets a copy holds.
const lines = 2

func (o *office) sockets(t *testing.T, n int) {
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
func (o *office) cardOf(id string, step int) (slacktest.Message, bool) {
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
	for _, verb := range []task.Kind{task.Confirm, task.Discard, task.Updated, task.ResumeOnly, task.Stop, task.StopYes, task.StopNo, task.Retry, task.MakeOrder} {
		if _, _, _, live := offer(m, verb); live {
			return true
		}
	}
	return false
}

// clerk is the person of a story, who decides in the channel.
type clerk struct {
	*story
	*office
	acked, failed int
	pause         func() bool // nobody clicks as long as it says so; nil: never
}

func (o *office) clerk(at func() *process) *clerk {
	return &clerk{story: o.site.story(at), office: o}
}

// play goes on until the order is confirmed to the customer and the channel shows
// it all.
func (c *clerk) play(t *testing.T) {
	t.Helper()
	c.ask(t)
	c.upto(t, "the order being confirmed", func(x task.Task) bool { return x.State == task.Completed && len(x.Messages) == 4 })
}

// upto goes on until ok says yes of the task.
func (c *clerk) upto(t *testing.T, what string, ok func(task.Task) bool) {
	t.Helper()
	var p *process
	defer func() {
		if t.Failed() {
			c.tell(t, p)
		}
	}()
	until(t, what, func() bool {
		p = c.at()
		all := c.office.tasks(t)
		if len(all) == 0 {
			return false
		}
		if len(all) > 1 {
			t.Fatalf("%d tasks came of one mail", len(all))
		}
		for i := range all[0].Steps {
			if s := &all[0].Steps[i]; s.Status == task.StepOpen && (c.pause == nil || !c.pause()) {
				c.decide(t, &all[0], s)
			}
		}
		c.accept(t)
		return ok(all[0])
	})
}

func (c *clerk) tell(t *testing.T, p *process) {
	for _, m := range c.fake.Messages(salesChannel) {
		t.Logf("in the channel: %s %v\n%s", named(m), m.Buttons(), m.Words())
	}
	for _, call := range c.fake.Calls("") {
		t.Logf("call %s: %s", call.Method, call.Code)
	}
	if p != nil {
		t.Logf("the log of the program:\n%s", p.words())
	}
}

// decide does on a step's message what the salesperson does.
func (c *clerk) decide(t *testing.T, x *task.Task, s *task.Step) {
	t.Helper()
	before := slices.ContainsFunc(x.Steps, func(s task.Step) bool { return s.Status == task.StepDiscarded })
	switch {
	case s.Kind == task.StepOutgoing && !before:
		c.press(t, x, s, task.Discard)
	case s.Kind == task.StepIncoming, s.Kind == task.StepOutgoing:
		c.press(t, x, s, task.Confirm)
	case s.Kind == task.StepResume:
		c.press(t, x, s, task.Updated)
	case s.Problem != nil && s.Problem.Code == task.SendUncertain:
		c.look(t, x, s)
	default:
		t.Fatalf("nobody expected the step %s: %+v", s.Kind, s.Problem)
	}
}

// look is what a person does who is asked whether a mail left: look.
func (c *clerk) look(t *testing.T, x *task.Task, s *task.Step) {
	t.Helper()
	c.settle(t)
	left := x.Draft != nil && slices.ContainsFunc(c.out(t), func(m mail.Message) bool { return m.ID == x.Draft.ID })
	if !left {
		c.press(t, x, s, task.Retry)
		return
	}
	if c.press(t, x, s, task.Confirm) {
		c.said = append(c.said, x.Draft.ID)
	}
}

// press clicks a button once it is there. A click that is acknowledged had its
// effect by then; one that is not is repeated, when the step is still open.
func (c *clerk) press(t *testing.T, x *task.Task, s *task.Step, verb task.Kind) (done bool) {
	t.Helper()
	m, shown := c.cardOf(x.ID, s.N)
	action, options, target, offered := offer(m, verb)
	if !shown || !offered || target.Turn != x.Turn {
		return false // it is yet to be posted, or edited
	}
	r, err := c.fake.Click(c.ctx, "U0ANNA", m.Channel, m.TS, action, options...)
	switch {
	case err != nil:
		return false // it was edited meanwhile
	case !r.Acked:
		c.failed++
		return false
	}
	c.acked++
	after := c.task(t, x.ID)
	if now := after.Step(s.N); now.Status == task.StepOpen && !now.Busy && after.Turn == x.Turn {
		t.Errorf("%s of %s/%d was acknowledged and had no effect", verb, x.ID, s.N)
	}
	return true
}

func (o *office) task(t *testing.T, id string) task.Task {
	t.Helper()
	x, err := o.desk.Task(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// quiet waits until nothing is left to do, and then to show in the channel.
func (o *office) quiet(t *testing.T, at func() *process) {
	t.Helper()
	until(t, "nothing being due in the channel", func() bool {
		at()
		now, later, err := o.desk.Backlog(context.Background()) // a job ends after what it did is due
		if err != nil || now != 0 || later != 0 {
			return false
		}
		// not the first alone: one that is shown just now is left out
		due, err := o.desk.Due(context.Background(), "slack", 100)
		return err == nil && len(due) == 0
	})
	if err := o.fake.Settled(o.ctx); err != nil {
		t.Error(err)
	}
}

// tidy is what must hold of a channel once the dust has settled: no message
// twice, no card of a decided step that can be clicked, an open one can, each PDF
// once, and all but the cards below the first one.
func (o *office) tidy(t *testing.T, id string) {
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
func (o *office) once(t *testing.T, seen map[string]slacktest.Message, m slacktest.Message, kind string) {
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
func (o *office) filed(t *testing.T, first string) {
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

// verify is what must hold at the end of every story.
func (c *clerk) verify(t *testing.T) {
	t.Helper()
	defer func() {
		if t.Failed() {
			c.tell(t, nil)
		}
	}()
	c.story.verify(t)
	c.quiet(t, c.at)
	x := c.office.tasks(t)[0]
	c.tidy(t, x.ID)
	for _, f := range c.fake.Files() {
		if f.Complete && f.Thread != c.fake.Messages(salesChannel)[0].TS {
			t.Errorf("%s is outside of the thread", f.Name)
		}
	}
	for _, m := range c.out(t) { // what the customer got, the channel has
		data := m.Files[0].Data
		if !slices.ContainsFunc(c.fake.Files(), func(f slacktest.File) bool { return f.Complete && string(f.Data) == string(data) }) {
			t.Errorf("%s is not in the channel", m.Files[0].Name)
		}
	}
}
