package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

const (
	maxListed   = 20     // tasks of one answer
	maxListLine = 200    // runes of a task in it
	maxListSize = 12_500 // bytes of the whole as JSON: a message takes 13,200 characters, a socket's acknowledgement 20 KB
	maxBlocks   = 49     // of it, but for the one that says that there is more
)

// found is the tasks of a desk as its person sees them.
type found struct {
	k         asker
	tasks     []task.Task
	attention int
}

// tellTasks is the tasks of the person's desks, each with a button to open it; as
// many as an answer takes.
func (a *App) tellTasks(ctx context.Context, at []asker) (wire.Answer, error) {
	var all []found
	for _, k := range at {
		tasks, attention, err := k.d.List(ctx, 0, maxListed+1)
		if err != nil {
			return wire.Answer{}, fmt.Errorf("list tasks: %w", err)
		}
		all = append(all, found{k, tasks, attention})
	}
	m := listing(all, max(maxListed/len(at), 1))
	for n := maxListed/len(at) - 1; n > 0 && size(m) > maxListSize; n-- {
		m = listing(all, n)
	}
	return message(m), nil
}

func size(m blocks.Message) int {
	data, err := json.Marshal(m)
	if err != nil {
		return math.MaxInt
	}
	return len(data)
}

// listing is so many tasks of each desk as a message.
func listing(all []found, limit int) blocks.Message {
	m := blocks.Message{Text: blocks.Escape(all[0].k.Words.T("slack.app.tasks.title"))}
	for _, f := range all {
		m.Blocks = append(m.Blocks, f.k.list(f.tasks, f.attention, limit)...)
	}
	if len(m.Blocks) > maxBlocks {
		m.Blocks = append(m.Blocks[:maxBlocks], plain(all[0].k.Say("slack.app.tasks.more")))
	}
	return m
}

// list is the tasks of a desk as blocks.
func (k asker) list(tasks []task.Task, attention, limit int) []slackgo.Block {
	title := cards.Text{S: k.Words.T("slack.app.tasks.desk", lang.Args{"Desk": k.d.Name})}
	out := []slackgo.Block{slackgo.NewHeaderBlock(blocks.PlainText(title, 150))}
	if len(tasks) == 0 {
		return append(out, plain(k.Say("slack.app.tasks.none")))
	}
	out = append(out, plain(k.Say("chat.attention", lang.Args{"Count": strconv.Itoa(attention)})))
	for i := range tasks[:min(len(tasks), limit)] {
		out = append(out, k.listed(&tasks[i]))
	}
	if len(tasks) > limit {
		out = append(out, plain(k.Say("slack.app.tasks.more")))
	}
	return out
}

// listed is one task on a line with its button.
func (k asker) listed(t *task.Task) slackgo.Block {
	say := ""
	for i, part := range cards.Outline(t, bot.LastStep(t), k.Options()).Context {
		if i > 0 {
			say += " · "
		}
		say += part.Line()
	}
	state := k.Words.T("slack.app.tasks.line", lang.Args{"State": k.Words.T("state." + string(t.State)), "When": k.Words.DateTime(t.Since, k.d.Zone)})
	text := blocks.PlainText(cards.Text{S: cutWords(say, maxListLine) + " – " + state, From: cards.Stranger}, 3*maxListLine)
	at := bot.Target{Desk: k.d.Name, Task: t.ID, Step: bot.LastStep(t), Turn: t.Turn}
	label := blocks.PlainText(k.Say("slack.app.tasks.open"), 75)
	button := slackgo.NewButtonBlockElement(blocks.ActionID(views.VerbOpen, t.ID), at.String(), label)
	return slackgo.NewSectionBlock(text, nil, slackgo.NewAccessory(button))
}

// plain is a sentence of ours as a block.
func plain(say cards.Text) slackgo.Block {
	return slackgo.NewSectionBlock(blocks.PlainText(say, 3000), nil, nil)
}

func cutWords(s string, n int) string {
	if short := clip(s, n); len(short) < len(s) {
		return short + "…"
	}
	return s
}
