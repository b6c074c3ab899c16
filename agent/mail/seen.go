package mail

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/emersion/go-imap/v2"
)

// seen is what the watcher remembers of a folder. It is bounded by the mails
// that wait: everything below low is settled, done holds what is settled above
// it, and both shrink into low as soon as the waiting ones are taken.
type seen struct {
	validity uint32
	low      imap.UID // every mail up to this one is settled
	done     map[imap.UID]bool
	failed   map[imap.UID]failure
	held     map[imap.UID]bool // offered, not taken
	unmarked map[imap.UID]bool // taken, but the line broke before the keyword was set
	holdEnd  time.Time
	saved    string
}

type failure struct {
	count int
	next  time.Time
}

func newSeen() seen {
	return seen{done: map[imap.UID]bool{}, failed: map[imap.UID]failure{}, held: map[imap.UID]bool{}, unmarked: map[imap.UID]bool{}}
}

// enter begins anew when the folder's UIDs mean something else now.
func (s *seen) enter(validity uint32) (changed bool) {
	if s.validity == validity {
		return false
	}
	changed = s.validity != 0
	*s = newSeen()
	s.validity = validity
	return changed
}

func (s *seen) settle(uid imap.UID) {
	delete(s.failed, uid)
	delete(s.held, uid)
	if uid > s.low {
		s.done[uid] = true
	}
}

func (s *seen) fail(uid imap.UID, now time.Time, first time.Duration) {
	f := s.failed[uid]
	f.count++
	f.next = now.Add(min(first<<min(f.count-1, 12), 15*time.Minute))
	s.failed[uid] = f
}

// compact raises low to just below the oldest mail that still waits. found are
// the UIDs of the last search, in rising order.
func (s *seen) compact(found []imap.UID) {
	for _, uid := range found {
		if uid > s.low && !s.done[uid] || s.unmarked[uid] {
			break
		}
		s.low = max(s.low, uid)
	}
	inFolder := make(map[imap.UID]bool, len(found))
	for _, uid := range found {
		inFolder[uid] = true
	}
	for uid := range s.done {
		if uid <= s.low || !inFolder[uid] && s.flagged(uid, found) {
			delete(s.done, uid)
		}
	}
	gone := func(uid imap.UID) bool { return !inFolder[uid] }
	maps.DeleteFunc(s.failed, func(uid imap.UID, _ failure) bool { return gone(uid) })
	for _, m := range []map[imap.UID]bool{s.held, s.unmarked} {
		maps.DeleteFunc(m, func(uid imap.UID, _ bool) bool { return gone(uid) })
	}
}

// flagged says that a settled mail was not found any more: the server keeps the
// keyword, or the mail is gone. Newer ones than the search are kept.
func (s *seen) flagged(uid imap.UID, found []imap.UID) bool {
	return len(found) > 0 && uid < found[len(found)-1]
}

// note is what a copy taking over needs: UIDVALIDITY and the settled UID.
func (s *seen) note() string { return fmt.Sprintf("1 %d %d", s.validity, s.low) }

func (w *Watcher) recall(ctx context.Context) {
	if w.Memory == nil {
		return
	}
	note, err := w.Memory.Get(ctx)
	var version, validity, low uint32
	if err == nil && note != "" {
		_, err = fmt.Sscanf(note, "%d %d %d", &version, &validity, &low)
	}
	if err != nil || version != 1 {
		if note != "" || err != nil {
			w.log().Info("the note about the mailbox cannot be used; everything is looked at again", "error", err)
		}
		return
	}
	w.seen.validity, w.seen.low, w.seen.saved = validity, imap.UID(low), note
}

// remember writes the note when it has changed. A failure costs time later.
func (w *Watcher) remember(ctx context.Context) {
	note := w.seen.note()
	if w.Memory == nil || note == w.seen.saved {
		return
	}
	if err := w.Memory.Set(ctx, note); err != nil {
		w.log().Warn("remembering the place in the mailbox", "error", err)
		return
	}
	w.seen.saved = note
}
