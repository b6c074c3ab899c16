package reply

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

var update = flag.Bool("update", false, "write the golden files anew")

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func company() erp.Company {
	return erp.Company{Name: "Fjord & Skov ApS", Email: "salg@fjordskov.example", Phone: "+45 55 01 02 03", Country: "DK", Currency: "DKK"}
}

// quote is a quote with n lines.
func quote(n int) *erp.Document {
	d := &erp.Document{Kind: erp.Quote, Number: "S-QUO1042", Date: "2027-02-01", Requested: "2027-03-02",
		Reference: "PO-2027/0815", Currency: "DKK",
		ShipTo: erp.Address{Name: "Nordlys Lager", Address: "Havnegade 12", PostCode: "8000", City: "Aarhus C"}}
	for i := range n {
		l := erp.DocumentLine{No: i + 1, Item: fmt.Sprintf("%d-S", 1900+i), Description: "ANTWERP Conference Table",
			Quantity: decimal.NewFromInt(int64(i + 1)), Unit: "PCS", Price: dec("4205.60"), TaxPercent: dec("25")}
		if i == 1 {
			l.Description, l.VariantText, l.Discount, l.Date = "LONDON Swivel Chair with adjustable armrests", "Black leather", dec("12.5"), "2027-03-09"
		}
		l.Amount = l.Price.Mul(l.Quantity).Mul(dec("100").Sub(l.Discount)).Shift(-2).Round(2)
		d.Lines = append(d.Lines, l)
		d.Net = d.Net.Add(l.Amount)
	}
	tax := d.Net.Mul(dec("0.25")).Round(2)
	d.Taxes = []erp.Tax{{Percent: dec("25"), Base: d.Net, Amount: tax}}
	d.Total = d.Net.Add(tax)
	return d
}

func asked() *task.Reading {
	return &task.Reading{Lines: []task.Line{
		{Text: "2 conference tables", Match: task.Several, Items: []task.Candidate{
			{Number: "1920-S", Description: "ANTWERP Conference Table"}, {Number: "1921-S", Variant: "OAK", Description: "GHENT Conference Table, oak"}}},
		{Text: "a red stool", QuantityAssumed: true, Match: task.Alternatives, Items: []task.Candidate{{Number: "1972-S", Description: "MUNICH Stool, black"}}},
		{Text: "one flying carpet", Match: task.None},
		{Text: "4 x 1896-S", Match: task.One, Items: []task.Candidate{{Number: "1896-S"}}},
	}, Notes: []task.Note{{Code: "date_past", Args: map[string]string{"Date": "2024-01-02"}}, {Code: "credit_limit", Args: map[string]string{"Limit": "5"}}}}
}

func mails(tag string) map[string]Input {
	base := Input{Lang: tag, Contact: "Anna Berg", Company: company(), SenderName: "Maja Holm", Subject: "RE: Sv: Tables for our office"}
	with := func(change func(*Input)) Input {
		in := base
		change(&in)
		return in
	}
	order := quote(1)
	order.Kind, order.Number = erp.Order, "S-ORD2001"
	shorts := []Short{
		{Item: "1920-S", Description: "ANTWERP Conference Table", Wanted: "12", Available: "3", Unit: "PCS", Date: "2027-04-20",
			Instead: []task.Candidate{{Number: "1921-S", Description: "GHENT Conference Table"}}},
		{Words: "200 lamps", Wanted: "200"}}
	return map[string]Input{
		"quote":       with(func(in *Input) { in.Kind, in.Document, in.ValidUntil = task.DraftQuote, quote(2), "2027-03-01" }),
		"changed":     with(func(in *Input) { in.Kind, in.Document, in.Changed, in.Short = task.DraftQuote, quote(1), true, shorts }),
		"long":        with(func(in *Input) { in.Kind, in.Document = task.DraftQuote, quote(103) }),
		"order":       with(func(in *Input) { in.Kind, in.Document = task.DraftOrder, order }),
		"ask":         with(func(in *Input) { in.Kind, in.Reading = task.DraftAsk, asked() }),
		"answer":      with(func(in *Input) { in.Kind, in.Contact, in.Signature = task.DraftAnswer, "", "Fjord & Skov\nSalg" }),
		"unavailable": with(func(in *Input) { in.Kind, in.Short = task.DraftUnavailable, shorts }),
	}
}

