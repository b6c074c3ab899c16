package agent

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// Desk is one instance of the agent with all it works through.
type Desk struct {
	Settings
	Store     Store
	Queue     Queue
	Leases    Leases
	ERP       erp.System
	Items     Items
	Reader    reader.Reader
	Outbox    Outbox
	Sent      SentFolder    // nil: no copies are kept, and none can be asked
	Watcher   *mail.Watcher // nil: no mailbox is watched
	Rooms     []Room
	Notices   Noticer // nil: nobody is told
	Memory    Memory  // nil: nothing is remembered
	Log       *slog.Logger
	Now       func() time.Time                                    // nil: time.Now
	OnOutcome func(k task.JobKind, took time.Duration, err error) // nil: nobody measures
}

// Settings is what a desk's configuration says. The zero value works for a desk
// that sends nothing.
type Settings struct {
	Name       string
	Policy     task.Policy
	Address    string // the desk's own mail address
	FromName   string
	Aliases    []string // further addresses that are ours
	Signature  string
	Lang       string         // where neither contact nor mail says
	Zone       *time.Location // nil: UTC
	DailyLimit int            // mails a day; 0: no limit
	Limits     attach.Limits
	ValidDays  int // of a quote; 0: none is said
	Terms      string
	Footer     string
	Logo       []byte
	Workers    int             // 0: 4
	JobLease   time.Duration   // the Queue's: a job not extended for so long is another's; 0: a minute
	Lease      time.Duration   // how long a copy that ended without a word keeps others from watching; 0: 30 s
	SendPauses []time.Duration // between the tries; nil: 1, 5, 15, 60 minutes
	Parse      mail.ParseOptions
}

func (d *Desk) now() time.Time {
	if d.Now != nil {
		return d.Now()
	}
	return time.Now()
}

func (d *Desk) zone() *time.Location {
	if d.Zone != nil {
		return d.Zone
	}
	return time.UTC
}

func (d *Desk) log() *slog.Logger {
	if d.Log != nil {
		return d.Log
	}
	return slog.New(slog.DiscardHandler)
}

// day is the desk's date of a moment, ISO.
func (d *Desk) day(t time.Time) string { return t.In(d.zone()).Format(time.DateOnly) }

// maxRaces is how often a write is tried anew because another was faster. Each
// loss means that somebody else's write was made.
const maxRaces = 100

// Do applies an event to a task and stores the outcome. Refusals are the core's
// (*task.Refused, task.ErrRepeated, …); the task is then as it stands.
func (d *Desk) Do(ctx context.Context, id string, e task.Event) (task.Task, error) {
	t, err := d.stored(ctx, id)
	if err != nil {
		return task.Task{}, err
	}
	return d.DoOn(ctx, t, e)
}

// DoOn is Do for a task that was just read: it is read again only where it has
// changed since.
func (d *Desk) DoOn(ctx context.Context, t task.Task, e task.Event) (task.Task, error) {
	for range maxRaces {
		next, err := d.apply(ctx, t, e, "")
		if !errors.Is(err, ErrConflict) {
			return next, err
		}
		if t, err = d.stored(ctx, t.ID); err != nil {
			return task.Task{}, err
		}
	}
	return task.Task{}, fmt.Errorf("task %s: too many changes at once, try again", t.ID)
}

func (d *Desk) stored(ctx context.Context, id string) (task.Task, error) {
	t, err := d.Store.Task(ctx, id)
	if err != nil {
		return task.Task{}, fmt.Errorf("reading task %s: %w", id, err)
	}
	return t, nil
}

// apply is one try: the pure function and the write. mailKey is of a mail taken
// with it.
func (d *Desk) apply(ctx context.Context, t task.Task, e task.Event, mailKey string) (task.Task, error) {
	next, effects, err := task.Apply(t, e)
	if err != nil {
		return t, err
	}
	c := task.Change{Task: next, Base: t.Rev, Effects: effects, MailKey: mailKey, At: e.At, Day: d.day(e.At)}
	switch {
	case e.Kind == task.MailCame && e.Mail != nil:
		c.Threads = []string{e.Mail.ID}
	case e.Kind == task.Drafted:
		c.Threads = []string{e.Draft.ID}
	}
	if err := d.Store.Write(ctx, c); err != nil {
		return t, err
	}
	d.log().Info("event", "task", next.ID, "rev", next.Rev, "event", string(e.Kind), "state", string(next.State))
	return next, nil
}
