package attach

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// TestEncodings: a list reads the same however a program wrote its letters.
func TestEncodings(t *testing.T) {
	const list = "Firma Nordlys ApS\nIndkøbsordre 4711\n\nVarenr.;Betegnelse;Antal\n1896-S;Skærebræt, bøg, Übergröße;2\n1900-S;Nøgle å 12 mm;40\n"
	want := [][]string{{"Firma Nordlys ApS"}, {"Indkøbsordre 4711"}, {"Varenr.", "Betegnelse", "Antal"}, {"1896-S", "Skærebræt, bøg, Übergröße", "2"}, {"1900-S", "Nøgle å 12 mm", "40"}}
	for name, e := range map[string]encoding.Encoding{
		"UTF-8": unicode.UTF8, "UTF-8 with mark": unicode.UTF8BOM,
		"UTF-16": unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "UTF-16 big": unicode.UTF16(unicode.BigEndian, unicode.UseBOM),
		"UTF-16 without mark": unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16 big without mark": unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM),
		"Windows-1252": charmap.Windows1252, "Latin 1": charmap.ISO8859_1, "DOS": charmap.CodePage850, "Mac": charmap.Macintosh,
	} {
		for _, end := range []string{"\n", "\r\n", "\r"} {
			t.Run(fmt.Sprintf("%s %q", name, end), func(t *testing.T) {
				data, err := e.NewEncoder().String(strings.ReplaceAll(list, "\n", end))
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(want, texts(Read(t.Context(), "list.csv", "", []byte(data), Limits{}))); d != "" {
					t.Error(d)
				}
			})
		}
	}
}

func TestQuotesInCSV(t *testing.T) {
	rows := strings.Repeat("x;1\n", 40)
	c := Read(t.Context(), "a.csv", "", []byte("Item;Qty\n27\" monitor;2\n\"Desk; oak\";3\n"+rows), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {`27" monitor`, "2"}, {"Desk; oak", "3"}}, texts(c)[:3]); d != "" {
		t.Error(d)
	}
	c = Read(t.Context(), "a.csv", "", []byte("Item;Qty\n\"Desk;2\n"+rows), Limits{})
	if got := texts(c); len(got) != 42 || got[1][1] != "2" || c.Tables[0].Rows[41][0].Place != "r42" {
		t.Errorf("a quote that is never closed ate rows: %d", len(got))
	}
}

// TestLinesInQuotes: each line of a list was put in quotes once more. Rows of one
// quoted cell stay what they are.
func TestLinesInQuotes(t *testing.T) {
	c := Read(t.Context(), "a.csv", "", []byte("\"Item,Description,Qty\"\r\n\"1896-S,\"\"Desk, oak\"\",2\"\r\n\"1900-S,Lamp,3\"\r\n"), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Description", "Qty"}, {"1896-S", "Desk, oak", "2"}, {"1900-S", "Lamp", "3"}}, texts(c)); d != "" {
		t.Error(d)
	}
	c = Read(t.Context(), "a.csv", "", []byte("\"Item\";\"Qty\"\n\"Desk; oak\";\"2\"\n"), Limits{})
	if d := cmp.Diff([][]string{{"Item", "Qty"}, {"Desk; oak", "2"}}, texts(c)); d != "" {
		t.Error(d)
	}
}

// TestPDFColumns: columns stand close, headings beside their values, names run
// into the next column, and headings are on the first page alone.
func TestPDFColumns(t *testing.T) {
	words := put(50, 700, "Item") + put(100, 700, "Description") + put(300, 700, "Qty") + put(400, 700, "Amount") +
		put(50, 685, "A-100") + put(100, 685, "Desk") + put(330, 685, "2") + put(405, 685, "1,000.00") +
		put(50, 670, "A-200") + put(100, 670, "Chair, black") + put(325, 670, "12") + put(405, 670, "192.80") +
		put(100, 661, "with armrests") + put(50, 646, "A-300") + put(100, 646, "Lamp") + put(330, 646, "4") + put(405, 646, "54.90")
	c := Read(t.Context(), "po.pdf", "", page(words), Limits{})
	want := [][]string{{"Item", "Description", "Qty", "Amount"}, {"A-100", "Desk", "2", "1,000.00"}, {"A-200", "Chair, black with armrests", "12", "192.80"}, {"A-300", "Lamp", "4", "54.90"}}
	if d := cmp.Diff(want, texts(c)); d != "" {
		t.Error(d)
	}
}

