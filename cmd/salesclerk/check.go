package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/bot"
)

type checkCommand struct{ configFlag }

// Run tries everything and says in a sentence what is wrong.
func (c *checkCommand) Run(ctx context.Context, std streams) error {
	conf, err := c.load()
	if err != nil {
		return err
	}
	p, err := build(conf, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer p.close()
	d := doctor{out: std.out}
	d.redis(ctx, p)
	d.office(ctx, p)
	for _, x := range p.desks {
		d.desk(ctx, x)
	}
	if p.slack != nil {
		d.chat(ctx, "Slack", p.slack.app.Check)
	}
	if p.teams != nil {
		d.chat(ctx, "Teams", p.teams.app.Check)
	}
	d.model(ctx, p)
	if len(conf.Web.People) == 0 && !anyoneMay(p) {
		d.bad("people", "nobody may decide: give somebody the role approver")
	}
	if d.wrong > 0 {
		return fmt.Errorf("%d of %d checks failed", d.wrong, d.done)
	}
	fmt.Fprintf(std.out, "All %d checks are fine.\n", d.done)
	return nil
}

func anyoneMay(p *program) bool {
	for _, d := range p.desks {
		for _, who := range d.people {
			if who.May(task.Approver) {
				return true
			}
		}
	}
	return false
}

// doctor prints a line for each check.
type doctor struct {
	out         io.Writer
	done, wrong int
}

func (d *doctor) fine(what, found string) {
	d.done++
	fmt.Fprintf(d.out, "ok    %-22s %s\n", what, found)
}

func (d *doctor) warn(what, why string) { fmt.Fprintf(d.out, "note  %-22s %s\n", what, why) }

func (d *doctor) bad(what, why string) {
	d.done++
	d.wrong++
	fmt.Fprintf(d.out, "WRONG %-22s %s\n", what, strings.ReplaceAll(why, "\n", " "))
}

// checkTime is the longest one check may take.
const checkTime = 20 * time.Second

func (d *doctor) redis(ctx context.Context, p *program) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if err := p.client.Ping(ctx); err != nil {
		d.bad("Redis", err.Error()+"; see redis.url in the configuration")
		return
	}
	fatal := false
	for _, f := range p.client.Inspect(ctx) {
		if f.Fatal {
			fatal = true
			d.bad("Redis", f.String())
			continue
		}
		d.warn("Redis", f.String())
	}
	if !fatal {
		d.fine("Redis", "answers and keeps what it is given")
	}
}

func (d *doctor) office(ctx context.Context, p *program) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	if err := p.office.Check(ctx); err != nil {
		d.bad("back office", err.Error())
		return
	}
	company, err := p.office.Company(ctx)
	if err != nil {
		d.bad("back office", err.Error())
		return
	}
	d.fine("back office", company.Name)
}

func (d *doctor) desk(ctx context.Context, x *desk) {
	if x.Watcher == nil {
		d.bad(x.Name, "the desk has no mailbox")
		return
	}
	d.report(x.Name+" mailbox", func(ctx context.Context) (mail.Report, error) {
		return mail.CheckIMAP(ctx, x.Watcher.Account, x.Watcher.Folder)
	})
	sender, ok := x.Outbox.(*mail.Sender)
	if ok {
		d.report(x.Name+" sending", func(ctx context.Context) (mail.Report, error) { return mail.CheckSMTP(ctx, *sender, x.Address) })
	}
	if sent, ok := x.Sent.(*mail.SentFolder); ok {
		d.report(x.Name+" sent folder", func(ctx context.Context) (mail.Report, error) { return mail.CheckSent(ctx, *sent) })
	}
}

// chat is a line for each thing that a chat's side has looked at.
func (d *doctor) chat(ctx context.Context, name string, check func(context.Context) []bot.Finding) {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	for _, f := range check(ctx) {
		switch what := strings.TrimSpace(f.Desk + " " + name + " " + f.What); {
		case f.Wrong:
			d.bad(what, f.Words)
		case f.Note:
			d.warn(what, f.Words)
		default:
			d.fine(what, f.Words)
		}
	}
}

func (d *doctor) report(what string, check func(context.Context) (mail.Report, error)) {
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	defer cancel()
	r, err := check(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s: %w", checkTime, err)
	}
	if err != nil {
		d.bad(what, err.Error())
		return
	}
	for _, w := range r.Warnings {
		d.warn(what, w)
	}
	d.fine(what, r.Found)
}
