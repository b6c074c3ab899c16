package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"time"

	"salesclerk/agent"
	"salesclerk/agent/attach"
	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
	"salesclerk/store"
)

// program is a configuration put together: the store, the back office, the item
// index and the desks over them. Nothing of it runs yet.
type program struct {
	config *config
	log    *slog.Logger
	client *store.Client
	office erp.System
	local  *local.Local
	index  *catalog.Index
	desks  []*desk
	meters *meters
	slack  *slackSide // nil: none
	teams  *teamsSide // nil: none
	model  *modelSide // nil: the built-in reader alone
}

// desk is one desk with what the program needs of it beside the agent.
type desk struct {
	agent.Desk
	config *deskConfig
	store  *store.Desk
	people []task.Person
	// noticeRooms are the chat rooms that are told what is of no task.
	noticeRooms []string
}

// build puts a program together without asking the network anything.
func build(c *config, log *slog.Logger) (*program, error) {
	client, err := store.Open(store.Options{URL: c.Redis.URL, Addrs: c.Redis.Addrs, MasterName: c.Redis.MasterName, Cluster: c.Redis.Cluster,
		Username: c.Redis.Username, Password: c.Redis.Password, Prefix: c.Redis.Prefix,
		Lease: time.Duration(c.Redis.JobLease)})
	if err != nil {
		return nil, err
	}
	return buildOn(client, c, log)
}

// buildOn is build over a Redis that is open already.
func buildOn(client *store.Client, c *config, log *slog.Logger) (*program, error) {
	p := &program{config: c, log: log, client: client, meters: newMeters()}
	p.local = local.New(client.Records(c.Office.Name), local.Options{QuotePrefix: c.Office.QuotePrefix, OrderPrefix: c.Office.OrderPrefix,
		FirstNumber: c.Office.FirstNumber, DefaultLeadDays: c.Office.LeadDays, DefaultSafetyLeadDays: c.Office.SafetyLeadDays,
		OffsetDays: c.Office.ShippingDays, SkipWeekends: c.Office.SkipWeekends})
	p.office = p.local
	var err error
	if p.index, err = catalog.New(catalog.Options{Dir: c.Index.Dir, Log: log}); err != nil {
		return nil, fmt.Errorf("opening the item index: %w", err)
	}
	if c.Model.on() {
		if err := p.connectModel(); err != nil {
			return nil, fmt.Errorf("connecting the model: %w", err)
		}
	}
	for i := range c.Desks {
		d, err := p.desk(&c.Desks[i])
		if err != nil {
			return nil, fmt.Errorf("desk %s: %w", c.Desks[i].Name, err)
		}
		p.desks = append(p.desks, d)
	}
	if c.Slack.on() {
		if err := p.connectSlack(); err != nil {
			return nil, fmt.Errorf("connecting Slack: %w", err)
		}
	}
	if c.Teams.on() {
		if err := p.connectTeams(); err != nil {
			return nil, fmt.Errorf("connecting Teams: %w", err)
		}
	}
	return p, nil
}

// close lets go of the index and Redis.
func (p *program) close() {
	if err := p.index.Close(); err != nil {
		p.log.Warn("closing the item index", "error", err)
	}
	p.client.Close()
}

func (p *program) desk(c *deskConfig) (*desk, error) {
	d := &desk{config: c, store: p.client.Desk(c.Name), people: persons(c.People)}
	settings, err := settingsOf(c)
	if err != nil {
		return nil, err
	}
	ports := deskStore{d.store}
	settings.JobLease = time.Duration(p.config.Redis.JobLease)
	d.Desk = agent.Desk{Settings: settings, Store: ports, Queue: ports, Leases: ports, ERP: p.office, Items: p.index,
		Reader: p.readerOf(d), Notices: notices{d}, Memory: p.aliases(), Log: p.log.With("desk", c.Name), OnOutcome: p.meters.outcome(c.Name)}
	if c.Mailbox.Account.Server == "" {
		return d, nil // a desk without a mailbox: read, find, cards
	}
	return d, d.connect(c)
}

