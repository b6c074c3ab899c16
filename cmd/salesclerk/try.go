package main

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"os"
	"path/filepath"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/mail"
)

type tryCommand struct {
	deskFlags
	From    string   `help:"Who writes." placeholder:"ADDR"`
	Subject string   `help:"The subject." default:"Request"`
	Text    string   `help:"The words of the mail." xor:"text"`
	File    string   `help:"A file with the words of the mail." xor:"text" placeholder:"FILE"`
	Attach  []string `help:"Files to attach." placeholder:"FILE"`
	Sample  bool     `help:"Write a request from real items instead."`
}

// Run makes a task as if a mail had come; a running copy works on it.
func (c *tryCommand) Run(ctx context.Context, std streams) error {
	return c.with(ctx, std, func(p *program, d *desk) error {
		raw, err := c.mail(ctx, p, d)
		if err != nil {
			return err
		}
		id, err := d.taskOf(ctx, raw)
		if err != nil {
			return err
		}
		fmt.Fprintln(std.out, id)
		return nil
	})
}

// taskOf takes a mail in as if it had come to the mailbox, and says which task
// came of it.
func (d *desk) taskOf(ctx context.Context, raw []byte) (string, error) {
	m, err := mail.Parse(raw, d.Parse)
	if err != nil {
		return "", err
	}
	key := mail.Key(raw, m)
	taken, err := d.Intake(ctx, mail.Taken{Raw: raw, Message: m, InternalDate: time.Now(), Key: key})
	if err != nil {
		return "", err
	}
	id, ok, err := d.store.TaskOfMail(ctx, key)
	switch {
	case err != nil:
		return "", err
	case !taken:
		return "", errors.New("the desk's daily limit is reached; try tomorrow or raise daily_limit")
	case !ok:
		return "", fmt.Errorf("no task was made: the mail counts as automatic (%s)", m.AutomaticReason)
	}
	return id, nil
}

func (c *tryCommand) mail(ctx context.Context, p *program, d *desk) ([]byte, error) {
	if c.Sample {
		return sampleMail(ctx, p, d, c.From)
	}
	words := c.Text
	if c.File != "" {
		b, err := os.ReadFile(c.File)
		if err != nil {
			return nil, fmt.Errorf("reading the words of the mail: %w", err)
		}
		words = string(b)
	}
	if c.From == "" || words == "" && len(c.Attach) == 0 {
		return nil, usageError{errors.New("say who writes with --from and what with --text or --file, or use --sample")}
	}
	out := mail.Outgoing{ID: fmt.Sprintf("<try-%d@%s>", time.Now().UnixNano(), hostOf(c.From)), From: c.From, To: []mail.Address{{Addr: d.Address}},
		Subject: c.Subject, Text: words, Date: time.Now()}
	for _, name := range c.Attach {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading the attachment: %w", err)
		}
		out.Files = append(out.Files, mail.File{Name: filepath.Base(name), Type: mime.TypeByExtension(filepath.Ext(name)), Data: b})
	}
	return mail.Compose(out)
}

// maxSampleItems is how many items a sample request chooses from.
const maxSampleItems = 500

// sampleMail is a request for real items, written as if from an address: replies
// that are confirmed go there.
func sampleMail(ctx context.Context, p *program, d *desk, from string) ([]byte, error) {
	if from == "" {
		return nil, usageError{errors.New("say who writes with --from")}
	}
	set := &data.Dataset{}
	for it, err := range p.office.AllItems(ctx) {
		if err != nil {
			return nil, err
		}
		if set.Items = append(set.Items, data.Item{Item: it}); len(set.Items) >= maxSampleItems {
			break
		}
	}
	who := erp.Contact{Name: "A. Customer", Emails: []string{from}, Lang: d.Lang}
	if found, err := p.office.ContactsByEmail(ctx, from); err != nil {
		return nil, err
	} else if len(found) > 0 {
		who.Name, who.Lang = found[0].Name, found[0].Lang
	}
	now := time.Now()
	return writtenMail(set, who, d.Address, now, now.Nanosecond()/1000)
}
