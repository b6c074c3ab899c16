package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"time"

	"salesclerk/bot/web"
)

// configFlag is the configuration of a command that needs one.
type configFlag struct {
	Config string `help:"The configuration, salesclerk.yaml." placeholder:"FILE"`
}

func (f configFlag) load() (*config, error) { return loadConfig(f.Config) }

// open puts the configured program together and sees to it that Redis answers.
func (f configFlag) open(ctx context.Context, log *slog.Logger) (*program, error) {
	c, err := f.load()
	if err != nil {
		return nil, err
	}
	p, err := build(c, log)
	if err != nil {
		return nil, err
	}
	ping, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := p.client.Ping(ping); err != nil {
		p.close()
		return nil, fmt.Errorf("reaching Redis: %w; see redis.url in the configuration", err)
	}
	return p, nil
}

func logger(w io.Writer, json bool, level slog.Level) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if json {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

type runCommand struct {
	configFlag
	JSONLog bool   `help:"Write the log as JSON." name:"json-log"`
	Copy    string `help:"The name of this copy; host and process if none is given."`
}

// Run runs the service until it is told to end.
func (c *runCommand) Run(ctx context.Context, std streams) error {
	log := logger(std.err, c.JSONLog, slog.LevelInfo)
	p, err := c.open(ctx, log)
	if err != nil {
		return err
	}
	defer p.close()
	if err := p.preflight(ctx); err != nil {
		return err
	}
	if err := p.loadIndex(ctx); err != nil {
		return err
	}
	servers, err := p.servers()
	if err != nil {
		return err
	}
	for _, s := range servers {
		log.Info("listening", "address", s.listener.Addr().String())
	}
	return p.serve(ctx, c.copyName(), servers...)
}

func (c *runCommand) copyName() string {
	if c.Copy != "" {
		return c.Copy
	}
	host, err := os.Hostname()
	if err != nil {
		host = "copy"
	}
	return host + "-" + strconv.Itoa(os.Getpid())
}

// preflight refuses a Redis that may lose tasks, and says what else is odd.
func (p *program) preflight(ctx context.Context) error {
	for _, f := range p.client.Inspect(ctx) {
		if f.Fatal {
			return fmt.Errorf("this Redis may lose tasks: %s", f)
		}
		p.log.Warn("Redis", "finding", f.String())
	}
	for _, d := range p.desks {
		if len(d.people) == 0 && len(p.config.Web.People) == 0 {
			p.log.Warn("nobody may decide at this desk: name people with the role approver", "desk", d.Name)
		}
	}
	return nil
}

// servers are the configured listeners: health and metrics, and the local page.
func (p *program) servers() ([]*server, error) {
	var out []*server
	health := p.health()
	if a := p.config.Listen; a != "" {
		s, err := listen(a, p.withTeams(p.withSlack(health)), nil)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if a := p.config.Web.Listen; a != "" {
		d, err := p.deskNamed(p.config.Web.Desk)
		if err != nil {
			return nil, err
		}
		page, err := web.New(web.Options{Desk: room{p, d}, People: persons(p.config.Web.People), Lang: d.Lang, Zone: d.Zone, Title: d.FromName,
			Hosts: p.config.Web.Hosts, Log: d.Log})
		if err != nil {
			return nil, err
		}
		s, err := listen(a, withHealth(page, health), page.Close)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

type importCommand struct {
	configFlag
	Data string `arg:"" help:"A folder of CSV files, or a workbook." placeholder:"DIR|FILE.xlsx"`
}

// Run loads a data folder into the local back office.
func (c *importCommand) Run(ctx context.Context, std streams) error {
	p, err := c.open(ctx, logger(std.err, false, slog.LevelWarn))
	if err != nil {
		return err
	}
	defer p.close()
	return p.importData(ctx, c.Data, std)
}
