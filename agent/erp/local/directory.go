package local

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
)

// contact finds a contact of the data or one made here, with the addresses added
// here. The data goes first.
func (l *Local) contact(ctx context.Context, v view, number string) (erp.Contact, bool, error) {
	c, ok, err := maybe[erp.Contact](ctx, v, kindContact, number)
	if err != nil {
		return c, false, err
	}
	if !ok {
		if c, ok, err = own[erp.Contact](ctx, l.store, kindOwnContact, number); err != nil || !ok {
			return c, false, err
		}
		if c, err = withCompany(ctx, v, c); err != nil {
			return c, false, err
		}
	}
	more, _, err := own[[]string](ctx, l.store, kindMoreEmails, number)
	for _, a := range more {
		if !hasAddress(c, a) {
			c.Emails = append(c.Emails, a)
		}
	}
	return c, err == nil, err
}

// own reads a record made here.
func own[T any](ctx context.Context, s Store, kind, id string) (T, bool, error) {
	var none T
	data, _, err := s.Get(ctx, kind, id)
	if err != nil || data == nil {
		return none, false, wrap(err, "read "+kind+" "+id)
	}
	val, err := decode[T](data, kind+" "+id)
	return val, err == nil, err
}

// withCompany fills the customer's present name; a customer that is gone is none.
func withCompany(ctx context.Context, v view, c erp.Contact) (erp.Contact, error) {
	if c.Customer == "" {
		return c, nil
	}
	cu, ok, err := maybe[erp.Customer](ctx, v, kindCustomer, c.Customer)
	if !ok {
		c.Customer = ""
	}
	c.Company = cu.Name
	return c, err
}

func hasAddress(c erp.Contact, address string) bool {
	return slices.ContainsFunc(c.Emails, func(a string) bool { return strings.EqualFold(a, address) })
}

// ContactsByEmail finds contacts by exact address, whatever its case.
func (l *Local) ContactsByEmail(ctx context.Context, address string) ([]erp.Contact, error) {
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	numbers, err := l.holders(ctx, v, address)
	if err != nil {
		return nil, err
	}
	var found []erp.Contact
	for _, n := range numbers {
		c, ok, err := l.contact(ctx, v, n)
		if err != nil {
			return nil, err
		}
		if ok && hasAddress(c, address) {
			found = append(found, c)
		}
	}
	return found, nil
}

// holders are the numbers of the contacts that have an address.
func (l *Local) holders(ctx context.Context, v view, address string) ([]string, error) {
	k := strings.ToLower(strings.TrimSpace(address))
	numbers, _, err := maybe[[]string](ctx, v, kindEmail, k)
	if err != nil {
		return nil, err
	}
	n, ok, err := own[string](ctx, l.store, kindOwnEmail, k)
	if ok && !slices.Contains(numbers, n) {
		numbers = append(numbers, n)
	}
	return numbers, err
}

// Contact is one contact by its number.
func (l *Local) Contact(ctx context.Context, number string) (erp.Contact, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Contact{}, err
	}
	c, ok, err := l.contact(ctx, v, number)
	if err == nil && !ok {
		err = fmt.Errorf("contact %q: %w", number, erp.ErrNotFound)
	}
	return c, err
}

// Customer is one customer by its number.
func (l *Local) Customer(ctx context.Context, number string) (erp.Customer, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Customer{}, err
	}
	return one[erp.Customer](ctx, v, kindCustomer, number)
}

// Addresses are where a customer may have goods sent, its own first.
func (l *Local) Addresses(ctx context.Context, customer string) ([]erp.Address, error) {
	v, err := l.view(ctx)
	if err != nil {
		return nil, err
	}
	c, err := one[erp.Customer](ctx, v, kindCustomer, customer)
	if err != nil {
		return nil, err
	}
	all, _, err := maybe[[]erp.Address](ctx, v, kindAddress, customer)
	first := erp.Address{Name: c.Name, Address: c.Address, City: c.City, PostCode: c.PostCode, Country: c.Country}
	return append([]erp.Address{first}, all...), err
}

// CreateContact makes a contact once per key. Its number is the system's. An
// address that is another contact's is refused.
func (l *Local) CreateContact(ctx context.Context, key string, c erp.Contact) (erp.Contact, error) {
	for range tries {
		n, err := l.made(ctx, "contact", key)
		if err != nil {
			return erp.Contact{}, err
		}
		if n != "" {
			return l.Contact(ctx, n)
		}
		made, ok, err := l.tryContact(ctx, key, c)
		if errors.Is(err, erp.ErrRefused) {
			// The address may be taken by the same key, at this very moment.
			if n, again := l.made(ctx, "contact", key); again == nil && n != "" {
				return l.Contact(ctx, n)
			}
		}
		if err != nil || ok {
			return made, wrap(err, "make a contact")
		}
	}
	return erp.Contact{}, errStore
}

