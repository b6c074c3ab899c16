package attach

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// titles of documents that ask for nothing, in the languages we read.
var titles = []string{
	"terms and conditions", "general terms", "terms of sale", "terms of purchase", "conditions of purchase", "conditions of sale",
	"privacy policy", "privacy notice", "non-disclosure agreement", "code of conduct", "safety data sheet", "certificate of insurance",
	"salgs- og leveringsbetingelser", "handelsbetingelser", "indkøbsbetingelser", "leveringsbetingelser", "almindelige betingelser", "privatlivspolitik", "persondatapolitik", "sikkerhedsdatablad",
	"conditions générales", "conditions de vente", "conditions d'achat", "politique de confidentialité", "accord de confidentialité", "fiche de données de sécurité",
	"allgemeine geschäftsbedingungen", "einkaufsbedingungen", "lieferbedingungen", "datenschutzerklärung", "sicherheitsdatenblatt",
	"condizioni generali", "condizioni di vendita", "condizioni di acquisto", "informativa sulla privacy", "scheda di sicurezza",
	"condiciones generales", "condiciones de venta", "condiciones de compra", "política de privacidad", "ficha de datos de seguridad",
	"condições gerais", "condições de venda", "condições de compra", "política de privacidade", "ficha de dados de segurança",
	"algemene voorwaarden", "inkoopvoorwaarden", "verkoopvoorwaarden", "leveringsvoorwaarden", "privacybeleid", "veiligheidsinformatieblad",
	"allmänna villkor", "köpvillkor", "inköpsvillkor", "leveransvillkor", "integritetspolicy", "säkerhetsdatablad",
	"generelle vilkår", "salgsbetingelser", "innkjøpsbetingelser", "personvernerklæring", "sikkerhetsdatablad",
}

// judge marks a file as irrelevant when its heading, or its name, says that it is
// one of terms and the like and it has no table to order from.
func judge(c Content) Content {
	if c.Status != StatusRead || holdsOrder(c) {
		return c
	}
	name := strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(path.Base(c.Name)))
	head := headOf(c.Text)
	for _, t := range titles {
		if strings.Contains(head, t) || !orders.MatchString(name) && strings.Contains(name, strings.ReplaceAll(t, "-", " ")) {
			c.Status, c.Reason = StatusIrrelevant, "it is a document of the kind \""+t+"\""
			return c
		}
	}
	return c
}

// orders are words in the name of a file that hold more than its terms.
var orders = regexp.MustCompile(`\b(order|po|rfq|quote|request|ordre|bestilling|commande|devis|bestellung|anfrage|auftrag|ordine|pedido|encomenda|bestelling|beställning)\b`)

// headOf is a text's heading: of its first lines, those that could be one. "Terms
// of sale: 30 days net" is a line of an order.
func headOf(text string) string {
	text = strings.ToLower(strings.ReplaceAll(cut(text, 1000), "’", "'"))
	var out []string
	seen := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if seen++; seen > 4 {
			break
		}
		_, after, colon := strings.Cut(line, ":")
		if len(strings.Fields(line)) <= 12 && (!colon || strings.TrimSpace(after) == "") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// quantities are headings of the column that makes a table one to order from.
var quantities = map[string]bool{
	"qty": true, "quantity": true, "pcs": true, "antal": true, "stk": true, "quantité": true, "qté": true, "menge": true, "anzahl": true,
	"quantità": true, "q.tà": true, "qtà": true, "cantidad": true, "cant": true, "quantidade": true, "qtd": true, "aantal": true, "mængde": true, "antall": true,
}

// forQuantity says whether a heading is one for quantities: "Qty (pcs)".
func forQuantity(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '.' })
	return len(words) <= 4 && !strings.ContainsAny(s, "0123456789") &&
		slices.ContainsFunc(words, func(w string) bool { return quantities[strings.Trim(w, ".")] })
}

// holdsOrder says whether the tables have a heading for a quantity.
func holdsOrder(c Content) bool {
	for _, t := range c.Tables {
		for _, row := range t.Rows[:min(len(t.Rows), 30)] {
			for _, cell := range row {
				if forQuantity(cell.Text) {
					return true
				}
			}
		}
	}
	return false
}
