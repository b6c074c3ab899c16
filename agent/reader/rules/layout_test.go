package rules

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFit sets rows in cells that have lost their columns.
func TestFit(t *testing.T) {
	l := lexiconOf("de")
	roles := []string{"pos", "qty", "unit", "item", "name", "price", "money"}
	for row, want := range map[string][]string{
		"10 250 Stk LV-1116 Sechskantschraube M12x100 A2 0,52 130,00": {"10", "250", "Stk", "LV-1116", "Sechskantschraube M12x100 A2", "0,52", "130,00"},
		"20 2 Karton LV-1132 Scheibe M12 A2 29,90 59,80":              {"20", "2", "Karton", "LV-1132", "Scheibe M12 A2", "29,90", "59,80"},
		"1 1.000 ST 4711 Mutter 24 2,00 2.000,00 EUR":                 {"1", "1.000", "ST", "4711", "Mutter 24", "2,00", "2.000,00 EUR"},
		"30 4 Kisten LV-1214 Dübel 10 mm":                             {"30", "4", "Kisten", "LV-1214", "Dübel 10 mm", "", ""},
		"Mit freundlichen Grüßen Katrin Seewald":                      nil,
		"Lieferung frei Haus, Zahlung 30 Tage netto":                  nil,
	} {
		got, ok := l.fit(strings.Fields(row), roles)
		if !ok {
			got = nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", row, diff)
		}
	}
}

// TestHeadRoles reads heads of columns by their words.
func TestHeadRoles(t *testing.T) {
	for head, want := range map[string]string{
		"Bestellmenge": "qty", "ME": "unit", "Lief.-Art.-Nr.": "item", "Bezeichnung 1": "name", "Nettopreis": "price", "Nettowert": "money", "Preis/Einh.": "price", "Pos. Nr.": "pos",
		"Réf. art.": "item", "Qté cdée": "qty", "P.U. H.T.": "price", "Stk.tal": "qty", "Á-pris": "price", "U.M.": "unit", "Cant. pedida": "qty", "Required date": "date", "Order no": "item",
		"Your part no.": "item", "Item description": "name", "Pack size": "skip", "Str.": "trait", "Couleur": "trait", "unitPrice": "price", "Lev.uge": "date", "Dear Sir": "", "Thank you": "",
	} {
		got := ""
		if all := headRoles(head); len(all) > 0 {
			got = all[0]
		}
		if got != want {
			t.Errorf("%q: %v, want %s", head, headRoles(head), want)
		}
	}
}

// TestUnitsOfPrograms reads units as programs print them.
func TestUnitsOfPrograms(t *testing.T) {
	r := &reading{lex: lexiconOf("fr"), lang: "fr"}
	for word, want := range map[string]string{"ROUL": "ROLL", "EA": "PCS", "PCE": "PCS", "C62": "PCS", "CS": "CASE", "BX": "BOX", "BTE": "BOX", "MTR": "M", "Stk.": "PCS", "xyz": "", "12": ""} {
		if got := r.unitCode(word); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func FuzzLayout(f *testing.F) {
	raw, err := os.ReadFile("testdata/prints.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range strings.Split(string(raw), "\n== ") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 {
			return
		}
		lines := strings.Split(clean(text), "\n")
		for i, o := range lexiconOf("en").layout(lines) {
			if o.table > 0 && o.cells == nil || o.skip && o.cells != nil || o.heads != nil && len(o.heads) != len(o.cells) {
				t.Fatalf("line %d: %+v", i, o)
			}
		}
	})
}

// BenchmarkLayoutOfMuch measures the work on a long text of rows and heads.
func BenchmarkLayoutOfMuch(b *testing.B) {
	for name, text := range map[string]string{
		"collapsed": "Pos Menge Einheit Artikelnr Bezeichnung Preis Betrag\n" + strings.Repeat("10 250 st LV-1116 Sechskantschraube M12 x 100 A2 mit vielen Worten 12 dahinter 5,20 1300,00\n", 1000),
		"printed":   "Pos  Menge  Einheit  Artikelnr  Bezeichnung  Preis  Betrag\n" + strings.Repeat("10   250    st       LV-1116    Sechskantschraube M12 x 100 A2 mit vielen Worten 5,20  1300,00\n", 1000),
		"heads":     strings.Repeat("Pos  Menge  Einheit  Artikelnr  Bezeichnung  Preis  Betrag\n", 1000),
		"stacked":   strings.Repeat("Artikelnr\nMenge\n", 1000),
	} {
		lines := strings.Split(text, "\n")
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				lexiconOf("de").layout(lines)
			}
		})
	}
}
