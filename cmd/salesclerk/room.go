package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"salesclerk/agent"
	"salesclerk/agent/erp"
	"salesclerk/agent/kpi"
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/web"
	"salesclerk/cards"
	"salesclerk/store"
)

// room is a desk as the local page asks for it.
type room struct {
	p *program
	d *desk
}

var _ web.Desk = room{}

// List is the desk's tasks and how many need attention.
func (r room) List(ctx context.Context, offset, limit int) ([]task.Task, int, error) {
	n, err := r.d.store.AttentionCount(ctx)
	if err != nil {
		return nil, 0, err
	}
	tasks, err := r.d.store.List(ctx, agent.List{Offset: offset, Limit: limit})
	return tasks, int(n), err
}

// Task is one task.
func (r room) Task(ctx context.Context, id string) (task.Task, error) {
	t, err := r.d.store.Task(ctx, id)
	return t, notFound(err)
}

func notFound(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, agent.ErrNoTask) || errors.Is(err, erp.ErrNotFound) {
		return fmt.Errorf("%w: %w", bot.ErrNotFound, err)
	}
	return err
}

// Do applies a click.
func (r room) Do(ctx context.Context, t task.Task, e task.Event) (task.Task, error) {
	began := time.Now()
	t, err := r.d.DoOn(ctx, t, e)
	r.p.meters.clicks.WithLabelValues(r.d.Name, outcomeWord(err)).Observe(time.Since(began).Seconds())
	return t, notFound(err)
}

// StopAll stops whatever is not at its end. Only an admin may.
func (r room) StopAll(ctx context.Context, by task.Person) (int, error) {
	if !by.May(task.Admin) {
		return 0, &task.Refused{Err: task.ErrDenied}
	}
	return stopAll(ctx, r.d, by)
}

// stopAll stops the desk's running tasks, page by page: a stopped one leaves the
// states asked for.
func stopAll(ctx context.Context, d *desk, by task.Person) (int, error) {
	running := []task.State{task.Working, task.Attention, task.Paused, task.Waiting}
	n := 0
	for {
		tasks, err := d.store.List(ctx, agent.List{States: running, Limit: 200})
		if err != nil || len(tasks) == 0 {
			return n, err
		}
		for _, t := range tasks {
			_, err := d.DoOn(ctx, t, task.Event{ID: fmt.Sprintf("stop-all:%s:%d", t.ID, t.Rev), At: time.Now(), Kind: task.Halt, By: by})
			switch {
			case err == nil:
				n++
			case errors.Is(err, task.ErrStopped), errors.Is(err, task.ErrUnknown), errors.Is(err, task.ErrSettled), errors.Is(err, task.ErrRepeated):
			default:
				return n, fmt.Errorf("stopping %s: %w", t.ID, err)
			}
		}
	}
}

// Blob is stored bytes.
func (r room) Blob(ctx context.Context, key string) ([]byte, error) {
	b, err := r.d.store.Blob(ctx, key)
	return b, notFound(err)
}

// suggestions is how many items or contacts a form offers while one types.
const suggestions = 12

// SuggestItems is items for words as typed so far.
func (r room) SuggestItems(ctx context.Context, words, lang string) ([]task.Candidate, error) {
	return r.p.index.Suggest(ctx, words, lang, suggestions)
}

// ItemUnits is an item's units, the sales unit first, and its variants.
func (r room) ItemUnits(ctx context.Context, item string) (units, variants []string, err error) {
	it, err := r.p.office.Item(ctx, item)
	if err != nil {
		return nil, nil, notFound(err)
	}
	for _, u := range it.Units {
		if u.Code == it.SalesUnit {
			units = slices.Insert(units, 0, u.Code)
			continue
		}
		units = append(units, u.Code)
	}
	for _, v := range it.Variants {
		variants = append(variants, v.Code)
	}
	return units, variants, nil
}

// SuggestContacts is contacts for words as typed so far.
func (r room) SuggestContacts(ctx context.Context, words string) ([]task.Contact, error) {
	found, err := r.p.office.SearchContacts(ctx, words, suggestions)
	var out []task.Contact
	for _, c := range found {
		k := task.Contact{Number: c.Number, Name: c.Name, Customer: c.Customer, Company: c.Company, Lang: c.Lang}
		if len(c.Emails) > 0 {
			k.Email = c.Emails[0]
		}
		out = append(out, k)
	}
	return out, err
}

