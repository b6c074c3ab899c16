package agent

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/reply"
	"salesclerk/agent/task"
)

// sendTries is how often a mail is tried before a person is asked.
const sendTries = 5

var sendPauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour}

// send sends the draft that a person confirmed. The mark is set right before
// the server takes the mail; a repeat that finds it does not send again but
// looks whether the mail left, and asks a person if that cannot be known.
func (d *Desk) send(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	if t.Draft == nil {
		return task.Event{}, fmt.Errorf("task %s has no mail to send", t.ID)
	}
	raw, err := d.bytesOf(ctx, t.Draft)
	if err != nil {
		return task.Event{}, err
	}
	if taken, err := d.Store.Marked(ctx, job.Key+"/sent"); err != nil || taken != "" {
		if err != nil {
			return task.Event{}, err
		}
		return d.left(ctx, t, raw)
	}
	offered, err := d.Store.Marked(ctx, job.Key+"/offered")
	if err != nil {
		return task.Event{}, err
	}
	if offered != "" {
		return d.uncertain(ctx, t, raw, "the program ended while the mail was being sent")
	}
	o := offer{store: d.Store, name: job.Key + "/offered", by: rand.Text()}
	if err = d.Outbox.Send(ctx, raw, d.Address, append(append([]string{}, t.Draft.To...), t.Draft.Cc...), o.commit); err != nil {
		return d.notSent(ctx, t, job, raw, err, &o)
	}
	if _, _, err := d.Store.Mark(ctx, job.Key+"/sent", o.by); err != nil {
		d.log().Error("the mail left, and that could not be noted", "task", t.ID, "error", err)
	}
	return d.left(ctx, t, raw)
}

// offer is the mark that a mail is being handed to the server. Only one attempt
// can set it: of two workers that both think they have the job, one sends.
type offer struct {
	store    Marks
	name, by string
	mine     bool
}

// errOffered is another worker's mark.
var errOffered = errors.New("another copy is sending this mail")

func (o *offer) commit(ctx context.Context) error {
	existing, first, err := o.store.Mark(ctx, o.name, o.by)
	if err != nil {
		return fmt.Errorf("noting that the mail is being sent: %w", err)
	}
	if !first && existing != o.by {
		return errOffered
	}
	o.mine = true
	return nil
}

// withdraw takes the mark off: the mail surely did not leave.
func (o *offer) withdraw(ctx context.Context) error {
	if !o.mine {
		return nil
	}
	return o.store.Unmark(ctx, o.name)
}

// bytesOf is the mail as it goes out: the draft's words around its table, and its
// files byte for byte.
func (d *Desk) bytesOf(ctx context.Context, draft *task.Draft) ([]byte, error) {
	var table reply.Table
	if draft.Summary != "" {
		data, err := d.Store.Blob(ctx, draft.Summary)
		if err != nil {
			return nil, fmt.Errorf("the stored table: %w", err)
		}
		if err := json.Unmarshal(data, &table); err != nil {
			return nil, fmt.Errorf("the stored table: %w", err)
		}
	}
	plain, page := reply.Render(draft.Text, table, draft.Lang)
	out := mail.Outgoing{ID: draft.ID, From: d.Address, FromName: d.FromName, To: addresses(draft.To), Cc: addresses(draft.Cc),
		Subject: draft.Subject, Text: plain, HTML: page, InReplyTo: draft.InReplyTo, References: draft.Refs, Date: d.now().In(d.zone()), Lang: draft.Lang}
	for _, f := range draft.Files {
		data, err := d.Store.Blob(ctx, f.Blob)
		if err != nil {
			return nil, fmt.Errorf("the stored attachment: %w", err)
		}
		out.Files = append(out.Files, mail.File{Name: f.Name, Type: f.Type, Data: data})
	}
	raw, err := mail.Compose(out)
	if err != nil {
		return nil, fmt.Errorf("writing the mail: %w", err)
	}
	return raw, nil
}

func addresses(list []string) []mail.Address {
	var out []mail.Address
	for _, a := range list {
		out = append(out, mail.Address{Addr: a})
	}
	return out
}

// left is the outcome of a mail that is out. A copy goes to the Sent folder; that
// it could not be kept is no reason to send twice, so it is only told.
func (d *Desk) left(ctx context.Context, t task.Task, raw []byte) (task.Event, error) {
	if d.Sent != nil {
		if err := d.Sent.Append(ctx, raw); err != nil {
			d.log().Error("the mail left, but no copy could be put into the Sent folder", "task", t.ID, "error", err)
		}
	}
	m := task.Message{ID: t.Draft.ID, Out: true, From: d.Address, Name: d.FromName, To: t.Draft.To, Cc: t.Draft.Cc, Subject: t.Draft.Subject,
		At: d.now(), Text: cut(t.Draft.Text, task.ExcerptRunes), Files: t.Draft.Files}
	m.Cut = m.Text != t.Draft.Text
	var err error
	if m.Raw, err = d.Store.PutBlob(ctx, raw); err != nil {
		return task.Event{}, fmt.Errorf("storing the mail that left: %w", err)
	}
	return task.Event{Kind: task.Sent, Mail: &m}, nil
}

// notSent sorts a failure: tried again later, told to a person, or not known.
func (d *Desk) notSent(ctx context.Context, t task.Task, job task.Job, raw []byte, err error, o *offer) (task.Event, error) {
	var f *mail.SendError
	if !errors.As(err, &f) {
		f = &mail.SendError{Temporary: true, Words: err.Error()}
	}
	if f.Uncertain {
		return d.uncertain(ctx, t, raw, f.Words)
	}
	if err := o.withdraw(ctx); err != nil {
		return task.Event{}, err
	}
	job.Tries++
	if f.Temporary && job.Tries < sendTries {
		pauses := d.SendPauses
		if len(pauses) == 0 {
			pauses = sendPauses
		}
		at := d.now().Add(pauses[min(job.Tries-1, len(pauses)-1)])
		return task.Event{}, &laterError{at: at, job: job, why: err}
	}
	return stuck(task.SendFailed, "Words", cut(f.Words, 300), "Code", strconv.Itoa(f.Code), "Tries", strconv.Itoa(job.Tries)), nil
}

// uncertain asks the Sent folder whether the mail left, and a person if that
// does not say: a mail is never sent on a guess.
func (d *Desk) uncertain(ctx context.Context, t task.Task, raw []byte, why string) (task.Event, error) {
	if d.Sent != nil {
		has, err := d.Sent.Has(ctx, t.Draft.ID)
		if err != nil {
			d.log().Warn("asking the Sent folder", "task", t.ID, "error", err)
		}
		if has {
			return d.left(ctx, t, raw)
		}
	}
	return stuck(task.SendUncertain, "Words", cut(why, 300)), nil
}
