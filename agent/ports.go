package agent

import (
	"context"
	"errors"
	"time"

	"salesclerk/agent/alias"
	"salesclerk/agent/catalog"
	"salesclerk/agent/task"
)

// Store keeps tasks, jobs and blobs.
type Store interface {
	NewID(ctx context.Context) (string, error)
	Task(ctx context.Context, id string) (task.Task, error) // ErrNoTask
	// Write is all or nothing: ErrConflict if the task is not at Change.Base,
	// a TakenError if the mail was taken before.
	Write(ctx context.Context, c task.Change) error
	TaskOfMail(ctx context.Context, key string) (id string, ok bool, err error)
	TaskOfThread(ctx context.Context, messageIDs []string) (id string, ok bool, err error)
	List(ctx context.Context, o List) ([]task.Task, error)
	Counts(ctx context.Context, from, to string) (map[string]int64, error)
	PutBlob(ctx context.Context, data []byte) (key string, err error)
	Blob(ctx context.Context, key string) ([]byte, error)
	Marks
}

// Marks are notes that are written once.
type Marks interface {
	Mark(ctx context.Context, name, value string) (existing string, first bool, err error)
	Marked(ctx context.Context, name string) (string, error) // "": not set
	Unmark(ctx context.Context, name string) error
}

// List says which tasks are wanted; attention first.
type List = struct {
	States []task.State
	Offset int
	Limit  int
}

// Queue hands out the jobs that writes brought.
type Queue interface {
	Take(ctx context.Context, consumer string, block time.Duration) (*Delivery, error) // nil: none
	Done(ctx context.Context, d *Delivery) error
	Later(ctx context.Context, d *Delivery, at time.Time, job task.Job) error
	Extend(ctx context.Context, d *Delivery) error // ErrLapsed
	Promote(ctx context.Context, now time.Time) (int, error)
	Leave(ctx context.Context, consumer string) error // it takes no more jobs; one it still has lapses
}

// Delivery is a job in a worker's hands.
type Delivery = struct {
	ID         string
	Job        task.Job
	Deliveries int // how often it was handed out, this time included
}

// Leases says which copy does what only one may do.
type Leases interface {
	// Lease is nil while another copy holds it.
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (Lease, error)
}

// Lease is a right for a while.
type Lease interface {
	Renew(ctx context.Context) (bool, error)
	Release(ctx context.Context) error
}

// Errors of a Store.
var (
	ErrConflict = errors.New("agent: the task was changed meanwhile")
	ErrNoTask   = errors.New("agent: there is no such task")
	ErrLapsed   = errors.New("agent: the job is another worker's now")
)

// TakenError says that a mail was taken before.
type TakenError struct{ Task string }

func (e *TakenError) Error() string { return "agent: the mail was taken before, by task " + e.Task }

// Items is the catalogue as the agent needs it beside the reader.
type Items interface {
	Find(ctx context.Context, q catalog.Query) (catalog.Result, error)
	Unit(words, lang string) (string, bool)
	// UnitOf is the unit of an item that words or another unit's code mean; not sure
	// where another unit was said and only one can be meant.
	UnitOf(item, words, lang string) (code string, sure bool)
}

// Memory keeps what people taught about customers' words. alias.Book satisfies it.
type Memory interface {
	Put(ctx context.Context, a alias.Alias) error
	Forget(ctx context.Context, customer, words string, at time.Time) error
}

// Outbox sends a mail. commit is called right before the server takes it; if it
// fails, nothing is sent. Errors that know more are *mail.SendError.
type Outbox interface {
	Send(ctx context.Context, raw []byte, from string, rcpts []string, commit func(ctx context.Context) error) error
}

// SentFolder is where copies of sent mails are kept.
type SentFolder interface {
	Append(ctx context.Context, raw []byte) error
	Has(ctx context.Context, messageID string) (bool, error)
}

// Room shows a task as it stands; showing it twice or late does no harm.
type Room interface {
	Show(ctx context.Context, t task.Task) error
}

// Noticer tells the room something that is of no task.
type Noticer interface {
	DailyLimit(ctx context.Context, day string, limit int) error
}
