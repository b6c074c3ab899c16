package main

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/mail/mailserver"
	"salesclerk/agent/task"
	"salesclerk/bot/web"
	"salesclerk/store"
)

type demoCommand struct {
	Listen  string            `help:"Where the page listens." default:"127.0.0.1:8080"`
	Data    string            `help:"A data folder or workbook instead of the sample company." placeholder:"DIR"`
	Lang    string            `help:"The language of the page and the desk." default:"en" enum:"en,da,fr"`
	Policy  map[string]string `help:"Settings as under policy in the configuration, as in review_quotes=true." placeholder:"NAME=VALUE"`
	Empty   bool              `help:"Begin without the sample mails."`
	Verbose bool              `help:"Write a log." short:"v"`

	change func(*config) // further settings, in tests
}

// Run runs everything in one process until it is told to end.
func (c *demoCommand) Run(ctx context.Context, std streams) error {
	level := slog.LevelError
	if c.Verbose {
		level = slog.LevelInfo
	}
	x, err := c.start(ctx, logger(std.err, false, level))
	if err != nil {
		return err
	}
	defer x.close()
	x.greet(std)
	if err := x.p.serve(ctx, "demo", x.page); err != nil {
		return err
	}
	fmt.Fprintln(std.out, "\nThe demo has ended; it keeps nothing.")
	return nil
}

// demo is the program with its mail servers and sample company in one process.
type demo struct {
	p     *program
	mails *mailserver.Server
	page  *server
	stop  func()
}

// start brings everything up; the first mails are in the mailbox when it returns.
func (c *demoCommand) start(ctx context.Context, log *slog.Logger) (*demo, error) {
	set, err := sampleData(ctx, c.Data)
	if err != nil {
		return nil, err
	}
	mails, err := mailserver.Start(mailserver.Options{})
	if err != nil {
		return nil, fmt.Errorf("starting the demo's mail servers: %w", err)
	}
	client, stop, err := store.Embedded()
	if err != nil {
		return nil, err
	}
	conf, err := c.config(set, mails)
	if err != nil {
		return nil, err
	}
	p, err := buildOn(client, conf, log)
	if err != nil {
		return nil, err
	}
	x := &demo{p: p, mails: mails, stop: stop}
	if err := x.fill(ctx, c, set); err != nil {
		x.close()
		return nil, err
	}
	return x, nil
}

// fill loads the company, opens the page and delivers the first mails.
func (x *demo) fill(ctx context.Context, c *demoCommand, set *data.Dataset) error {
	p, d := x.p, x.p.desks[0]
	if err := p.local.Import(ctx, set, nil); err != nil {
		return fmt.Errorf("loading the sample company: %w", err)
	}
	if err := catalog.Load(ctx, p.index, p.office, nil); err != nil {
		return fmt.Errorf("building the item index: %w", err)
	}
	for _, who := range set.Contacts {
		for _, a := range who.Emails {
			if err := x.mails.Create(a); err != nil {
				return err
			}
		}
	}
	if err := x.open(c, set); err != nil {
		return err
	}
	if c.Empty {
		return nil
	}
	first, err := firstMails(set, c.Data == "", d.Address, time.Now())
	if err != nil {
		return err
	}
	for _, raw := range first {
		if err := x.mails.Deliver(d.Address, raw); err != nil {
			return err
		}
	}
	return nil
}

// open opens the page.
func (x *demo) open(c *demoCommand, set *data.Dataset) error {
	p, d := x.p, x.p.desks[0]
	page, err := web.New(web.Options{Desk: demoRoom{room{p, d}, x.mails}, Customers: newCustomers(x.mails, d.Address, set), People: d.people,
		Lang: c.Lang, Zone: d.Zone, Title: d.FromName, Log: d.Log})
	if err != nil {
		return err
	}
	x.page, err = listen(c.Listen, p.withTeams(p.withSlack(withHealth(page, p.health()))), page.Close)
	return err
}

// withHealth answers health checks beside the page.
func withHealth(page, health http.Handler) http.Handler {
	mux := http.NewServeMux()
	for _, path := range []string{"GET /healthz", "GET /readyz", "GET /metrics"} {
		mux.Handle(path, health)
	}
	mux.Handle("/", page)
	return mux
}

