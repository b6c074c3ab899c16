package views

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// HomeDesk is what the Home shows of one desk. Tasks are as bot.Tasks.List gives
// them, whole: those that need attention first, oldest first, then the others,
// newest first.
type HomeDesk struct {
	Name      string
	Person    task.Person // the reader, with the rights at this desk
	Tasks     []task.Task
	Attention int      // how many need attention in all
	More      int      // how many are there beyond Tasks; -1: some
	Away      bool     // its tasks could not be read
	Admins    []string // who can give rights, by name; shown where the reader has none
}

// What the Home shows: rows over all desks. A row that waits is two blocks, one
// that only informs is one; Slack takes 100.
const (
	homeBlocks = 92
	homeRest   = 25 // rows of "the rest" of a desk at most
)

// Home is the App Home: per desk what needs attention, then the reader's own
// tasks, then the rest. Desks share the room; what is not shown is said.
func Home(desks []HomeDesk, o Look) slack.HomeTabViewRequest {
	w := lang.For(o.Lang)
	out := []slack.Block{
		slack.NewHeaderBlock(blocks.PlainText(ours(w.T("slack.view.home.title")), 150)),
		slack.NewActionBlock("", slack.NewButtonBlockElement(blocks.ActionID(VerbRefresh, ""), "", blocks.PlainText(ours(w.T("slack.view.home.refresh")), 75))),
		slack.NewContextBlock("", blocks.PlainText(ours(w.T("slack.view.home.at", lang.Args{"Time": w.DateTime(o.Now, o.Zone)})), 150)),
	}
	left := homeBlocks - len(out)
	for i, d := range desks {
		h := homeDesk{HomeDesk: d, w: w, o: o, several: len(desks) > 1, room: left / (len(desks) - i)}
		part := h.blocks()
		left -= len(part)
		if left < 0 { // more desks than the Home has room for
			out = append(out, slack.NewContextBlock("", blocks.PlainText(ours(w.T("slack.view.home.desks", lang.Args{"Count": strconv.Itoa(len(desks) - i)})), 300)))
			break
		}
		out = append(out, part...)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: CallHome, Blocks: slack.Blocks{BlockSet: out}}
}

// homeDesk writes one desk.
type homeDesk struct {
	HomeDesk
	w       *lang.Words
	o       Look
	several bool
	room    int // blocks
}

func (h homeDesk) blocks() []slack.Block {
	var out []slack.Block
	if h.several {
		out = append(out, slack.NewHeaderBlock(blocks.PlainText(cards.Text{S: h.Name, From: cards.Colleague}, 150)))
	}
	switch {
	case !h.Person.May(task.Viewer):
		return append(out, blocks.Rich(ours(h.w.T("slack.view.home.no_right", lang.Args{"Desk": h.Name, "Admins": clip(strings.Join(h.Admins, ", "), 300)}))))
	case h.Away:
		return append(out, warning(h.w.T("slack.view.home.away"))...)
	case len(h.Tasks) == 0:
		return append(out, blocks.Rich(ours(h.w.T("slack.view.home.empty"))))
	}
	waiting, mine, rest := h.parts()
	left := h.room - len(out) - 5 // headings, and what is not shown
	var hidden int
	rows := func(title string, list []*task.Task, each, most int) {
		n := min(len(list), most, max(left, 0)/each)
		if len(list) > 0 {
			out = append(out, heading(title))
		}
		for _, t := range list[:n] {
			out = append(out, h.row(t, each)...)
		}
		left -= n*each + 1
		hidden += len(list) - n
	}
	rows(h.w.T("slack.view.home.attention", lang.Args{"Count": strconv.Itoa(max(h.Attention, len(waiting)))}), waiting, 2, len(waiting))
	hidden += max(h.Attention-len(waiting), 0)
	rows(h.w.T("slack.view.home.mine", lang.Args{"Count": strconv.Itoa(len(mine))}), mine, 2, len(mine))
	rows(h.w.T("slack.view.home.rest"), rest, 1, homeRest)
	return append(out, h.notShown(hidden)...)
}

