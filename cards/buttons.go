package cards

import (
	"cmp"
	"slices"

	"salesclerk/agent/task"
)

// order is where a button stands: what goes on first, Stop last.
var order = []task.Kind{
	task.Confirm, task.Updated, task.ResumeOnly, task.StopNo,
	task.MakeOrder, task.CreateContact, task.UseContactOnce, task.UpdateContact, task.PickItem,
	task.Retry, task.WriteAnswer, task.Instruct, task.ReviewView, task.Discard, task.Stop, task.StopYes,
}

// orderHelp is where a button stands on an assistance card: the problem's own
// ways out first, then "I have fixed it, go on".
var orderHelp = []task.Kind{
	task.MakeOrder, task.Updated, task.CreateContact, task.UseContactOnce, task.UpdateContact, task.PickItem,
	task.Retry, task.WriteAnswer, task.Instruct, task.Confirm, task.ReviewView, task.Stop,
}

// buttons takes what the core offers, without what the viewer may not do.
func (m *maker) buttons() {
	m.c.More = []Button{{Action: task.TimelineView, Label: m.label(task.TimelineView)}}
	if m.c.State != Open || m.t.Open() != m.s {
		return
	}
	for _, b := range m.t.Buttons() {
		switch {
		case m.o.Viewer != nil && !m.o.Viewer.May(b.Role), b.Action == task.TimelineView:
		case b.Action == task.Assign:
			m.c.More = append(m.c.More, m.button(b.Action))
		case b.Action != task.Save || m.reviewForm() != m.saveForm(): // Save is inside the review
			m.c.Buttons = append(m.c.Buttons, m.button(b.Action))
			if b.Action == task.Stop {
				m.c.Leaves = m.leaves()
			}
		}
	}
	m.arrange()
}

// leaves is what stays behind if the task is stopped now, for surfaces that ask
// before Stop by themselves.
func (m *maker) leaves() []Text {
	var out []Text
	for _, n := range m.t.Leaves() {
		out = append(out, sentence(m.w.Note(n)))
	}
	return out
}

func (m *maker) button(a task.Kind) Button {
	return Button{Action: a, Label: m.label(a), Style: style(a), Form: m.form(a)}
}

func (m *maker) label(a task.Kind) string {
	if m.t.Document != nil {
		return m.w.Button(a, m.t.Document.Kind)
	}
	return m.w.Button(a, "")
}

func style(a task.Kind) string {
	if a == task.Stop || a == task.StopYes {
		return Danger
	}
	return ""
}

// arrange puts the buttons in order and makes the first one that goes on primary.
func (m *maker) arrange() {
	at := m.ranks()
	rank := func(b Button) int {
		if i := slices.Index(at, b.Action); i >= 0 {
			return i
		}
		return len(at) - 1 // one this package does not know: before Stop
	}
	slices.SortStableFunc(m.c.Buttons, func(a, b Button) int { return cmp.Compare(rank(a), rank(b)) })
	if len(m.c.Buttons) > 0 && m.c.Buttons[0].Style == "" && m.c.Kind != task.StepStop {
		m.c.Buttons[0].Style = Primary
	}
}

func (m *maker) ranks() []task.Kind {
	switch {
	case m.c.Kind == task.StepOutgoing && m.draft().NeedsEdit:
		return append([]task.Kind{task.ReviewView}, order...)
	case m.c.Kind == task.StepAssistance && m.problem().Code != task.SendUncertain: // there Retry may send twice
		return orderHelp
	}
	return order
}

// form is the dialog a button opens first.
func (m *maker) form(a task.Kind) string {
	switch a {
	case task.ReviewView:
		return m.reviewForm()
	case task.Save:
		return m.saveForm()
	case task.Instruct:
		return FormInstruct
	case task.CreateContact:
		return FormCreateContact
	case task.UseContactOnce, task.UpdateContact:
		return FormContact
	case task.PickItem:
		return FormPick
	}
	return FormNone
}

// reviewForm is what Review shows: the document where the card is about one,
// else the mail.
func (m *maker) reviewForm() string {
	if m.t.Document == nil {
		return FormMail
	}
	switch m.s.Kind {
	case task.StepQuote, task.StepOrder, task.StepResume:
		return FormDocument
	case task.StepAssistance:
		switch m.problem().Code {
		case task.OrderChange, task.QuoteChanged, task.TakeOver, task.MakeTheOrder:
			return FormDocument
		}
	}
	return FormMail
}

// saveForm is the dialog whose input Save takes.
func (m *maker) saveForm() string {
	if m.s.Kind == task.StepOutgoing || m.s.Kind == task.StepAssistance && m.problem().Code == task.SendFailed {
		return FormMail
	}
	return FormDocument
}
