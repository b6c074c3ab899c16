package teams

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/command"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/cards"
)

// message is what somebody wrote to the bot, in their own chat or by its name in a
// channel; or a button of an old client.
func (a *App) message(ctx context.Context, r connector.Request) (connector.Answer, error) {
	var v struct {
		Verb string `json:"verb"`
	}
	if len(r.Value) > 0 && json.Unmarshal(r.Value, &v) == nil && v.Verb != "" {
		return a.sent(ctx, r)
	}
	if r.ID != "" && !a.once(ctx, a.desks[0], "message/"+personID(r.Person)+"/"+r.ID) {
		return connector.Answer{}, nil
	}
	return connector.Answer{After: func(ctx context.Context) {
		if len(a.desksOf(r)) == 0 {
			a.turnAway(ctx, r)
			return
		}
		m, then := a.obey(ctx, r, command.Parse(commandIn(r.Text)))
		a.answer(ctx, r, m)
		if then != nil {
			then(ctx)
		}
	}}, nil
}

var mention = regexp.MustCompile(`(?is)<at\b[^>]*>.*?</at>`)

// commandIn is what was written, without the bot's own name.
func commandIn(text string) string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	return strings.ReplaceAll(mention.ReplaceAllString(text, " "), "&nbsp;", " ")
}

const maxText = 4000 // bytes of what is written that are looked at

// turnAway tells somebody who has no role what it takes: in their own chat, or where
// they wrote if the app is not there.
func (a *App) turnAway(ctx context.Context, r connector.Request) {
	k := a.ask(a.here(r), r.Person)
	a.refused(k, "command", "")
	m := k.answer(k.Denied(task.Viewer))
	if to, err := a.chatOf(ctx, r); err == nil && a.send(ctx, to, "", m) == nil {
		return
	}
	a.answer(ctx, r, m)
}

// obey does what was written, by somebody who has a role, and says what came of it; then says more later.
func (a *App) obey(ctx context.Context, r connector.Request, o command.Order) (m adaptive.Message, then func(context.Context)) {
	at := a.desksOf(r)
	switch {
	case !a.private(r) && o.What != command.Help && !a.owned(r):
		return a.help(r, at, at[0].Say("teams.app.elsewhere").S), nil
	case o.What == command.Tasks:
		p := a.tasks(ctx, at)
		m, _ = p.message(at[0].Words.Tag())
		return m, nil
	case o.What == command.Task:
		return a.tellTask(ctx, at, o, a.private(r)), nil
	case o.What == command.KPI:
		return a.tellFigures(ctx, at, o), nil
	case o.What == command.Stop:
		return a.askStop(ctx, at, o), nil
	case o.What == command.Try:
		return a.try(r, at, o)
	case o.What == command.Help:
		return a.help(r, at, ""), nil
	}
	return a.help(r, at, at[0].Words.T("chat.help.unknown", lang.Args{"Words": strings.Join(o.Words, " ")})), nil
}

// private says whether only the one who writes reads the answer.
func (a *App) private(r connector.Request) bool { return r.Conversation.Type == connector.Personal }

// owned says whether cards of any desk go where the request came from.
func (a *App) owned(r connector.Request) bool {
	return slices.ContainsFunc(a.desks, func(d *Desk) bool { return d.Routes.Own(roomOf(r.Conversation, r.Person)) })
}

// here is the desk whose room it was written in, else the first.
func (a *App) here(r connector.Request) *Desk {
	for _, d := range a.desks {
		if d.Routes.Own(roomOf(r.Conversation, r.Person)) {
			return d
		}
	}
	return a.desks[0]
}

// desksOf is the person at each desk that a command may be about: in a room those
// whose room it is, in one's own chat all; those where the person has a role.
func (a *App) desksOf(r connector.Request) (at []asker) {
	here := !a.private(r) && a.owned(r)
	for _, d := range a.desks {
		k := a.ask(d, r.Person)
		if k.Sees() && (!here || d.Routes.Own(r.Conversation.ID)) {
			at = append(at, k)
		}
	}
	return at
}

func (k asker) answer(sentences ...cards.Text) adaptive.Message {
	return adaptive.Answer(k.Words.Tag(), sentences...)
}

