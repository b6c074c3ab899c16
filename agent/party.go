package agent

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// maxCandidates is how many contacts are suggested for an unknown sender.
const maxCandidates = 5

// party is who writes the present mail. Only the address decides; a person's
// choice for this task holds for the address it was made for.
func (d *Desk) party(ctx context.Context, t task.Task) (task.Party, error) {
	from := t.Mail().From
	if t.Party.Once && strings.EqualFold(t.Party.Email, from) {
		return d.partyOf(ctx, t.Party.Contact, from, true)
	}
	found, err := d.ERP.ContactsByEmail(ctx, from)
	if err != nil {
		return task.Party{}, fmt.Errorf("looking up the sender: %w", err)
	}
	var p task.Party
	switch len(found) {
	case 0:
		p = task.Party{Match: task.None, Email: from}
		p.Candidates, err = d.candidates(ctx, t)
	case 1:
		p, err = d.partyOf(ctx, found[0].Number, from, false)
	default:
		p = task.Party{Match: task.Several, Email: from, Candidates: contacts(found, "address")}
	}
	if err != nil {
		return task.Party{}, err
	}
	return d.sameCustomer(t, p), nil
}

// sameCustomer keeps a conversation with one customer: when the mail of a thread
// comes from another customer's contact, nobody is known until a person says.
func (d *Desk) sameCustomer(t task.Task, p task.Party) task.Party {
	had := t.Party
	if t.Document == nil || !had.Known() || !p.Known() || had.Customer == p.Customer && (p.Customer != "" || had.Contact == p.Contact) {
		return p
	}
	return task.Party{Match: task.None, Email: p.Email,
		Warnings:   []task.Note{{Code: "other_customer", Args: map[string]string{"Company": p.Company, "Had": had.Company}}},
		Candidates: []task.Contact{{Number: had.Contact, Name: had.Name, Customer: had.Customer, Company: had.Company, Why: "conversation"}}}
}

// partyOf is a contact as a party, with what the back office warns of.
func (d *Desk) partyOf(ctx context.Context, contact, email string, once bool) (task.Party, error) {
	c, err := d.ERP.Contact(ctx, contact)
	if err != nil {
		return task.Party{}, fmt.Errorf("contact %s: %w", contact, err)
	}
	p := task.Party{Match: task.One, Contact: c.Number, Name: c.Name, Email: email, Lang: c.Lang, Customer: c.Customer, Company: c.Company, Once: once}
	if c.Customer == "" {
		return p, nil
	}
	cust, err := d.ERP.Customer(ctx, c.Customer)
	if err != nil {
		return task.Party{}, fmt.Errorf("customer %s: %w", c.Customer, err)
	}
	p.Company, p.Group, p.Blocked = cust.Name, cust.PriceGroup, cust.Blocked
	if p.Lang == "" {
		p.Lang = cust.Lang
	}
	if cust.CreditLimit.IsPositive() && cust.Balance.GreaterThan(cust.CreditLimit) {
		p.Warnings = append(p.Warnings, task.Note{Code: "credit_limit", Args: map[string]string{
			"Limit": cust.CreditLimit.String(), "Balance": cust.Balance.String(), "Currency": cust.Currency}})
	}
	if cust.Overdue.IsPositive() {
		p.Warnings = append(p.Warnings, task.Note{Code: "overdue", Args: map[string]string{"Amount": cust.Overdue.String(), "Currency": cust.Currency}})
	}
	return p, nil
}

// candidates are contacts an unknown sender may be: suggestions, ranked by mail
// domain, then by name.
func (d *Desk) candidates(ctx context.Context, t task.Task) ([]task.Contact, error) {
	m := t.Mail()
	var out []task.Contact
	have := map[string]bool{}
	for _, q := range []struct{ words, why string }{{m.Forwarded, "forwarded"}, {domain(m.From), "domain"}, {m.Name, "name"}} {
		if len(q.words) < 3 {
			continue
		}
		found, err := d.ERP.SearchContacts(ctx, q.words, maxCandidates)
		if err != nil {
			return nil, fmt.Errorf("looking for contacts like the sender: %w", err)
		}
		for _, c := range contacts(found, q.why) {
			if !have[c.Number] && len(out) < maxCandidates {
				have[c.Number] = true
				out = append(out, c)
			}
		}
	}
	return out, nil
}

// freeMail are domains that say nothing about who somebody works for.
var freeMail = map[string]bool{"gmail.com": true, "outlook.com": true, "hotmail.com": true, "yahoo.com": true, "icloud.com": true, "live.com": true, "mail.dk": true, "orange.fr": true, "free.fr": true}

func domain(address string) string {
	_, after, _ := strings.Cut(address, "@")
	if freeMail[strings.ToLower(after)] {
		return ""
	}
	return after
}

func contacts(found []erp.Contact, why string) []task.Contact {
	var out []task.Contact
	for _, c := range found {
		k := task.Contact{Number: c.Number, Name: c.Name, Customer: c.Customer, Company: c.Company, Lang: c.Lang, Why: why}
		if len(c.Emails) > 0 {
			k.Email = c.Emails[0]
		}
		out = append(out, k)
	}
	return out
}

