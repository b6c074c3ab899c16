// Package agent is the sales order agent: it takes mails in, does the work that
// the core (package task) asks for, and reports what it found out. It holds no
// state of its own: everything is in the Store, so that any copy can go on
// where another stopped.
//
// # One mail
//
// A mail.Watcher hands a message to Desk.Intake. It is parsed, its bytes, text
// and files are stored, and a task is made or found by its thread; one write
// stores the task with its first job and the mail's key. Only then is the mail
// marked as taken in the mailbox. A crash before that brings it again, and the
// key is known.
//
// A worker (Desk.Work) takes the job "read": the attachments are read, the
// sender is looked up, the reader says what is asked for. The outcome goes
// through task.Apply as an event, and its write brings the next job, until a
// person is wanted. So it goes on: quote, compose, send; order, compose, send.
//
// # One click
//
// A chat surface makes an event of it and calls Desk.Do: read the task, apply,
// write with the revision it had. If somebody else was faster, it is tried on
// the new state, and the core says who was first.
//
// # What happens once
//
// Jobs are done at least once. What reaches outside is keyed by the job: the
// back office keeps the key with the document, a mail has its Message-ID from
// the job that wrote it and a mark is set in the Store right before the server
// takes it. When a repeat finds the mark and no outcome, it looks in the Sent
// folder, and asks a person if that does not tell (send.go).
//
// Goroutines: Run starts the workers, the mailbox watcher and the clock for
// later jobs, and waits for all of them.
package agent
