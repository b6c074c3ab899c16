package room

import (
	"context"
	"errors"
	"time"
)

// Message is one message that a room shall show because of a task or a notice.
type Message struct {
	// Key is what it is, for ever, unique within its task: "card/3", "history/0",
	// "file/BLOB". Keys that begin with "@" are the poster's own.
	Key string
	// Room is the channel it goes to if it is yet to be posted. A message that is
	// posted stays where it is. Replies need none.
	Room string
	// Reply puts it into the thread of the task's first message. It is not posted
	// while there is none. When the first message was deleted and another is first
	// now, a reply that is not Final is posted anew below that.
	Reply bool
	// Body is what is shown: the surface's own, JSON-encodable.
	Body any
	// Sum is a digest of Body: equal sums need no edit. Empty: the poster takes one
	// of Body's JSON.
	Sum string
	// Rev is the revision of the task that Body was made from; 0: not known. A
	// message is never edited back to a lower one.
	Rev int64
	// Skip is for what is not worth posting: it is only edited where it is there.
	Skip bool
	// Final is for what is never edited again once it is shown so.
	Final bool
	// Else is what is shown instead, under a key of its own, when nobody can know
	// whether this message was posted (ErrUnknowable): this one is never posted
	// again by itself, because two cards for one step are worse than a line that
	// says "the card of T-1042 may be missing here: show it". Nil: nothing is shown.
	// Plan must name it as long as it names this one; where it is not needed, it
	// is as if it had Skip.
	Else *Message
}

// Place is where a message is or goes.
type Place struct {
	Room   string // channel
	ID     string // the message's; "" before it is posted
	Thread string // the id of the task's first message; "" for what is no reply
}

// Try is the attempt to post a message, which may have been begun before and not
// have ended.
type Try struct {
	// Key tells the message from all others of the room for ever, to be found by:
	// "T-1042/card/3", and "T-1042/card/3~1" for the one that replaces a deleted
	// one. All tries of one message have the same.
	Key string
	// ID is another for each try.
	ID string
	// Begun is when the first try began, by the clock of the copy that did.
	Begun time.Time
	// Note is the surface's own, as Save kept it in an earlier try; "" at first.
	Note string
	// Save keeps a note, before the call that needs it: the id of a file that is
	// about to be uploaded. It may be called several times; each gives the post
	// another Options.Grace. Nil in Find.
	Save func(ctx context.Context, note string) error
}

// Surface is a chat platform. All methods may be called at once; for one name
// only one at a time. Errors that have a meaning are *Wait, *Rejected, ErrGone
// and ErrUnknowable, wrapped or bare; any other of Post or Update means that
// nobody knows whether it was done.
type Surface interface {
	// Plan is what shall be shown for a task or a notice as it stands, in order;
	// bot.ErrNotFound: it is gone, and nothing is done any more.
	Plan(ctx context.Context, name string) ([]Message, error)
	// Post posts a message and says its id. Its context ends well before
	// Options.Grace; it must not go on beyond its context.
	Post(ctx context.Context, m Message, at Place, try *Try) (id string, err error)
	// Update edits a message that was posted.
	Update(ctx context.Context, m Message, at Place) error
	// Find says whether an earlier try was posted after all. ErrUnknowable: there
	// is no way to know. It must not say false while it has not seen everything
	// since try.Begun; allow for clocks that differ.
	Find(ctx context.Context, m Message, at Place, try Try) (id string, found bool, err error)
}

// ErrGone says that a message, or the thread that a reply was to go into, was
// deleted. Nothing was done. It is not for a channel that the surface was put out
// of, or that is archived: that may come back with all its messages, and they
// would be posted twice. Say *Rejected then; it is tried again now and then.
var ErrGone = errors.New("room: no longer there")

// ErrUnknowable is the answer of Find on a platform that cannot be asked.
var ErrUnknowable = errors.New("room: cannot be known")

// Wait says that a call was not done because of a rate. It is no failure.
type Wait struct{ Until time.Time }

func (w *Wait) Error() string { return "room: wait until " + w.Until.Format(time.RFC3339) }

// Rejected says that a message is not taken as it is, and was not posted.
type Rejected struct{ Err error }

func (r *Rejected) Error() string { return "room: rejected: " + r.Err.Error() }

func (r *Rejected) Unwrap() error { return r.Err }
