package pdf

import (
	"fmt"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// sample is a document with n lines, all different, in a language.
func sample(n int, kind erp.Kind, lang string) Input {
	d := erp.Document{
		Kind: kind, Number: "S-QUO1042", Quote: "S-QUO1001", Customer: "10000", Attention: "Łukasz Żółć",
		BillTo: erp.Address{Name: "Nordlys Møbler A/S", Address: "Strandvejen 112, 2. sal", City: "Hellerup", PostCode: "2900", Country: "DK"},
		ShipTo: erp.Address{Code: "LAGER", Name: "Nordlys Lager", Address: "Havnegade 12", City: "Aarhus C", PostCode: "8000", Country: "DK"},
		Date:   "2027-02-01", Requested: "2027-03-02", Reference: "PO-2027/0815", Currency: "DKK", Lang: lang,
	}
	for i := range n {
		d.Lines = append(d.Lines, sampleLine(i))
		d.Net = d.Net.Add(d.Lines[i].Amount)
	}
	tax := d.Net.Mul(dec("0.25")).Round(2)
	d.Taxes = []erp.Tax{{Percent: dec("25"), Base: d.Net, Amount: tax}}
	d.Total = d.Net.Add(tax)
	return Input{
		Company: erp.Company{Name: "Fjord & Skov ApS", Address: "Kanalvej 7", City: "Kongens Lyngby", PostCode: "2800",
			Country: "DK", Email: "salg@fjordskov.example", Phone: "+45 55 01 02 03", RegistrationNo: "DK12345678"},
		Document: d, Lang: lang, Seller: "Maja Holm", ValidUntil: "2027-03-01",
		Terms: "Ex works, 30 days net.\nPrices are without assembly.",
	}
}

func sampleLine(i int) erp.DocumentLine {
	l := erp.DocumentLine{
		No: (i + 1) * 10000, Item: fmt.Sprintf("%d-S", 1900+i), Description: "ANTWERP Conference Table", Quantity: decimal.NewFromInt(int64(i%9 + 1)),
		Unit: "PCS", Price: dec("4205.60").Add(decimal.NewFromInt(int64(i))), TaxPercent: dec("25"),
	}
	switch i % 5 {
	case 1:
		l.Discount, l.Variant, l.VariantText = dec("12.5"), "BLACK", "Black ash"
	case 2:
		l.Description = "Office chair with adjustable armrests, synchronous tilt, headrest and hard castors for soft floors"
		l.Date = "2027-03-09"
	case 3:
		l.Description, l.Unit, l.Quantity = "Γραφείο / Стол письменный / Příliš žluťoučký kůň", "BOX", dec("1250.5")
	}
	full := l.Price.Mul(l.Quantity)
	l.Amount = full.Sub(full.Mul(l.Discount).Shift(-2)).Round(2)
	return l
}
