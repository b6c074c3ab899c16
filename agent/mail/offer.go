package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// handleError is a failure of the caller with one mail, not of the line.
type handleError struct{ err error }

func (e *handleError) Error() string { return "taking the mail: " + e.err.Error() }
func (e *handleError) Unwrap() error { return e.err }

// offer fetches one mail, hands it over, and marks it when it was taken.
func (w *Watcher) offer(ctx context.Context, s *session, l letter, can permits) (bool, error) {
	t, there, err := w.fetch(ctx, s, l)
	if err != nil {
		return false, err
	}
	if !there {
		w.seen.settle(l.uid)
		return true, nil
	}
	taken, err := w.Handle(ctx, t)
	if ctx.Err() != nil && (err != nil || !taken) {
		return false, ctx.Err()
	}
	now := time.Now()
	switch {
	case err != nil:
		w.seen.fail(l.uid, now, orDuration(w.Pause, time.Second)*5)
		w.setStatus(func(st *Status) {
			st.LastError = cutRunes(oneLine("a mail could not be taken: "+err.Error()), 500)
		})
		w.log().Error("a mail could not be taken; it is tried again", "uid", l.uid, "id", t.Message.ID, "error", err)
		return false, &handleError{err}
	case !taken:
		w.seen.held[l.uid] = true
		delete(w.seen.failed, l.uid)
		w.seen.holdEnd = now.Add(orDuration(w.Hold, 2*time.Minute))
		return false, nil
	}
	held := w.seen.held[l.uid]
	w.seen.settle(l.uid)
	if held {
		w.seen.holdEnd = time.Time{}
	}
	w.seen.unmarked[l.uid] = true
	return true, w.mark(ctx, s, can, l.uid)
}

func (w *Watcher) fetch(ctx context.Context, s *session, l letter) (t Taken, there bool, err error) {
	limit := w.MaxSize
	if limit <= 0 {
		limit = 40 << 20
	}
	whole := l.size <= limit
	raw, there, err := w.fetchBytes(ctx, s, l.uid, whole, limit)
	if errors.Is(err, errTooBig) { // the server was wrong about the size
		whole = false
		raw, there, err = w.fetchBytes(ctx, s, l.uid, false, maxHeader)
	}
	if err != nil || !there {
		return Taken{}, there, err
	}
	t = Taken{Raw: raw, InternalDate: l.arrived, UID: uint32(l.uid)}
	t.Message, err = w.parse(raw, whole, l)
	t.Key = Key(raw, t.Message)
	return t, true, err
}

// parse never loses a mail: one that cannot be read at all is handed over as
// an empty message that says so.
func (w *Watcher) parse(raw []byte, whole bool, l letter) (Message, error) {
	var m Message
	var err error
	if whole {
		m, err = Parse(raw, w.Parse)
	} else {
		m, err = ParseHeader(raw, l.size, w.Parse)
	}
	if err != nil {
		m = Message{ID: fmt.Sprintf("<empty-%d-%d@without-id.invalid>", w.seen.validity, l.uid), Verified: none, Defects: []string{err.Error()}}
		m.Automatic, m.AutomaticReason = true, "the mail is empty"
	}
	return m, nil
}

var errTooBig = errors.New("the mail is bigger than the server said")

// fetchBytes reads a mail or its header without marking it as read. there is
// false when it was deleted meanwhile.
func (w *Watcher) fetchBytes(ctx context.Context, s *session, uid imap.UID, whole bool, limit int64) (raw []byte, there bool, err error) {
	section := &imap.FetchItemBodySection{Peek: true}
	if !whole {
		section.Specifier = imap.PartSpecifierHeader
	}
	d := s.timeout + time.Duration(limit>>20)*5*time.Second // at least 200 KiB a second
	err = s.withinTime(ctx, d, func() error {
		cmd := s.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
		var tooBig error
		for m := cmd.Next(); m != nil; m = cmd.Next() {
			for item := m.Next(); item != nil; item = m.Next() {
				body, ok := item.(imapclient.FetchItemDataBodySection)
				if !ok || body.Literal == nil {
					continue
				}
				there = true
				raw, tooBig = readBounded(body.Literal, limit)
			}
		}
		return errors.Join(cmd.Close(), tooBig)
	})
	if err != nil && !errors.Is(err, errTooBig) {
		err = fmt.Errorf("fetching a mail: %w", err)
	}
	return raw, there, err
}

func readBounded(r io.Reader, limit int64) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(raw)) > limit {
		_, err = io.Copy(io.Discard, r)
		return raw[:limit], errors.Join(errTooBig, err)
	}
	return raw, err
}

// mark sets the keyword, and \Seen where wished. A server that refuses is no
// reason to stop: the mail is settled in memory and known by its key.
func (w *Watcher) mark(ctx context.Context, s *session, can permits, uids ...imap.UID) error {
	var flags []imap.Flag
	if can.done {
		flags = append(flags, Done)
	}
	if w.MarkRead && can.read {
		flags = append(flags, imap.FlagSeen)
	}
	if len(flags) == 0 || len(uids) == 0 {
		clear(w.seen.unmarked)
		return nil
	}
	err := s.within(ctx, func() error {
		return s.Store(imap.UIDSetNum(uids...), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: flags}, nil).Close()
	})
	var no *imap.Error
	if err == nil || errors.As(err, &no) {
		clear(w.seen.unmarked)
	}
	if errors.As(err, &no) {
		w.log().Warn("the mailbox does not keep our keyword", "uids", uids, "error", err)
		w.setStatus(func(st *Status) {
			st.Warning = "the mailbox refuses the keyword " + string(Done) + ": taken mails are known by memory only"
		})
		return nil
	}
	if err != nil {
		return fmt.Errorf("marking a mail as done: %w", err)
	}
	return nil
}