// help is what can be written, in the person's own words for it. Where no desk
// has its room, it says what the room is called in the configuration.
func (a *App) help(r connector.Request, at []asker, lead string) adaptive.Message {
	w := at[0].Words
	tries := slices.ContainsFunc(at, func(k asker) bool { return k.d.Try != nil })
	if !a.private(r) && !a.owned(r) {
		lead = strings.TrimSpace(lead + " " + w.T("teams.app.room", lang.Args{"Room": r.Conversation.ID}))
	}
	return adaptive.Help(w.T("chat.help.title"), cards.Text{S: lead}.Line(), command.List(w, tries), w.Tag())
}

// examples are the commands that say which desk is meant.
func examples(at []asker, cmd string) lang.Args {
	var out []string
	for _, k := range at {
		out = append(out, command.Word(k.Words, cmd)+" "+k.d.Name)
	}
	return lang.Args{"Examples": strings.Join(out, ", ")}
}

// tellTask is a task's card with its buttons; where others read it, too, a button
// to open it: a card that is nobody's to bring up to date must not be there for all.
func (a *App) tellTask(ctx context.Context, at []asker, o command.Order, private bool) adaptive.Message {
	k := at[0]
	if o.Task == "" {
		return k.answer(k.Say("chat.task.which", lang.Args{"Example": command.Example(k.Words, command.Task)}))
	}
	for _, k := range at {
		t, err := k.d.task(ctx, o.Task)
		if errors.Is(err, bot.ErrNotFound) {
			continue
		}
		if err != nil {
			a.o.Log.Error("teams: a task cannot be read", "desk", k.d.Name, "task", o.Task, "error", err)
			return k.answer(k.Say("chat.reading"))
		}
		if !private {
			waits := 0
			if t.State.NeedsPerson() {
				waits = 1
			}
			one := adaptive.Tasks{Desk: k.d.Name, Person: k.Person, Tasks: []task.Task{t}, Attention: waits}
			return adaptive.List([]adaptive.Tasks{one}, k.Now, k.Zone, k.Words.Tag())
		}
		return a.ownCard(ctx, k, &t, bot.LastStep(&t))
	}
	return k.answer(k.Say("chat.task.unknown", lang.Args{"ID": o.Task}))
}

// one is the desk that a command is about, for those who have the role there; or
// why it is none.
func (a *App) one(at []asker, o command.Order, role task.Role, action string) (k asker, no adaptive.Message, ok bool) {
	may := command.Among(at, o, role)
	switch {
	case len(may) == 0:
		a.refused(at[0], action, "")
		return at[0], at[0].answer(at[0].Denied(role)), false
	case len(may) > 1:
		return may[0], may[0].answer(may[0].Say("chat.which", examples(may, action))), false
	}
	return may[0], adaptive.Message{}, true
}

// tellFigures is the summary of a period for managers, of one desk.
func (a *App) tellFigures(ctx context.Context, at []asker, o command.Order) adaptive.Message {
	k, no, ok := a.one(at, o, task.Manager, command.KPI)
	if !ok {
		return no
	}
	soon, end := context.WithTimeout(ctx, figuresTime)
	defer end()
	n, err := k.d.KPI(soon, o.Period(), k.Words.Tag())
	if err != nil {
		a.o.Log.Error("teams: the figures cannot be read", "desk", k.d.Name, "error", err)
		return k.answer(k.Say("chat.reading"))
	}
	return adaptive.Notice(n, k.Words.Tag())
}

const figuresTime = 10 * time.Second

// try takes in a sample mail, after saying so: that takes its time. The person
// says from which address: what is confirmed later is sent there.
func (a *App) try(r connector.Request, at []asker, o command.Order) (adaptive.Message, func(context.Context)) {
	k, no, ok := a.one(at, o, task.Approver, command.Try)
	name, from := lang.Args{"Desk": k.d.Name}, o.Address()
	switch {
	case !ok:
		return no, nil
	case k.d.Try == nil:
		return k.answer(k.Say("chat.try.none", name)), nil
	case from == "":
		return k.answer(k.Say("chat.try.from", lang.Args{"Example": command.Example(k.Words, command.Try)})), nil
	}
	return k.answer(k.Say("chat.try.begun", name)), func(ctx context.Context) {
		id, err := k.d.Try(ctx, k.Person, from)
		if err != nil {
			a.o.Log.Error("teams: the sample mail was not sent", "desk", k.d.Name, "error", err)
			a.answer(ctx, r, k.answer(k.Say("chat.try.failed", name)))
			return
		}
		a.answer(ctx, r, k.answer(k.Say("chat.try.done", lang.Args{"ID": id, "Desk": k.d.Name})))
	}
}
