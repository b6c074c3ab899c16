package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"os"
	"slices"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// defaults puts in what a configuration need not say.
func (c *config) defaults() {
	if c.Office.Kind == "" {
		c.Office.Kind = "local"
	}
	if c.Office.Name == "" {
		c.Office.Name = "main"
	}
	if c.Index.Refresh == 0 {
		c.Index.Refresh = duration(30 * time.Second)
	}
	c.Slack.defaults()
	c.Teams.defaults()
	for i := range c.Desks {
		c.Desks[i].defaults()
	}
}

func (d *deskConfig) defaults() {
	yes := true
	if d.Policy.SendQuotes == nil {
		d.Policy.SendQuotes = &yes
	}
	if d.Policy.MakeOrders == nil {
		d.Policy.MakeOrders = &yes
	}
	if d.Policy.ReviewKnown == "" {
		d.Policy.ReviewKnown = task.ReviewFirst
	}
	if d.Policy.ReviewUnknown == "" {
		d.Policy.ReviewUnknown = task.ReviewAlways
	}
	if d.DailyLimit == nil {
		hundred := 100
		d.DailyLimit = &hundred
	}
	if d.Lang == "" {
		d.Lang = "en"
	}
	if d.Workers == 0 {
		d.Workers = 4
	}
	if d.KPI.At == "" {
		d.KPI.At = "08:00"
	}
	d.Teams.defaults()
}

// check names every mistake at once.
func (c *config) check() error {
	var m mistakes
	if c.Redis.URL == "" && len(c.Redis.Addrs) == 0 {
		m.add("redis.url", "say where Redis is, as in redis://127.0.0.1:6379/0")
	}
	m.lease("redis.job_lease", c.Redis.JobLease)
	m.listen("listen", c.Listen)
	m.listen("web.listen", c.Web.Listen)
	if c.Office.Kind != "local" {
		m.add("back_office.kind", "only local is known, not %q", c.Office.Kind)
	}
	if len(c.Desks) == 0 {
		m.add("desks", "at least one desk is needed")
	}
	names := map[string]bool{}
	for i := range c.Desks {
		d := &c.Desks[i]
		at := fmt.Sprintf("desks[%d]", i)
		if names[d.Name] {
			m.add(at+".name", "there is a desk %q already", d.Name)
		}
		names[d.Name] = true
		d.check(&m, at)
	}
	if c.Web.Desk != "" && !names[c.Web.Desk] {
		m.add("web.desk", "there is no desk %q", c.Web.Desk)
	}
	if c.Web.Listen != "" && len(c.Web.People) == 0 {
		m.add("web.people", "name who clicks on the page, with id, name and roles")
	}
	m.people("web.people", c.Web.People)
	c.checkSlack(&m)
	c.checkTeams(&m)
	c.checkModel(&m)
	return m.err()
}

func (d *deskConfig) check(m *mistakes, at string) {
	if d.Name == "" || strings.ContainsAny(d.Name, "{}: \t\n/") {
		m.add(at+".name", "a short name without spaces, braces, colons or slashes is needed")
	}
	m.address(at+".address", d.Address)
	for _, a := range d.Aliases {
		m.address(at+".aliases", a)
	}
	if !slices.Contains(lang.Supported(), d.Lang) {
		m.add(at+".lang", "%q is not one of %s", d.Lang, strings.Join(lang.Supported(), ", "))
	}
	if _, err := time.LoadLocation(d.Zone); err != nil {
		m.add(at+".time_zone", "%q is no time zone; write it as in Europe/Copenhagen", d.Zone)
	}
	m.server(at+".mailbox", d.Mailbox.Account)
	m.server(at+".sending", d.Sending.Account)
	m.lease(at+".mailbox.lease", d.Mailbox.Lease)
	if _, err := time.Parse(time.DateOnly, d.Mailbox.Since); err != nil {
		m.add(at+".mailbox.since", "say from which day mails are taken, as in 2026-11-01")
	}
	for _, r := range []task.Review{d.Policy.ReviewKnown, d.Policy.ReviewUnknown} {
		if r != task.ReviewAlways && r != task.ReviewFirst && r != task.ReviewNever {
			m.add(at+".policy", "review_known and review_unknown are always, first or never, not %q", r)
		}
	}
	if *d.DailyLimit < 0 || d.Workers < 0 || d.Workers > 256 {
		m.add(at, "daily_limit is 0 or more, workers are 1 to 256")
	}
	m.people(at+".people", d.People)
	d.checkRest(m, at)
}