// TestGolden: every kind of mail in every language, as draft and as it leaves.
func TestGolden(t *testing.T) {
	for _, tag := range []string{"en", "da", "fr"} {
		for name, in := range mails(tag) {
			t.Run(name+"."+tag, func(t *testing.T) {
				m := Write(in)
				plain, page := Render(m.Text, stored(t, m.Table), tag)
				golden(t, name+"."+tag+".txt", "Subject: "+m.Subject+"\n\n"+m.Text+"\n=== as it leaves ===\n"+plain)
				golden(t, name+"."+tag+".html", page)
			})
		}
	}
}

// stored is the table after it was kept as JSON.
func stored(t *testing.T, table Table) Table {
	t.Helper()
	data, err := json.Marshal(table)
	if err != nil {
		t.Fatal(err)
	}
	var out Table
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); -update writes it anew:\n%s", name, diff)
	}
}

// TestSubject: one Re:, whatever was there before.
func TestSubject(t *testing.T) {
	for in, want := range map[string]string{
		"Tables": "Re: Tables", "Re: Tables": "Re: Tables", "RE: SV: Aw: Tables": "Re: Tables", "Re[2]: Tables": "Re: Tables",
		"RE : Tables": "Re: Tables", "": "Re: Your enquiry", "Re:": "Re: Your enquiry", "Tables\r\nBcc: x@y.example": "Re: Tables Bcc: x@y.example",
		"Reply: no": "Re: Reply: no", strings.Repeat("å", 300): "Re: " + strings.Repeat("å", 199) + "…",
	} {
		if got := Write(Input{Kind: task.DraftAsk, Subject: in}).Subject; got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestInternalNotesStayInside: what is for colleagues never reaches the customer.
func TestInternalNotesStayInside(t *testing.T) {
	in := mails("en")["quote"]
	for _, code := range []string{"credit_limit", "overdue", "low_confidence", "not_verified", "may_not_be_relevant", "forwarded_from", "instructed"} {
		in.Notes = append(in.Notes, task.Note{Code: code, Args: map[string]string{"Limit": "LEAK", "Balance": "LEAK", "Amount": "LEAK", "Words": "LEAK", "Item": "LEAK", "Reason": "LEAK", "From": "LEAK", "Text": "LEAK"}})
	}
	if m := Write(in); strings.Contains(m.Text, "LEAK") {
		t.Error("an internal note is in the mail:\n" + m.Text)
	}
}

// TestNoTableWithoutItsLine: who deletes the line sends no table.
func TestNoTableWithoutItsLine(t *testing.T) {
	m := Write(mails("en")["quote"])
	plain, page := Render(strings.Replace(m.Text, Summary, "", 1), m.Table, "en")
	if strings.Contains(plain, "ANTWERP") || strings.Contains(page, "<table") {
		t.Error("there is a table")
	}
	plain, page = Render(m.Text+"\n"+Summary+"\n", m.Table, "en")
	if strings.Contains(plain, Summary) || strings.Contains(page, Summary) || strings.Count(page, "ANTWERP") != 1 {
		t.Error("the line is not replaced once")
	}
}

// TestChoices: letters go on from wish to wish, past Z.
func TestChoices(t *testing.T) {
	var letters []string
	for _, c := range Choices(asked()) {
		letters = append(letters, fmt.Sprint(c.Letter, c.Line))
	}
	if diff := cmp.Diff([]string{"A0", "B0", "C1"}, letters); diff != "" {
		t.Error(diff)
	}
	for n, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 701: "ZZ", 702: "AAA"} {
		if got := letter(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// TestUnavailable: without knowing more, the customer's own words are the table.
func TestUnavailable(t *testing.T) {
	in := Input{Kind: task.DraftUnavailable, Lang: "en", Reading: asked()}
	if m := Write(in); len(m.Table.Rows) != 4 || m.Table.Rows[2][1] != "one flying carpet" || !strings.Contains(m.Text, Summary) {
		t.Errorf("%q\n%s", m.Table.Rows, m.Text)
	}
	in.Reading = nil
	if m := Write(in); strings.Contains(m.Text, Summary) || !m.Table.Empty() {
		t.Error(m.Text)
	}
}

// TestSaidOnce: what is short is not said a second time as a note.
func TestSaidOnce(t *testing.T) {
	in := mails("en")["changed"]
	in.Notes = []task.Note{{Code: "not_available", Args: map[string]string{"Item": "1920-S", "Wanted": "12", "Available": "3"}}}
	if m := Write(in); strings.Count(m.Text, "1920-S") != 1 {
		t.Error(m.Text)
	}
}

func TestLanguagesAreThere(t *testing.T) {
	for _, tag := range lang.Supported() {
		if !lang.For(tag).Has("mail.closing") {
			t.Errorf("no mail in %s", tag)
		}
	}
}
