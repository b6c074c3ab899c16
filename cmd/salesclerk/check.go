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
	d.slack(ctx, p)
	d.teams(ctx, p)
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

func (d *doctor) slack(ctx context.Context, p *program) {
	if p.slack == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	for _, f := range p.slack.app.Check(ctx) {
		d.found(f.Desk+" Slack "+f.What, f.Words, f.Wrong, f.Note)
	}
}

func (d *doctor) teams(ctx context.Context, p *program) {
	if p.teams == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	for _, f := range p.teams.app.Check(ctx) {
		d.found(f.Desk+" Teams "+f.What, f.Words, f.Wrong, f.Note)
	}
}

// found is a line for what somebody else has checked.
func (d *doctor) found(what, words string, wrong, note bool) {
	switch what = strings.TrimSpace(what); {
	case wrong:
		d.bad(what, words)
	case note:
		d.warn(what, words)
	default:
		d.fine(what, words)
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