// contact makes, chooses or updates the contact a person said, and reads the
// mail anew: whose item numbers and addresses count depends on who writes.
func (d *Desk) contact(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	if p, err := d.anotherCustomer(ctx, t, job); p != nil || err != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, err
	}
	number, once, err := d.setContact(ctx, t, job)
	if err != nil {
		if p := inputProblem(err); p != nil {
			return task.Event{Kind: task.Stuck, Problem: p}, nil
		}
		return task.Event{}, err
	}
	party, err := d.partyOf(ctx, number, t.Mail().From, once)
	if err != nil {
		return task.Event{}, err
	}
	reading, _, err := d.understand(ctx, t, party, nil)
	if err != nil {
		return task.Event{}, err
	}
	return task.Event{Kind: task.ContactSet, Party: &party, Reading: &reading}, nil
}

// anotherCustomer is the problem with a contact who would be shown the document of
// another customer, found before anything is written.
func (d *Desk) anotherCustomer(ctx context.Context, t task.Task, job task.Job) (*task.Problem, error) {
	f := job.Form
	if t.Document == nil || f == nil {
		return nil, nil
	}
	who := erp.Contact{Name: f.Name, Customer: f.Customer}
	if job.For != task.CreateContact {
		var err error
		if who, err = d.ERP.Contact(ctx, f.Contact); err != nil {
			return inputProblem(err), unlessInput(err)
		}
	}
	doc, err := d.ERP.Document(ctx, erp.Kind(t.Document.Kind), t.Document.Number)
	if err != nil {
		return nil, fmt.Errorf("reading %s %s: %w", t.Document.Kind, t.Document.Number, err)
	}
	return d.foreign(ctx, doc, task.Party{Contact: who.Number, Name: who.Name, Customer: who.Customer})
}

// unlessInput is the error, if it is not the fault of what was entered.
func unlessInput(err error) error {
	if inputProblem(err) != nil {
		return nil
	}
	return err
}

// foreign is the problem with a party that the document does not belong to; nil
// for its own. A document without a customer is its contact's.
func (d *Desk) foreign(ctx context.Context, doc erp.Document, p task.Party) (*task.Problem, error) {
	if doc.Customer == p.Customer && (doc.Customer != "" || doc.Contact == p.Contact) {
		return nil, nil
	}
	company, err := d.companyOf(ctx, p.Customer)
	if err != nil {
		return nil, err
	}
	had, err := d.companyOf(ctx, doc.Customer)
	return stuck(task.OtherCustomer, "Name", p.Name, "Company", company, "Had", had, "Number", doc.Number).Problem, err
}

// foreignTo is foreign for the party of the task; nil where there is no document.
// Whatever led there, a document goes to nobody but its customer.
func (d *Desk) foreignTo(ctx context.Context, t *task.Task, doc *erp.Document) (*task.Problem, error) {
	if doc == nil {
		return nil, nil
	}
	return d.foreign(ctx, *doc, t.Party)
}

func (d *Desk) companyOf(ctx context.Context, customer string) (string, error) {
	if customer == "" {
		return "", nil
	}
	c, err := d.ERP.Customer(ctx, customer)
	if errors.Is(err, erp.ErrNotFound) {
		return customer, nil
	}
	if err != nil {
		return "", fmt.Errorf("customer %s: %w", customer, err)
	}
	return c.Name, nil
}

func (d *Desk) setContact(ctx context.Context, t task.Task, job task.Job) (number string, once bool, err error) {
	f := job.Form
	if f == nil {
		return "", false, fmt.Errorf("%w: no form", erp.ErrRefused)
	}
	var c erp.Contact
	switch job.For {
	case task.CreateContact:
		emails := []string{t.Mail().From}
		if f.Email != "" && !strings.EqualFold(f.Email, emails[0]) {
			emails = append(emails, f.Email)
		}
		c, err = d.ERP.CreateContact(ctx, d.officeKey(job.Key), erp.Contact{Name: strings.TrimSpace(f.Name), Emails: emails, Customer: f.Customer, Lang: f.Lang})
	case task.UpdateContact:
		c, err = d.ERP.AddContactEmail(ctx, f.Contact, t.Mail().From)
	default:
		c, err = d.ERP.Contact(ctx, f.Contact)
		once = true
	}
	return c.Number, once, err
}

// inputProblem turns the back office's refusal of what a person entered into an
// error at the field.
func inputProblem(err error) *task.Problem {
	var f *erp.Fault
	switch {
	case errors.As(err, &f):
		return &task.Problem{Code: task.BadInput, Field: f.Field, Args: map[string]string{"Field": f.Field, "Value": f.Value, "Words": f.Error()}}
	case errors.Is(err, erp.ErrNotFound):
		return &task.Problem{Code: task.BadInput, Field: "contact", Args: map[string]string{"Field": "contact", "Words": "not found"}}
	case errors.Is(err, erp.ErrRefused):
		return &task.Problem{Code: task.BadInput, Args: map[string]string{"Words": cut(err.Error(), 300)}}
	}
	return nil
}
