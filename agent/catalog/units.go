package catalog

import (
	"context"
	"strings"

	"salesclerk/agent/erp"
)

// unitGroup is one kind of unit: its name, the words for it, and the groups that
// are taken where there is none of it.
type unitGroup struct {
	name  string
	words string
	other []string
}

// unitWords are what people call units, in all languages that mails are read in. A
// name is looked for in the group first, then in the next groups named after
// the arrow: a carton is a box where there is no carton.
var unitWords = []unitGroup{
	{"piece", "pcs pc pce piece pieces ea each unit units nos stk styk stykker st stuck stueck pza u un unite unites c62 pezzo pezzi pz pieza piezas pzas unidad unidades ud uds und unds peca pecas unidade unid uni stuk stuks stks eenheid eenheden styck stycken stykk", nil},
	{"box", "box boxes bx aeske aesker kasse kasser boite boites schachtel schachteln kiste kisten kasten kaesten boxen scatola scatole scat cassa casse caja cajas cja caixa caixas cx cxs doos dozen doosje doosjes kist ask askar lada lador boxar eske esker boks bokser", []string{"carton", "case"}},
	{"carton", "carton cartons ctn karton kartoner kartons cartonnage cartone cartoni cartones cartao omdoos omdozen kartong kartonger krt", []string{"box", "case"}},
	{"case", "case cases cs crate crates kasse kasser caisse caisses krat kratten", []string{"box", "carton"}},
	{"pack", "pack packs packet packets pk pkt package packages pakke pakker paquet paquets packung packungen paket pakete paeckchen confezione confezioni conf cf pacco pacchi pacchetto pacchetti paquete paquetes paq embalagem embalagens emb pacote pacotes pct pak pakken pakje pakjes verpakking verpakkingen pakket pakketten forpackning forpackningar forp frp pakning pakninger", []string{"bundle"}},
	{"bundle", "bundle bundles buendel bundt bundter lot lots botte bund fascio fasci mazzo mazzi fardeau fardeaux fardo fardos molho molhos bundel bundels bunt bunter buntar", []string{"pack"}},
	{"pallet", "pallet pallets plt palle paller palette palettes paletten bancale bancali pedana pedane pale pales palet palets tarima tarimas palete paletes pall pallar", nil},
	{"set", "set sets saet jeu jeux ensemble ensembles satz saetze kit kits serie juego juegos jogo jogos conjunto conjuntos sats satser sett", nil},
	{"pair", "pair pairs pr par paire paires paar paare paio paia pares paren", nil},
	{"roll", "roll rolls rulle ruller rouleau rouleaux rolle rollen rotolo rotoli bobina bobine bobinas rollo rollos rolo rolos rol rullar rull", nil},
	{"bag", "bag bags pose poser saek saekke tuete tueten sac sacs sachet sachets beutel sack saecke tute tuten sacco sacchi sacchetto sacchetti busta buste saco sacos bolsa bolsas sacola zak zakken zakje zakjes pase pasar sackar sekk sekker", nil},
	{"bottle", "bottle bottles btl btls flaske flasker bouteille bouteilles flasche flaschen bottiglia bottiglie flacone flaconi botella botellas garrafa garrafas frasco frascos fles flessen flaska flaskor", nil},
	{"can", "can cans tin tins dase daase daser daaser boite boites dose dosen bidon bidons kanister dunk dunke spraydase spraydaser aerosol aerosols bombe bombes canister canisters barattolo barattoli latta latte bomboletta bombolette tanica taniche bote botes lata latas bidones aerosoles bidao bidoes blik blikken bus bussen spuitbus spuitbussen burk burkar dunkar sprayburk sprayburkar kanne kanner sprayboks", []string{"bottle", "bucket"}},
	{"bucket", "bucket buckets pail pails tub tubs spand spande botte botter seau seaux eimer secchio secchi cubo cubos balde baldes emmer emmers hink hinkar spann", []string{"can"}},
	{"drum", "drum drums barrel barrels tromle tromler tonde tonder fut futs fass faesser fusto fusti tambor tambores vat vaten fat tunna tunnor tonne tonner", nil},
	{"tube", "tube tubes tuber tubetto tubetti tubo tubos tub", nil},
	{"sheet", "sheet sheets ark feuille feuilles blatt blatter bogen boegen foglio fogli hoja hojas folha folhas vel vellen", nil},
	{"ream", "ream reams ris rame rames ries risma risme resma resmas riem", nil},
	{"dozen", "dozen dozens dz dusin douzaine douzaines dutzend dozzina dozzine docena docenas duzia duzias dozijn dussin", nil},
	{"kg", "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes kilogramm chilo chili chilogrammo chilogrammi kilogramo kilogramos quilo quilos quilograma quilogramas", nil},
	{"g", "g gr gram grams gramme grammes gramm grammo grammi gramo gramos grama gramas", nil},
	{"tonne", "t ton tons tonne tonnes tonnen tonnellata tonnellate tonelada toneladas tonn", nil},
	{"l", "l ltr lt liter liters litre litres litro litri litros", nil},
	{"ml", "ml milliliter millilitre millilitres", nil},
	{"m", "m meter meters metre metres metro metri metros mt mts mtr", nil},
	{"cm", "cm centimeter centimeters centimetre centimetres zentimeter", nil},
	{"mm", "mm millimeter millimetre millimetres", nil},
	{"km", "km kilometer kilometers kilometre kilometres", nil},
	{"mile", "mile miles mil", nil},
	{"m2", "m2 m² sqm kvm kvadratmeter quadratmeter", nil},
	{"m3", "m3 m³ cbm kubikmeter", nil},
	{"hour", "hour hours hr hrs h time timer heure heures stunde stunden std ora ore hora horas uur timme timmar tim", nil},
	{"day", "day days dag dage jour jours tag tage giorno giorni dia dias dagen dagar dager", nil},
}

