package slack

import (
	"context"
	"fmt"
	"strconv"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

const (
	maxListed   = 20  // tasks of one answer
	maxListLine = 240 // runes of a task in it
)

// tellTasks is the tasks of the person's desks, each with a button to open it.
func (a *App) tellTasks(ctx context.Context, at []asker) (wire.Answer, error) {
	var m blocks.Message
	for _, k := range at {
		tasks, attention, err := k.d.List(ctx, 0, maxListed/len(at)+2)
		if err != nil {
			return wire.Answer{}, fmt.Errorf("list tasks: %w", err)
		}
		m.Blocks = append(m.Blocks, k.list(tasks, attention, max(maxListed/len(at), 1))...)
		if len(m.Blocks) > maxListBlocks {
			m.Blocks = append(m.Blocks[:maxListBlocks], plain(k.sentence("slack.app.tasks.more")))
			break
		}
	}
	m.Text = blocks.Escape(at[0].w.T("slack.app.tasks.title"))
	return message(m), nil
}

// maxListBlocks leaves a message its last block to say that there is more.
const maxListBlocks = 48

// list is the tasks of a desk as blocks.
func (k asker) list(tasks []task.Task, attention, limit int) []slackgo.Block {
	title := cards.Text{S: k.w.T("slack.app.tasks.desk", lang.Args{"Desk": k.d.Name})}
	out := []slackgo.Block{slackgo.NewHeaderBlock(blocks.PlainText(title, 150))}
	if len(tasks) == 0 {
		return append(out, plain(k.sentence("slack.app.tasks.none")))
	}
	out = append(out, plain(k.sentence("slack.app.attention", lang.Args{"Count": strconv.Itoa(attention)})))
	for i := range tasks[:min(len(tasks), limit)] {
		out = append(out, k.listed(&tasks[i]))
	}
	if len(tasks) > limit {
		out = append(out, plain(k.sentence("slack.app.tasks.more")))
	}
	return out
}

// listed is one task on a line with its button.
func (k asker) listed(t *task.Task) slackgo.Block {
	say := ""
	for i, part := range cards.New(t, lastStep(t), k.options()).Context {
		if i > 0 {
			say += " · "
		}
		say += part.Line()
	}
	state := k.w.T("slack.app.tasks.line", lang.Args{"State": k.w.T("state." + string(t.State)), "When": k.w.DateTime(t.Since, k.d.Zone)})
	text := blocks.PlainText(cards.Text{S: cutWords(say, maxListLine) + " – " + state, From: cards.Stranger}, 3*maxListLine)
	at := blocks.Target{Desk: k.d.Name, Task: t.ID, Step: lastStep(t), Turn: t.Turn}
	label := blocks.PlainText(k.sentence("slack.app.tasks.open"), 75)
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