func TestMailsInMails(t *testing.T) {
	inner := "Subject: Our order\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nSee list\n--x\nContent-Type: text/csv; name=list.csv\nContent-Disposition: attachment; filename=list.csv\n\nItem;Qty\nDesk;2\n--x\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=a.exe\n\nMZ\x01\x02\n--x--\n"
	outer := "Subject: Fw\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=y\n\n--y\nContent-Type: message/rfc822\n\n" + inner + "\n--y--\n"
	c := Read(t.Context(), "fwd.eml", "message/rfc822", []byte(outer), Limits{})
	var names []string
	for _, f := range c.All() {
		names = append(names, f.Name+" "+f.Status)
	}
	want := []string{"fwd.eml read", "fwd.eml/Our order.eml read", "fwd.eml/Our order.eml/list.csv read", "fwd.eml/Our order.eml/a.exe skipped"}
	if d := cmp.Diff(want, names); d != "" {
		t.Fatal(d)
	}
	if list := c.Files[0].Files[0]; list.Tables[0].Rows[1][1].Text != "2" {
		t.Errorf("%+v", list)
	}
	deep := Read(t.Context(), "deep.eml", "message/rfc822", nestedMails(10), Limits{})
	if all := deep.All(); len(all) != maxDepth+1 || !strings.Contains(all[len(all)-1].Reason, "more than 3 mails") {
		t.Errorf("%d levels: %+v", len(all), all[len(all)-1])
	}
}

func TestTermsAndOrders(t *testing.T) {
	for text, want := range map[string]string{
		"Nordlys A/S\n\nAlgemene voorwaarden\n1. Toepassing":                                       StatusIrrelevant,
		"ALLMÄNNA VILLKOR\n1 §":                                                                    StatusIrrelevant,
		"Order 4711\nTerms of sale: 30 days net\n2 desks":                                          StatusRead,
		"Please order 5 of the desks we saw, under the terms of sale that we agreed on last year.": StatusRead,
	} {
		if c := Read(t.Context(), "a.txt", "", []byte(text), Limits{}); c.Status != want {
			t.Errorf("%q: %s %s", text, c.Status, c.Reason)
		}
	}
	for name, want := range map[string]string{"general terms 2027.txt": StatusIrrelevant, "PO 4711 with general terms.txt": StatusRead} {
		if c := Read(t.Context(), name, "", []byte("2 desks, please"), Limits{}); c.Status != want {
			t.Errorf("%s: %s %s", name, c.Status, c.Reason)
		}
	}
	for list, want := range map[string]string{"Item;Qty (pcs)\nDesk;2": StatusRead, "Artikel;Bestellte Menge\nTisch;2": StatusRead, "Clause;Words\n1;Quantity shall be as agreed in writing": StatusIrrelevant} {
		if c := Read(t.Context(), "general terms.csv", "", []byte(list), Limits{}); c.Status != want {
			t.Errorf("%q: %s %s", list, c.Status, c.Reason)
		}
	}
}

// TestMergedCells: one description beside rows of several sizes counts for each; a
// quantity, or words beside rows that ask for nothing, do not.
func TestMergedCells(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	for i, row := range [][]any{{"Article", "Size", "Qty", "Remark"}, {"Safety boots", "42", 3, "urgent"}, {nil, "43", 5, nil}, {nil, "black, please", nil, nil}, {"Lamp", nil, 2, nil}, {"Bulb for it", nil, nil, "any"}} {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range [][2]string{{"A2", "A4"}, {"C5", "C6"}, {"D2", "D3"}} {
		if err := f.MergeCell("Sheet1", m[0], m[1]); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"Article", "Size", "Qty", "Remark"}, {"Safety boots", "42", "3", "urgent"}, {"Safety boots", "43", "5"}, {"", "black, please"}, {"Lamp", "", "2"}, {"Bulb for it", "", "", "any"}}
	if d := cmp.Diff(want, texts(Read(t.Context(), "a.xlsx", "", b.Bytes(), Limits{}))); d != "" {
		t.Error(d)
	}
}
