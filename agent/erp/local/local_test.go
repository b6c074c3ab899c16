package local_test

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/erp/local"
	"salesclerk/agent/erp/local/memstore"
)

var today = time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC) // a Monday

func tables() map[string]string {
	return map[string]string{
		"company": "name,country,currency,location\nHolm,DK,DKK,MAIN\n",
		"units":   "code,description\nPCS,Piece\nBOX,Box\nPAL,Pallet\n",
		"items": "number,description,base_unit,sales_unit,price,tax_group,blocked,lead_time_days\n" +
			"A,Bolt,PCS,,10,,,5\nB,Nut,PCS,BOX,2.5,LOW,,0\nC,Old,PCS,,1,,true,0\nD,Free,PCS,,,,,0\n",
		"variants":     "item,code,description\nA,RED,Red\nA,BLUE,Blue\n",
		"item_units":   "item,unit,per_base\nB,BOX,4\nB,PAL,400\nA,BOX,10\n",
		"translations": "item,lang,description\nA,da,Bolt DA\nA,fr,Boulon\n",
		"customers": "number,name,address,country,currency,lang,location,price_group,blocked\n" +
			"1,Nordlys,Havnegade 1,DK,DKK,da,MAIN,GOLD,\n2,Lumière,Rue 2,FR,EUR,fr,,,\n3,Stuck,Way 3,DK,DKK,en,,,all\n4,Plain,Way 4,DK,,en,WEST,,\n",
		"contacts": "number,name,email,customer,lang,email_2\nP1,Anna Holst,anna@nordlys.example,1,da,a2@nordlys.example\nP2,Luc,luc@lumiere.example,2,fr,\n" +
			"P3,Nobody,no@where.example,,en,\nP4,Ib Holst,ib@plain.example,4,,\nP5,Sam,sam@stuck.example,3,,\n",
		"addresses": "customer,code,name,address,city,post_code,country\n1,DEPOT,Nordlys depot,Lager 9,Aarhus,8000,DK\n",
		"prices": "item,unit_price,customer,price_group,min_quantity,unit,from,to,discount_percent,currency\n" +
			"A,9,,GOLD,,,,,,\nA,8,,GOLD,100,,,,,\nA,7,1,,10,,2027-04-01,,,\nA,1.2,,,,,,,,EUR\nB,9,,,,BOX,,,,\nB,,,,40,,,,10,\n",
		"tax":    "tax_group,country,percent\n,DK,25\nLOW,DK,10\n,FR,20\n",
		"stock":  "item,location,quantity,variant\nA,MAIN,50,\nA,WEST,5,\nB,MAIN,1000,\n",
		"supply": "item,date,quantity,location\nA,2027-03-10,100,MAIN\n",
		"demand": "item,date,quantity,location\nA,2027-03-05,30,MAIN\n",
	}
}

func dataset(t testing.TB, m map[string]string) *data.Dataset {
	t.Helper()
	f := fstest.MapFS{}
	for name, text := range m {
		f[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	set, err := data.LoadFS(context.Background(), f, nil)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func options() local.Options { return local.Options{Now: func() time.Time { return today }} }

// office is a back office with the tables above.
func office(t testing.TB) (*local.Local, *memstore.Store) {
	t.Helper()
	store := memstore.New()
	l := local.New(store, options())
	if err := l.Import(context.Background(), dataset(t, tables()), nil); err != nil {
		t.Fatal(err)
	}
	return l, store
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func line(item, quantity, unit string) erp.LineInput {
	return erp.LineInput{Item: item, Quantity: dec(quantity), Unit: unit}
}

func input(lines ...erp.LineInput) erp.DocumentInput {
	return erp.DocumentInput{Customer: "1", Contact: "P1", Date: today, Lines: lines}
}

func quote(t testing.TB, l *local.Local, key string, in erp.DocumentInput) erp.Document {
	t.Helper()
	d, err := l.CreateQuote(context.Background(), key, in)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// wantFault checks that err is a Fault and a refusal.
func wantFault(t *testing.T, err error, line int, field, code string) {
	t.Helper()
	var f *erp.Fault
	if !errors.As(err, &f) || !errors.Is(err, erp.ErrRefused) {
		t.Fatalf("err = %v, want a fault", err)
	}
	if f.Line != line || f.Field != field || f.Code != code {
		t.Errorf("fault %d %s %s, want %d %s %s", f.Line, f.Field, f.Code, line, field, code)
	}
}

func TestCheckSaysNothingWasImported(t *testing.T) {
	l := local.New(memstore.New(), local.Options{})
	if err := l.Check(context.Background()); err == nil {
		t.Error("an empty back office is fine")
	}
	l, _ = office(t)
	if err := l.Check(context.Background()); err != nil {
		t.Error(err)
	}
}
