package data

import (
	"net/mail"
	"strings"

	"salesclerk/agent/erp"
)

func takeCustomer(rd *reader, r *row) {
	c := erp.Customer{
		Number: r.raw("number"), Name: r.raw("name"), Address: r.raw("address"), City: r.raw("city"),
		PostCode: r.raw("post_code"), Country: r.country("country"), Currency: r.currency("currency"), Lang: r.lang("lang"),
		Location: r.raw("location"), PriceGroup: r.raw("price_group"), Blocked: r.blocked("blocked"),
		CreditLimit: r.notNegative("credit_limit"), Balance: r.decimal("balance"), Overdue: r.decimal("overdue"),
	}
	if rd.once(r, "number", c.Number) {
		rd.custs[c.Number] = len(rd.set.Customers)
		rd.set.Customers = append(rd.set.Customers, c)
	}
}

func takeContact(rd *reader, r *row) {
	c := erp.Contact{Number: r.raw("number"), Name: r.raw("name"), Customer: rd.customer(r, "customer"), Lang: r.lang("lang")}
	for _, col := range []string{"email", "email_2"} {
		if a := r.email(col); a != "" {
			c.Emails = append(c.Emails, a)
		}
	}
	if !rd.once(r, "number", c.Number) {
		return
	}
	if i, ok := rd.custs[c.Customer]; ok {
		c.Company = rd.set.Customers[i].Name
	}
	for _, a := range c.Emails {
		rd.sharedAddress(r, a, c.Number)
	}
	rd.set.Contacts = append(rd.set.Contacts, c)
}

// sharedAddress warns of an address of two contacts: mail from it is answered
// only after a person chose.
func (rd *reader) sharedAddress(r *row, address, contact string) {
	k := strings.ToLower(address)
	if other, ok := rd.emails[k]; ok && other != contact {
		r.warn("email", address, "contact %s has the same address; mail from it will wait for a person to choose.", other)
		return
	}
	rd.emails[k] = contact
}

func takeAddress(rd *reader, r *row) {
	c := rd.customer(r, "customer")
	a := erp.Address{Code: r.raw("code"), Name: r.raw("name"), Address: r.raw("address"), City: r.raw("city"),
		PostCode: r.raw("post_code"), Country: r.country("country")}
	if c == "" || !rd.once(r, "code", c, a.Code) {
		return
	}
	if a.Name == "" {
		a.Name = rd.set.Customers[rd.custs[c]].Name
	}
	rd.set.Addresses[c] = append(rd.set.Addresses[c], a)
}

func takePrice(rd *reader, r *row) {
	it := rd.item(r, "item")
	p := Price{
		Customer: rd.customer(r, "customer"), Group: r.raw("price_group"), MinQuantity: r.notNegative("min_quantity"),
		Unit: r.raw("unit"), From: r.date("from"), To: r.date("to"), Discount: r.percent("discount_percent"), Currency: r.currency("currency"),
	}
	if r.raw("unit_price") != "" {
		price := r.notNegative("unit_price")
		p.UnitPrice = &price
	} else if p.Discount.IsZero() {
		r.wrong("unit_price", "", "a price or a discount_percent is missing.")
	}
	if p.From != "" && p.To != "" && p.To < p.From {
		r.wrong("to", p.To, "it ends before it begins, on %s.", p.From)
	}
	if it == nil || !rd.once(r, "item", it.Number, p.Customer, p.Group, p.MinQuantity.String(), p.Unit, p.From, p.To, p.Currency) {
		return
	}
	rd.ofItem(r, it, "", p.Unit)
	rd.set.Prices[it.Number] = append(rd.set.Prices[it.Number], p)
}

func takeTax(rd *reader, r *row) {
	t := Tax{Group: r.raw("tax_group"), Country: r.country("country"), Percent: r.percent("percent")}
	if rd.once(r, "country", t.Group, t.Country) {
		rd.set.Taxes = append(rd.set.Taxes, t)
	}
}

func takeStock(rd *reader, r *row) {
	it := rd.item(r, "item")
	s := Stock{Location: r.raw("location"), Variant: r.raw("variant"), Quantity: r.decimal("quantity")}
	if it == nil || !rd.once(r, "location", it.Number, s.Location, s.Variant) {
		return
	}
	rd.ofItem(r, it, s.Variant, "")
	rd.set.Stock[it.Number] = append(rd.set.Stock[it.Number], s)
}

func takeSupply(rd *reader, r *row) { rd.movement(r, rd.set.Supply) }
func takeDemand(rd *reader, r *row) { rd.movement(r, rd.set.Demand) }

func (rd *reader) movement(r *row, to map[string][]Movement) {
	it := rd.item(r, "item")
	m := Movement{Date: r.date("date"), Location: r.raw("location"), Quantity: r.notNegative("quantity")}
	if it != nil && m.Date != "" {
		to[it.Number] = append(to[it.Number], m)
	}
}

// ValidAddress says whether s is a bare mail address (RFC 5322 addr-spec).
func ValidAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= 254
}
