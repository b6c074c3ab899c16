package room

import (
	"strings"
	"time"
)

// entry is what is known of one message: its ref, and what was kept beside it.
type entry struct {
	ref
	raw   string // the ref as it was kept
	shown *shown
	met   *met
	bad   error // what is kept cannot be read
}

// board is everything that is known of a task's messages, by key.
type board map[string]*entry

func readBoard(refs map[string]string) board {
	b := board{}
	for key, raw := range refs {
		b.read(key, raw)
	}
	return b
}

func (b board) read(key, raw string) {
	switch {
	case strings.HasPrefix(key, shownPrefix):
		e := b.at(key[len(shownPrefix):])
		s, err := decode[shown](key, raw)
		e.shown, e.bad = s, first(e.bad, err)
	case strings.HasPrefix(key, metPrefix):
		e := b.at(key[len(metPrefix):])
		m, err := decode[met](key, raw)
		e.met, e.bad = m, first(e.bad, err)
	default:
		e := b.at(key)
		r, err := decode[ref](key, raw)
		e.raw, e.bad = raw, first(e.bad, err)
		if r != nil {
			e.ref = *r
		}
	}
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// at is the entry of a key, an empty one if there is none yet.
func (b board) at(key string) *entry {
	if b[key] == nil {
		b[key] = &entry{}
	}
	return b[key]
}

// root is the first message of the task that is still there and no reply, with
// its key; nil while there is none.
func (b board) root() (string, *entry) {
	var key string
	var root *entry
	for k, e := range b {
		if e.ID != "" && !e.Reply && e.bad == nil && (root == nil || e.N < root.N) {
			key, root = k, e
		}
	}
	return key, root
}

// nextN is the N of a message that is posted now.
func (b board) nextN() int {
	n := 0
	for _, e := range b {
		n = max(n, e.N)
	}
	return n + 1
}

// stands is what the message shows. It is not known after an edit of unknown
// outcome, and where an edit by another way may have crossed our last call.
func (e *entry) stands(grace time.Duration) (sum string, final, known bool) {
	sum, final = e.Sum, e.Final && e.Loose.IsZero()
	if e.shown == nil || e.shown.ID == e.Seen {
		return sum, final, sum != ""
	}
	if e.shown.Sum == sum && e.Loose.IsZero() {
		return sum, final || e.shown.Final, true
	}
	ended := e.Edited // the latest that a call of ours can have had its effect
	if late := e.Loose.Add(grace); !e.Loose.IsZero() && late.After(ended) {
		ended = late
	}
	if e.shown.At.Add(-grace).After(ended) {
		return e.shown.Sum, e.shown.Final, true
	}
	return "", false, false
}

// unknown says that nobody can know whether the message was posted.
func (e *entry) unknown() bool { return e.Try != nil && e.Try.Unknown && !e.seen() }

// seen says that the message of a try was met in its room.
func (e *entry) seen() bool {
	return e.Try != nil && e.met != nil && e.met.ID != "" && e.met.Room == e.Room && !e.met.At.Before(e.Try.Begun)
}

// stray says that a message is none of those that are known, and another one of its
// room is the one of the key.
func (b board) stray(key string, at Place) bool {
	if e := b.at(key); e.Room != at.Room || e.ID == "" && !e.seen() {
		return false
	}
	for _, e := range b {
		if e.ID == at.ID || e.seen() && e.met.ID == at.ID {
			return false
		}
	}
	return true
}

func (e *entry) place() Place { return Place{Room: e.Room, ID: e.ID, Thread: e.Thread} }

// begun is the ref of a post that begins now.
func (e *entry) begun(m *Message, at Place, id string, now time.Time) ref {
	gen := e.Gen
	if e.ID != "" { // moved: the one that is there stays behind
		gen++
	}
	return ref{Room: at.Room, Thread: at.Thread, Reply: m.Reply, Gen: gen, Deleted: e.Deleted, Seen: e.shownID(),
		Try: &try{ID: id, Begun: now, Last: now, Sum: m.Sum, Rev: m.Rev, Final: m.Final}}
}

// posted is the ref of a try that has become a message; ended is when its post
// had ended at the latest.
func (r ref) posted(id string, n int, ended time.Time) ref {
	t := r.Try
	r.ID, r.N, r.Sum, r.Rev, r.Final, r.Edited = id, n, t.Sum, t.Rev, t.Final, ended
	r.Try, r.Deleted = nil, false
	return r
}

// notPosted is the ref of a try that surely has not become a message.
func (r ref) notPosted() ref {
	return ref{Gen: r.Gen, Deleted: r.Deleted}
}

// editing is the ref while an edit goes on.
func (e *entry) editing(now time.Time) ref {
	r := e.ref
	r.Sum, r.Loose, r.Seen = "", now, e.shownID()
	return r
}

// edited is the ref after an edit that began and ended at these times. A lost
// edit before it may still come late, and undo this one.
func (e *entry) edited(m *Message, began, ended time.Time, grace time.Duration) ref {
	r := e.ref
	r.Sum, r.Rev, r.Final, r.Edited, r.Seen = m.Sum, m.Rev, m.Final, ended, e.shownID()
	if !began.Before(e.Loose.Add(grace)) {
		r.Loose = time.Time{}
	}
	return r
}

// gone is the ref of a message that was deleted.
func (r ref) gone() ref { return ref{Gen: r.Gen + 1, Deleted: true} }

func (e *entry) shownID() string {
	if e.shown == nil {
		return ""
	}
	return e.shown.ID
}
