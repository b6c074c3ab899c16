package bot

import (
	"context"
	"errors"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// ErrNotFound is what a Desk answers, wrapped or bare, for a task, a blob or a
// mail that is not there. Every other error but a refusal of the core counts as
// "the store is away": the person sees that the click failed.
var ErrNotFound = errors.New("bot: not found")

// Desk is what a chat surface asks of the program about one desk. All of its
// methods may be called at once from many requests.
type Desk interface {
	Tasks
	BackOffice
	Figures
}

// Tasks reads and changes tasks.
type Tasks interface {
	// List is whole tasks: those that need attention first, oldest first, then the
	// others, newest first; and how many need attention in all.
	List(ctx context.Context, offset, limit int) (tasks []task.Task, attention int, err error)
	Task(ctx context.Context, id string) (task.Task, error)
	// Do applies an event to a task and stores what comes of it; where the task has
	// changed since it was read, to the task as it is now. Refusals are *task.Refused
	// or one of the task.Err values.
	Do(ctx context.Context, t task.Task, e task.Event) (task.Task, error)
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