// unitTable finds a unit's code by a folded word, and by the name of its group.
type unitTable struct{ words, named map[string]string }

// newUnitTable knows the codes, their descriptions, and the built-in words of
// every unit that one of those names.
func newUnitTable(units []erp.Unit) unitTable {
	t := unitTable{words: map[string]string{}, named: map[string]string{}}
	t.own(units)
	byName := t.named
	for _, g := range unitWords {
		for _, w := range append([]string{g.name}, strings.Fields(g.words)...) {
			if code, ok := t.words[fold(w)]; ok && byName[g.name] == "" {
				byName[g.name] = code
			}
		}
	}
	t.builtIn(byName)
	return t
}

func (t unitTable) own(units []erp.Unit) {
	for _, u := range units {
		t.put(unitKey(u.Code), u.Code)
	}
	for _, u := range units {
		d := unitKey(u.Description)
		t.put(d, u.Code)
		t.put(d+"s", u.Code)
		t.put(d+"es", u.Code)
	}
}

func (t unitTable) builtIn(byName map[string]string) {
	for _, g := range unitWords {
		code := byName[g.name]
		for _, e := range g.other {
			if code == "" {
				code = byName[e]
			}
		}
		for _, w := range strings.Fields(g.words) {
			t.put(fold(w), code)
		}
	}
}

func (t unitTable) put(word, code string) {
	if word != "" && code != "" && t.words[word] == "" {
		t.words[word] = code
	}
}

func unitKey(s string) string { return fold(strings.Trim(strings.TrimSpace(s), ".:;,()")) }

// Unit is the code of the unit that words name, in any language we know: "boxes",
// "stk.", "Kartons". False if no unit of the back office is called so.
func (x *Index) Unit(words string, lang string) (code string, ok bool) {
	if len(words) > 100 {
		return "", false
	}
	_ = x.use(context.Background(), func(g *generation) error {
		code = g.words.units.find(words)
		return nil
	})
	return code, code != ""
}

func (t unitTable) find(words string) string {
	k := unitKey(words)
	if c := t.words[k]; c != "" {
		return c
	}
	if c := t.words[strings.ReplaceAll(k, ".", "")]; c != "" {
		return c
	}
	for _, f := range strings.Fields(k) {
		if c := t.words[unitKey(f)]; c != "" && !stopWords[f] {
			return c
		}
	}
	return ""
}
