package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"salesclerk/agent/task"
)

// maxCount bounds one step of a figure, so that a sum cannot overflow within a
// script, where it would tear the write.
const maxCount = 1 << 50

// Write stores a change whole or not at all. ErrConflict: the task is not at
// c.Base. *TakenError: c.MailKey was taken before. *MissingBlobError: it refers
// to a blob that is not there. The very same change again is fine and has no
// effect.
func (d *Desk) Write(ctx context.Context, c task.Change) error {
	w, err := d.prepare(c)
	if err != nil {
		return fmt.Errorf("write task %s: %w", c.Task.ID, err)
	}
	res, err := d.c.run(ctx, writeScript, w.keys, w.args...).StringSlice()
	if err != nil {
		return fault("write task "+c.Task.ID, err)
	}
	return outcome(c, res)
}

// outcome turns the script's answer into an error.
func outcome(c task.Change, res []string) error {
	switch res[0] {
	case "conflict":
		return fmt.Errorf("write task %s from revision %d, found %s: %w", c.Task.ID, c.Base, res[1], ErrConflict)
	case "taken":
		return &TakenError{Task: res[1]}
	case "blob":
		return &MissingBlobError{Blob: res[1]}
	}
	return nil
}

// written is a change as write.lua wants it.
type written struct {
	keys []string
	args []any
}

func (d *Desk) prepare(c task.Change) (written, error) {
	state := slices.Index(states, c.Task.State)
	if err := refuse(c, state); err != nil {
		return written{}, err
	}
	value, err := encodeTask(c.Task)
	if err != nil {
		return written{}, err
	}
	jobs, counts, err := effects(c.Effects)
	if err != nil {
		return written{}, err
	}
	mail := ""
	if c.MailKey != "" {
		mail = digest(c.MailKey)
	}
	threads := threadDigests(c.Threads)
	args := []any{c.Base, c.Task.Rev, value, c.Task.ID, state + 1, score(c.Task), c.Task.Updated.UnixMicro(), mail,
		d.keys.news(), len(d.keys.blob("")), len(jobs), len(counts) / 2, len(threads)}
	args = append(append(append(args, jobs...), counts...), threads...)
	return written{d.writeKeys(c), args}, nil
}

// refuse finds changes that no caller may make; nothing of them is stored.
func refuse(c task.Change, state int) error {
	switch {
	case c.Task.ID == "":
		return fmt.Errorf("a task needs an id")
	case state < 0:
		return fmt.Errorf("unknown state %q", c.Task.State)
	case c.Task.Rev <= c.Base || c.Base < 0:
		return fmt.Errorf("revision %d does not follow %d", c.Task.Rev, c.Base)
	}
	return nil
}

func (d *Desk) writeKeys(c task.Change) []string {
	k, id := d.keys, c.Task.ID
	out := []string{k.task(id), k.updated(), k.jobs(), k.mails(), k.threads(), k.count(day(c)), k.has(id), k.blobRefs()}
	out = append(out, k.states()...)
	for _, b := range Blobs(c.Task) {
		out = append(out, k.blob(b))
	}
	return out
}

// day is the day counts go to.
func day(c task.Change) string {
	if c.Day != "" {
		return c.Day
	}
	return c.At.Format(time.DateOnly)
}

// score orders a task within its state: those that need a person by how long
// they wait, the others by their last change. Microseconds fit a double exactly.
func score(t task.Task) int64 {
	if t.State.NeedsPerson() {
		return t.Since.UnixMicro()
	}
	return t.Updated.UnixMicro()
}

// effects are the arguments for jobs and counts.
func effects(list []task.Effect) (jobs, counts []any, err error) {
	for _, e := range list {
		if e.Job != nil {
			j, err := json.Marshal(e.Job)
			if err != nil {
				return nil, nil, fmt.Errorf("encode job %s: %w", e.Job.Key, err)
			}
			jobs = append(jobs, j)
		}
		if e.Count != nil {
			if e.Count.N > maxCount || e.Count.N < -maxCount {
				return nil, nil, fmt.Errorf("figure %q grows by an absurd %d", e.Count.Name, e.Count.N)
			}
			counts = append(counts, e.Count.Name, e.Count.N)
		}
	}
	return jobs, counts, nil
}

func threadDigests(ids []string) []any {
	out := make([]any, 0, len(ids))
	for _, id := range ids {
		if id != "" {
			out = append(out, digest(id))
		}
	}
	return out
}

// Blobs are the keys of all blobs a task refers to, each once.
func Blobs(t task.Task) []string {
	var out []string
	add := func(keys ...string) { out = append(out, keys...) }
	for _, m := range t.Messages {
		add(m.Raw, m.TextBlob)
		for _, f := range m.Files {
			add(f.Blob)
		}
	}
	draft := func(d *task.Draft) {
		if d == nil {
			return
		}
		add(d.Summary)
		for _, f := range d.Files {
			add(f.Blob)
		}
	}
	draft(t.Draft)
	for _, s := range t.Steps {
		draft(s.Draft)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(k string) bool { return k == "" })
}
