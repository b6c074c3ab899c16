package slack

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/command"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// command is the slash command. Its answers are private.
func (a *App) command(ctx context.Context, r wire.Request) (wire.Answer, error) {
	at, err := a.desksOf(ctx, r)
	if err != nil {
		return wire.Answer{}, err
	}
	if len(at) == 0 {
		k := a.stranger(ctx, r.Team, r.Command.UserID, a.here(r))
		a.refused(k, "command", "")
		return says(k.Denied(task.Viewer)), nil
	}
	o := command.Parse(r.Command.Text)
	switch o.What {
	case command.Tasks:
		return a.tellTasks(ctx, at)
	case command.Task:
		return a.tellTask(ctx, r, at, o)
	case command.KPI:
		return a.tellFigures(ctx, at, o)
	case command.Stop:
		return a.askStop(ctx, r, at, o)
	case command.Try:
		return a.try(r, at, o), nil
	case command.Help:
		return says(a.help(at)...), nil
	}
	unknown := at[0].Say("chat.help.unknown", lang.Args{"Words": strings.Join(o.Words, " ")})
	unknown.From = cards.Colleague
	return says(append([]cards.Text{unknown}, a.help(at)...)...), nil
}

// here is the desk whose channel the command was typed in, else the first.
func (a *App) here(r wire.Request) *Desk {
	for _, d := range a.desks {
		if d.Routes.Own(r.Command.ChannelID) {
			return d
		}
	}
	return a.desks[0]
}

// desksOf is the person at each desk that a command may be about: the desk of the
// channel where the person has a role there, else all where they have one.
func (a *App) desksOf(ctx context.Context, r wire.Request) ([]asker, error) {
	var all, here []asker
	for _, d := range a.desks {
		k, err := a.ask(ctx, d, r.Team, r.Command.UserID, r.Command.UserName)
		if err != nil {
			return nil, err
		}
		if !k.Sees() {
			continue
		}
		all = append(all, k)
		if d.Routes.Own(r.Command.ChannelID) {
			here = append(here, k)
		}
	}
	if len(here) > 0 {
		return here, nil
	}
	return all, nil
}

// says is an answer within the acknowledgement, for the one who typed.
func says(sentences ...cards.Text) wire.Answer { return message(blocks.Answer(sentences...)) }

// reply is a message as the answer to a slash command.
// https://docs.slack.dev/interactivity/implementing-slash-commands#responding_to_commands
type reply struct {
	ResponseType string `json:"response_type"`
	blocks.Message
}

func message(m blocks.Message) wire.Answer {
	return wire.Answer{Body: reply{ResponseType: "ephemeral", Message: m}}
}

// help is what can be asked for, in the person's own words for it.
func (a *App) help(at []asker) []cards.Text {
	w := at[0].Words
	tries := slices.ContainsFunc(at, func(k asker) bool { return k.d.Try != nil })
	out := []cards.Text{{S: w.T("chat.help.title")}}
	for _, c := range command.List(w, tries) {
		out = append(out, cards.Text{S: a.o.Command + " " + c[0] + " – " + c[1]})
	}
	return append(out, cards.Text{S: w.T("slack.app.help.home")})
}

// examples are the commands that say which desk is meant.
func (a *App) examples(at []asker, cmd string) lang.Args {
	var out []string
	for _, k := range at {
		out = append(out, a.o.Command+" "+command.Word(k.Words, cmd)+" "+k.d.Name)
	}
	return lang.Args{"Examples": strings.Join(out, ", ")}
}

// example is a whole command as the person would type it.
func (a *App) example(k asker, cmd string) lang.Args {
	return lang.Args{"Example": a.o.Command + " " + command.Example(k.Words, cmd)}
}

// one is the desk that a command is about, for those who have the role there; or
// why it is none.
func (a *App) one(at []asker, o command.Order, role task.Role, action string) (k asker, no wire.Answer, ok bool) {
	may := command.Among(at, o, role)
	switch {
	case len(may) == 0:
		a.refused(at[0], action, "")
		return at[0], says(at[0].Denied(role)), false
	case len(may) > 1:
		return may[0], says(may[0].Say("chat.which", a.examples(may, action))), false
	}
	return may[0], wire.Answer{}, true
}

// tellTask opens a task's modal, where its buttons are.
func (a *App) tellTask(ctx context.Context, r wire.Request, at []asker, o command.Order) (wire.Answer, error) {
	if o.Task == "" {
		return says(at[0].Say("chat.task.which", a.example(at[0], command.Task))), nil
	}
	for _, k := range at {
		t, err := k.d.task(ctx, o.Task)
		if errors.Is(err, bot.ErrNotFound) {
			continue
		}
		if err != nil {
			return wire.Answer{}, err
		}
		return wire.Answer{After: func(ctx context.Context) {
			a.showView(ctx, wayOf(k, r), nil, a.taskView(&t, bot.LastStep(&t), k), k)
		}}, nil
	}
	return says(at[0].Say("chat.task.unknown", lang.Args{"ID": o.Task})), nil
}

// tellFigures is the summary of a period for managers, of one desk.
func (a *App) tellFigures(ctx context.Context, at []asker, o command.Order) (wire.Answer, error) {
	k, no, ok := a.one(at, o, task.Manager, command.KPI)
	if !ok {
		return no, nil
	}
	soon, end := context.WithTimeout(ctx, 2*time.Second)
	defer end()
	n, err := k.d.KPI(soon, o.Period(), k.Words.Tag())
	if err != nil {
		a.o.Log.Error("slack: the figures cannot be read", "desk", k.d.Name, "error", err)
		return says(k.Say("chat.reading")), nil
	}
	return message(blocks.Notice(n, k.Words.Tag())), nil
}

// try takes in a sample mail, after the acknowledgement: that takes its time. The
// person says from which address: what is confirmed later is sent there.
func (a *App) try(r wire.Request, at []asker, o command.Order) wire.Answer {
	k, no, ok := a.one(at, o, task.Approver, command.Try)
	name, from := lang.Args{"Desk": k.d.Name}, o.Address()
	switch {
	case !ok:
		return no
	case k.d.Try == nil:
		return says(k.Say("chat.try.none", name))
	case from == "":
		return says(k.Say("chat.try.from", a.example(k, command.Try)))
	}
	w := wayOf(k, r)
	begun := says(k.Say("chat.try.begun", name))
	begun.After = func(ctx context.Context) {
		if !a.once(ctx, k.d, "try/"+k.Person.ID+"/"+r.Command.TriggerID) {
			return
		}
		id, err := k.d.Try(ctx, k.Person, from)
		if err != nil {
			a.o.Log.Error("slack: the sample mail was not sent", "desk", k.d.Name, "error", err)
			a.tell(ctx, w, k.look(), k.Say("chat.try.failed", name))
			return
		}
		a.tell(ctx, w, k.look(), k.Say("chat.try.done", lang.Args{"ID": id, "Desk": k.d.Name}))
	}
	return begun
}
