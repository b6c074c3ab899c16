package views

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

var (
	now    = time.Date(2026, 11, 21, 15, 30, 0, 0, time.UTC)
	viewer = task.Person{ID: "slack:T1/U1", Name: "Anna Berg", Roles: []task.Role{task.Approver}}
)

func look(tag string) Look { return Look{Lang: tag, Now: now, Zone: time.UTC} }

// dialogs is every dialog that a card of a sample opens.
var dialogs = []struct {
	form    string
	actions []task.Kind
}{
	{cards.FormMail, []task.Kind{task.ReviewView}},
	{cards.FormDocument, []task.Kind{task.ReviewView}},
	{cards.FormContact, []task.Kind{task.UseContactOnce, task.UpdateContact}},
	{cards.FormCreateContact, []task.Kind{task.CreateContact}},
	{cards.FormPick, []task.Kind{task.PickItem}},
	{cards.FormInstruct, []task.Kind{task.Instruct}},
}

// open is a dialog of a sample, as the caller would have it.
type open struct {
	name string
	tag  string
	task task.Task
	form cards.Form
	s    *State
	o    Look
}

// opened is every dialog of every sample in a language.
func opened(tag string) []open {
	var out []open
	for _, x := range cards.Samples(tag) {
		for _, d := range dialogs {
			for _, a := range d.actions {
				o := cards.Options{Lang: tag, Zone: time.UTC, Viewer: &viewer, Now: now, Action: a,
					Addresses: []cards.Choice{{Value: "", Label: cards.Text{S: "Main street 1"}}, {Value: "WEST", Label: cards.Text{S: "Havnegade 12, 8000 Aarhus C"}}}}
				f := cards.Dialog(&x.Task, x.Step, d.form, o)
				at := bot.Target{Desk: "sales", Task: x.Task.ID, Step: x.Step, Turn: x.Task.Turn}
				out = append(out, open{name: fmt.Sprintf("%s %s %s %s %s", tag, x.Kind, x.Variant, d.form, a), tag: tag,
					task: x.Task, form: f, s: NewState("key", at, a, f), o: look(tag)})
			}
		}
	}
	return out
}

var english = sync.OnceValue(func() []open { return opened("en") })

// first is the first dialog of a kind that does an action, for a test to change.
func first(form string, action task.Kind) open {
	for _, x := range english() {
		if x.form.Kind == form && x.form.Action == action {
			x.form.Inputs, x.form.Lines, x.form.Picks = slices.Clone(x.form.Inputs), slices.Clone(x.form.Lines), slices.Clone(x.form.Picks)
			s := *x.s
			x.s = &s
			return x
		}
	}
	panic("there is no such dialog among the samples")
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatalf("encode a view: %v", err)
	}
	return data
}

// fine fails unless Slack would take the view.
func fine(t testing.TB, name string, view any, surface string) {
	t.Helper()
	data := encoded(t, view)
	if len(data) > 250_000 {
		t.Errorf("%s: %d bytes", name, len(data))
	}
	for i, wrong := range blocks.Check(data, surface) {
		if i < 5 {
			t.Errorf("%s: %s", name, wrong)
		}
	}
}

func TestSlackTakesEveryPageOfEveryDialog(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, x := range opened(tag) {
			if tag != "en" && strings.Contains(x.name, "extreme_") {
				continue
			}
			pages := pagesOf(x.form, x.s)
			for i := range pages {
				if i > 1 && i < len(pages)-2 {
					continue
				}
				x.s.Turn(x.form, i)
				fine(t, fmt.Sprintf("%s page %d of %d", x.name, i+1, len(pages)), Dialog(x.form, x.s, x.o), "modal")
			}
			for i, l := range x.form.Lines {
				if i > 12 {
					break
				}
				x.s.OpenLine(x.form, lineKey(l))
				fine(t, x.name+" line", Line(x.form, x.s, []string{"PCS", "BOX"}, []string{"BLUE", "OAK"}, "V1", x.o), "modal")
			}
			x.s.OpenLine(x.form, "")
			fine(t, x.name+" new line", Line(x.form, x.s, nil, nil, "V1", x.o), "modal")
		}
	}
}

func TestSlackTakesEveryTask(t *testing.T) {
	for _, tag := range lang.Supported() {
		for _, x := range cards.Samples(tag) {
			o := cards.Options{Lang: tag, Viewer: &viewer, Now: now}
			c := cards.New(&x.Task, x.Step, o)
			name := tag + " " + x.Kind + " " + x.Variant
			fine(t, name, Task(c, cards.Timeline(&x.Task, o), "sales", look(tag)), "modal")
			fine(t, name+" timeline", Timeline(bot.Target{Desk: "sales", Task: x.Task.ID}, x.Task.ID, cards.Timeline(&x.Task, o), -1, look(tag)), "modal")
			fine(t, name+" moved", Moved(cards.Form{}, nil, c, "It was decided by Bo.", "sales", look(tag)), "modal")
		}
	}
}

// values is what Slack would send of a view: every input with what it was drawn
// with, but for those that change says something else of.
func values(v slack.ModalViewRequest, change map[string]slack.BlockAction) Values {
	out := Values{}
	for _, b := range v.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		a := drawn(in.Element)
		field, _, _ := fieldOf(in.BlockID)
		if c, ok := change[field]; ok {
			c.Type, c.ActionID = a.Type, a.ActionID
			a = c
		}
		out[in.BlockID] = map[string]slack.BlockAction{a.ActionID: a}
	}
	return out
}

// drawn is an element as nobody touched it.
func drawn(e slack.BlockElement) slack.BlockAction {
	switch x := e.(type) {
	case *slack.PlainTextInputBlockElement:
		return slack.BlockAction{Type: "plain_text_input", ActionID: x.ActionID, Value: x.InitialValue}
	case *slack.DatePickerBlockElement:
		return slack.BlockAction{Type: "datepicker", ActionID: x.ActionID, SelectedDate: x.InitialDate}
	case *slack.SelectBlockElement:
		a := slack.BlockAction{Type: slack.ActionType(x.Type), ActionID: x.ActionID}
		if x.InitialOption != nil {
			a.SelectedOption = *x.InitialOption
		}
		return a
	}
	return slack.BlockAction{}
}

// walk turns through all pages of a dialog, reading each as Slack would send it.
func walk(x open, change map[string]slack.BlockAction) {
	for i := range pagesOf(x.form, x.s) {
		x.s.Turn(x.form, i)
		Read(x.form, x.s, values(Dialog(x.form, x.s, x.o), change))
	}
}
