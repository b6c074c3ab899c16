package data

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// book writes a workbook whose sheets hold the given rows.
func book(t testing.TB, sheets map[string][][]any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			cell, _ := excelize.CoordinatesToCellName(1, i+1)
			if err := f.SetSheetRow(name, cell, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func workbookRows() map[string][][]any {
	return map[string][][]any{
		"Items": {{"number", "description", "base_unit", "price", "blocked", "gtin"}, {1000, "Bolt", "PCS", 0.1 + 0.2, true, 5701234567899},
			{}, {"A2", "Skærm", "PCS", "2.5", false, ""}},
		"customers": {{"number", "name", "currency"}, {"C1", "Nordlys", "DKK"}},
		"prices":    {{"item", "unit_price", "from"}, {1000, 12.5, time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)}, {"A2", 1, "2027-04-01"}},
	}
}

func TestWorkbook(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Data.XLSX")
	if err := os.WriteFile(path, book(t, workbookRows()), 0o600); err != nil {
		t.Fatal(err)
	}
	set, err := Load(context.Background(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	it := set.Items[0]
	if it.Number != "1000" || it.Price.String() != "0.3" || !it.Blocked || it.GTIN != "5701234567899" || set.Items[1].Description != "Skærm" {
		t.Errorf("%+v", set.Items)
	}
	if got := []string{set.Prices["1000"][0].From, set.Prices["A2"][0].From}; cmp.Diff([]string{"2027-03-01", "2027-04-01"}, got) != "" {
		t.Errorf("dates %v", got)
	}
}

func TestWorkbookMistakes(t *testing.T) {
	rows := workbookRows()
	rows["Items"][3][3] = "much"
	rows["kunder"] = [][]any{{"x"}}
	_, err := LoadXLSX(context.Background(), bytes.NewReader(book(t, rows)), nil)
	var m *Mistakes
	if !errors.As(err, &m) || m.Count != 1 || !strings.Contains(err.Error(), `sheet Items, line 4, column price, "much"`) {
		t.Errorf("err = %v", err)
	}
	if _, err := LoadXLSX(context.Background(), strings.NewReader("no workbook"), nil); err == nil {
		t.Error("text is a workbook")
	}
	if _, err := Load(context.Background(), "mistake.go", nil); err == nil {
		t.Error("a Go file is a data folder")
	}
}

func FuzzCSV(f *testing.F) {
	f.Add("number,description,base_unit,price\nA1,Bolt,PCS,1.50\n", "item,unit_price,from\nA1,1,2027-01-01\n")
	f.Add("\xEF\xBB\xBFnumber;description\n", "item\n\"")
	f.Add("number,description,base_unit,gtin,lead_time_days\nA,\"B\nC\",P,123,9e9\n", "item,unit_price\nA,-0\n")
	f.Fuzz(func(t *testing.T, items, prices string) {
		set, err := LoadFS(context.Background(), folderOf(map[string]string{
			"items": items, "customers": "number,name\nC1,N\n", "prices": prices, "translations": prices, "synonyms": items, "stock": prices,
		}), nil)
		checkResult(t, set, err)
	})
}

// checkResult: either everything is good, or there is at least one mistake with a place.
func checkResult(t *testing.T, set *Dataset, err error) {
	var m *Mistakes
	switch {
	case errors.As(err, &m):
		for _, x := range m.List {
			if x.File == "" || x.Text == "" || len([]rune(x.Value)) > valueRunes {
				t.Fatalf("mistake %+v", x)
			}
		}
		if m.Count == 0 || set != nil {
			t.Fatal("a mistake without a mistake")
		}
	case err == nil:
		for _, it := range set.Items {
			if it.Number == "" || it.BaseUnit == "" || it.Price.IsNegative() || len(it.Units) == 0 {
				t.Fatalf("item %+v", it)
			}
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(book(f, workbookRows()))
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := LoadXLSX(context.Background(), bytes.NewReader(b), nil)
		checkResult(t, set, err)
	})
}

func FuzzSheetNumber(f *testing.F) {
	for _, s := range []string{"0.1", "0.30000000000000004", "5.701234567899E12", "1e999999", "-", "45000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := sheetNumber(s); ok && len(d.String()) > 800 {
			t.Fatalf("%q became %d digits", s, len(d.String()))
		}
		if date, ok := sheetDate(s); ok {
			if _, err := time.Parse(dateForm, date); err != nil {
				t.Fatalf("%q became %q", s, date)
			}
		}
	})
}
