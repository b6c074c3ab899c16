package slacktest

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
			return fmt.Errorf("slack: waiting for %s: %w; %s", what, ctx.Err(), s.summary())
		case <-s.done:
			return fmt.Errorf("slack: waiting for %s: the server is closed", what)
		}
	}
}

// peek reads the state while waiting.
func (s *Server) peek(ok func() bool) func() bool {
	return func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return ok()
	}
}

// summary says what is there, for the one who reads that a wait failed.
func (s *Server) summary() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var lines []string
	for _, id := range s.order {
		for _, p := range s.channels[id].posts {
			first, _, _ := strings.Cut(p.export().Words(), "\n")
			lines = append(lines, fmt.Sprintf("%s %s: %.60s (%d buttons, %d edits)", id, p.TS, first, len(p.Buttons()), p.Edits))
		}
	}
	lines = lines[max(0, len(lines)-12):]
	for _, c := range s.calls[max(0, len(s.calls)-8):] {
		lines = append(lines, c.Method+": "+c.Code)
	}
	return "there are: " + strings.Join(append(lines, s.errors...), "; ")
}

// WaitMessage waits for a message in a channel (threads too) that the predicate likes; newest first.
func (s *Server) WaitMessage(ctx context.Context, channel string, like func(Message) bool) (Message, error) {
	return s.waitPost(ctx, "a message in "+channel, like, func() []Message {
		return s.exported(channel, func(*post) bool { return true })
	})
}

// WaitEdit waits for one message to become what the predicate likes; where there are many messages it costs less than WaitMessage.
func (s *Server) WaitEdit(ctx context.Context, channel, ts string, like func(Message) bool) (Message, error) {
	return s.waitPost(ctx, "message "+ts+" in "+channel, like, func() []Message {
		if m, there := s.Message(channel, ts); there {
			return []Message{m}
		}
		return nil
	})
}

// WaitEphemeral waits for a private answer.
func (s *Server) WaitEphemeral(ctx context.Context, user string, like func(Message) bool) (Message, error) {
	return s.waitPost(ctx, "a private answer to "+user, like, func() []Message { return s.Ephemerals(user) })
}

func (s *Server) waitPost(ctx context.Context, what string, like func(Message) bool, list func() []Message) (found Message, err error) {
	err = s.wait(ctx, what, func() bool {
		for _, m := range slices.Backward(list()) {
			if like(m) {
				found = m
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitView waits for the modal on top.
func (s *Server) WaitView(ctx context.Context, user string, like func(View) bool) (View, error) {
	return s.waitView(ctx, "a modal of "+user, like, func() (View, bool) { return s.Top(user) })
}

// WaitHome waits for the home tab.
func (s *Server) WaitHome(ctx context.Context, user string, like func(View) bool) (View, error) {
	return s.waitView(ctx, "the home tab of "+user, like, func() (View, bool) { return s.Home(user) })
}

func (s *Server) waitView(ctx context.Context, what string, like func(View) bool, get func() (View, bool)) (found View, err error) {
	err = s.wait(ctx, what, func() bool {
		v, there := get()
		found = v
		return there && like(v)
	})
	return found, err
}

// WaitNoView waits until a person has no modal open.
func (s *Server) WaitNoView(ctx context.Context, user string) error {
	return s.wait(ctx, "no modal of "+user, func() bool { return len(s.Views(user)) == 0 })
}

// WaitFile waits for a file that is shared.
func (s *Server) WaitFile(ctx context.Context, like func(File) bool) (found File, err error) {
	err = s.wait(ctx, "a file", func() bool {
		for _, f := range s.Files() {
			if f.Complete && like(f) {
				found = f
				return true
			}
		}
		return false
	})
	return found, err
}

// WaitCalls waits until a method was called n times, whatever came of it.
func (s *Server) WaitCalls(ctx context.Context, method string, n int) error {
	return s.wait(ctx, fmt.Sprintf("%d calls of %s", n, method), func() bool { return len(s.Calls(method)) >= n })
}

// Settled waits until no call of the app and no delivery to it is under way. What the app does later by itself it can not know.
func (s *Server) Settled(ctx context.Context) error {
	return s.wait(ctx, "all calls and deliveries to end", s.peek(func() bool { return s.busy == 0 }))
}
