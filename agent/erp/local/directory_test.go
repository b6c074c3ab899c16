package local_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/erp"
)

func numbers(list []erp.Contact) string {
	var n []string
	for _, c := range list {
		n = append(n, c.Number)
	}
	return strings.Join(n, " ")
}

func TestContactsByEmail(t *testing.T) {
	l, _ := office(t)
	m := tables()
	m["contacts"] += "P6,Twin,ANNA@nordlys.example,,en,\n"
	if err := l.Import(context.Background(), dataset(t, m), nil); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"Anna@Nordlys.Example": "P1 P6", "a2@nordlys.example": "P1", "anna@nordlys.exampl": "", "Anna Holst": "", "": "",
	} {
		got, err := l.ContactsByEmail(context.Background(), address)
		if err != nil || numbers(got) != want {
			t.Errorf("%s: %q, want %q, %v", address, numbers(got), want, err)
		}
	}
}

func TestSearchContacts(t *testing.T) {
	l, _ := office(t)
	for words, want := range map[string]string{
		"new.person@nordlys.example": "P1", "Holst": "P1 P4", "anna holst": "P1 P4", "ib": "P4", "hol": "P1 P4",
		"lumiere": "P2", "Lumière": "P2", "@lumiere.example": "P2", "zzz": "", "x@gmail.com": "", "P3": "P3", "": "P1 P2 P3 P4 P5",
	} {
		got, err := l.SearchContacts(context.Background(), words, 10)
		if err != nil || numbers(got) != want {
			t.Errorf("%q: %q, want %q, %v", words, numbers(got), want, err)
		}
	}
	if got, _ := l.SearchContacts(context.Background(), "", 2); numbers(got) != "P1 P2" {
		t.Errorf("limit: %s", numbers(got))
	}
	cs, err := l.SearchCustomers(context.Background(), "nordlys", 5)
	if err != nil || len(cs) != 1 || cs[0].Number != "1" {
		t.Errorf("customers: %v, %v", cs, err)
	}
}

func TestCreateContact(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	var wg sync.WaitGroup
	got := make([]erp.Contact, 10)
	for i := range got {
		wg.Go(func() {
			c, err := l.CreateContact(ctx, "k", erp.Contact{Name: "Eva", Emails: []string{"Eva@nordlys.example"}, Customer: "1", Lang: "da"})
			if err != nil {
				t.Error(err)
			}
			got[i] = c
		})
	}
	wg.Wait()
	for _, c := range got {
		if d := cmp.Diff(got[0], c); d != "" {
			t.Fatal(d)
		}
	}
	if got[0].Company != "Nordlys" || !strings.HasPrefix(got[0].Number, "CTN-") {
		t.Errorf("%+v", got[0])
	}
	if err := l.Import(ctx, dataset(t, tables()), nil); err != nil {
		t.Fatal(err)
	}
	if found, err := l.ContactsByEmail(ctx, "eva@NORDLYS.example"); err != nil || numbers(found) != got[0].Number {
		t.Errorf("after an import: %v, %v", found, err)
	}
	if found, _ := l.SearchContacts(ctx, "eva", 5); numbers(found) != got[0].Number {
		t.Errorf("search: %v", found)
	}
}

func TestCreateContactRefusals(t *testing.T) {
	l, _ := office(t)
	good := erp.Contact{Name: "Eva", Emails: []string{"eva@x.example"}}
	for _, c := range []struct {
		name        string
		change      func(*erp.Contact)
		field, code string
	}{
		{"name", func(c *erp.Contact) { c.Name = " " }, "name", "not_found"},
		{"line break", func(c *erp.Contact) { c.Name = "Eva\r\nBcc: x" }, "name", "not_allowed"},
		{"long", func(c *erp.Contact) { c.Name = strings.Repeat("x", 251) }, "name", "too_long"},
		{"no address", func(c *erp.Contact) { c.Emails = nil }, "email", "not_found"},
		{"no real address", func(c *erp.Contact) { c.Emails = []string{"Eva <eva@x.example>"} }, "email", "bad_address"},
		{"another's address", func(c *erp.Contact) { c.Emails = []string{"ANNA@nordlys.example"} }, "email", "not_allowed"},
		{"customer", func(c *erp.Contact) { c.Customer = "99" }, "customer", "not_found"},
		{"language", func(c *erp.Contact) { c.Lang = "klingonish!" }, "lang", "not_found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := good
			c.change(&in)
			_, err := l.CreateContact(context.Background(), c.name, in)
			wantFault(t, err, 0, c.field, c.code)
		})
	}
}

// Two people make a contact of one address at once: one of them gets it.
func TestOneContactPerAddress(t *testing.T) {
	l, _ := office(t)
	var wg sync.WaitGroup
	errs := make([]error, 10)
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = l.CreateContact(context.Background(), fmt.Sprint(i), erp.Contact{Name: "Eva", Emails: []string{"eva@x.example"}})
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if !errors.Is(err, erp.ErrRefused) {
			t.Error(err)
		}
	}
	if made != 1 {
		t.Errorf("%d contacts of one address", made)
	}
}

func TestAddContactEmail(t *testing.T) {
	l, _ := office(t)
	ctx := context.Background()
	for range 2 {
		c, err := l.AddContactEmail(ctx, "P1", "anna@home.example")
		if err != nil || len(c.Emails) != 3 {
			t.Fatalf("%v, %v", c, err)
		}
	}
	if err := l.Import(ctx, dataset(t, tables()), nil); err != nil {
		t.Fatal(err)
	}
	if found, err := l.ContactsByEmail(ctx, "Anna@home.example"); err != nil || numbers(found) != "P1" {
		t.Errorf("after an import: %v, %v", found, err)
	}
	_, err := l.AddContactEmail(ctx, "P2", "anna@HOME.example")
	wantFault(t, err, 0, "email", "not_allowed")
	_, err = l.AddContactEmail(ctx, "P2", "anna@nordlys.example")
	wantFault(t, err, 0, "email", "not_allowed")
	if _, err := l.AddContactEmail(ctx, "P99", "x@y.example"); !errors.Is(err, erp.ErrNotFound) {
		t.Error(err)
	}
}

func TestAddresses(t *testing.T) {
	l, _ := office(t)
	all, err := l.Addresses(context.Background(), "1")
	if err != nil || len(all) != 2 || all[0].Code != "" || all[0].Address != "Havnegade 1" || all[1].Code != "DEPOT" {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := l.Addresses(context.Background(), "99"); !errors.Is(err, erp.ErrNotFound) {
		t.Error(err)
	}
}
