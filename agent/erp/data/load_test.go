package data

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// small is the least folder that loads.
func small() fstest.MapFS {
	return folderOf(map[string]string{
		"items":     "number,description,base_unit,price\nA1,Bolt,PCS,1.50\n",
		"customers": "number,name,currency\nC1,Nordlys,EUR\n",
	})
}

func folderOf(tables map[string]string) fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range tables {
		m[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func (f *folderTest) with(name, text string) { f.fs[name+".csv"] = &fstest.MapFile{Data: []byte(text)} }

type folderTest struct{ fs fstest.MapFS }

func TestLoadSmall(t *testing.T) {
	set, err := LoadFS(context.Background(), small(), nil)
	if err != nil {
		t.Fatal(err)
	}
	it := set.Items[0]
	if it.Number != "A1" || it.Price.String() != "1.5" || len(it.Units) != 1 || it.Units[0].PerBase.String() != "1" {
		t.Errorf("item = %+v", it)
	}
	if set.Company.Currency != "EUR" {
		t.Errorf("currency = %q, want the customers' only one", set.Company.Currency)
	}
}

func TestByteOrderMark(t *testing.T) {
	f := small()
	f["items.csv"].Data = append([]byte("\xEF\xBB\xBF"), f["items.csv"].Data...)
	if _, err := LoadFS(context.Background(), f, nil); err != nil {
		t.Fatal(err)
	}
}

func TestMistakes(t *testing.T) {
	items := "number,description,base_unit,price\nA1,Bolt,PCS,1\nA2,Nut,PCS,2\n"
	for _, c := range []struct{ name, table, text, want string }{
		{"unknown column", "items", "number,description,base_unit,pris\nA1,Bolt,PCS,1\n", "items.csv, line 1, column pris: this column is not known; did you mean price?"},
		{"missing column", "items", "number,description\nA1,Bolt\n", "items.csv, line 1, column base_unit: this column is missing."},
		{"bad decimal", "items", "number,description,base_unit,price\nA1,Bolt,PCS,\"1,50\"\n", `items.csv, line 2, column price, "1,50": this is not a number; write it with a point`},
		{"negative price", "items", "number,description,base_unit,price\nA1,Bolt,PCS,-1\n", `items.csv, line 2, column price, "-1": it must not be negative.`},
		{"twice", "items", items + "A1,Bolt,PCS,1\n", `items.csv, line 4, column number, "A1": this is there twice; it was first on line 2.`},
		{"missing value", "items", "number,description,base_unit\nA1,,PCS\n", "items.csv, line 2, column description: a value is missing."},
		{"bad bool", "items", "number,description,base_unit,blocked\nA1,Bolt,PCS,perhaps\n", `column blocked, "perhaps": write true or false.`},
		{"line after a long value", "items", "number,description,base_unit,price\nA1,\"Bolt\nlong\",PCS,1\nA2,Nut,PCS,x\n", "items.csv, line 4, column price"},
		{"sales unit", "items", "number,description,base_unit,sales_unit\nA1,Bolt,PCS,BOX\n", `items.csv, line 2, column sales_unit, "BOX"`},
		{"semicolons", "items", "number;description;base_unit\nA1;Bolt;PCS\n", "items.csv, line 1, \"number;description;base_unit\": the columns are separated by semicolons"},
		{"quotes", "items", "number,description,base_unit\nA1,\"Bo\"lt\",PCS\n", "items.csv, line 2: the quotes of this line do not fit"},
		{"latin-1", "items", "number,description,base_unit\nA1,Sk\xe6rm,PCS\n", "items.csv, line 2, column description"},
		{"utf-16", "items", "\xff\xfen\x00u\x00", "items.csv, line 1: the file is UTF-16"},
		{"empty", "items", "", "items.csv: it is empty"},
		{"too many values", "items", "number,description,base_unit\nA1,Bolt, M8,PCS\n", "items.csv, line 2, \"PCS\": this line has more values"},
		{"unknown item", "variants", "item,code\nA9,RED\n", `variants.csv, line 2, column item, "A9": there is no such item in items.csv.`},
		{"unknown unit", "item_units", "item,unit,per_base\nA1,CRATE,5\n", `item_units.csv, line 2, column unit, "CRATE": there is no such unit in units.csv.`},
		{"unknown customer", "contacts", "number,name,email,customer\nP1,Anna,a@b.example,C9\n", `column customer, "C9": there is no such customer`},
		{"bad mail", "contacts", "number,name,email\nP1,Anna,Anna <a@b.example>\n", `column email, "Anna <a@b.example>": this is not a mail address`},
		{"bad currency", "customers", "number,name,currency\nC1,N,euro\n", `column currency, "euro": this is not a currency code`},
		{"bad country", "customers", "number,name,country\nC1,N,UK1\n", `column country, "UK1": this is not a country`},
		{"bad date", "prices", "item,unit_price,from\nA1,1,31.03.2027\n", `column from, "31.03.2027": this is not a date`},
		{"ends before", "prices", "item,unit_price,from,to\nA1,1,2027-03-02,2027-03-01\n", "it ends before it begins"},
		{"no price", "prices", "item,unit_price\nA1,\n", "a price or a discount_percent is missing"},
		{"foreign unit", "prices", "item,unit_price,unit\nA1,1,BOX\n", "item A1 is not counted in this unit"},
		{"per base 0", "item_units", "item,unit,per_base\nA1,BOX,0\n", "a unit holds more than 0"},
		{"base unit not 1", "item_units", "item,unit,per_base\nA1,PCS,2\n", "PCS is the item's base unit"},
		{"stands for itself", "substitutes", "item,substitute\nA1,A1\n", "an item cannot stand for itself"},
		{"near file name", "item", "x\n", "item.csv: this name is not known; did you mean items.csv?"},
		{"stock variant", "stock", "item,location,quantity,variant\nA1,W,1,RED\n", "item A1 has no such variant"},
		{"percent", "tax", "tax_group,country,percent\n,DK,125\n", "a percentage is between 0 and 100"},
		{"two companies", "company", "name\nA\nB\n", "there is more than one company"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := &folderTest{folderOf(map[string]string{"items": items, "customers": "number,name\nC1,N\n", "units": "code\nPCS\nBOX\n"})}
			f.with(c.table, c.text)
			_, err := LoadFS(context.Background(), f.fs, nil)
			var m *Mistakes
			if !errors.As(err, &m) {
				t.Fatalf("err = %v, want mistakes", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %s\nwant %s", err, c.want)
			}
		})
	}
}

func TestAllMistakesAtOnce(t *testing.T) {
	f := folderOf(map[string]string{
		"items":    "number,description,base_unit,price\nA1,Bolt,PCS,x\nA1,Bolt,PCS,1\n",
		"contacts": "number,name,email\nP1,Anna,nobody\n",
	})
	_, err := LoadFS(context.Background(), f, nil)
	var m *Mistakes
	if !errors.As(err, &m) {
		t.Fatal(err)
	}
	var got []string
	for _, x := range m.List {
		got = append(got, x.File+" "+x.Column)
	}
	want := []string{"customers.csv ", "items.csv price", "items.csv number", "contacts.csv email"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestDatesFromToday(t *testing.T) {
	for days, n := range map[string]int{"+14": 14, "-14": -14, "+0": 0} {
		f := &folderTest{small()}
		f.with("supply", "item,date,quantity\nA1,"+days+",5\n")
		before := time.Now()
		set, err := LoadFS(context.Background(), f.fs, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := set.Supply["A1"][0].Date
		if got != before.AddDate(0, 0, n).Format(dateForm) && got != time.Now().AddDate(0, 0, n).Format(dateForm) {
			t.Errorf("%s became %s", days, got)
		}
	}
}

func TestManyMistakesAreCut(t *testing.T) {
	var b strings.Builder
	b.WriteString("number,description,base_unit,price\n")
	for range 5000 {
		b.WriteString("A,B,PCS,x\n")
	}
	f := small()
	f["items.csv"].Data = []byte(b.String())
	_, err := LoadFS(context.Background(), f, nil)
	var m *Mistakes
	if !errors.As(err, &m) || m.Count != 5000+4999 || len(m.List) != keptMistakes {
		t.Fatalf("err = %v", err)
	}
	if !strings.HasSuffix(err.Error(), "and 9799 more") {
		t.Error(err.Error()[len(err.Error())-80:])
	}
}

func TestWarnings(t *testing.T) {
	f := &folderTest{small()}
	f.with("contacts", "number,name,email\nP1,Anna,a@b.example\nP2,Bo,A@B.example\n")
	f.with("items", "number,description,base_unit,gtin\nA1,Bolt,PCS,5701234567891\n")
	set, err := LoadFS(context.Background(), f.fs, nil)
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, w := range set.Warnings {
		all += w.String() + "\n"
	}
	for _, want := range []string{"contact P1 has the same address", "this is not a GTIN", "no list price", "no currency", "no taxes"} {
		if !strings.Contains(all, want) {
			t.Errorf("no warning %q in\n%s", want, all)
		}
	}
}

func TestCronus(t *testing.T) {
	dir := shared(t, "data/cronus")
	var last [2]int
	set, err := Load(context.Background(), dir, func(done, total int, _ string) { last = [2]int{done, total} })
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Items) != 149 || len(set.Customers) != 63 || set.Company.Currency != "GBP" {
		t.Errorf("%d items, %d customers, %s", len(set.Items), len(set.Customers), set.Company.Currency)
	}
	if last[0] != last[1] || last[1] == 0 {
		t.Errorf("progress ended at %v", last)
	}
}

// shared finds a folder beside the repository, or skips.
func shared(t testing.TB, name string) string {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	path := filepath.Join(dir, "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no shared data here")
	}
	return path
}