// connect gives the desk its mailbox and its way out.
func (d *desk) connect(c *deskConfig) error {
	in, err := c.Mailbox.Account.account()
	if err != nil {
		return err
	}
	out, err := c.Sending.Account.account()
	if err != nil {
		return err
	}
	since, err := time.ParseInLocation(time.DateOnly, c.Mailbox.Since, d.Zone)
	if err != nil {
		return fmt.Errorf("mailbox.since: %w", err)
	}
	d.Outbox = &mail.Sender{Account: out, Hello: hostOf(c.Address), Answer: time.Duration(c.Sending.Answer), Grace: 10 * time.Second,
		Commit: d.JobLease / 2}
	if c.Sending.SentFolder != "-" {
		d.Sent = &mail.SentFolder{Account: in, Folder: c.Sending.SentFolder}
	}
	d.Watcher = &mail.Watcher{Account: in, Folder: c.Mailbox.Folder, Since: since, Parse: d.Parse, Memory: memory{d.store, "mailbox"},
		MarkRead: c.Mailbox.MarkRead, MaxSize: int64(c.Mailbox.MaxMailMB) << 20, Poll: time.Duration(c.Mailbox.Poll), NoIdle: c.Mailbox.NoIdle, Log: d.Log}
	return nil
}

// settingsOf is a desk's configuration as the agent takes it.
func settingsOf(c *deskConfig) (agent.Settings, error) {
	zone, err := time.LoadLocation(c.Zone)
	if err != nil {
		return agent.Settings{}, err
	}
	s := agent.Settings{Name: c.Name, Address: c.Address, FromName: c.FromName, Aliases: c.Aliases, Signature: c.Signature, Lang: c.Lang,
		Zone: zone, DailyLimit: *c.DailyLimit, Workers: c.Workers, ValidDays: c.Documents.ValidDays, Terms: c.Documents.Terms, Footer: c.Documents.Footer,
		Policy: task.Policy{ReviewKnown: c.Policy.ReviewKnown, ReviewUnknown: c.Policy.ReviewUnknown, ReviewQuotes: c.Policy.ReviewQuotes,
			ReviewOrders: c.Policy.ReviewOrders, SendQuotes: *c.Policy.SendQuotes, MakeOrders: *c.Policy.MakeOrders,
			OnlyAvailable: c.Policy.OnlyAvailable, CapableToPromise: c.Policy.CapableToPromise},
		Limits: attach.Limits{Files: c.Files.Files, Pages: c.Files.Pages, Cells: c.Files.Cells, Bytes: int64(c.Files.SizeMB) << 20},
		Parse:  mail.ParseOptions{Own: append([]string{c.Address}, c.Aliases...), TrustedServers: c.Mailbox.TrustedServers}}
	s.Lease = time.Duration(c.Mailbox.Lease)
	if c.Mailbox.CheckDKIM {
		s.Parse.LookupTXT = net.LookupTXT
	}
	for _, x := range c.Sending.Pauses {
		s.SendPauses = append(s.SendPauses, time.Duration(x))
	}
	if c.Documents.Logo != "" {
		if s.Logo, err = os.ReadFile(c.Documents.Logo); err != nil {
			return s, fmt.Errorf("documents.logo: %w", err)
		}
	}
	return s, nil
}

func persons(list []personConfig) []task.Person {
	var out []task.Person
	for _, p := range list {
		name := p.Name
		if name == "" {
			name = p.ID
		}
		out = append(out, task.Person{ID: p.ID, Name: name, Roles: p.Roles})
	}
	return out
}

func hostOf(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return ""
}

// deskNamed is a desk of the configuration; the first for no name.
func (p *program) deskNamed(name string) (*desk, error) {
	for _, d := range p.desks {
		if name == "" || d.Name == name {
			return d, nil
		}
	}
	if name == "" {
		return nil, errors.New("the configuration has no desk")
	}
	return nil, usageError{fmt.Errorf("the configuration has no desk %q", name)}
}

// loadIndex builds the item index from the back office.
func (p *program) loadIndex(ctx context.Context) error {
	began := time.Now()
	if err := catalog.Load(ctx, p.index, p.office, nil); err != nil {
		return fmt.Errorf("building the item index: %w", err)
	}
	p.log.Info("item index built", "items", p.index.Len(), "took", time.Since(began).Round(time.Millisecond))
	return nil
}
