package data

import (
	"strings"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
)

// once notes a row whose key was there before in its table.
func (rd *reader) once(r *row, col string, parts ...string) bool {
	k := r.t.name + "\x00" + strings.Join(parts, "\x00")
	if first, twice := rd.seen[k]; twice {
		r.wrong(col, strings.Join(parts, " "), "this is there twice; it was first on line %d.", first)
		return false
	}
	rd.seen[k] = r.line
	return true
}

// item is the item a row refers to.
func (rd *reader) item(r *row, col string) *Item {
	n := r.raw(col)
	if i, ok := rd.items[n]; ok {
		return &rd.set.Items[i]
	}
	rd.unknown(r, col, n, "item", "items")
	return nil
}

// unknown notes a reference to something that is not there, unless the table it
// would be in could not be read.
func (rd *reader) unknown(r *row, col, value, what, table string) {
	if rd.broken[table] {
		return
	}
	r.wrong(col, value, "there is no such %s in %s.", what, rd.src.file(table))
}

func (rd *reader) customer(r *row, col string) string {
	n := r.raw(col)
	if _, ok := rd.custs[n]; n != "" && !ok {
		rd.unknown(r, col, n, "customer", "customers")
		return ""
	}
	return n
}

// unit checks a unit's code against units.csv, or takes it in where there is no
// such file.
func (rd *reader) unit(r *row, col string) string {
	c := r.raw(col)
	switch {
	case c == "" || rd.units[c]:
	case rd.hasUnits():
		rd.unknown(r, col, c, "unit", "units")
	default:
		rd.units[c] = true
		rd.set.Units = append(rd.set.Units, erp.Unit{Code: c, Description: c})
	}
	return c
}

func (rd *reader) hasUnits() bool { return rd.seen["\x00units"] > 0 || rd.broken["units"] }

func takeCompany(rd *reader, r *row) {
	if rd.set.Company.Name != "" {
		r.wrong("", "", "there is more than one company; keep one line.")
		return
	}
	rd.set.Company = erp.Company{
		Name: r.raw("name"), Address: r.raw("address"), City: r.raw("city"), PostCode: r.raw("post_code"),
		Country: r.country("country"), Email: r.email("email"), Phone: r.raw("phone"),
		RegistrationNo: r.raw("registration_no"), Currency: r.currency("currency"), Location: r.raw("location"),
	}
}

func takeUnit(rd *reader, r *row) {
	c := r.raw("code")
	rd.seen["\x00units"] = 1
	if rd.once(r, "code", c) {
		rd.units[c] = true
		rd.set.Units = append(rd.set.Units, erp.Unit{Code: c, Description: r.raw("description")})
	}
}

func takeItem(rd *reader, r *row) {
	it := Item{Item: erp.Item{
		Number: r.raw("number"), Description: r.raw("description"), Description2: r.raw("description_2"),
		BaseUnit: rd.unit(r, "base_unit"), SalesUnit: rd.unit(r, "sales_unit"), Category: r.raw("category"),
		CategoryPath: r.raw("category_path"), Price: r.notNegative("price"), VendorItemNumber: r.raw("vendor_item_number"),
		GTIN: r.gtin("gtin"), LeadTimeDays: r.days("lead_time_days"), SafetyStock: r.notNegative("safety_stock"),
		TaxGroup: r.raw("tax_group"), Blocked: r.bool("blocked"), ExtendedText: r.raw("extended_text"),
	}, Inventory: r.decimal("inventory")}
	if !rd.once(r, "number", it.Number) {
		return
	}
	if it.Price.IsZero() {
		r.warn("price", r.raw("price"), "the item has no list price; it can be quoted only where prices.csv has one.")
	}
	rd.items[it.Number] = len(rd.set.Items)
	rd.seen["\x00line\x00"+it.Number] = r.line
	rd.set.Items = append(rd.set.Items, it)
}

func takeVariant(rd *reader, r *row) {
	it := rd.item(r, "item")
	if it == nil || !rd.once(r, "code", it.Number, r.raw("code")) {
		return
	}
	it.Variants = append(it.Variants, erp.Variant{Code: r.raw("code"), Description: r.raw("description")})
}

func takeItemUnit(rd *reader, r *row) {
	it, per := rd.item(r, "item"), r.notNegative("per_base")
	if it == nil || !rd.once(r, "unit", it.Number, r.raw("unit")) {
		return
	}
	u := erp.ItemUnit{Code: rd.unit(r, "unit"), PerBase: per}
	switch {
	case per.IsZero():
		r.wrong("per_base", r.raw("per_base"), "a unit holds more than 0 of the base unit.")
	case u.Code == it.BaseUnit && !per.Equal(decimal.New(1, 0)):
		r.wrong("per_base", r.raw("per_base"), "%s is the item's base unit and holds exactly 1 of itself.", u.Code)
	default:
		it.Units = append(it.Units, u)
	}
}

func takeIdentifier(rd *reader, r *row) {
	it := rd.item(r, "item")
	id := erp.Identifier{Value: r.raw("value"), Kind: r.raw("kind"), Party: r.raw("party"), Variant: r.raw("variant"), Unit: r.raw("unit"), Description: r.raw("description")}
	if id.Kind == "" {
		id.Kind = "barcode"
	}
	switch id.Kind {
	case "barcode", "vendor":
	case "customer":
		rd.party(r, id.Party)
	default:
		r.wrong("kind", id.Kind, "the kind is barcode, vendor or customer.")
	}
	if it == nil || !rd.once(r, "value", it.Number, id.Value, id.Kind, id.Party, id.Variant, id.Unit) {
		return
	}
	rd.ofItem(r, it, id.Variant, id.Unit)
	it.Identifiers = append(it.Identifiers, id)
}

// party warns of a customer's identifier whose customer is gone: it can do no harm.
func (rd *reader) party(r *row, number string) {
	if _, ok := rd.custs[number]; number != "" && !ok && !rd.broken["customers"] {
		r.warn("party", number, "there is no such customer in %s; the identifier helps nobody.", rd.src.file("customers"))
	}
}

func takeAttribute(rd *reader, r *row) {
	it := rd.item(r, "item")
	a := erp.Attribute{Name: r.raw("name"), Value: r.raw("value")}
	if it != nil && rd.once(r, "name", it.Number, a.Name, a.Value) {
		it.Attributes = append(it.Attributes, a)
	}
}

func takeTranslation(rd *reader, r *row) {
	it, lang := rd.item(r, "item"), r.lang("lang")
	if it == nil || lang == "" || !rd.once(r, "lang", it.Number, lang) {
		return
	}
	if it.Translations == nil {
		it.Translations = map[string]string{}
	}
	it.Translations[lang] = r.raw("description")
}

func takeSubstitute(rd *reader, r *row) {
	it, other := rd.item(r, "item"), rd.item(r, "substitute")
	if it == nil || other == nil || !rd.once(r, "substitute", it.Number, other.Number) {
		return
	}
	if it.Number == other.Number {
		r.wrong("substitute", other.Number, "an item cannot stand for itself.")
		return
	}
	it.Substitutes = append(it.Substitutes, other.Number)
}

func takeSynonyms(rd *reader, r *row) {
	var words []string
	for w := range strings.SplitSeq(r.raw("words"), "|") {
		if w = strings.TrimSpace(w); w != "" {
			words = append(words, w)
		}
	}
	if len(words) < 2 {
		r.wrong("words", r.raw("words"), "write at least two words with a | between them.")
		return
	}
	rd.set.Synonyms = append(rd.set.Synonyms, erp.Synonyms{Lang: r.lang("lang"), Words: words})
}
