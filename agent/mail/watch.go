package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2"
)

// Done is the keyword that marks a mail as taken.
const Done imap.Flag = "$SalesclerkDone"

// Taken is one mail as it is handed over.
type Taken struct {
	Raw          []byte // only the header if the mail is too big, see Message.Defects
	Message      Message
	InternalDate time.Time
	UID          uint32
	Key          string // names the mail for ever, see Key
}

// Memory keeps a short note between runs and copies, so that a new watcher need
// not look at everything again. Losing it costs time and nothing else.
type Memory interface {
	Get(ctx context.Context) (string, error)
	Set(ctx context.Context, note string) error
}

// Watcher hands the mails of one folder to Handle, oldest first. Only one may
// watch a folder at a time; the caller sees to that.
type Watcher struct {
	Account Account
	Folder  string    // empty is INBOX
	Since   time.Time // mail that arrived before is left alone
	Parse   ParseOptions

	// Handle stores a mail and must know a Key it has seen: after a crash or a
	// lost line the same mail comes again, and taken must be true then too.
	// taken=false means not now (a daily limit): the mail waits and is offered
	// again, oldest first. An error means this mail failed: it is offered again
	// after growing pauses, and others go on.
	Handle func(ctx context.Context, t Taken) (taken bool, err error)

	Memory   Memory // may be nil
	MarkRead bool
	MaxSize  int64         // bytes of a mail fetched whole; 0 is 40 MiB
	Poll     time.Duration // pause where the server has no IDLE; 0 is 30 s
	IdleFor  time.Duration // longest IDLE before the folder is read anyway; 0 is 5 min
	Hold     time.Duration // pause before mails not taken are offered again; 0 is 2 min
	Pause    time.Duration // first pause after an error, doubled up to 5 min; 0 is 1 s
	Log      *slog.Logger  // nil: silent
	NoIdle   bool

	mu     sync.Mutex
	status Status
	seen   seen
	wake   chan struct{}
}

// Status is the state of the watch for health pages.
type Status struct {
	Connected bool
	Idle      bool      // the server tells of new mail by itself
	LastSeen  time.Time // the folder was last read
	LastError string    // one sentence; empty when all is well
	Warning   string    // what works but not as it should
	Waiting   int       // mails in the folder that could not be taken yet
}

// Status can be called at any time.
func (w *Watcher) Status() Status {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status
}

func (w *Watcher) setStatus(change func(*Status)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.status)
}

// Run watches until ctx ends. Whatever goes wrong on the way is tried again.
func (w *Watcher) Run(ctx context.Context) error {
	if err := w.check(); err != nil {
		return err
	}
	w.wake = make(chan struct{}, 1)
	w.seen = newSeen()
	w.recall(ctx)
	failures := 0
	for ctx.Err() == nil {
		ok, err := w.serve(ctx)
		w.setStatus(func(s *Status) { s.Connected = false })
		if ctx.Err() != nil {
			break
		}
		if ok {
			failures = 0
		}
		failures++
		w.trouble(err)
		if !sleep(ctx, w.pause(failures)) {
			break
		}
	}
	return ctx.Err()
}

func (w *Watcher) check() error {
	if w.Handle == nil {
		return errors.New("the watcher has nobody to hand mails to")
	}
	return w.Account.Check()
}

// Nudge makes the watcher look at once, as when a limit was lifted.
func (w *Watcher) Nudge() { w.notify() }

func (w *Watcher) notify() {
	if w.wake == nil {
		return
	}
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Watcher) trouble(err error) {
	if err == nil {
		err = errors.New("the mail server closed the line")
	}
	w.setStatus(func(s *Status) { s.LastError = cutRunes(oneLine(err.Error()), 500) })
	w.log().Warn("watching the mailbox", "server", w.Account.Addr, "folder", w.folder(), "error", err)
}

// pause doubles with each failure in a row and is spread a little, so that many
// watchers do not come back in the same moment.
func (w *Watcher) pause(failures int) time.Duration {
	first := w.Pause
	if first <= 0 {
		first = time.Second
	}
	d := min(first<<min(failures-1, 12), 5*time.Minute)
	return d + rand.N(d/4+1)
}

func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// serve uses one connection until it breaks; ok says that the folder was read
// at least once.
func (w *Watcher) serve(ctx context.Context) (ok bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := openIMAP(ctx, w.Account, w.notify)
	if err != nil {
		return false, err
	}
	defer s.close()
	for {
		again, err := w.pass(ctx, s)
		if err != nil {
			return ok, fmt.Errorf("reading the folder %s: %w", w.folder(), err)
		}
		ok = true
		if err := w.rest(ctx, s, again); err != nil {
			return ok, err
		}
	}
}

// rest waits for news: IDLE where the server has it, else the polling interval,
// and never longer than until a mail is to be offered again.
func (w *Watcher) rest(ctx context.Context, s *session, again time.Duration) error {
	var caps imap.CapSet
	if err := s.within(ctx, func() error { caps = s.Caps(); return nil }); err != nil {
		return err
	}
	idle := !w.NoIdle && caps.Has(imap.CapIdle)
	w.setStatus(func(st *Status) { st.Idle = idle })
	d := orDuration(w.Poll, 30*time.Second)
	if idle {
		d = orDuration(w.IdleFor, 5*time.Minute)
	}
	if again > 0 {
		d = min(d, again)
	}
	if !idle {
		return w.await(ctx, s, d)
	}
	return w.idle(ctx, s, d)
}

func (w *Watcher) idle(ctx context.Context, s *session, d time.Duration) error {
	var stop func() error
	err := s.within(ctx, func() error {
		cmd, err := s.Idle()
		if err != nil {
			return err
		}
		stop = func() error {
			if err := cmd.Close(); err != nil {
				return err
			}
			return cmd.Wait()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("waiting for new mail (IDLE): %w", err)
	}
	if err := w.await(ctx, s, d); err != nil {
		return err
	}
	return s.within(ctx, stop)
}

func (w *Watcher) await(ctx context.Context, s *session, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.Closed():
		return errors.New("the mail server closed the line")
	case <-w.wake:
	case <-t.C:
	}
	return nil
}

func orDuration(d, other time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return other
}

func (w *Watcher) folder() string {
	if w.Folder == "" {
		return "INBOX"
	}
	return w.Folder
}

func (w *Watcher) log() *slog.Logger {
	if w.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return w.Log
}
