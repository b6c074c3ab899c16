package room

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The steps that may be missing between what is planned and what was posted.
type doing int

const (
	broken doing = iota // what is kept cannot be read; nothing is done
	adopt               // the message of a try was met
	find                // a try may have become a message
	mark                // it shows what it shall, and shall never be edited again
	edit
	post
)

// step is one thing that is missing.
type step struct {
	do   doing
	m    *Message
	e    *entry
	at   Place     // of edit and post
	from time.Time // not before; zero: at once
}

// missing is what has to be done for a plan, in the order in which it is done:
// what was begun is looked for, then edits, then posts, replies last. Nothing
// missing: everything is shown.
func missing(plan []Message, b board, grace time.Duration) []step {
	var out []step
	_, root := b.root()
	for i := range plan {
		if s, ok := missingOf(&plan[i], b.at(plan[i].Key), root, grace); ok {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b step) int { return a.order() - b.order() })
	return out
}

func (s step) order() int {
	n := int(s.do) * 2
	if s.do == post && s.m.Reply {
		n++
	}
	return n
}

func missingOf(m *Message, e *entry, root *entry, grace time.Duration) (step, bool) {
	s := step{m: m, e: e, at: e.place()}
	switch {
	case e.bad != nil:
		s.do = broken
	case e.seen():
		s.do = adopt
	case e.unknown():
		return s, false
	case e.Try != nil:
		s.do = find
	case e.ID == "" || moved(m, e, root):
		return posting(s, root)
	default:
		return editing(s, grace)
	}
	return s, true
}

// moved says that a reply is not in the thread of the message that is first now.
func moved(m *Message, e *entry, root *entry) bool {
	return m.Reply && !m.Skip && !m.Final && !e.Final && root != nil &&
		(e.Thread != root.ID || e.Room != root.Room)
}

// posting is the post of a message that is not there. One that was deleted after
// it was decided is forgotten.
func posting(s step, root *entry) (step, bool) {
	if s.m.Skip || s.e.Deleted && s.m.Final || s.m.Reply && root == nil {
		return s, false
	}
	s.do, s.at = post, Place{Room: s.m.Room}
	if s.m.Reply {
		s.at = Place{Room: root.Room, Thread: root.ID}
	}
	return s, true
}

func editing(s step, grace time.Duration) (step, bool) {
	sum, final, known := s.e.stands(grace)
	same := known && sum == s.m.Sum
	switch {
	case known && final:
		return s, false
	case same && !s.e.Loose.IsZero() && s.e.Sum != "":
		s.do, s.from = edit, s.e.Loose.Add(grace)
	case same && s.m.Final:
		s.do = mark
	case same:
		return s, false
	default:
		s.do = edit
	}
	return s, true
}

// stale says that the plan is older than what is shown.
func (s step) stale() bool {
	return (s.do == edit || s.do == mark) && s.m.Rev > 0 && s.m.Rev < s.e.Rev
}

// prepared is a plan with its sums and with what is shown instead of messages of
// which nothing can be known.
func prepared(plan []Message, b board) ([]Message, error) {
	var out []Message
	seen := map[string]bool{}
	for _, m := range plan {
		for instead := &m; instead != nil; {
			m := *instead
			if err := prepare(&m, seen); err != nil {
				return nil, err
			}
			out = append(out, m)
			if instead = m.Else; instead != nil {
				next := *instead
				next.Skip = next.Skip || m.Skip || !b.at(m.Key).unknown()
				instead = &next
			}
		}
	}
	return out, nil
}

func prepare(m *Message, seen map[string]bool) error {
	switch {
	case m.Key == "" || strings.HasPrefix(m.Key, "@"):
		return fmt.Errorf("the plan has a message with the key %q", m.Key)
	case seen[m.Key]:
		return fmt.Errorf("the plan has two messages with the key %q", m.Key)
	case m.Room == "" && !m.Reply && !m.Skip:
		return errors.New("the plan has no room for " + m.Key)
	}
	seen[m.Key] = true
	if m.Sum != "" {
		return nil
	}
	var err error
	m.Sum, err = sum(m.Body)
	return err
}
