package agent

import (
	"context"
	"testing"

	"salesclerk/agent/erp"
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
