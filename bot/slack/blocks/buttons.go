package blocks

import (
	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// buttons is the actions block of an open card: what it offers in its order, and
// last a menu of what is seldom wanted. Nothing for a card that is not open.
func buttons(c cards.Card, desk string) []slack.Block {
	if c.State != cards.Open {
		return nil
	}
	target := bot.Target{Desk: desk, Task: c.Task, Step: c.Step, Turn: c.Turn}.String()
	var list []slack.BlockElement
	for _, b := range c.Buttons {
		list = append(list, button(b, target, c))
	}
	list = append(list, more(c, target)...)
	if len(list) == 0 || len(target) > bot.MaxTarget {
		return nil
	}
	if len(list) > maxActions {
		list = list[:maxActions]
	}
	return []slack.Block{slack.NewActionBlock("", list...)}
}

func button(b cards.Button, target string, c cards.Card) *slack.ButtonBlockElement {
	e := slack.NewButtonBlockElement(ActionID(b.Action, ""), target, PlainText(ours(b.Label), maxButton))
	switch b.Style {
	case cards.Primary:
		e.Style = slack.StylePrimary
	case cards.Danger:
		e.Style = slack.StyleDanger
	}
	if b.Action == task.Stop {
		e.Confirm = stopping(c)
	}
	return e
}

// more is the menu of a card's further buttons. One option alone is a button:
// Slack documents two as the least; and so are those whose values are too long
// for options.
func more(c cards.Card, target string) []slack.BlockElement {
	var list []*slack.OptionBlockObject
	var single []slack.BlockElement
	for _, b := range c.More {
		value := option(b.Action, target)
		single = append(single, button(b, target, c))
		if len(value) <= maxOption {
			list = append(list, slack.NewOptionBlockObject(value, PlainText(ours(b.Label), maxButton), nil))
		}
	}
	if len(list) < 2 || len(list) > maxMenu || len(list) < len(c.More) {
		return single
	}
	return []slack.BlockElement{slack.NewOverflowBlockElement(More, list...)}
}

// What Slack's own confirmation takes.
const (
	maxConfirmTitle  = 100
	maxConfirmText   = 300
	maxConfirmButton = 30
)

// stopping is Slack's own question before Stop: what it means, and what will be
// left behind.
func stopping(c cards.Card) *slack.ConfirmationBlockObject {
	w := lang.For(c.Lang)
	title := w.T("slack.msg.stop.title", lang.Args{"Task": cut(c.Task, 40)})
	return &slack.ConfirmationBlockObject{
		Title:   PlainText(ours(title), maxConfirmTitle),
		Text:    plain(leaving(c, w)),
		Confirm: PlainText(ours(w.T("button.stop_yes")), maxConfirmButton),
		Deny:    PlainText(ours(w.T("button.stop_no")), maxConfirmButton),
		Style:   slack.StyleDanger,
	}
}

// leaving is the words of that question, a line for each thing left behind.
func leaving(c cards.Card, w *lang.Words) string {
	s := w.T("cards.stop.lead") + "\n"
	if len(c.Leaves) == 0 {
		return s + w.T("cards.stop.nothing")
	}
	s += w.T("cards.stop.leaves")
	each := (maxConfirmText - len([]rune(s))) / len(c.Leaves)
	for _, l := range c.Leaves {
		s += "\n• " + line(l, max(8, each-3))
	}
	return cut(s, maxConfirmText)
}
