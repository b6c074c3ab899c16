package catalog

import (
	"testing"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

func TestUnitOfOneItem(t *testing.T) {
	var units []erp.Unit
	for _, u := range [][2]string{{"PCS", "Piece"}, {"BOX", "Box"}, {"PACK", "Pack"}, {"CARTON", "Carton"}, {"ROLL", "Roll"}, {"PAIR", "Pair"}, {"M", "Metre"}} {
		units = append(units, erp.Unit{Code: u[0], Description: u[1]})
	}
	table := newUnitTable(units)
	item := func(base string, more ...string) *erp.Item {
		it := &erp.Item{BaseUnit: base}
		for _, c := range more {
			it.Units = append(it.Units, erp.ItemUnit{Code: c, PerBase: decimal.NewFromInt(10)})
		}
		return it
	}
	for _, c := range []struct {
		item  *erp.Item
		words string
		code  string
		sure  bool
	}{
		{item("ROLL", "BOX"), "cartons", "BOX", true},
		{item("PCS", "BOX", "CARTON"), "cartons", "CARTON", true},
		{item("PCS", "BOX", "CARTON"), "kasser", "BOX", true},
		{item("PCS", "BOX"), "paquets", "BOX", false},
		{item("PCS", "BOX", "PACK"), "bundles", "PACK", true},
		{item("ROLL", "BOX"), "stk.", "ROLL", true},
		{item("PAIR", "BOX"), "stk", "PAIR", false},
		{item("M", "ROLL"), "pcs", "", false},
		{item("PCS"), "kg", "", false},
		{item("PCS"), "boxes", "", false},
	} {
		if code, sure := table.of(c.item, c.words); code != c.code || sure != c.sure {
			t.Errorf("%s of %s: %q %v, want %q %v", c.words, c.item.BaseUnit, code, sure, c.code, c.sure)
		}
	}
}

func TestDimensionsToTheLetter(t *testing.T) {
	for _, c := range []struct{ text, fold string }{{"3G2,5", "3g2.5"}, {"3G2.5", "3g2.5"}} {
		if ws := cut(c.text); len(ws) != 1 || ws[0].fold != c.fold {
			t.Errorf("%s: %+v", c.text, ws)
		}
	}
	if ms := measures("3G2,5 and 5 g"); len(ms) != 1 || ms[0].term != "m:mass:5" {
		t.Errorf("measures %+v", ms)
	}
	if ws := cut("5-step ladder"); len(ws) != 3 {
		t.Errorf("%+v", ws)
	}
}
