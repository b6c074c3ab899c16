package mail

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
)

const (
	metaBatch    = 500 // mails asked about in one command
	failuresStop = 3   // mails in a row that fail before the pass is given up
)

// letter is what is known of a mail before it is fetched.
type letter struct {
	uid     imap.UID
	arrived time.Time
	size    int64
}

// permits says which flags the folder takes.
type permits struct{ done, read bool }

// pass reads the folder once. again is when to come back for mails that wait; 0
// is not before there is news.
func (w *Watcher) pass(ctx context.Context, s *session) (again time.Duration, err error) {
	can, err := w.enter(ctx, s)
	if err != nil {
		return 0, err
	}
	found, err := w.search(ctx, s)
	if err != nil {
		return 0, err
	}
	if err := w.mark(ctx, s, can, slices.Collect(maps.Keys(w.seen.unmarked))...); err != nil {
		return 0, err
	}
	letters, err := w.letters(ctx, s, found)
	if err != nil {
		return 0, err
	}
	err = w.offerAll(ctx, s, letters, can)
	w.seen.compact(found)
	w.remember(ctx)
	w.setStatus(func(st *Status) {
		st.Connected, st.LastSeen, st.Waiting = true, time.Now(), len(w.seen.held)+len(w.seen.failed)
		if len(w.seen.failed) == 0 && err == nil {
			st.LastError = ""
		}
	})
	return w.nextOffer(), err
}

// enter selects the folder anew each time: its UIDVALIDITY and permitted flags
// are only told then.
func (w *Watcher) enter(ctx context.Context, s *session) (permits, error) {
	var data *imap.SelectData
	err := s.within(ctx, func() (err error) {
		data, err = s.Select(w.folder(), nil).Wait()
		return err
	})
	var no *imap.Error
	if errors.As(err, &no) {
		return permits{}, fmt.Errorf("the folder %s cannot be opened: create it or name another: %w", w.folder(), err)
	}
	if err != nil {
		return permits{}, err
	}
	if w.seen.enter(data.UIDValidity) {
		w.log().Info("the mailbox has numbered its mails anew; all are looked at again", "folder", w.folder())
	}
	can := permitted(data.PermanentFlags)
	warning := ""
	if !can.done {
		warning = fmt.Sprintf("the folder %s keeps no keyword of ours: taken mails are known by memory only", w.folder())
	}
	w.setStatus(func(st *Status) { st.Connected, st.Warning = true, warning })
	return can, nil
}

// permitted reads PERMANENTFLAGS; a server that does not say permits all
// (RFC 3501 section 7.1).
func permitted(flags []imap.Flag) permits {
	if flags == nil {
		return permits{true, true}
	}
	return permits{
		done: slices.Contains(flags, imap.FlagWildcard) || slices.Contains(flags, Done),
		read: slices.Contains(flags, imap.FlagSeen) || slices.Contains(flags, imap.FlagWildcard),
	}
}

// search asks for what is not settled, in rising order of UID. The day before is
// included: servers compare dates without a zone.
func (w *Watcher) search(ctx context.Context, s *session) ([]imap.UID, error) {
	c := &imap.SearchCriteria{NotFlag: []imap.Flag{Done, imap.FlagDeleted}}
	if !w.Since.IsZero() {
		c.Since = w.Since.UTC().AddDate(0, 0, -1)
	}
	if w.seen.low > 0 {
		c.UID = []imap.UIDSet{{imap.UIDRange{Start: w.seen.low + 1, Stop: 0}}}
	}
	select { // news from here on is for the next pass
	case <-w.wake:
	default:
	}
	var uids []imap.UID
	err := s.withinTime(ctx, 2*s.timeout, func() error {
		data, err := s.UIDSearch(c, nil).Wait()
		if err == nil {
			uids = data.AllUIDs()
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("searching for new mail: %w", err)
	}
	slices.Sort(uids)
	low := w.seen.low // "*" means the newest mail even where that is older
	return slices.DeleteFunc(slices.Compact(uids), func(u imap.UID) bool { return u <= low }), nil
}

// letters asks for date and size of the mails that are to be offered, and
// settles those that arrived before the activation date or are gone.
func (w *Watcher) letters(ctx context.Context, s *session, found []imap.UID) ([]letter, error) {
	open := slices.DeleteFunc(slices.Clone(found), func(u imap.UID) bool { return w.seen.done[u] })
	var list []letter
	for batch := range slices.Chunk(open, metaBatch) {
		got, err := w.metadata(ctx, s, batch)
		if err != nil {
			return nil, fmt.Errorf("asking for dates and sizes: %w", err)
		}
		for _, uid := range batch {
			l, there := got[uid]
			if !there || l.arrived.Before(w.Since) {
				w.seen.settle(uid)
				continue
			}
			list = append(list, l)
		}
	}
	slices.SortFunc(list, func(a, b letter) int {
		if c := a.arrived.Compare(b.arrived); c != 0 {
			return c
		}
		return int(int64(a.uid) - int64(b.uid))
	})
	return list, nil
}

func (w *Watcher) metadata(ctx context.Context, s *session, uids []imap.UID) (map[imap.UID]letter, error) {
	got := map[imap.UID]letter{}
	err := s.within(ctx, func() error {
		list, err := s.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, InternalDate: true, RFC822Size: true}).Collect()
		for _, m := range list {
			got[m.UID] = letter{m.UID, m.InternalDate, m.RFC822Size}
		}
		return err
	})
	return got, err
}

// offerAll hands the mails over, oldest first. While some are held back, the
// oldest of them is tried first: if it is taken now, all are offered in order;
// if not, only mails never offered are.
func (w *Watcher) offerAll(ctx context.Context, s *session, letters []letter, can permits) error {
	holding := time.Now().Before(w.seen.holdEnd) && len(w.seen.held) > 0
	tried, inRow := false, 0
	for _, l := range letters {
		if f, ok := w.seen.failed[l.uid]; ok && time.Now().Before(f.next) {
			continue
		}
		if w.seen.held[l.uid] && holding {
			if tried {
				continue
			}
			tried = true
		}
		wasHeld := w.seen.held[l.uid]
		taken, err := w.offer(ctx, s, l, can)
		var bad *handleError
		switch {
		case errors.As(err, &bad):
			if inRow++; inRow >= failuresStop {
				return nil // the fault is hardly in the mails: the rest waits for the next pass
			}
			continue
		case err != nil:
			return err
		case !taken:
			holding, tried = true, true
		case wasHeld:
			holding = false
		}
		inRow = 0
	}
	return nil
}

// nextOffer is the time until the first failed or held mail is due.
func (w *Watcher) nextOffer() time.Duration {
	var due time.Time
	for _, f := range w.seen.failed {
		if due.IsZero() || f.next.Before(due) {
			due = f.next
		}
	}
	if len(w.seen.held) > 0 && (due.IsZero() || w.seen.holdEnd.Before(due)) {
		due = w.seen.holdEnd
	}
	if due.IsZero() {
		return 0
	}
	return max(time.Until(due), 10*time.Millisecond)
}
