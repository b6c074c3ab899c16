package web

import (
	"context"
	"errors"
	"time"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// ErrNotFound is what a Desk answers, wrapped or bare, for a task, a blob or a
// mail that is not there. Every other error but a refusal of the core counts as
// "the store is away": the person sees that the click failed.
var ErrNotFound = errors.New("web: not found")

// Desk is what the page asks of the program. All of its methods may be called at
// once from many requests.
type Desk interface {
	Tasks
	BackOffice
	Figures
	// Watch sends the id of every task that changed, and "" for anything else the
	// page shows (a mail in a customer's mailbox, a notice). The channel is closed
	// when ctx ends or the connection behind it is lost; a slow reader may miss
	// repeats of an id but never the last one.
	Watch(ctx context.Context) (<-chan string, error)
}

// Tasks reads and changes tasks.
type Tasks interface {
	// List is whole tasks: those that need attention first, oldest first, then the
	// others, newest first; and how many need attention in all.
	List(ctx context.Context, offset, limit int) (tasks []task.Task, attention int, err error)
	Task(ctx context.Context, id string) (task.Task, error)
	// Do applies an event and stores what comes of it. Refusals are *task.Refused
	// or one of the task.Err values.
	Do(ctx context.Context, id string, e task.Event) (task.Task, error)
	// StopAll stops every task that is not stopped or completed, and says how many.
	StopAll(ctx context.Context, by task.Person) (int, error)
	Blob(ctx context.Context, key string) ([]byte, error)
}

// BackOffice helps to fill in forms.
type BackOffice interface {
	// SuggestItems is at most some twenty items for words as typed so far.
	SuggestItems(ctx context.Context, words, lang string) ([]task.Candidate, error)
	// ItemUnits is the units an item is sold in, the usual one first, and its
	// variants' codes; ErrNotFound for no item.
	ItemUnits(ctx context.Context, item string) (units, variants []string, err error)
	SuggestContacts(ctx context.Context, words string) ([]task.Contact, error)
	// Addresses is where the customer of a task may have goods sent.
	Addresses(ctx context.Context, taskID string) ([]Address, error)
	// Check tries a form against the back office before its event (an unknown item,
	// a unit the item has not). Nil: nothing wrong. Problem.Field is the input:
	// "subject", "ship_to", or "lines.2.unit" with lines counted from 1.
	Check(ctx context.Context, id string, e task.Event) (*task.Problem, error)
}

// Figures is what a room is told that belongs to no task.
type Figures interface {
	// Notices is those of the last days, newest first.
	Notices(ctx context.Context, lang string) ([]cards.Notice, error)
	// KPI is the summary of a period: today so far, or the last whole day, week or month.
	KPI(ctx context.Context, period, lang string) (cards.Notice, error)
}

// Address is one ship-to address of a customer.
type Address struct {
	Code string // as the document takes it; "" is the customer's own
	Text string // in one line
}

// Customers is the customers' side of the demo: mailboxes that people who try
// the program write from and read.
type Customers interface {
	// People is everybody who can be written as: the contacts, and the strangers
	// who wrote before.
	People(ctx context.Context) ([]CustomerPerson, error)
	// Mails is what an address sent and got, in any order.
	Mails(ctx context.Context, address string) ([]CustomerMail, error)
	// Send delivers a mail to the desk's mailbox and returns its Message-ID.
	Send(ctx context.Context, m OutMail) (string, error)
	// File is the n-th attachment (from 0) of a mail in the mailbox of an address.
	File(ctx context.Context, address, mailID string, n int) (name, contentType string, data []byte, err error)
}

// CustomerPerson is somebody to write as.
type CustomerPerson struct {
	Name, Address, Company, Lang string
}

// CustomerMail is a mail in a customer's mailbox. ID names it within the mailbox.
type CustomerMail struct {
	ID, MessageID, InReplyTo string
	From                     string // address, with the name in front if it has one
	To                       []string
	Subject                  string
	Date                     time.Time
	Text, HTML               string
	Files                    []CustomerFile
}

// CustomerFile is an attachment without its bytes.
type CustomerFile struct {
	Name string
	Size int64
}

// OutMail is a mail that a customer writes. Key is the same when the same click
// comes twice: the mail must be sent once.
type OutMail struct {
	Key                                string
	From, Subject, Text, HTML, ReplyTo string // ReplyTo: Message-ID of the mail it answers
	Files                              []OutFile
}

// OutFile is a file attached to a mail.
type OutFile struct {
	Name string
	Data []byte
}
