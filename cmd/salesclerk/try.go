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
		m, err := mail.Parse(raw, d.Parse)
		if err != nil {
			return err
		}
		key := mail.Key(raw, m)
		taken, err := d.Intake(ctx, mail.Taken{Raw: raw, Message: m, InternalDate: time.Now(), Key: key})
		if err != nil {
			return err
		}
		id, ok, err := d.store.TaskOfMail(ctx, key)
		switch {
		case err != nil:
			return err
		case !taken:
			return errors.New("the desk's daily limit is reached; try tomorrow or raise daily_limit")
		case !ok:
			return fmt.Errorf("no task was made: the mail counts as automatic (%s)", m.AutomaticReason)
		}
		fmt.Fprintln(std.out, id)
		return nil
	})
}

func (c *tryCommand) mail(ctx context.Context, p *program, d *desk) ([]byte, error) {
	if c.Sample {
		return c.sampleMail(ctx, p, d)
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

func (c *tryCommand) sampleMail(ctx context.Context, p *program, d *desk) ([]byte, error) {
	set := &data.Dataset{}
	for it, err := range p.office.AllItems(ctx) {
		if err != nil {
			return nil, err
		}
		if set.Items = append(set.Items, data.Item{Item: it}); len(set.Items) >= maxSampleItems {
			break
		}
	}
	who := erp.Contact{Name: "A. Customer", Emails: []string{c.From}, Lang: d.Lang}
	if c.From == "" {
		return nil, usageError{errors.New("say who writes with --from")}
	}
	if found, err := p.office.ContactsByEmail(ctx, c.From); err != nil {
		return nil, err
	} else if len(found) > 0 {
		who.Name, who.Lang = found[0].Name, found[0].Lang
	}
	now := time.Now()
	return writtenMail(set, who, d.Address, now, now.Nanosecond()/1000)
}
