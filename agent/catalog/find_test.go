package catalog

import (
	"context"
	"strings"
	"testing"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// shop is a small company with what is hard to tell apart.
func shop() folder {
	colours := func(cs ...string) (vs []erp.Variant) {
		for _, c := range cs {
			code, text, _ := strings.Cut(c, "=")
			vs = append(vs, erp.Variant{Code: code, Description: text})
		}
		return vs
	}
	tr := func(da, fr string) map[string]string { return map[string]string{"da": da, "fr": fr} }
	return folder{
		units: []erp.Unit{{Code: "PCS", Description: "Piece"}, {Code: "BOX", Description: "Box"}, {Code: "SET", Description: "Set"}, {Code: "KG", Description: "Kilogram"}, {Code: "PAL", Description: "Pallet"}},
		synonyms: []erp.Synonyms{{Lang: "en", Words: []string{"screwdriver", "turnscrew"}}, {Lang: "en", Words: []string{"task lamp", "desk lamp"}},
			{Lang: "da", Words: []string{"kaffe", "java"}}, {Lang: "en", Words: []string{"hi-vis", "high-visibility"}}},
		items: []erp.Item{
			{Number: "T-100", Description: "FJORD Dining Table, oak", Translations: tr("FJORD Spisebord, eg", "FJORD Table à manger, chêne"), Category: "TABLE", GTIN: "05701234567899",
				Attributes: []erp.Attribute{{Name: "Width", Value: "180 cm"}}, Units: []erp.ItemUnit{{Code: "PCS"}}},
			{Number: "T-200", Description: "Tablecloth, white, 140 x 220 cm", Translations: tr("Dug, hvid, 140 x 220 cm", "Nappe, blanche, 140 x 220 cm")},
			{Number: "T-201", Description: "Tablecloth, red, 140 x 220 cm", Translations: tr("Dug, rød, 140 x 220 cm", "Nappe, rouge, 140 x 220 cm")},
			{Number: "C-10", Description: "Coffee Machine 230 V", Translations: tr("Kaffemaskine 230 V", "Machine à café 230 V"), Substitutes: []string{"C-11"}},
			{Number: "C-11", Description: "Espresso Machine 230 V", Translations: tr("Espressomaskine 230 V", "Machine à expresso 230 V")},
			{Number: "C-20", Description: "Ground Coffee 500 g", Translations: tr("Formalet kaffe 500 g", "Café moulu 500 g"), Units: []erp.ItemUnit{{Code: "PCS"}, {Code: "BOX"}}},
			{Number: "W-1", Description: "Washing Powder 5 kg", Translations: tr("Vaskepulver 5 kg", "Lessive en poudre 5 kg")},
			{Number: "W-2", Description: "Office Chair Basic", Translations: tr("Kontorstol Basis", "Chaise de bureau Basic"), Category: "CHAIR",
				Variants: colours("BLK=Black", "BLU=Blue", "GRN=Green")},
			{Number: "W-3", Description: "Work Gloves", Translations: tr("Arbejdshandsker", "Gants de travail"), Variants: colours("S=Small", "M=Medium", "XL=Extra large, XL")},
			{Number: "V-1", Description: "High-visibility vest, yellow", Translations: tr("Advarselsvest, gul", "Gilet haute visibilité, jaune"), Variants: colours("M=Medium", "L=Large", "XL=Extra large", "XXL=Double extra large")},
			{Number: "S-1", Description: "Screwdriver 5 mm", VendorItemNumber: "20-122", Translations: tr("Skruetrækker 5 mm", "Tournevis 5 mm")},
			{Number: "S-2", Description: "Screwdriver 8 mm", VendorItemNumber: "20122-8", Translations: tr("Skruetrækker 8 mm", "Tournevis 8 mm")},
			{Number: "L-1", Description: "NORD Desk Lamp, black", Translations: tr("NORD Bordlampe, sort", "NORD Lampe de bureau, noire"),
				Identifiers: []erp.Identifier{{Value: "LAMP77", Kind: "customer", Party: "10000"}, {Value: "4006381333931", Kind: "barcode", Unit: "BOX"}}},
			{Number: "L-2", Description: "Floor Lamp, white", Translations: tr("Gulvlampe, hvid", "Lampadaire, blanc")},
			{Number: "B-1", Description: "Notebook A4 ruled", Blocked: true, Substitutes: []string{"B-2", "B-3"}, Translations: tr("Notesbog A4 linjeret", "Carnet A4 ligné")},
			{Number: "B-2", Description: "Notebook A4 squared", Translations: tr("Notesbog A4 ternet", "Carnet A4 quadrillé")},
			{Number: "B-3", Description: "Old notebook", Blocked: true},
			{Number: "H-1", Description: "Front Wheel 26\"", Translations: tr("Forhjul 26\"", "Roue avant 26\"")},
			{Number: "H-2", Description: "Back Wheel 26\"", Translations: tr("Baghjul 26\"", "Roue arrière 26\"")},
			{Number: "P-1", Description: "Cabling for LS-100"},
			{Number: "LS-100", Description: "Loudspeaker 100 W, walnut", Translations: tr("Højttaler 100 W, valnød", "Haut-parleur 100 W, noyer")},
			{Number: "1000", Description: "Bicycle", Translations: tr("Cykel", "Vélo")},
		},
	}
}

func TestFind(t *testing.T) {
	x := built(t, shop())
	for _, c := range []struct {
		lang, text string
		match      task.Match
		items      string // numbers, with /variant; the first ones
	}{
		// Numbers
		{"en", "T-100", task.One, "T-100"},
		{"en", "t-100", task.One, "T-100"},
		{"en", "item no. T-100", task.One, "T-100"},
		{"en", "5701234567899", task.One, "T-100"},
		{"en", "20-122", task.One, "S-1"},
		{"en", "T-999", task.None, ""},
		{"en", "T-10", task.None, ""},
		{"en", "Cabling for LS-100", task.One, "P-1"},
		{"en", "LS-100", task.One, "LS-100"},
		{"en", "1000", task.One, "1000"},
		{"en", "1000 office chairs black", task.One, "W-2/BLK"},
		{"en", "LAMP77", task.None, ""},
		{"en", "W-2-BLU", task.One, "W-2/BLU"},
		{"en", "W-2 in blue", task.One, "W-2/BLU"},
		// Words
		{"en", "dining tables", task.One, "T-100"},
		{"en", "table, dining", task.One, "T-100"},
		{"en", "oak dining table", task.One, "T-100"},
		{"en", "fjord", task.One, "T-100"},
		{"en", "dining table 180 cm", task.One, "T-100"},
		{"en", "dining table 200 cm", task.None, ""},
		{"en", "white tablecloth", task.One, "T-200"},
		{"en", "tablecloth", task.Several, "T-200 T-201"},
		{"en", "green tablecloth", task.Alternatives, "T-200 T-201"},
		{"en", "table", task.One, "T-100"},
		{"en", "coffee", task.One, "C-20"},
		{"en", "coffee machine", task.One, "C-10"},
		{"en", "coffee machine 110 V", task.None, ""},
		{"en", "coffee filter", task.None, ""},
		{"en", "washing machine", task.None, ""},
		{"en", "washing powder", task.One, "W-1"},
		{"en", "office chair", task.One, "W-2"},
		{"en", "blue office chairs", task.One, "W-2/BLU"},
		{"en", "red office chair", task.Alternatives, "W-2"},
		{"en", "work gloves size XL", task.One, "W-3/XL"},
		{"en", "work gloves xxl", task.None, ""},
		{"en", "hi-vis vest, size L", task.One, "V-1/L"},
		{"en", "high-visibility vest, yellow, L", task.One, "V-1/L"},
		{"en", "high-visibility vest, yellow, XXL", task.One, "V-1/XXL"},
		{"en", "hi vis vest", task.One, "V-1"},
		{"da", "advarselsvest, gul, str. L", task.One, "V-1/L"},
		{"da", "advarselsveste gul str XL", task.One, "V-1/XL"},
		{"fr", "gilets haute visibilité jaunes, taille L", task.One, "V-1/L"},
		{"en", "screwdriver 8mm", task.One, "S-2"},
		{"en", "screwdriver", task.Several, "S-1 S-2"},
		{"en", "turnscrew 5 mm", task.One, "S-1"},
		{"en", "task lamp", task.One, "L-1"},
		{"en", "rear wheel", task.One, "H-2"},
		{"en", "wheel", task.Several, "H-1 H-2"},
		{"en", "front wheel 28\"", task.None, ""},
		{"en", "printer", task.None, ""},
		{"en", "powder washer", task.None, ""},
		// Spelling and shortening
		{"en", "dinning table", task.One, "T-100"},
		{"en", "cofee machine", task.One, "C-10"},
		{"en", "screwdrivr 5 mm", task.One, "S-1"},
		// Blocked
		{"en", "notebook a4 ruled", task.Alternatives, "B-2"},
		{"en", "B-1", task.Alternatives, "B-2"},
		{"en", "B-3", task.None, ""},
		{"en", "notebook", task.One, "B-2"},
		// Danish
		{"da", "spiseborde i eg", task.One, "T-100"},
		{"da", "bord", task.One, "T-100"},
		{"da", "hvid dug", task.One, "T-200"},
		{"da", "blå kontorstole", task.One, "W-2/BLU"},
		{"da", "kontor stol, blaa", task.One, "W-2/BLU"},
		{"da", "kaffemaskiner", task.One, "C-10"},
		{"da", "kaffe", task.One, "C-20"},
		{"da", "java", task.One, "C-20"},
		{"da", "vaskemaskine", task.None, ""},
		{"da", "sort bordlampe", task.One, "L-1"},
		{"da", "lampe", task.Several, "L-2 L-1"},
		{"da", "skruetrækkere 8 mm", task.One, "S-2"},
		{"da", "skruetraekker 5mm", task.One, "S-1"},
		{"da", "vaskepulver", task.One, "W-1"},
		{"da", "baghjul", task.One, "H-2"},
		// French
		{"fr", "table à manger en chêne", task.One, "T-100"},
		{"fr", "tables a manger", task.One, "T-100"},
		{"fr", "nappes blanches", task.One, "T-200"},
		{"fr", "nappe verte", task.Alternatives, "T-200 T-201"},
		{"fr", "machine à café", task.One, "C-10"},
		{"fr", "café moulu", task.One, "C-20"},
		{"fr", "machine à laver", task.None, ""},
		{"fr", "chaise de bureau bleue", task.One, "W-2/BLU"},
		{"fr", "chaises de bureau", task.One, "W-2"},
		{"fr", "lampe de bureau", task.One, "L-1"},
		{"fr", "roue arrière", task.One, "H-2"},
		{"fr", "tournevis 5 mm", task.One, "S-1"},
		{"fr", "haut-parleur 100 W", task.One, "LS-100"},
	} {
		r, err := x.Find(context.Background(), Query{Text: c.text, Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		if r.Match != c.match || !strings.HasPrefix(numbers(r), c.items) || c.match == task.One && len(r.Items) != 1 {
			t.Errorf("%s %q: want %s %s, got %s %.2f %+v", c.lang, c.text, c.match, c.items, r.Match, r.Confidence, r.Items)
		}
		for _, i := range r.Items {
			if i.Why == "" || i.Description == "" || i.Score < 0 || i.Score > 1 {
				t.Errorf("%q: a candidate without reason, name or score: %+v", c.text, i)
			}
		}
	}
}

func numbers(r Result) string {
	var out []string
	for _, i := range r.Items {
		n := i.Number
		if i.Variant != "" {
			n += "/" + i.Variant
		}
		out = append(out, n)
	}
	return strings.Join(out, " ")
}

func TestCustomersOwnNumber(t *testing.T) {
	x := built(t, shop())
	find := func(q Query) Result {
		r, err := x.Find(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := find(Query{Identifiers: []string{"lamp77"}, Customer: "10000"}); r.Match != task.One || r.Items[0].Number != "L-1" {
		t.Errorf("the customer's own number: %+v", r)
	}
	if r := find(Query{Identifiers: []string{"LAMP77"}, Customer: "20000"}); r.Match != task.None {
		t.Errorf("another customer's number: %+v", r)
	}
	if r := find(Query{Identifiers: []string{"4006381333931"}}); r.Unit != "BOX" || numbers(r) != "L-1" {
		t.Errorf("a bar code names its unit: %+v", r)
	}
}

func TestIdentifiersAndWords(t *testing.T) {
	x := built(t, shop())
	for _, c := range []struct {
		q     Query
		items string
		low   bool
	}{
		{Query{Text: "dining table", Identifiers: []string{"T-100"}}, "T-100", false},
		{Query{Text: "white tablecloth", Identifiers: []string{"T-100"}}, "T-100", true},
		{Query{Text: "dining table", Identifiers: []string{"X-4711"}}, "T-100", false},
		{Query{Text: "Cabling for LS-100", Identifiers: []string{"LS-100"}}, "P-1", false},
		{Query{Text: "W-2 black", Identifiers: []string{"W-2"}}, "W-2/BLK", false},
	} {
		r, err := x.Find(context.Background(), c.q)
		if err != nil {
			t.Fatal(err)
		}
		if numbers(r) != c.items || (r.Confidence < task.LowConfidence) != c.low {
			t.Errorf("%+v: got %s %.2f %+v", c.q, r.Match, r.Confidence, r.Items)
		}
	}
}

func TestKnows(t *testing.T) {
	x := built(t, shop())
	for s, want := range map[string]bool{
		"T-100": true, "t-100": true, "t 100": true, "T100": true, "T-10": false, "20-122": true, "20 122": true,
		"05701234567899": true, "5701234567899": true, "LAMP77": true, "dining": false, "": false, "4006381333931": true, "-": false,
	} {
		if got := x.Knows(s); got != want {
			t.Errorf("Knows(%q) = %v", s, got)
		}
	}
}

func TestUnitsPreferred(t *testing.T) {
	f := shop()
	f.items[1].Units = []erp.ItemUnit{{Code: "PCS"}, {Code: "BOX"}}
	x := built(t, f)
	r, err := x.Find(context.Background(), Query{Text: "tablecloth", Unit: "BOX"})
	if err != nil || numbers(r) != "T-200" || r.Confidence >= task.LowConfidence {
		t.Errorf("the one sold in boxes, for a person to look at: %+v %v", r, err)
	}
}

// TestLessLiterally looks for what nothing answers as it stands: words that other
// items have, but that are cut short or misspelt here. Nearly all must fit, and a
// person should look.
func TestLessLiterally(t *testing.T) {
	x := built(t, folder{items: []erp.Item{
		{Number: "L-1", Description: "Marhol concrete ladder PE-760 13 mm"},
		{Number: "L-2", Description: "Lader hook 5 mm"},
		{Number: "B-1", Description: "Garmar Betongborste 674 25 mm grön"},
		{Number: "B-2", Description: "Platta, betong"},
		{Number: "P-1", Description: "Palosfin floor pump 18 V 200 W red"},
		{Number: "P-2", Description: "Palos garden hose 200 mm"},
	}})
	for _, c := range []struct{ lang, text, want string }{
		{"en", "marhol cncrete lader pe-760 13 mm", "L-1"},
		{"sv", "Betong. 674 25 mm grön", "B-1"},
		{"en", "palos pump 18V 200W red", "P-1"},
		{"en", "palos pump 18V 300W red", ""},
		{"en", "lader pe-770 steel", ""},
		{"en", "floor cleaner 18 V 200 W red", ""},
	} {
		r, err := x.Find(context.Background(), Query{Text: c.text, Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		if numbers(r) != c.want || r.Confidence >= task.LowConfidence {
			t.Errorf("%s: %s %.2f %+v, want %s", c.text, r.Match, r.Confidence, r.Items, c.want)
		}
	}
}

// TestCompounds looks for words that are cut or put together otherwise than the
// catalogue does, and are inflected in their own language.
func TestCompounds(t *testing.T) {
	x := built(t, folder{
		synonyms: []erp.Synonyms{{Lang: "da", Words: []string{"ringgaffelnøgle", "fastnøgle"}}, {Lang: "de", Words: []string{"Akkuschrauber", "Akkubohrschrauber"}}},
		items: []erp.Item{
			{Number: "B-8", Description: "Sechskantschraube M8 x 40 mm, Edelstahl A2"},
			{Number: "K-17", Description: "Ringgaffelnøgle 17 mm"},
			{Number: "A-18", Description: "Akku-Bohrschrauber 18 V"},
			{Number: "G-1", Description: "Beskyttelsesbriller, grå"},
			{Number: "T-1", Description: "Arbejdsbord 700 mm, bøgeplade"},
			{Number: "P-1", Description: "Pallet truck 2000 kg"},
			{Number: "V-1", Description: "Vacuum cleaner wet/dry 30 L"},
			{Number: "S-3", Description: "T-shirt, cotton"},
			{Number: "H-9", Description: "Schnittschutzhandschuh", Variants: []erp.Variant{{Code: "9", Description: "Size 9"}, {Code: "10", Description: "Size 10"}}},
		}})
	for _, c := range []struct{ lang, text, want string }{
		{"de", "Edelstahlschrauben M8 x 40", "B-8"},
		{"da", "fastnøgler 17", "K-17"},
		{"da", "nøgle 17 mm", "K-17"},
		{"de", "Akkuschrauber 18V", "A-18"},
		{"da", "sikkerheds briller grå", "G-1"},
		{"da", "arbejdsbordsplade", ""},
		{"en", "2 ton pallet truck", "P-1"},
		{"en", "vacuum", "V-1"},
		{"en", "3 T-shirts", "S-3"},
		{"de", "Schnittschutzhandschuhe Größe 9", "H-9/9"},
	} {
		r, err := x.Find(context.Background(), Query{Text: c.text, Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		if numbers(r) != c.want {
			t.Errorf("%s: %s %.2f %+v, want %s", c.text, r.Match, r.Confidence, r.Items, c.want)
		}
	}
}

// TestLettersOfSizes tells a letter that is a size from one that is a unit or short
// for a word.
func TestLettersOfSizes(t *testing.T) {
	x := built(t, folder{items: []erp.Item{
		{Number: "J-M", Description: "Winter jacket Rudcal 236, M blue"},
		{Number: "J-L", Description: "Winter jacket Rudcal 236, L blue"},
		{Number: "J-D", Description: "Winter jacket DC-150 L"},
		{Number: "H-1", Description: "Hose 60 mm 5 m"},
		{Number: "H-2", Description: "Haveslange Rudcal 19"},
		{Number: "K-1", Description: "Câble 3G2,5"},
		{Number: "S-1", Description: "Skab m låge"},
		{Number: "S-2", Description: "Skab m/ ben"},
		{Number: "V-40", Description: "Vis de chantier YL-440 M5x40"},
		{Number: "V-100", Description: "Vis de chantier YL-440 M5x100"},
	}})
	for _, c := range []struct{ lang, text, want string }{
		{"en", "winter jacket rudcal 236 m blue", "J-M"},
		{"en", "L winter jacket rudcal 236", "J-L"},
		{"en", "winter jacket rudcal 236 XL", ""},
		{"en", "large winter jacket 236", "J-L"},
		{"en", "winter jackets DC-150 L", "J-D"},
		{"fr", "winter jacket rudcal l 236", "J-L"},
		{"en", "hose 60 m", ""},
		{"en", "hose 5 m", "H-1"},
		{"da", "skab m låge", "S-1"},
		{"da", "skab m. ben", "S-2"},
		{"fr", "vis de chantier YL-440 M5x100", "V-100"},
		{"fr", "m de câble 3G2,5", "K-1"},
		{"da", "haveslange rudcal 19 á kr. 1.295,00", "H-2"},
	} {
		r, err := x.Find(context.Background(), Query{Text: c.text, Lang: c.lang})
		if err != nil {
			t.Fatal(err)
		}
		if numbers(r) != c.want {
			t.Errorf("%s: %s %.2f %+v, want %s", c.text, r.Match, r.Confidence, r.Items, c.want)
		}
	}
}

// TestSizesWithoutUnits holds that of a size said without its unit all figures tell,
// in their places.
func TestSizesWithoutUnits(t *testing.T) {
	x := built(t, folder{items: []erp.Item{
		{Number: "B-1", Description: "Cardboard box 400 x 300 x 200 mm"},
		{Number: "B-2", Description: "Cardboard box 400 x 300 x 300 mm"},
		{Number: "B-3", Description: "Cardboard box 600 x 400 x 300 mm"},
		{Number: "T-1", Description: "Table 160 x 80 cm"},
		{Number: "T-2", Description: "Table 180 x 80 cm"},
		{Number: "S-1", Description: "Screw 5 x 60 mm"},
		{Number: "S-2", Description: "Screw 5 x 80 mm"},
	}})
	for _, c := range []struct{ text, want string }{
		{"cardboard boxes 400 x 300 x 300", "B-2"}, {"cardboard box 400x300x200", "B-1"}, {"table 160 x 80", "T-1"},
		{"tables 180x80, please", "T-2"}, {"screws 5 x 80", "S-2"}, {"screws 5 x 80 mm", "S-2"}, {"screws 5 x 60 kg", ""},
	} {
		r, err := x.Find(context.Background(), Query{Text: c.text, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if numbers(r) != c.want {
			t.Errorf("%s: %s %.2f %+v, want %s", c.text, r.Match, r.Confidence, r.Items, c.want)
		}
	}
}
