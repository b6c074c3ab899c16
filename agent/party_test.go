package agent

import (
	"context"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// office knows one contact and its customer; anything else is asked in vain.
type office struct{ erp.System }

func (office) Contact(context.Context, string) (erp.Contact, error) {
	return erp.Contact{Number: "CT1", Name: "Anna Berg", Customer: "10000"}, nil
}

func (office) Customer(context.Context, string) (erp.Customer, error) {
	return erp.Customer{Number: "10000", Name: "Nordlys A/S", PriceGroup: "RETAIL"}, nil
}

func TestAPartyHasItsCustomersGroup(t *testing.T) {
	d := &Desk{ERP: office{}}
	p, err := d.partyOf(t.Context(), "CT1", "anna@nordlys.example", false)
	if err != nil || p.Group != "RETAIL" || p.Company != "Nordlys A/S" {
		t.Errorf("the party is %+v (%v), want the group RETAIL of Nordlys A/S", p, err)
	}
}

// keyed is an office that notes under which keys quotes are made.
type keyed struct {
	erp.System
	keys map[string]bool
}

func (k keyed) CreateQuote(_ context.Context, key string, _ erp.DocumentInput) (erp.Document, error) {
	k.keys[key] = true
	return erp.Document{}, nil
}

// Two desks have a first task each and one back office: what the one has made must
// not be taken for the other's.
func TestDesksOfOneOfficeHaveKeysOfTheirOwn(t *testing.T) {
	o := keyed{keys: map[string]bool{}}
	for _, name := range []string{"sales", "parts", "sales"} {
		d := &Desk{Settings: Settings{Name: name}, ERP: o}
		if _, err := d.writeQuote(t.Context(), &wish{task: &task.Task{ID: "T-1001"}}, task.Job{Key: "T-1001/7/make"}); err != nil {
			t.Fatal(err)
		}
	}
	if len(o.keys) != 2 {
		t.Errorf("two desks, one of them twice, made quotes under %v", o.keys)
	}
}
