package agent

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// shelf is the part of a Store that sending needs, in memory.
type shelf struct {
	Store
	marks   map[string]string
	blobs   map[string][]byte
	refuses error // of every write
}

func newShelf() *shelf { return &shelf{marks: map[string]string{}, blobs: map[string][]byte{}} }

func (s *shelf) Mark(_ context.Context, name, value string) (string, bool, error) {
	if s.refuses != nil {
		return "", false, s.refuses
	}
	if had, ok := s.marks[name]; ok {
		return had, false, nil
	}
	s.marks[name] = value
	return value, true, nil
}

func (s *shelf) Marked(_ context.Context, name string) (string, error) { return s.marks[name], nil }

func (s *shelf) Unmark(_ context.Context, name string) error {
	delete(s.marks, name)
	return nil
}

func (s *shelf) PutBlob(_ context.Context, data []byte) (string, error) {
	key := fmt.Sprint(len(s.blobs))
	s.blobs[key] = data
	return key, nil
}

func (s *shelf) Blob(_ context.Context, key string) ([]byte, error) { return s.blobs[key], nil }

// server is a mail server that takes mails, or fails as it is told to.
type server struct {
	took   int
	before error        // answered before the mail is handed over
	after  error        // answered to the mail itself
	beside func() error // runs right before commit: another worker
}

func (s *server) Send(ctx context.Context, _ []byte, _ string, _ []string, commit func(context.Context) error) error {
	if s.before != nil {
		return s.before
	}
	if s.beside != nil {
		if err := s.beside(); err != nil {
			return err
		}
	}
	if err := commit(ctx); err != nil {
		return err
	}
	if s.after != nil {
		return s.after
	}
	s.took++
	return nil
}

// sentFolder is a Sent folder that has some mails.
type sentFolder map[string]bool

func (f sentFolder) Append(context.Context, []byte) error { return nil }

func (f sentFolder) Has(_ context.Context, id string) (bool, error) { return f[id], nil }

func sending() (*Desk, *shelf, *server, task.Task, task.Job) {
	st, srv := newShelf(), &server{}
	d := &Desk{Settings: Settings{Name: "sales", Address: "sales@us.example"}, Store: st, Outbox: srv, Sent: sentFolder{},
		Now: func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }}
	t := task.Task{ID: "T-1", Draft: &task.Draft{ID: "<a@us.example>", To: []string{"kim@c.example"}, Subject: "Re: desks", Text: "Dear Kim"}}
	return d, st, srv, t, task.Job{Key: "T-1/7/send", Task: "T-1", Kind: task.JobSend}
}

func TestAMailThatLeftIsNotSentAgain(t *testing.T) {
	d, _, srv, tk, job := sending()
	for range 3 { // the outcome was lost, the job comes again
		e, err := d.send(t.Context(), tk, job)
		if err != nil || e.Kind != task.Sent {
			t.Fatalf("%v, %v; want sent", e.Kind, err)
		}
	}
	if srv.took != 1 {
		t.Errorf("the server took the mail %d times", srv.took)
	}
}

func TestAMailNobodyKnowsOfIsAskedAbout(t *testing.T) {
	d, _, srv, tk, job := sending()
	srv.after = &mail.SendError{Uncertain: true, Words: "the line broke"}
	for range 2 { // at once, and when the job comes again
		e, err := d.send(t.Context(), tk, job)
		if err != nil || e.Kind != task.Stuck || e.Problem.Code != task.SendUncertain {
			t.Fatalf("%+v, %v; want a person to be asked", e, err)
		}
		srv.after = nil
	}
	if srv.took != 0 {
		t.Error("it was sent on a guess")
	}
	d.Sent = sentFolder{tk.Draft.ID: true}
	if e, err := d.send(t.Context(), tk, job); err != nil || e.Kind != task.Sent || srv.took != 0 {
		t.Errorf("%v, %v: the Sent folder has it, so it left", e.Kind, err)
	}
}

func TestOfTwoWorkersOneSends(t *testing.T) {
	d, _, srv, tk, job := sending()
	srv.beside = func() error { // the job lapsed, and another has it too
		srv.beside = nil
		_, err := d.send(t.Context(), tk, job)
		return err
	}
	_, err := d.send(t.Context(), tk, job)
	var later *laterError
	if !errors.As(err, &later) || srv.took != 1 {
		t.Fatalf("%v, taken %d times; want the second to wait and one mail", err, srv.took)
	}
	if e, err := d.send(t.Context(), tk, later.job); err != nil || e.Kind != task.Sent || srv.took != 1 {
		t.Errorf("%v, %v, taken %d times; want it to be known as sent", e.Kind, err, srv.took)
	}
}

func TestTriesOfAMail(t *testing.T) {
	d, st, srv, tk, job := sending()
	srv.after = &mail.SendError{Temporary: true, Code: 451, Words: "try later"}
	var pauses []time.Duration
	for {
		e, err := d.send(t.Context(), tk, job)
		var later *laterError
		if errors.As(err, &later) {
			pauses, job = append(pauses, later.at.Sub(d.now())), later.job
			continue
		}
		if err != nil || e.Problem == nil || e.Problem.Code != task.SendFailed || e.Problem.Args["Words"] != "try later" {
			t.Fatalf("%+v, %v; want assistance with the server's words", e, err)
		}
		break
	}
	if len(pauses) != sendTries-1 {
		t.Errorf("%d pauses between %d tries", len(pauses), sendTries)
	}
	for i := 1; i < len(pauses); i++ {
		if pauses[i] <= pauses[i-1] {
			t.Errorf("the pauses do not grow: %v", pauses)
		}
	}
	if len(st.marks) != 0 {
		t.Errorf("a mail that surely did not leave keeps the mark %v", st.marks)
	}
	srv.after = &mail.SendError{Code: 550, Words: "no such user"}
	if e, err := d.send(t.Context(), tk, task.Job{Key: "T-1/9/send"}); err != nil || e.Problem == nil || e.Problem.Args["Words"] != "no such user" {
		t.Errorf("%+v, %v; a refusal for good goes to a person at once", e, err)
	}
}

func TestNothingIsSentThatCannotBeNoted(t *testing.T) {
	d, st, srv, tk, job := sending()
	st.refuses = errors.New("Redis takes no writes")
	_, err := d.send(t.Context(), tk, job)
	var later *laterError
	if !errors.As(err, &later) || srv.took != 0 {
		t.Errorf("%v, taken %d times; want it to wait unsent", err, srv.took)
	}
}
