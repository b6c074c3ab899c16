package slack

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
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
		return says(k.denied(task.Viewer)), nil
	}
	o := parse(r.Command.Text)
	switch o.what {
	case cmdTasks:
		return a.tellTasks(ctx, at)
	case cmdTask:
		return a.tellTask(ctx, r, at, o)
	case cmdKPI:
		return a.tellFigures(ctx, at, o)
	case cmdStop:
		return a.askStop(r, at, o), nil
	case cmdTry:
		return a.try(r, at, o), nil
	case cmdHelp:
		return says(a.help(at)...), nil
	}
	unknown := at[0].sentence("slack.app.help.unknown", lang.Args{"Words": strings.Join(o.words, " ")})
	unknown.From = cards.Colleague
	return says(append([]cards.Text{unknown}, a.help(at)...)...), nil
}

// here is the desk whose channel the command was typed in, else the first.
func (a *App) here(r wire.Request) *Desk {
	for _, d := range a.desks {
		if d.owns(r.Command.ChannelID) {
			return d
		}
	}
	return a.desks[0]
}

// owns says whether cards of the desk go to the channel.
func (d *Desk) owns(channel string) bool {
	return channel != "" && slices.ContainsFunc(d.Routes, func(x Route) bool { return x.Channel == channel })
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
		if !k.sees() {
			continue
		}
		all = append(all, k)
		if d.owns(r.Command.ChannelID) {
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
	w := at[0].w
	tries := slices.ContainsFunc(at, func(k asker) bool { return k.d.Try != nil })
	out := []cards.Text{{S: w.T("slack.app.help.title")}}
	for _, key := range commands {
		word, _, _ := strings.Cut(w.T("slack.app.command."+key), " ")
		switch key {
		case cmdTry:
			if !tries {
				continue
			}
			word += " " + sampleAddress
		case cmdTask:
			word += " T-1042"
		case cmdKPI:
			week, _, _ := strings.Cut(w.T("slack.app.command.week"), " ")
			word += " " + week
		}
		out = append(out, cards.Text{S: a.o.Command + " " + word + " – " + w.T("slack.app.help."+key)})
	}
	return append(out, cards.Text{S: w.T("slack.app.help.home")})
}

// among are those of the person's desks that a command is about: the one that is
// named in it, else those where the person has the role.
func among(at []asker, o order, role task.Role) []asker {
	var may, named []asker
	typed := " " + strings.ToLower(strings.Join(o.words, " ")) + " "
	for _, k := range at {
		if !k.p.May(role) {
			continue
		}
		may = append(may, k)
		if strings.Contains(typed, " "+strings.ToLower(k.d.Name)+" ") {
			named = append(named, k)
		}
	}
	if len(named) > 0 {
		return named
	}
	return may
}

// examples are the commands that say which desk is meant.
func (a *App) examples(at []asker, cmd string) lang.Args {
	var out []string
	for _, k := range at {
		word, _, _ := strings.Cut(k.w.T("slack.app.command."+cmd), " ")
		out = append(out, a.o.Command+" "+word+" "+k.d.Name)
	}
	return lang.Args{"Examples": strings.Join(out, ", ")}
}

// tellTask opens a task's modal, where its buttons are.
func (a *App) tellTask(ctx context.Context, r wire.Request, at []asker, o order) (wire.Answer, error) {
	if o.task == "" {
		return says(at[0].sentence("slack.app.task.which", lang.Args{"Command": a.o.Command})), nil
	}
	for _, k := range at {
		t, err := k.d.task(ctx, o.task)
		if errors.Is(err, bot.ErrNotFound) {
			continue
		}
		if err != nil {
			return wire.Answer{}, err
		}
		w := way{team: k.team, user: k.user, url: r.Command.ResponseURL, channel: r.Command.ChannelID, trigger: r.Command.TriggerID}
		return wire.Answer{After: func(ctx context.Context) {
			a.showView(ctx, w, nil, a.taskView(&t, lastStep(&t), k), k)
		}}, nil
	}
	return says(at[0].sentence("slack.app.task.unknown", lang.Args{"ID": o.task})), nil
}

// tellFigures is the summary of a period for managers, of each desk.
func (a *App) tellFigures(ctx context.Context, at []asker, o order) (wire.Answer, error) {
	period := "today"
	for _, w := range o.words {
		period = cmp.Or(meant(periods, w), period)
	}
	may := among(at, o, task.Manager)
	if len(may) == 0 {
		a.refused(at[0], "kpi", "")
		return says(at[0].denied(task.Manager)), nil
	}
	if len(may) > 1 {
		return says(may[0].sentence("slack.app.which", a.examples(may, cmdKPI))), nil
	}
	k := may[0]
	soon, end := context.WithTimeout(ctx, 2*time.Second)
	defer end()
	n, err := k.d.KPI(soon, period, k.w.Tag())
	if err != nil {
		a.o.Log.Error("slack: the figures cannot be read", "desk", k.d.Name, "error", err)
		return says(k.sentence("slack.app.reading")), nil
	}
	return message(blocks.Notice(n, k.w.Tag())), nil
}

// try takes in a sample mail, after the acknowledgement: that takes its time. The
// person says from which address: what is confirmed later is sent there.
func (a *App) try(r wire.Request, at []asker, o order) wire.Answer {
	may := among(at, o, task.Approver)
	switch {
	case len(may) == 0:
		a.refused(at[0], "try", "")
		return says(at[0].denied(task.Approver))
	case len(may) > 1:
		return says(may[0].sentence("slack.app.which", a.examples(may, cmdTry)))
	}
	k, name := may[0], lang.Args{"Desk": may[0].d.Name}
	if k.d.Try == nil {
		return says(k.sentence("slack.app.try.none", name))
	}
	from := o.address()
	if from == "" {
		word, _, _ := strings.Cut(k.w.T("slack.app.command."+cmdTry), " ")
		return says(k.sentence("slack.app.try.from", lang.Args{"Command": a.o.Command + " " + word}))
	}
	w := way{team: k.team, user: k.user, url: r.Command.ResponseURL, channel: r.Command.ChannelID}
	begun := says(k.sentence("slack.app.try.begun", name))
	begun.After = func(ctx context.Context) {
		if !a.once(ctx, k.d, "try/"+k.p.ID+"/"+r.Command.TriggerID) {
			return
		}
		id, err := k.d.Try(ctx, k.p, from)
		if err != nil {
			a.o.Log.Error("slack: the sample mail was not sent", "desk", k.d.Name, "error", err)
			a.tell(ctx, w, k.look(), k.sentence("slack.app.try.failed", name))
			return
		}
		a.tell(ctx, w, k.look(), k.sentence("slack.app.try.done", lang.Args{"ID": id, "Desk": k.d.Name}))
	}
	return begun
}