func (d *deskConfig) checkRest(m *mistakes, at string) {
	if !slices.Contains([]string{"", "daily", "weekly", "monthly"}, d.KPI.Schedule) {
		m.add(at+".kpi.schedule", "%q is not daily, weekly or monthly", d.KPI.Schedule)
	}
	if _, err := time.Parse("15:04", d.KPI.At); err != nil {
		m.add(at+".kpi.at", "%q is no time of day; write it as in 08:00", d.KPI.At)
	}
	if d.Documents.Logo != "" {
		if _, err := os.Stat(d.Documents.Logo); err != nil {
			m.add(at+".documents.logo", "%v", err)
		}
	}
	if d.Documents.ValidDays < 0 {
		m.add(at+".documents.valid_days", "0 or more days are needed")
	}
	if len(d.Sending.Pauses) > 20 {
		m.add(at+".sending.pauses", "at most 20")
	}
}

// mistakes gathers what is wrong.
type mistakes struct{ list []error }

func (m *mistakes) add(at, format string, args ...any) {
	m.list = append(m.list, fmt.Errorf("  %s: %s", at, fmt.Sprintf(format, args...)))
}

func (m *mistakes) err() error { return errors.Join(m.list...) }

func (m *mistakes) listen(at, s string) {
	if s == "" {
		return
	}
	if _, _, err := net.SplitHostPort(s); err != nil {
		m.add(at, "%q is no address to listen on; write it as in 127.0.0.1:8080", s)
	}
}

// lease refuses times so short that a busy machine loses its own leases.
func (m *mistakes) lease(at string, d duration) {
	if d != 0 && time.Duration(d) < 100*time.Millisecond || time.Duration(d) > time.Hour {
		m.add(at, "a lease is 100ms to 1h; leave it out for the usual one")
	}
}

func (m *mistakes) address(at, s string) {
	if a, err := mail.ParseAddress(s); err != nil || a.Address != s {
		m.add(at, "%q is no mail address", s)
	}
}

func (m *mistakes) server(at string, s serverConfig) {
	if _, err := s.account(); err != nil {
		m.add(at, "%v", err)
	}
}

func (m *mistakes) people(at string, people []personConfig) {
	seen := map[string]bool{}
	for i, p := range people {
		if p.ID == "" || seen[p.ID] {
			m.add(fmt.Sprintf("%s[%d].id", at, i), "each person needs an id of their own")
		}
		seen[p.ID] = true
		if strings.HasPrefix(p.ID, "slack:") && !slackPerson.MatchString(p.ID) {
			m.add(fmt.Sprintf("%s[%d].id", at, i), "%q is no person in Slack: write slack:U012AB3CD, slack:T0123/U012AB3CD for another workspace, or slack:S0123 for a user group", p.ID)
		}
		if strings.HasPrefix(p.ID, "teams:") && !teamsPerson.MatchString(p.ID) {
			m.add(fmt.Sprintf("%s[%d].id", at, i), "%q is no person in Teams: write teams: and their object ID in Entra, with TENANT/ before it for another tenant", p.ID)
		}
		if p.Lang != "" && !slices.Contains(lang.Supported(), p.Lang) {
			m.add(fmt.Sprintf("%s[%d].lang", at, i), "%q is not one of %s", p.Lang, strings.Join(lang.Supported(), ", "))
		}
		if len(p.Roles) == 0 {
			m.add(fmt.Sprintf("%s[%d].roles", at, i), "%s has no role: viewer, approver, manager, admin", p.ID)
		}
		for _, r := range p.Roles {
			if !slices.Contains([]task.Role{task.Viewer, task.Approver, task.Manager, task.Admin}, r) {
				m.add(fmt.Sprintf("%s[%d].roles", at, i), "%q is not viewer, approver, manager or admin", r)
			}
		}
	}
}
