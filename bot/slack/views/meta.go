package views

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
)

// The verbs of our own views: what stands in an action_id after "sc:", before the
// next ":". blocks.Verb reads it; Part is what stands after it.
const (
	VerbOpen    task.Kind = "open"     // open the task's modal; the value is a target
	VerbRefresh task.Kind = "refresh"  // draw the Home again
	VerbPage    task.Kind = "page"     // to a page; part: which, from 0
	VerbLine    task.Kind = "line"     // a line's menu; part: its key; the option's value is MenuEdit or MenuRemove
	VerbAdd     task.Kind = "add"      // begin a new line
	VerbBack    task.Kind = "back"     // put a removed line back; part: its key
	VerbItem    task.Kind = "item"     // select of items; in a line's view its choice comes as a click, too
	VerbContact task.Kind = "contact"  // select of contacts
	VerbCust    task.Kind = "customer" // select of customers
	VerbAddress task.Kind = "address"  // select of the form's own choices, and one's own words
	VerbInput   task.Kind = "in"       // an input that never comes as a click
)

// The values of a line's menu.
const (
	MenuEdit   = "edit"
	MenuRemove = "remove"
)

// The callback_ids of the modals: what a submission is of.
const (
	CallDialog   = "sc:dialog"   // Read, Form, bot.Click
	CallLine     = "sc:line"     // Read, KeepLine; the dialog below is drawn again
	CallTask     = "sc:task"     // no submission
	CallTimeline = "sc:timeline" // no submission
	CallMoved    = "sc:moved"    // no submission
	CallMessage  = "sc:message"  // no submission
	CallConfirm  = "sc:confirm"  // the person said yes to Meta.Verb
	CallHome     = "sc:home"     //
)

// Part is what an action_id says after its verb: "10000" of "sc:line:10000".
func Part(actionID string) string {
	rest, _ := strings.CutPrefix(actionID, "sc:")
	_, part, _ := strings.Cut(rest, ":")
	return part
}

// Meta is the private_metadata of our views. It comes back as it was sent, but is
// trusted no more than a button: rights and steps are looked up.
type Meta struct {
	Key    string     // of the State
	Target bot.Target // what the view is about
	Gen    int        // of the State when the view was drawn
	Line   string     // CallLine: the line's key
	Verb   task.Kind  // CallConfirm: what is asked
	Page   int        // CallTimeline: the page that is shown
	Root   string     // CallLine: the id of the dialog's view, as the caller gave it
}

type metaJSON struct {
	Key    string    `json:"k,omitempty"`
	Target string    `json:"t,omitempty"`
	Gen    int       `json:"g,omitempty"`
	Line   string    `json:"l,omitempty"`
	Verb   task.Kind `json:"v,omitempty"`
	Page   int       `json:"p,omitempty"`
	Root   string    `json:"r,omitempty"`
}

// String is the Meta as private_metadata, far below its limit of 3,000 characters.
func (m Meta) String() string {
	target := m.Target.String()
	if m.Target == (bot.Target{}) {
		target = ""
	}
	data, err := json.Marshal(metaJSON{m.Key, target, m.Gen, m.Line, m.Verb, m.Page, m.Root})
	if err != nil {
		panic("views: metadata cannot be written: " + err.Error()) // texts and numbers always can
	}
	return string(data)
}

// ParseMeta reads what String wrote.
func ParseMeta(s string) (Meta, error) {
	var j metaJSON
	if len(s) > 3000 || json.Unmarshal([]byte(s), &j) != nil {
		return Meta{}, errors.New("views: not the metadata of a view of ours")
	}
	m := Meta{Key: j.Key, Gen: j.Gen, Line: j.Line, Verb: j.Verb, Page: j.Page, Root: j.Root}
	if j.Target == "" {
		return m, nil
	}
	var err error
	if m.Target, err = bot.ParseTarget(j.Target); err != nil {
		return Meta{}, fmt.Errorf("views: the metadata of a view: %w", err)
	}
	return m, nil
}