// parts is the tasks that wait for somebody, those of the reader, the rest.
func (h homeDesk) parts() (waiting, mine, rest []*task.Task) {
	for i := range h.Tasks {
		t := &h.Tasks[i]
		switch {
		case t.State.NeedsPerson():
			waiting = append(waiting, t)
		case t.Assignee != nil && t.Assignee.ID == h.Person.ID && t.State != task.Stopped && t.State != task.Completed:
			mine = append(mine, t)
		default:
			rest = append(rest, t)
		}
	}
	return waiting, mine, rest
}

// notShown says how many tasks are not on the Home.
func (h homeDesk) notShown(hidden int) []slack.Block {
	key := "slack.view.home.more"
	switch {
	case h.More > 0:
		hidden += h.More - min(h.More, max(h.Attention-h.attentionHere(), 0))
	case h.More < 0:
		key = "slack.view.home.more.some"
	case hidden == 0:
		return nil
	}
	return []slack.Block{slack.NewContextBlock("", blocks.PlainText(ours(h.w.T(key, lang.Args{"Count": strconv.Itoa(hidden)})), 300))}
}

func (h homeDesk) attentionHere() int {
	waiting, _, _ := h.parts()
	return len(waiting)
}

func heading(title string) slack.Block {
	return slack.NewHeaderBlock(blocks.PlainText(ours(title), 150))
}

// row is a task: two blocks with Open and a menu, or one with Open beside it.
func (h homeDesk) row(t *task.Task, each int) []slack.Block {
	at := bot.Target{Desk: h.Name, Task: t.ID, Turn: t.Turn, Step: bot.LastStep(t)}
	open := slack.NewButtonBlockElement(blocks.ActionID(VerbOpen, t.ID), at.String(), blocks.PlainText(ours(h.w.T("slack.view.home.open")), 75))
	head := cards.Text{S: joinDot(t.ID, customer(t), cards.Text{S: t.Subject}.Line()), From: cards.Stranger}
	if each == 1 {
		return []slack.Block{slack.NewSectionBlock(lineText(cut(head), ours(h.about(t))), nil, slack.NewAccessory(open))}
	}
	if t.State.NeedsPerson() {
		open.Style = slack.StylePrimary
	}
	b := below(slack.RichTextSectionTextStyle{Bold: true}, cut(head), slack.RichTextSectionTextStyle{}, ours(h.about(t)))
	timeline := slack.NewButtonBlockElement(blocks.ActionID(task.TimelineView, t.ID), at.String(), blocks.PlainText(ours(h.w.T("button.timeline")), 75))
	return []slack.Block{b, slack.NewActionBlock("", open, timeline)}
}

// cut keeps a row on a few lines of a phone.
func cut(t cards.Text) cards.Text { return cards.Text{S: clip(t.S, 180), From: t.From} }

// customer is whom a task is with.
func customer(t *task.Task) string {
	name, mail := t.Party.Name, t.Party.Email
	if len(t.Messages) > 0 {
		name, mail = cmp.Or(name, t.Messages[0].Name), cmp.Or(mail, t.Messages[0].From)
	}
	return clip(cmp.Or(t.Party.Company, name, mail), 60)
}

// about is what is next, how long it has waited, and with whom it is.
func (h homeDesk) about(t *task.Task) string {
	next := h.w.T("state." + string(t.State))
	if s := t.Open(); s != nil && t.State.NeedsPerson() {
		next = cards.Outline(t, s.N, cards.Options{Lang: h.o.Lang, Zone: h.o.Zone}).Title
	}
	var since, whose string
	if d := h.o.Now.Sub(t.Since); d >= time.Minute && t.State != task.Completed && t.State != task.Stopped {
		since = h.w.T("slack.view.home.waits", lang.Args{"Time": h.w.Duration(d)})
	}
	if t.Assignee != nil {
		whose = t.Assignee.Name
		if t.Assignee.ID == h.Person.ID {
			whose = h.w.T("slack.view.home.yours")
		}
	}
	return joinDot(next, since, clip(whose, 60))
}
