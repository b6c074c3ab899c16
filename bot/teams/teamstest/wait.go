package teamstest

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// Wait blocks until ok, which is asked again after each change of any state.
func (s *Server) Wait(ctx context.Context, ok func() bool) error {
	return s.wait(ctx, "what the test wants", ok)
}

// wait is Wait with a name for what is waited for. The lock is not held while ok is asked.
func (s *Server) wait(ctx context.Context, what string, ok func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("teams: waiting for %s: %w; %s", what, ctx.Err(), s.summary())
		case <-s.done:
			return fmt.Errorf("teams: waiting for %s: the server is closed", what)
		}
	}
}

// summary says what is there, for the one who reads that a wait failed.
func (s *Server) summary() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, id := range s.order {
		for _, p := range s.rooms[id].posts {
			first, _, _ := strings.Cut(p.Words(), "\n")
			lines = append(lines, fmt.Sprintf("%s %s: %.60s (%d buttons, %d edits)", id, p.ID, first, len(p.Buttons()), p.Edits))
		}
	}
	lines = lines[max(0, len(lines)-12):]
	for _, c := range s.calls[max(0, len(s.calls)-8):] {
		lines = append(lines, fmt.Sprintf("%s: %d %s", c.Op, c.Status, c.Code))
	}
	return "there are: " + strings.Join(append(lines, s.errors...), "; ")
}

// WaitMessage waits for a message in a conversation (threads too) that the
// predicate likes; newest first.
func (s *Server) WaitMessage(ctx context.Context, conversation string, like func(Message) bool) (found Message, err error) {
	err = s.wait(ctx, "a message in "+conversation, func() bool {
		for _, m := range slices.Backward(s.exported(conversation, func(*post) bool { return true })) {
			if like(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitEdit waits for one message to become what the predicate likes.
func (s *Server) WaitEdit(ctx context.Context, m Message, like func(Message) bool) (Message, error) {
	return s.WaitSeen(ctx, "", m, like)
}

// WaitSeen waits for one message to become what the predicate likes, in one person's eyes.
func (s *Server) WaitSeen(ctx context.Context, user string, m Message, like func(Message) bool) (found Message, err error) {
	err = s.wait(ctx, "message "+m.ID+" in "+m.Conversation, func() bool {
		now, there := s.Seen(user, m.Conversation, m.ID)
		found = now
		return there && like(now)
	})
	return found, err
}

// WaitCalls waits until an operation was called n times, whatever came of it.
func (s *Server) WaitCalls(ctx context.Context, op string, n int) error {
	return s.wait(ctx, fmt.Sprintf("%d calls of %s", n, op), func() bool { return len(s.Calls(op)) >= n })
}

// Settled waits until no call of the app and no delivery to it is under way. What
// the app does later by itself it can not know.
func (s *Server) Settled(ctx context.Context) error {
	return s.wait(ctx, "all calls and deliveries to end", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.busy == 0
	})
}
