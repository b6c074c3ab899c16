package views

import (
	"errors"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
)

// The verbs of our own views: what stands in an action_id after "sc:", before the
// next ":". blocks.Verb reads it; Part is what stands after it.
const (
	VerbOpen    task.Kind = "open"     // open the task's modal; the value is a target
	VerbRefresh task.Kind = "refresh"  // draw the Home again
	VerbPage    task.Kind = "page"     // part: the page, from 0
	VerbLine    task.Kind = "line"     // a line's menu; part: its key; the option's value is MenuEdit or MenuRemove
	VerbAdd     task.Kind = "add"      // begin a new line
	VerbBack    task.Kind = "back"     // put a removed line back; part: its key
	VerbItem    task.Kind = "item"     // select of items: in a line's view it comes as a click, too; in a pick only as a suggestion
	VerbContact task.Kind = "contact"  // select of contacts
	VerbCust    task.Kind = "customer" // select of customers
	VerbAddress task.Kind = "address"  // select of the customer's addresses
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
	CallConfirm  = "sc:confirm"  // the person said yes to Meta.Verb
)

// Part is what an action_id says after its verb: "2" of "sc:page:2".
func Part(actionID string) string { return "" }

// Meta is the private_metadata of our views. It comes back as it was sent, but is
// trusted no more than a button: rights and steps are looked up.
type Meta struct {
	Key    string        `json:"k,omitempty"` // of the State
	Target blocks.Target `json:"t"`
	Line   string        `json:"l,omitempty"` // CallLine: the line's key
	Verb   task.Kind     `json:"v,omitempty"` // CallConfirm
	Page   int           `json:"p,omitempty"` // CallTimeline
	Root   string        `json:"r,omitempty"` // CallLine: the id of the dialog's view, as the caller gave it
}

// String is the Meta as private_metadata.
func (m Meta) String() string { return "" }

// ParseMeta reads what String wrote.
func ParseMeta(s string) (Meta, error) { return Meta{}, errors.New("views: no metadata of ours") }
