package adaptive

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Tasks is what the list shows of one desk. Tasks are as bot.Tasks.List gives them,
// whole: those that need attention first, oldest first, then the others, newest first.
type Tasks struct {
	Desk      string
	Person    task.Person // the reader, with the rights at this desk
	Tasks     []task.Task
	Attention int      // how many need attention in all
	More      int      // how many are there beyond Tasks; -1: some
	Away      bool     // its tasks could not be read
	Admins    []string // who can give rights, by name; shown where the reader has none
}

// listRows is how many tasks stand in a list, over all desks; restRows how many
// of "the rest" of a desk.
const (
	listRows = 40
	restRows = 15
)

// List is the tasks of a person, in the personal chat: per desk what needs
// attention, then the reader's own, then the rest. What is not shown is said.
func List(desks []Tasks, now time.Time, zone *time.Location, tag string) Message {
	w := lang.For(tag)
	title := line(ours(w.T("teams.card.list.title")), maxTitle)
	at := w.T("teams.card.list.at", lang.Args{"Time": w.DateTime(now, zone)})
	body := []element{tight(run{Type: "TextRun", Text: title, Weight: "Bolder", Size: "Large"}), close(small(line(ours(at), maxTitle)))}
	waiting, left := 0, listRows
	for i, d := range desks {
		l := list{Tasks: d, w: w, now: now, zone: zone, room: left / (len(desks) - i)}
		part := l.elements(len(desks) > 1)
		if weigh(body)+weigh(part) > goalCard-6000 {
			say := w.T("teams.card.list.desks", lang.Args{"Count": strconv.Itoa(len(desks) - i)})
			body = append(body, tight(subtle(line(ours(say), maxSentence))))
			break
		}
		body = append(body, part...)
		left -= l.used
		waiting += d.Attention
	}
	actions := []action{act(w.T("teams.card.list.refresh"), "", data{Verb: VerbTasks})}
	count := w.T("teams.card.list.attention", lang.Args{"Count": strconv.Itoa(waiting)})
	return Message{Summary: label(ours(dotted(title, count)), maxSummary), Card: root(w.Tag(), body, actions)}
}

// list writes one desk.
type list struct {
	Tasks
	w    *lang.Words
	now  time.Time
	zone *time.Location
	room int // rows
	used int
}

func (l *list) elements(several bool) []element {
	var out []element
	if several {
		out = append(out, heading(line(cards.Text{S: l.Desk, From: cards.Colleague}, maxTitle)))
	}
	say := func(key string, args lang.Args) []element {
		return append(out, tight(plain(line(ours(l.w.T(key, args)), maxSentence))))
	}
	switch {
	case !l.Person.May(task.Viewer):
		return say("teams.card.list.no_right", lang.Args{"Desk": l.Desk, "Admins": cut(strings.Join(l.Admins, ", "), 300)})
	case l.Away:
		return append(out, failed(l.w.T("teams.card.list.away")))
	case len(l.Tasks.Tasks) == 0:
		return say("teams.card.list.empty", nil)
	}
	waiting, mine, rest := l.parts()
	hidden := max(l.Attention-len(waiting), 0)
	part := func(key string, n int, tasks []*task.Task, most int) {
		show := min(len(tasks), most, max(l.room-l.used, 0))
		hidden += len(tasks) - show
		if n == 0 || show == 0 && key == "teams.card.list.rest" {
			return
		}
		out = append(out, heading(line(ours(l.w.T(key, lang.Args{"Count": strconv.Itoa(n)})), maxTitle)))
		for _, t := range tasks[:show] {
			out = append(out, l.row(t))
		}
		l.used += show
	}
	part("teams.card.list.attention", max(l.Attention, len(waiting)), waiting, len(waiting))
	part("teams.card.list.mine", len(mine), mine, len(mine))
	part("teams.card.list.rest", len(rest), rest, restRows)
	return append(out, l.notShown(hidden, max(l.Attention-len(waiting), 0))...)
}

// notShown says how many tasks are not in the list; ahead of them need attention
// and are among those beyond Tasks.
func (l *list) notShown(hidden, ahead int) []element {
	key := "teams.card.list.more"
	switch {
	case l.More > 0:
		hidden += max(l.More-ahead, 0)
	case l.More < 0:
		key = "teams.card.list.more.some"
	case hidden == 0:
		return nil
	}
	return []element{tight(subtle(line(ours(l.w.T(key, lang.Args{"Count": strconv.Itoa(hidden)})), maxSentence)))}
}

// parts is the tasks that wait for somebody, those of the reader, the rest.
func (l *list) parts() (waiting, mine, rest []*task.Task) {
	for i := range l.Tasks.Tasks {
		t := &l.Tasks.Tasks[i]
		switch {
		case t.State.NeedsPerson():
			waiting = append(waiting, t)
		case t.Assignee != nil && t.Assignee.ID == l.Person.ID && t.State != task.Stopped && t.State != task.Completed:
			mine = append(mine, t)
		default:
			rest = append(rest, t)
		}
	}
	return waiting, mine, rest
}

// row is a task with its button.
func (l *list) row(t *task.Task) element {
	at := bot.Target{Desk: l.Desk, Task: t.ID, Step: bot.LastStep(t), Turn: t.Turn}
	head := cards.Text{S: dotted(t.ID, customer(t), cards.Text{S: t.Subject}.Line()), From: cards.Stranger}
	open := act(l.w.T("teams.card.list.open"), "", data{Verb: VerbOpen, Target: at.String()})
	words := []element{rich(bold(line(head, 180))), close(subtle(line(ours(l.about(t)), maxTitle)))}
	return columnSet{Type: "ColumnSet", Spacing: "Small", Columns: []column{{Type: "Column", Width: "stretch", Items: words},
		{Type: "Column", Width: "auto", Vertical: "Center", Items: []element{actionSet{Type: "ActionSet", Actions: []action{open}}}}}}
}

// about is what is next, how long it has waited, and with whom it is.
func (l *list) about(t *task.Task) string {
	next := l.w.T("state." + string(t.State))
	if s := t.Open(); s != nil && t.State.NeedsPerson() {
		next = cards.Outline(t, s.N, cards.Options{Lang: l.w.Tag(), Zone: l.zone}).Title
	}
	var since, whose string
	if d := l.now.Sub(t.Since); d >= time.Minute && t.State != task.Completed && t.State != task.Stopped {
		since = whole(l.w.T("teams.card.list.waits", lang.Args{"Time": l.w.Duration(d)}))
	}
	if t.Assignee != nil {
		whose = t.Assignee.Name
		if t.Assignee.ID == l.Person.ID {
			whose = l.w.T("teams.card.list.yours")
		}
	}
	return dotted(next, since, cut(whose, 60))
}

// customer is whom a task is with.
func customer(t *task.Task) string {
	name, mail := t.Party.Name, t.Party.Email
	if len(t.Messages) > 0 {
		name, mail = cmp.Or(name, t.Messages[0].Name), cmp.Or(mail, t.Messages[0].From)
	}
	return cut(cards.Text{S: cmp.Or(t.Party.Company, name, mail)}.Line(), 60)
}