func (l *Local) tryContact(ctx context.Context, key string, c erp.Contact) (erp.Contact, bool, error) {
	v, err := l.view(ctx)
	if err != nil {
		return c, false, err
	}
	if c, err = l.checkContact(ctx, v, c); err != nil {
		return c, false, err
	}
	if c.Number, err = l.number(ctx, "contact", l.opts.ContactPrefix); err != nil {
		return c, false, err
	}
	if _, taken, err := l.contact(ctx, v, c.Number); err != nil || taken {
		return c, false, err
	}
	writes := []Write{keyWrite("contact", key, c.Number), {Kind: kindOwnContact, ID: c.Number, Data: encode(c)}}
	for _, a := range c.Emails {
		w, err := l.claim(ctx, v, a, c.Number)
		if err != nil {
			return c, false, err
		}
		writes = append(writes, w...)
	}
	ok, err := l.store.Commit(ctx, writes)
	return c, ok, err
}

// checkContact says what cannot be taken, and fills the company's name.
func (l *Local) checkContact(ctx context.Context, v view, c erp.Contact) (erp.Contact, error) {
	if f := checkName(c.Name); f != nil {
		return c, f
	}
	if len(c.Emails) == 0 || len(c.Emails) > 10 {
		return c, &erp.Fault{Field: "email", Code: "not_found", Detail: "a contact needs a mail address"}
	}
	for i, a := range c.Emails {
		if !data.ValidAddress(a) || slices.ContainsFunc(c.Emails[:i], func(b string) bool { return strings.EqualFold(a, b) }) {
			return c, fault("email", "bad_address", a)
		}
	}
	if c.Lang != "" {
		if _, err := language.Parse(c.Lang); err != nil {
			return c, fault("lang", "not_found", c.Lang)
		}
	}
	named, err := withCompany(ctx, v, c)
	if err == nil && named.Customer != c.Customer {
		err = fault("customer", "not_found", c.Customer)
	}
	return named, err
}

func checkName(name string) *erp.Fault {
	switch {
	case strings.TrimSpace(name) == "":
		return &erp.Fault{Field: "name", Code: "not_found", Detail: "a contact needs a name"}
	case utf8.RuneCountInString(name) > MaxRunes:
		return fault("name", "too_long", name)
	case !utf8.ValidString(name) || strings.ContainsFunc(name, unicode.IsControl):
		return fault("name", "not_allowed", name)
	}
	return nil
}

// claim is the write that makes an address a contact's: none if it is already,
// and a Fault if it is another's.
func (l *Local) claim(ctx context.Context, v view, address, number string) ([]Write, error) {
	holders, err := l.ContactsByEmail(ctx, address)
	if err != nil {
		return nil, err
	}
	for _, h := range holders {
		if h.Number != number {
			return nil, &erp.Fault{Field: "email", Code: "not_allowed", Value: cut(address), Detail: "it is contact " + h.Number + "'s"}
		}
	}
	if len(holders) > 0 {
		return nil, nil
	}
	k := strings.ToLower(address)
	_, rev, err := l.store.Get(ctx, kindOwnEmail, k)
	return []Write{{Kind: kindOwnEmail, ID: k, Base: rev, Data: encode(number)}}, err
}

// AddContactEmail adds an address to a contact. It stays when master data is
// replaced.
func (l *Local) AddContactEmail(ctx context.Context, number, address string) (erp.Contact, error) {
	if !data.ValidAddress(address) {
		return erp.Contact{}, fault("email", "bad_address", address)
	}
	for range tries {
		c, ok, err := l.tryAddEmail(ctx, number, address)
		if err != nil || ok {
			return c, wrap(err, "add an address to contact "+number)
		}
	}
	return erp.Contact{}, errStore
}

func (l *Local) tryAddEmail(ctx context.Context, number, address string) (erp.Contact, bool, error) {
	v, err := l.view(ctx)
	if err != nil {
		return erp.Contact{}, false, err
	}
	more, rev, err := l.store.Get(ctx, kindMoreEmails, number)
	if err != nil {
		return erp.Contact{}, false, err
	}
	c, err := l.Contact(ctx, number)
	if err != nil || hasAddress(c, address) {
		return c, err == nil, err
	}
	writes, err := l.claim(ctx, v, address, number)
	if err != nil {
		return c, false, err
	}
	var list []string
	if more != nil {
		if list, err = decode[[]string](more, "the addresses of "+number); err != nil {
			return c, false, err
		}
	}
	c.Emails = append(c.Emails, address)
	writes = append(writes, Write{Kind: kindMoreEmails, ID: number, Base: rev, Data: encode(append(list, address))})
	ok, err := l.store.Commit(ctx, writes)
	return c, ok, err
}
