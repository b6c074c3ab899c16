package data

import "slices"

// column is one column of a table.
type column struct {
	name  string
	must  bool // the header has to have it
	value bool // and every row a value in it
	max   int  // runes; 0: textRunes
}

// table is a file of the folder and how its rows are taken in.
type table struct {
	name    string
	must    bool
	columns []column
	take    func(*reader, *row)
}

const (
	textRunes     = 250
	codeRunes     = 50
	extendedRunes = 10_000
)

func key(name string) column   { return column{name: name, must: true, value: true, max: codeRunes} }
func code(name string) column  { return column{name: name, max: codeRunes} }
func need(name string) column  { return column{name: name, must: true, value: true} }
func text(name string) column  { return column{name: name} }
func given(name string) column { return column{name: name, must: true, max: codeRunes} }

// tables are all tables in the order in which they are read: what others refer
// to comes first.
func tables() []table {
	return []table{
		{"company", false, []column{need("name"), text("address"), text("city"), code("post_code"), code("country"), text("email"),
			text("phone"), text("registration_no"), code("currency"), code("location")}, takeCompany},
		{"units", false, []column{key("code"), text("description")}, takeUnit},
		{"customers", true, []column{key("number"), need("name"), text("address"), text("city"), code("post_code"), code("country"),
			code("currency"), code("lang"), code("location"), code("price_group"), code("blocked"), code("credit_limit"),
			code("balance"), code("overdue")}, takeCustomer},
		{"items", true, []column{key("number"), need("description"), key("base_unit"), text("description_2"), code("sales_unit"),
			code("category"), text("category_path"), code("price"), code("inventory"), code("vendor_item_number"), code("gtin"),
			code("lead_time_days"), code("safety_stock"), code("tax_group"), code("blocked"),
			{name: "extended_text", max: extendedRunes}}, takeItem},
		{"variants", false, []column{key("item"), key("code"), text("description")}, takeVariant},
		{"item_units", false, []column{key("item"), key("unit"), key("per_base")}, takeItemUnit},
		{"identifiers", false, []column{key("item"), key("value"), code("kind"), code("party"), code("variant"), code("unit"),
			text("description")}, takeIdentifier},
		{"attributes", false, []column{key("item"), need("name"), need("value")}, takeAttribute},
		{"translations", false, []column{key("item"), key("lang"), need("description")}, takeTranslation},
		{"substitutes", false, []column{key("item"), key("substitute")}, takeSubstitute},
		{"contacts", false, []column{key("number"), need("name"), {name: "email", must: true}, code("customer"), code("lang"),
			text("email_2")}, takeContact},
		{"addresses", false, []column{key("customer"), key("code"), text("name"), text("address"), text("city"), code("post_code"),
			code("country")}, takeAddress},
		{"prices", false, []column{key("item"), given("unit_price"), code("customer"), code("price_group"), code("min_quantity"),
			code("unit"), code("from"), code("to"), code("discount_percent"), code("currency")}, takePrice},
		{"tax", false, []column{given("tax_group"), given("country"), key("percent")}, takeTax},
		{"stock", false, []column{key("item"), given("location"), key("quantity"), code("variant")}, takeStock},
		{"supply", false, []column{key("item"), key("date"), key("quantity"), code("location")}, takeSupply},
		{"demand", false, []column{key("item"), key("date"), key("quantity"), code("location")}, takeDemand},
		{"history", false, []column{key("customer"), key("item"), key("date"), code("quantity"), code("variant"), code("order")}, takeHistory},
		{"synonyms", false, []column{key("lang"), {name: "words", must: true, value: true, max: 4000}}, takeSynonyms},
	}
}

func (t table) columnNames() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

func (t table) index(name string) int {
	return slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })
}

func tableNames() []string {
	var names []string
	for _, t := range tables() {
		names = append(names, t.name)
	}
	return names
}