// Addresses is where the customer of a task may have goods sent.
func (r room) Addresses(ctx context.Context, id string) ([]bot.Address, error) {
	t, err := r.Task(ctx, id)
	if err != nil || t.Party.Customer == "" {
		return nil, err
	}
	list, err := r.p.office.Addresses(ctx, t.Party.Customer)
	var out []bot.Address
	for _, a := range list {
		parts := slices.DeleteFunc([]string{a.Name, a.Address, strings.TrimSpace(a.PostCode + " " + a.City), a.Country}, func(s string) bool { return s == "" })
		out = append(out, bot.Address{Code: a.Code, Text: strings.Join(parts, ", ")})
	}
	return out, notFound(err)
}

// Notices is what the room was told of no task.
func (r room) Notices(ctx context.Context, lang string) ([]cards.Notice, error) {
	return notices{r.d}.list(ctx, lang)
}

// KPI is the summary of the last whole day, week or month, or of today so far.
func (r room) KPI(ctx context.Context, period, lang string) (cards.Notice, error) {
	now := time.Now().In(r.d.Zone)
	p := kpi.PeriodOf(period, now)
	if period == "today" {
		p = kpi.Since(now, now)
	}
	f, before, err := r.d.figuresOf(ctx, p)
	if err != nil {
		return cards.Notice{}, err
	}
	return notices{r.d}.card(notice{ID: "kpi", Kind: cards.NoticeKPI, At: now, Now: &f, Before: &before}, lang), nil
}

// Watch tells of changes.
func (r room) Watch(ctx context.Context) (<-chan string, error) { return r.d.store.Watch(ctx) }

// Check tries a form against the back office before its event, so that a mistake
// is told at its field while the form is still open.
func (r room) Check(ctx context.Context, id string, e task.Event) (*task.Problem, error) {
	f := e.Form
	switch {
	case f == nil:
		return nil, nil
	case f.Document != nil:
		return r.checkDocument(ctx, f.Document)
	case e.Kind == task.PickItem:
		return r.checkPicks(ctx, f.Picks)
	case f.Contact != "":
		_, err := r.p.office.Contact(ctx, f.Contact)
		return badValue("contact", "not_found", f.Contact, err)
	case e.Kind == task.CreateContact && f.Customer != "":
		_, err := r.p.office.Customer(ctx, f.Customer)
		return badValue("customer", "not_found", f.Customer, err)
	}
	return nil, nil
}

// badValue is the problem with a field whose value the back office does not know or
// take; other errors stay errors.
func badValue(field, code, value string, err error) (*task.Problem, error) {
	if errors.Is(err, erp.ErrNotFound) {
		return &task.Problem{Code: task.BadInput, Field: field, Args: map[string]string{"Code": code, "Value": value}}, nil
	}
	return nil, err
}

func (r room) checkPicks(ctx context.Context, picks []task.Pick) (*task.Problem, error) {
	for _, p := range picks {
		if p.Skip || p.Item == "" {
			continue
		}
		if problem, err := r.checkItem(ctx, "", p.Item, p.Variant, p.Unit); problem != nil || err != nil {
			return problem, err
		}
	}
	return nil, nil
}

func (r room) checkDocument(ctx context.Context, d *task.DocumentEdit) (*task.Problem, error) {
	for i, l := range d.Lines {
		if p, err := r.checkItem(ctx, "lines."+strconv.Itoa(i+1)+".", l.Item, l.Variant, l.Unit); p != nil || err != nil {
			return p, err
		}
	}
	if d.Requested != nil && *d.Requested != "" {
		if _, err := time.Parse(time.DateOnly, *d.Requested); err != nil {
			return badValue("requested", "bad_date", *d.Requested, erp.ErrNotFound)
		}
	}
	return nil, nil
}

func (r room) checkItem(ctx context.Context, at, item, variant, unit string) (*task.Problem, error) {
	it, err := r.p.office.Item(ctx, item)
	if err != nil {
		return badValue(at+"item", "not_found", item, err)
	}
	if variant != "" && !slices.ContainsFunc(it.Variants, func(v erp.Variant) bool { return v.Code == variant }) {
		return badValue(at+"variant", "not_found", variant, erp.ErrNotFound)
	}
	if unit != "" && unit != it.BaseUnit && !slices.ContainsFunc(it.Units, func(u erp.ItemUnit) bool { return u.Code == unit }) {
		return badValue(at+"unit", "unit_unknown", unit, erp.ErrNotFound)
	}
	if it.Blocked {
		return badValue(at+"item", "blocked", item, erp.ErrNotFound)
	}
	return nil, nil
}
