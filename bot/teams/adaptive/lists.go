package adaptive

import (
	"time"

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

// List is the tasks of a person, in the personal chat: per desk what needs
// attention, then the reader's own, then the rest. What is not shown is said.
func List(desks []Tasks, now time.Time, zone *time.Location, tag string) Message { return Message{} }

// PageEntries is how many steps of a task stand on a page of its history.
const PageEntries = 25

// Page is the page of the history on which a step stands; steps count from 1,
// pages from 0.
func Page(step int) int { return (max(step, 1) - 1) / PageEntries }

// History is a page of a task's history, oldest first: of the entries those of the
// steps 25*page+1 to 25*page+25, so that a page keeps its entries while the task
// goes on.
func History(entries []cards.Entry, page int, tag string) Message { return Message{} }

// Timeline is the steps of a task as a message of its own, the page from 0; -1 is
// the last. Other pages come back as VerbPage without a form.
func Timeline(at bot.Target, title string, entries []cards.Entry, page int, tag string) Message {
	return Message{}
}

// Answer is a short answer: a paragraph for each sentence.
func Answer(tag string, sentences ...cards.Text) Message { return Message{} }

// Help says what can be written to the bot; commands are what is written and what
// it does, in the reader's words.
func Help(title, lead string, commands [][2]string, tag string) Message { return Message{} }
