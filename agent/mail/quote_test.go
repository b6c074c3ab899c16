package mail_test

import (
	"strings"
	"testing"

	"salesclerk/agent/mail"
)

func TestNewText(t *testing.T) {
	for name, c := range map[string]struct{ text, words, gone string }{
		"plain":           {"Yes please.\nAs I wrote on 3 March:\nnothing", "Yes please.\nAs I wrote on 3 March:\nnothing", ""},
		"gmail en":        {"Yes.\n\nOn Mon, Mar 1, 2027 at 10:00 AM Desk <desk@company.example> wrote:\n\n> old", "Yes.", "old"},
		"gmail folded":    {"Yes.\n\nOn Mon, Mar 1, 2027 at 10:00 AM Desk of the Company <\ndesk@company.example> wrote:\n\n> old", "Yes.", "old"},
		"gmail da":        {"Ja tak.\n\nDen man. 1. mar. 2027 kl. 10.00 skrev Salg <desk@company.example>:\n\n> gammel", "Ja tak.", "gammel"},
		"apple da":        {"Ja tak.\n\n> Den 1. mar. 2027 kl. 10.00 skrev Salg <desk@company.example>:\n> \n> gammel", "Ja tak.", "gammel"},
		"gmail fr":        {"Oui.\n\nLe lun. 1 mars 2027 à 10:00, Bureau <desk@company.example> a écrit :\n\n> vieux", "Oui.", "vieux"},
		"thunderbird de":  {"Ja.\n\nAm 01.03.27 um 10:00 schrieb Verkauf:\n> alt", "Ja.", "alt"},
		"thunderbird da":  {"Ja.\n\nDen 01.03.2027 kl. 10.00 skrev Salg:\n> gammel", "Ja.", "gammel"},
		"not marked":      {"Yes.\n\nOn 1 Mar 2027, at 10:00, Desk <desk@company.example> wrote:\n\nold\nolder", "Yes.", "older"},
		"outlook en":      {"Yes.\n\nFrom: Desk <desk@company.example>\nSent: Monday, March 1, 2027\nTo: Anna\nSubject: Quote\n\nold", "Yes.", "old"},
		"outlook line":    {"Yes.\n\n________________________________\nFrom: Desk <desk@company.example>\nSent: Monday\nTo: Anna\nSubject: Quote\n\nold", "Yes.", "old"},
		"outlook da":      {"Ja.\n\nFra: Salg <desk@company.example>\nSendt: 1. marts 2027\nTil: Anna\nEmne: Tilbud\n\ngammel", "Ja.", "gammel"},
		"outlook fr":      {"Oui.\n\nDe : Bureau <desk@company.example>\nEnvoyé : lundi\nÀ : Anna\nObjet : Devis\n\nvieux", "Oui.", "vieux"},
		"outlook de":      {"Ja.\n\n*Von:* Verkauf <desk@company.example>\n*Gesendet:* Montag\n*An:* Anna\n*Betreff:* Angebot\n\nalt", "Ja.", "alt"},
		"outlook old":     {"Ja.\n\n-----Oprindelig meddelelse-----\nFra: Salg\n\ngammel", "Ja.", "gammel"},
		"below":           {"On Mon, Mar 1, 2027 Desk <desk@company.example> wrote:\n> old\n> older\n\nYes.", "Yes.", "older"},
		"between":         {"On Mon, Mar 1, 2027 Desk <desk@company.example> wrote:\n> 2 tables?\nFour.\n> Oak?\nYes.", "Four.\nYes.", "Oak?"},
		"a form, no mail": {"From: warehouse\nTo: shop\n\n2 tables", "From: warehouse\nTo: shop\n\n2 tables", ""},
		"nothing new":     {"> old", "", "old"},
	} {
		words, old := mail.NewText(c.text)
		if words != c.words || !strings.Contains(old, c.gone) || c.gone == "" && old != "" {
			t.Errorf("%s: new %q, quoted %q", name, words, old)
		}
	}
}
