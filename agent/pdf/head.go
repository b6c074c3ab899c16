package pdf

import (
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/image"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"salesclerk/agent/erp"
)

var (
	plain = look{size: 9}
	small = look{size: 8, color: pale}
	label = look{size: 7.5, color: pale}
)

// letterhead is everything above the lines on the first page.
func (s *sheet) letterhead() []strip {
	line := space(5).styled(&props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.25})
	return []strip{
		s.sender(), line, space(7),
		beside(0, 0, s.receiver(), newBlock(6), s.facts()),
		space(7),
	}
}

// sender is the company: its logo or name, and how to reach it.
func (s *sheet) sender() strip {
	c := s.Company
	reach := newBlock(45)
	for _, part := range s.place(erp.Address{Address: c.Address, City: c.City, PostCode: c.PostCode, Country: c.Country}, s.Document.BillTo.Country) {
		reach.add(part, look{size: 8, color: pale, right: true})
	}
	for _, part := range []string{c.Phone, c.Email, s.registration()} {
		reach.add(part, look{size: 8, color: pale, right: true})
	}
	if s.logo == nil {
		return beside(0, 0, newBlock(55).add(c.Name, look{size: 15, bold: true}), reach)
	}
	high := max(reach.high, 18)
	logo := image.NewFromBytes(s.logo, extension.Png, props.Rect{Left: pad, Percent: 100})
	return strip{row.New(high).Add(col.New(55).Add(logo), col.New(45).Add(reach)), high}
}

func (s *sheet) registration() string {
	if s.Company.RegistrationNo == "" {
		return ""
	}
	return s.words.T("pdf.registration") + " " + s.Company.RegistrationNo
}

// receiver is the customer's address and, if it is another, the ship-to address.
func (s *sheet) receiver() *block {
	d := s.Document
	b := newBlock(50)
	b.add(d.BillTo.Name, look{size: 10, bold: true})
	if d.Attention != "" && d.Attention != d.BillTo.Name {
		b.add(s.words.T("pdf.attention")+" "+d.Attention, plain)
	}
	for _, part := range s.place(d.BillTo, s.Company.Country) {
		b.add(part, plain)
	}
	if to := s.place(d.ShipTo, s.Company.Country); len(to) > 0 && !samePlace(d.ShipTo, d.BillTo) {
		b.add(s.words.T("pdf.ship_to"), look{size: 7.5, color: pale, gap: 3.5})
		b.add(d.ShipTo.Name, plain)
		for _, part := range to {
			b.add(part, plain)
		}
	}
	return b
}

func samePlace(a, b erp.Address) bool {
	a.Code, b.Code = "", ""
	return a == b
}

// cityFirst are countries where the post code stands behind the city.
const cityFirst = " GB US CA AU NZ IE "

// place is the lines of an address without its name; the country is left out
// at home.
func (s *sheet) place(a erp.Address, home string) []string {
	city := a.PostCode + " " + a.City
	if strings.Contains(cityFirst, " "+a.Country+" ") {
		city = a.City + " " + a.PostCode
	}
	country := ""
	if a.Country != home {
		country = s.country(a.Country)
	}
	var out []string
	for _, part := range []string{a.Address, city, country} {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// country is the name of an ISO 3166 code in the document's language (CLDR).
func (s *sheet) country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil {
		return code
	}
	namer := display.Regions(language.Make(s.words.Tag()))
	if namer == nil || namer.Name(region) == "" {
		return code
	}
	return namer.Name(region)
}

// facts is the title with number and dates.
func (s *sheet) facts() *block {
	d, w := s.Document, s.words
	b := newBlock(44)
	b.add(w.T("pdf.title."+string(s.kind())), look{size: 14.5, bold: true})
	b.high += 2
	fact := func(key, value string) { b.pair(w.T("pdf."+key), value, look{size: 9, gap: 0.5}, 0.46) }
	b.pair(w.T("pdf.number"), d.Number, look{size: 9, bold: true, gap: 0.5}, 0.46)
	fact("date", w.Date(d.Date))
	if s.kind() == erp.Quote {
		fact("valid_until", w.Date(s.ValidUntil))
	} else {
		fact("quote_number", d.Quote)
	}
	fact("customer_number", d.Customer)
	fact("reference", d.Reference)
	fact("requested", w.Date(d.Requested))
	if s.Seller != s.Company.Name { // a desk that writes in the company's name is no person to ask for
		fact("seller", s.Seller)
	}
	fact("currency", d.Currency)
	return b
}

// footer is what every page ends with; the page number stands below at the right.
func (s *sheet) footer() []strip {
	own := []string{clean(s.Company.Name), s.registration(), s.Company.Email}
	var parts []string
	for _, p := range own {
		if p = clean(p); p != "" {
			parts = append(parts, p)
		}
	}
	line := space(3).styled(&props.Cell{BorderType: border.Bottom, BorderColor: rule, BorderThickness: 0.2})
	return []strip{line, beside(1.2, 1,
		newBlock(70).add(strings.Join(parts, " · "), label).add(s.Footer, label),
		newBlock(30).add(s.title(), look{size: 7.5, color: pale, right: true}))}
}