// config is the demo's desk: everybody at the page may do everything, so that one
// person can try both sides.
func (c *demoCommand) config(set *data.Dataset, mails *mailserver.Server) (*config, error) {
	server := func(addr string) serverConfig {
		return serverConfig{Server: addr, Security: "plain", User: deskAddress(set), Password: "demo"}
	}
	d := deskConfig{Name: "sales", Lang: c.Lang, Zone: "Europe/Copenhagen", Address: deskAddress(set), FromName: set.Company.Name,
		Mailbox: mailboxConfig{Account: server(mails.IMAPAddr()), Since: time.Now().AddDate(0, 0, -1).Format(time.DateOnly)},
		Sending: sendingConfig{Account: server(mails.SMTPAddr())}, Documents: documentConfig{ValidDays: 30},
		People: []personConfig{
			{ID: "anna", Name: "Anna Berg", Roles: []task.Role{task.Admin}},
			{ID: "bo", Name: "Bo Lund", Roles: []task.Role{task.Approver}},
			{ID: "vera", Name: "Vera Roy", Roles: []task.Role{task.Viewer}},
		}}
	if err := d.setPolicy(c.Policy); err != nil {
		return nil, err
	}
	conf := &config{Listen: c.Listen, Office: officeConfig{LeadDays: 10, SafetyLeadDays: 2, SkipWeekends: true}, Desks: []deskConfig{d}}
	if c.change != nil {
		c.change(conf)
	}
	conf.defaults()
	return conf, nil
}

// demoLimit is the demo's mails a day: scripts write to it faster than customers do.
const demoLimit = 5000

// setPolicy takes settings from the command line: those under policy, and the daily limit.
func (d *deskConfig) setPolicy(values map[string]string) error {
	limit := demoLimit
	d.DailyLimit = &limit
	if v, ok := values["daily_limit"]; ok {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 {
			return usageError{fmt.Errorf("--policy daily_limit=%s is no number of mails; 0 is no limit", v)}
		}
		limit, values = n, maps.Clone(values)
		delete(values, "daily_limit")
	}
	return d.Policy.set(values)
}

// set takes settings from the command line.
func (p *policyConfig) set(values map[string]string) error {
	flags := map[string]*bool{"review_quotes": &p.ReviewQuotes, "review_orders": &p.ReviewOrders, "only_available": &p.OnlyAvailable,
		"capable_to_promise": &p.CapableToPromise, "send_quotes": new(bool), "make_orders": new(bool)}
	for name, v := range values {
		switch name {
		case "review_known":
			p.ReviewKnown = task.Review(v)
		case "review_unknown":
			p.ReviewUnknown = task.Review(v)
		default:
			f := flags[name]
			if f == nil || v != "true" && v != "false" {
				return usageError{fmt.Errorf("--policy %s=%s is not known; see the policy settings in the README", name, v)}
			}
			*f = v == "true"
		}
	}
	for name, to := range map[string]**bool{"send_quotes": &p.SendQuotes, "make_orders": &p.MakeOrders} {
		if _, ok := values[name]; ok {
			*to = flags[name]
		}
	}
	return nil
}

func (x *demo) close() {
	x.p.close()
	x.stop()
	if err := x.mails.Close(); err != nil {
		x.p.log.Warn("ending the demo's mail servers", "error", err)
	}
}

// greet says where everything is.
func (x *demo) greet(std streams) {
	d := x.p.desks[0]
	host, port, _ := net.SplitHostPort(x.page.listener.Addr().String())
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	fmt.Fprintf(std.out, `salesclerk demo: %s

  page   http://%s:%s/   the customers' mail on the left, the sales room on the right
  SMTP   %s   write to %s with any mail program
  IMAP   %s   log in with a customer's address and any password

Everything is kept in this process and forgotten when it ends. Ctrl-C ends it.
`, d.FromName, host, port, x.mails.SMTPAddr(), d.Address, x.mails.IMAPAddr())
}
