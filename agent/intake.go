package agent

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/lang"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// Intake takes one mail in: it begins a task, joins one, or is known already.
// taken=false leaves it in the mailbox for later (the daily limit).
func (d *Desk) Intake(ctx context.Context, in mail.Taken) (taken bool, err error) {
	if _, seen, err := d.Store.TaskOfMail(ctx, in.Key); err != nil || seen {
		return seen, err
	}
	m := in.Message
	switch {
	case m.Bounce != nil:
		return d.bounce(ctx, in)
	case m.Automatic:
		d.log().Info("automatic mail left alone", "reason", m.AutomaticReason)
		return true, nil
	}
	if full, err := d.limitReached(ctx); err != nil || full {
		return false, err
	}
	msg, err := d.keep(ctx, in)
	if err != nil {
		return false, fmt.Errorf("storing the mail: %w", err)
	}
	return d.join(ctx, in, msg)
}

// join applies the mail to the task of its thread, or to a new one.
func (d *Desk) join(ctx context.Context, in mail.Taken, msg task.Message) (bool, error) {
	e := task.Event{ID: "mail:" + in.Key, At: d.now(), Kind: task.MailCame, Mail: &msg, Policy: &d.Policy}
	for range maxRaces {
		t, err := d.taskFor(ctx, in.Message)
		if err != nil {
			return false, err
		}
		_, err = d.apply(ctx, t, e, in.Key)
		var taken *TakenError
		switch {
		case err == nil, errors.As(err, &taken), errors.Is(err, task.ErrRepeated):
			return true, nil
		case errors.Is(err, ErrConflict):
			continue
		}
		return false, fmt.Errorf("taking the mail into task %s: %w", t.ID, err)
	}
	return false, errors.New("too many changes at once while taking a mail")
}

// taskFor is the task of the mail's thread, or a new one. A stopped task never
// runs again: a mail of its thread begins a new one that says whom it follows.
func (d *Desk) taskFor(ctx context.Context, m mail.Message) (task.Task, error) {
	follows := ""
	id, ok, err := d.Store.TaskOfThread(ctx, threadOf(m))
	if err != nil {
		return task.Task{}, fmt.Errorf("looking for the mail's thread: %w", err)
	}
	if ok {
		t, err := d.Store.Task(ctx, id)
		switch {
		case err == nil && t.State != task.Stopped:
			return t, nil
		case err == nil:
			follows = id
		case !errors.Is(err, ErrNoTask):
			return task.Task{}, err
		}
	}
	id, err = d.Store.NewID(ctx)
	if err != nil {
		return task.Task{}, fmt.Errorf("numbering a task: %w", err)
	}
	t := task.New(id, d.Name, d.now())
	t.Follows = follows
	return t, nil
}

// threadOf is the Message-IDs that name the mail's thread, nearest first.
func threadOf(m mail.Message) []string {
	var ids []string
	if m.InReplyTo != "" {
		ids = append(ids, m.InReplyTo)
	}
	for _, r := range slices.Backward(m.References) {
		if !slices.Contains(ids, r) {
			ids = append(ids, r)
		}
	}
	return ids
}

func (d *Desk) bounce(ctx context.Context, in mail.Taken) (bool, error) {
	b := in.Message.Bounce
	id, ok, err := d.Store.TaskOfThread(ctx, []string{b.OriginalID})
	if err != nil {
		return false, err
	}
	if !ok || !b.Permanent {
		d.log().Info("bounce left alone", "known", ok, "permanent", b.Permanent, "status", b.Status)
		return true, nil
	}
	e := task.Event{ID: "mail:" + in.Key, At: d.now(), Kind: task.MailBounce,
		Mail:    &task.Message{ID: in.Message.ID, From: b.Recipient, Text: cut(b.Words, 300)},
		Problem: &task.Problem{Code: task.Bounced, Args: map[string]string{"To": b.Recipient, "Words": cut(b.Words, 300)}}}
	_, err = d.Do(ctx, id, e)
	if errors.Is(err, task.ErrRepeated) || errors.Is(err, task.ErrStopped) || errors.Is(err, ErrNoTask) {
		err = nil
	}
	return err == nil, err
}

// limitReached says whether the day's mails are used up; the room is told once.
func (d *Desk) limitReached(ctx context.Context) (bool, error) {
	if d.DailyLimit <= 0 {
		return false, nil
	}
	day := d.day(d.now())
	counts, err := d.Store.Counts(ctx, day, day)
	if err != nil || counts["mails"] < int64(d.DailyLimit) {
		return false, err
	}
	_, first, err := d.Store.Mark(ctx, "limit:"+day, "told")
	if err != nil {
		return true, err
	}
	if first && d.Notices != nil {
		d.log().Warn("daily limit reached, the rest waits for tomorrow", "limit", d.DailyLimit)
		return true, d.Notices.DailyLimit(ctx, day, d.DailyLimit)
	}
	return true, nil
}

// keep stores the mail's bytes, words and files, and makes the task's message of it.
func (d *Desk) keep(ctx context.Context, in mail.Taken) (task.Message, error) {
	m := in.Message
	words, _ := mail.NewText(m.Text)
	msg := task.Message{ID: m.ID, From: m.From.Addr, Name: m.From.Name, Subject: m.Subject, At: m.Date, Verified: m.Verified,
		Text: cut(words, task.ExcerptRunes), Defects: m.Defects}
	if msg.At.IsZero() || msg.At.After(d.now()) {
		msg.At = d.now() // a mail's own date is a stranger's word
	}
	for _, a := range m.To {
		msg.To = append(msg.To, a.Addr)
	}
	for _, a := range m.Cc {
		msg.Cc = append(msg.Cc, a.Addr)
	}
	if m.Forwarded != nil {
		msg.Forwarded = m.Forwarded.From.Addr
	}
	if len(d.Parse.TrustedServers) == 0 && d.Parse.LookupTXT == nil {
		msg.Verified = "" // nobody was asked to check: a card that said so on every mail would say nothing
	}
	msg.Cut = msg.Text != words
	var err error
	if msg.Raw, err = d.Store.PutBlob(ctx, in.Raw); err != nil {
		return msg, err
	}
	if msg.TextBlob, err = d.Store.PutBlob(ctx, []byte(m.Text)); err != nil {
		return msg, err
	}
	msg.Files, err = d.keepFiles(ctx, m.Files)
	return msg, err
}

func (d *Desk) keepFiles(ctx context.Context, files []mail.File) ([]task.Attachment, error) {
	var out []task.Attachment
	for _, f := range files {
		a := task.Attachment{Name: f.Name, Type: f.Type, Size: f.Size}
		if len(bytes.TrimSpace(f.Data)) > 0 {
			key, err := d.Store.PutBlob(ctx, f.Data)
			if err != nil {
				return nil, err
			}
			a.Blob = key
		}
		out = append(out, a)
	}
	return out, nil
}

// cut shortens a text to n runes, visibly.
func cut(s string, n int) string {
	s = strings.TrimSpace(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:n-1]) + "…"
}

func (d *Desk) words(tag string) *lang.Words { return lang.For(tag) }
