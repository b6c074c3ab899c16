package adaptive

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
)

// The verbs of our own views, beside the kinds of task events (task.Confirm …),
// task.ReviewView and task.TimelineView.
const (
	VerbOpen    task.Kind = "open"    // show the task's card, in the personal chat
	VerbPage    task.Kind = "page"    // to a page: of the form (Submission.Form is set), of a timeline or of the list
	VerbRows    task.Kind = "rows"    // more empty rows in the form
	VerbWindow  task.Kind = "window"  // the form in a window of its own: comes as task/fetch
	VerbRefresh task.Kind = "refresh" // draw the card again, for the one who asks
	VerbTasks   task.Kind = "tasks"   // the list of tasks
	VerbFile    task.Kind = "file"    // the files of the step, to be opened
)

// data is what a button carries.
type data struct {
	Verb    task.Kind `json:"verb"`
	Target  string    `json:"t,omitempty"`
	Form    string    `json:"form,omitempty"`
	Action  task.Kind `json:"a,omitempty"`    // of the form, where the verb is not it
	Version string    `json:"v,omitempty"`    // of the document that the form shows
	Page    int       `json:"page,omitempty"` // that is shown, from 0
	To      int       `json:"to,omitempty"`   // VerbPage: the page that is asked for
	Rows    int       `json:"rows,omitempty"` // empty rows beyond the first
	Drawn   string    `json:"d,omitempty"`    // inputs with something in them, between spaces
	Typed   Typed     `json:"k,omitempty"`
	MSTeams *fetch    `json:"msteams,omitempty"`
}

type fetch struct {
	Type string `json:"type"` // "task/fetch"
}

// Typed is what was typed, by input: "subject", "lines.20000.quantity". Only what
// differs from the form is in it. It is a client's word, like any input.
type Typed map[string]string

// Draft is a form between two requests.
type Draft struct {
	Typed  Typed
	Errors map[string]string // what is wrong, by the fields of task.Problem: "subject", "lines.2.unit"
	Notes  []string          // sentences of ours on top
	Page   int               // from 0
	Rows   int               // empty rows beyond the first few
}

// Submission is what came back from a card: which button, about what, and what was
// entered.
type Submission struct {
	Verb    task.Kind
	Target  bot.Target
	Form    string    // cards.Form.Kind; "": the button stands on no form
	Action  task.Kind // cards.Form.Action: for cards.Options.Action
	Version string
	Draft   Draft // what was typed before; Read and Collect add what is new
	To      int   // VerbPage: which
	drawn   map[string]bool
	inputs  map[string]string
}

// ParseSubmission reads the data of an Action.Execute (value.action.data, whose
// verb is value.action.verb), of an Action.Submit (the message's value) or of a
// dialog (value.data of task/fetch and task/submit). What is not ours is an error.
func ParseSubmission(raw json.RawMessage) (Submission, error) {
	var d data
	all := map[string]json.RawMessage{}
	if len(raw) > maxData || json.Unmarshal(raw, &all) != nil || json.Unmarshal(raw, &d) != nil {
		return Submission{}, errors.New("adaptive: not the data of a button of ours")
	}
	if d.Verb == "" {
		return Submission{}, errors.New("adaptive: the data of a button has no verb")
	}
	s := Submission{Verb: d.Verb, Form: d.Form, Action: d.Action, Version: d.Version, To: clamp(d.To, 0, maxPages),
		Draft: Draft{Typed: d.Typed, Page: clamp(d.Page, 0, maxPages), Rows: clamp(d.Rows, 0, maxRows)}, drawn: map[string]bool{}, inputs: map[string]string{}}
	for id := range strings.SplitSeq(d.Drawn, " ") {
		s.drawn[id] = true
	}
	for id, value := range all {
		if name, ok := strings.CutPrefix(id, prefixOf(d.Action)); ok {
			s.inputs[name] = plainValue(value)
		}
	}
	if d.Target == "" {
		return s, nil
	}
	var err error
	if s.Target, err = bot.ParseTarget(d.Target); err != nil {
		return Submission{}, fmt.Errorf("adaptive: the data of a button: %w", err)
	}
	return s, nil
}

// What comes back at most: Teams takes no larger card, and a text typed into one.
const (
	maxData  = 1 << 20
	maxPages = 1000
	maxRows  = 60
)

func clamp(n, low, high int) int { return max(low, min(n, high)) }

// plainValue is an input as text: clients send texts, some send true and numbers.
func plainValue(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return strings.Trim(string(v), " \n\t")
}

// prefixOf begins the ids of the inputs of a form: several forms may stand in one
// card, each with an action of its own.
func prefixOf(action task.Kind) string { return string(action) + "." }
