package attach

import "strings"

// titles of documents that ask for nothing, in the languages we read.
var titles = []string{
	"terms and conditions", "general terms", "terms of sale", "terms of purchase", "conditions of purchase", "conditions of sale",
	"privacy policy", "privacy notice", "non-disclosure agreement", "code of conduct", "safety data sheet", "certificate of insurance",
	"salgs- og leveringsbetingelser", "handelsbetingelser", "indkøbsbetingelser", "leveringsbetingelser", "almindelige betingelser", "privatlivspolitik", "persondatapolitik", "sikkerhedsdatablad",
	"conditions générales", "conditions de vente", "conditions d'achat", "politique de confidentialité", "accord de confidentialité", "fiche de données de sécurité",
	"allgemeine geschäftsbedingungen", "einkaufsbedingungen", "lieferbedingungen", "datenschutzerklärung", "sicherheitsdatenblatt",
}

// judge marks a file as irrelevant when its heading says that it is one of
// terms and the like and it has no table to order from.
func judge(c Content) Content {
	if c.Status != StatusRead {
		return c
	}
	head := strings.ToLower(strings.ReplaceAll(c.Text[:min(len(c.Text), 300)], "’", "'"))
	name := strings.ToLower(strings.NewReplacer("_", " ", "-", " ").Replace(c.Name))
	for _, t := range titles {
		if i := strings.Index(head, t); i >= 0 && i < 120 && !holdsOrder(c) || strings.Contains(name, strings.ReplaceAll(t, "-", " ")) {
			c.Status, c.Reason = StatusIrrelevant, "it is a document of the kind \""+t+"\""
			return c
		}
	}
	return c
}

// holdsOrder says whether the first tables have a heading for a quantity.
func holdsOrder(c Content) bool {
	for _, t := range c.Tables {
		for _, row := range t.Rows[:min(len(t.Rows), 5)] {
			for _, cell := range row {
				switch strings.Trim(strings.ToLower(cell.Text), " .:") {
				case "qty", "quantity", "antal", "quantité", "qté", "menge", "anzahl", "stk", "pcs":
					return true
				}
			}
		}
	}
	return false
}
