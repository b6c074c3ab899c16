package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Errors of every desk. Compare with errors.Is.
var (
	// ErrNotFound says that there is no such task or blob.
	ErrNotFound = errors.New("store: not found")
	// ErrConflict says that somebody else wrote the task since it was read:
	// read it again and decide again. Nothing was written.
	ErrConflict = errors.New("store: the task was changed meanwhile")
	// ErrUnavailable says that Redis cannot be reached or refuses. A write either
	// was carried out whole or not at all; repeating it is safe.
	ErrUnavailable = errors.New("store: Redis is not available")
	// ErrLapsed says that a job was not heard of for too long and is another's now.
	ErrLapsed = errors.New("store: the job was given to another worker")
	// ErrTooBig says that a blob is over the limit.
	ErrTooBig = errors.New("store: too big to be kept")
)

// TakenError says that a mail was taken before. Nothing was written.
type TakenError struct{ Task string } // the task that has it; it may be deleted by now

func (e *TakenError) Error() string { return "store: the mail was taken before, by task " + e.Task }

// MissingBlobError says that a task refers to a blob that is not there: it was
// put too long ago without a task, or the other task that had it was deleted.
// Nothing was written; put the blob and write again.
type MissingBlobError struct{ Blob string }

func (e *MissingBlobError) Error() string {
	return "store: the task refers to a blob that is not kept; put it again: " + e.Blob
}

// Fault is an error of Redis in a sentence that says what to do.
type Fault struct {
	Doing string // "write task T-1042"
	Says  string // what is wrong and how to mend it
	Err   error  // what Redis or the network said
}

func (f *Fault) Error() string { return f.Doing + ": " + f.Says }

// Unwrap makes a Fault an ErrUnavailable with its cause.
func (f *Fault) Unwrap() []error { return []error{ErrUnavailable, f.Err} }

// refusals are words of Redis with ours. Redis before 7 puts its word inside a
// script's error, so they are looked for anywhere at a word's start.
var refusals = []struct{ code, says string }{
	{"OOM", "Redis refuses to write because its memory is full; raise maxmemory or free some, and keep the policy noeviction"},
	{"MISCONF", "Redis refuses to write because it cannot save to its disk; free disk space or mend the directory it saves to"},
	{"READONLY", "this Redis is a read-only replica; point the program at the primary, or name it by Sentinel"},
	{"LOADING", "Redis is starting and still loading its data; wait for it"},
	{"CLUSTERDOWN", "the Redis Cluster is down or does not cover all slots; mend the cluster"},
	{"MASTERDOWN", "the replica has lost its primary; wait for the failover or mend the link"},
	{"NOREPLICAS", "Redis refuses to write because too few replicas follow it; bring them back or lower min-replicas-to-write"},
	{"TRYAGAIN", "the Redis Cluster is moving this slot; try again"},
	{"NOAUTH", "Redis wants a password; give user and password"},
	{"WRONGPASS", "Redis refuses the user or the password; correct them"},
	{"NOPERM", "the Redis user may not do this; give it all commands and the keys of the prefix"},
	{"BUSY", "Redis is busy with a long script; wait, or look for who runs it"},
	{"max number of clients", "Redis has too many connections; raise maxclients"},
}

// fault says what err of Redis means for what was being done; nil stays nil.
func fault(doing string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	text := err.Error()
	for _, r := range refusals {
		if refuses(text, r.code) {
			return &Fault{doing, r.says, err}
		}
	}
	if offline(err) {
		return &Fault{doing, "Redis does not answer; see that it runs and can be reached (" + text + ")", err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// refuses finds Redis' word at the start, after "ERR " or inside a script's error.
func refuses(text, code string) bool {
	return strings.HasPrefix(text, code+" ") || strings.Contains(text, " -"+code+" ") ||
		strings.HasPrefix(text, "ERR "+code)
}

// offline says whether err is about the connection and not the command.
func offline(err error) bool {
	var n net.Error
	return errors.As(err, &n) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, redis.ErrClosed) ||
		errors.Is(err, redis.ErrPoolTimeout) || errors.Is(err, context.DeadlineExceeded)
}
