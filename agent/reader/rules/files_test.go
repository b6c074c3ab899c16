package rules

import (
	"testing"

	"salesclerk/agent/attach"
	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

func csvFile(t *testing.T, name, text string) attach.Content {
	t.Helper()
	return attach.Read(t.Context(), name, "text/csv", []byte(text), attach.Limits{})
}

// TestSidesAreNoNumbers: a measure of three sides may hold the number of an item.
func TestSidesAreNoNumbers(t *testing.T) {
	items := newShelf(t)
	items.add("1000", "Bicycle")
	file := csvFile(t, "order.csv", "Pos;Article;Quantity;Price\n1;Steel bay 2000 x 1000 x 500 mm;3 pcs;189,00\n2;Bay 500 x 1000;3 pcs;99,00\n3;Bicycle 1000;4 pcs;9,00\n")
	r, err := New(items).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: "Please find our order attached.", Date: wednesday}}, Files: []attach.Content{file}})
	if err != nil || len(r.Lines) != 3 {
		t.Fatalf("%v %+v", err, r.Lines)
	}
	if a, b, c := r.Lines[0].Identifiers, r.Lines[1].Identifiers, r.Lines[2].Identifiers; len(a)+len(b) != 0 || len(c) != 1 || c[0] != "1000" {
		t.Errorf("%q %q %q", a, b, c)
	}
}

func TestTablesOfFiles(t *testing.T) {
	cases := map[string]struct{ file, want string }{
		"headings":           {"Item no.;Description;Qty;Unit;Unit price;Amount\n1896-S;ATHENS Desk;2;pcs;1,000.00;2,000.00\n1928-S;AMSTERDAM Lamp;4;pcs;54.90;219.60\n;Total;;;;2,219.60\n", "2 PCS 1896-S; 4 PCS 1928-S"},
		"danish headings":    {"Varenr.;Varetekst;Antal;Enhed;Pris\n1896-S;ATHENS Desk;2;stk;1.000,00\n", "2 PCS 1896-S"},
		"french headings":    {"Référence;Désignation;Qté;Prix unitaire\n1896-S;Bureau;3;1 000,00\n", "3 1896-S"},
		"german headings":    {"Artikelnr.;Bezeichnung;Menge;Einzelpreis\n1896-S;Tisch;3;1.000,00\n", "3 1896-S"},
		"no headings":        {"1896-S;2\n1900-S;12\n1928-S;4\n", "2 1896-S; 12 1900-S; 4 1928-S"},
		"positions":          {"Pos;Item;Description;Qty\n1;1896-S;ATHENS Desk;7\n2;1900-S;PARIS Guest Chair;8\n", "7 1896-S; 8 1900-S"},
		"a comma elsewhere":  {"Item;Qty;Price\n1896-S;1.200;1.000,00\n1900-S;12;192,80\n", "1200 1896-S; 12 1900-S"},
		"a point elsewhere":  {"Item;Qty;Price\n1896-S;1,200;1,000.00\n1900-S;2.5;192.80\n", "1200 1896-S; 2.5 1900-S"},
		"order form, blanks": {"Item;Description;Qty\n1896-S;ATHENS Desk;\n1900-S;PARIS Guest Chair;2\n1928-S;AMSTERDAM Lamp;\n", "2 1900-S"},
	}
	x := New(newShelf(t))
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			r, err := x.Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: "Please find our order attached.", Date: wednesday}}, Files: []attach.Content{csvFile(t, "order.csv", c.file)}})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for i, l := range r.Lines {
				if i > 0 {
					got += "; "
				}
				got += lineOf(l)
			}
			if !sameLines(got, c.want) {
				t.Errorf("got %s, want %s\n%+v", got, c.want, r.Lines)
			}
			if !r.Has(task.OrderRequest) {
				t.Errorf("intents %v", r.Intents)
			}
		})
	}
}

func TestWhereInFiles(t *testing.T) {
	file := attach.Content{Name: "order.xlsx", Status: attach.StatusRead, Tables: []attach.Table{{Place: "Sheet1", Rows: [][]attach.Cell{
		{{Text: "Item", Place: "Sheet1!A3"}, {Text: "Qty", Place: "Sheet1!B3"}, {Text: "Date", Place: "Sheet1!C3"}},
		{{Text: "1896-S", Place: "Sheet1!A4"}, {Text: "2", Place: "Sheet1!B4"}, {Text: "2027-03-05", Place: "Sheet1!C4"}},
	}}}}
	r, err := New(newShelf(t)).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: "See attachment", Date: wednesday}}, Files: []attach.Content{file}})
	if err != nil || len(r.Lines) != 1 {
		t.Fatalf("%v %+v", err, r.Lines)
	}
	if l := r.Lines[0]; l.Where != "order.xlsx!Sheet1!A4" || l.Date != "2027-03-05" || r.RequestedDate != "2027-03-05" {
		t.Errorf("%+v, date %s", l, r.RequestedDate)
	}
}

func TestShipToCode(t *testing.T) {
	addresses := []erp.Address{{Code: "", Name: "Nordlys", Address: "Torvet 1", City: "Aarhus"}, {Code: "LAGER", Name: "Nordlys lager", Address: "Havnegade 12", City: "Aarhus C", PostCode: "8000"}}
	for text, want := range map[string]string{
		"Please quote 2 ATHENS desks.\nShip to: Havnegade 12, 8000 Aarhus C": "LAGER",
		"Please quote 2 ATHENS desks.\nShip to: Havnegade 14, 8000 Aarhus C": "",
	} {
		r, err := New(newShelf(t)).Read(t.Context(), reader.Input{Mails: []mail.Message{{Text: text, Date: wednesday}}, Addresses: addresses})
		if err != nil {
			t.Fatal(err)
		}
		if r.ShipToCode != want || r.ShipTo == "" || (want == "") != (notesOf(r) == "ship_to_unknown") {
			t.Errorf("%q: %q %q %s", text, r.ShipToCode, r.ShipTo, notesOf(r))
		}
	}
}
