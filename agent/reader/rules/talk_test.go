package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// wednesday is the day the mails of the tests are of.
var wednesday = time.Date(2027, 2, 10, 9, 0, 0, 0, time.UTC)

func offered() *task.Document {
	return &task.Document{Kind: task.Quote, Number: "SQ-1001", Requested: "2027-03-01", Lines: []task.DocLine{
		{No: 10, Item: "1896-S", Description: "ATHENS Desk", Quantity: "5", Unit: "PCS"},
		{No: 20, Item: "1900-S", Description: "PARIS Guest Chair, black", Quantity: "4", Unit: "PCS"},
		{No: 30, Item: "1928-S", Description: "AMSTERDAM Lamp", Quantity: "2", Unit: "PCS"},
	}}
}

func single() *task.Document {
	d := offered()
	d.Lines = d.Lines[:1]
	return d
}

// brief is a reading in few words: intents, then each line as
// "change doc_line quantity first-item".
func brief(r task.Reading) string {
	var parts []string
	for _, i := range r.Intents {
		parts = append(parts, string(i))
	}
	out := strings.Join(parts, "+")
	for _, l := range r.Lines {
		item := "-"
		if len(l.Items) > 0 && l.Match == task.One {
			item = l.Items[0].Number
		}
		out += fmt.Sprintf("; %s %d %s %s", cmpOr(string(l.Change), "new"), l.DocLine, l.Quantity, item)
	}
	return out
}

func cmpOr(s, or string) string {
	if s == "" {
		return or
	}
	return s
}

func TestConversation(t *testing.T) {
	cases := []struct {
		lang, text, want string
		doc              *task.Document
	}{
		{"en", "Yes please!", "accept", offered()},
		{"en", "We accept the quote. Please go ahead.\n\nBest regards\nAnna", "accept", offered()},
		{"en", "Looks good, thanks. Our PO number is 4711.", "accept", offered()},
		{"en", "Make it 10 instead of 5, please.", "change; set 10 10 1896-S", offered()},
		{"en", "Please change the desks to 8.", "change; set 10 8 1896-S", offered()},
		{"en", "Remove the chairs.", "change; remove 20 4 1900-S", offered()},
		{"en", "Please leave out line 3.", "change; remove 30 2 1928-S", offered()},
		{"en", "Please add 2 whiteboards.", "change; add 0 2 1996-S", offered()},
		{"en", "Remove the chairs and add 2 whiteboards.", "change; remove 20 4 1900-S; add 0 2 1996-S", offered()},
		{"en", "We accept, but please make it 6 desks.", "accept+change; set 10 6 1896-S", offered()},
		{"en", "Yes please, but without the lamps.", "accept+change; remove 30 2 1928-S", offered()},
		{"en", "We need 2 more chairs.", "change; set 20 6 1900-S", offered()},
		{"en", "Can you deliver on 15 March instead?", "change", offered()},
		{"en", "Make it 10.", "change; set 10 10 1896-S", single()},
		{"en", "Sorry, we changed our minds: please make it 10 of them, then we order.", "change; set 10 10 1896-S", single()},
		{"en", "Use 1908-S instead.", "change; set 10 5 1908-S", single()},
		{"en", "2 of 1920-S instead", "change; set 10 2 1920-S", single()},
		{"en", "Please replace the chairs with BERLIN Guest Chair.", "change; set 20 4 1936-S", offered()},
		{"en", "Could you swap the chairs for yellow ones please?", "change; set 20 4 -", offered()},
		{"en", "Change the desks to BERLIN Guest Chair please, and 8 instead of 4.", "change; set 10 5 1936-S; set 20 8 1900-S", offered()},
		{"en", "We accept the desks and chairs but not the lamps.", "accept+change; remove 30 2 1928-S", offered()},
		{"en", "Looks good. What is the warranty on the desks?", "question", offered()},
		{"en", "We accept the quote. What is the warranty on the desks?", "accept+question", offered()},
		{"en", "Looks good, please go ahead.", "accept", offered()},
		{"da", "Det lyder godt. Hvor lang er garantien på lamperne?", "question", offered()},
		{"fr", "C'est parfait. Quelle est la garantie des lampes ?", "question", offered()},
		{"en", "Please only send the desks, we accept.", "accept+change; remove 20 4 1900-S; remove 30 2 1928-S", offered()},
		{"en", "We'll just take the desks, thanks. Forget the lamps.", "accept+change; remove 30 2 1928-S; remove 20 4 1900-S", offered()},
		{"en", "Happy with the quote, we accept. Just drop the chairs to 3.", "accept+change; set 20 3 1900-S", offered()},
		{"en", "Drop the desks from 5 to 3.", "change; set 10 3 1896-S", offered()},
		{"en", "Reduce the desks by 2.", "change; set 10 3 1896-S", offered()},
		{"en", "Please increase the desks by 2.", "change; set 10 7 1896-S", offered()},
		{"en", "Reduce it by 2.", "change; set 0 2 -", offered()},
		{"en", "Double the desks to 10.", "change; set 10 10 1896-S", offered()},
		{"en", "Please double the chairs.", "change; set 20 8 1900-S", offered()},
		{"en", "Double it.", "change; set 0 0 -", offered()},
		{"en", "Make the desks 10 or 12.", "change; set 0 10 -", offered()},
		{"da", "Øg 1896-S med 2.", "change; set 10 7 1896-S", offered()},
		{"da", "Sæt 1896-S ned til 3.", "change; set 10 3 1896-S", offered()},
		{"da", "Fordobl 1896-S.", "change; set 10 10 1896-S", offered()},
		{"fr", "Merci de passer 1896-S à 3.", "change; set 10 3 1896-S", offered()},
		{"fr", "Réduisez 1896-S de 2.", "change; set 10 3 1896-S", offered()},
		{"de", "Bitte 1896-S auf 10 erhöhen.", "change; set 10 10 1896-S", offered()},
		{"de", "Bitte erhöhen Sie 1896-S auf 10 Stück.", "change; set 10 10 1896-S", offered()},
		{"de", "Bitte 1896-S um 2 erhöhen.", "change; set 10 7 1896-S", offered()},
		{"de", "Bitte 1896-S um 2 reduzieren.", "change; set 10 3 1896-S", offered()},
		{"de", "Verdoppeln Sie bitte 1896-S.", "change; set 10 10 1896-S", offered()},
		{"da", "Vi accepterer kun skrivebordene.", "other", offered()},
		{"fr", "Nous acceptons seulement les bureaux.", "other", offered()},
		{"fr", "Nous acceptons, sauf les lampes.", "accept+change; remove 30 2 1928-S", offered()},
		{"en", "Drop the lamps. 8 desks instead of 5.", "change; remove 30 2 1928-S; set 10 8 1896-S", offered()},
		{"en", "No thank you, we found another supplier.", "decline", offered()},
		{"en", "Please cancel the order.", "cancel", offered()},
		{"en", "What is the warranty on the desks?", "question", offered()},
		{"en", "Thank you!", "other", offered()},
		{"en", "We cannot accept this yet.", "other", offered()},
		{"da", "Ja tak, vi tager det.", "accept", offered()},
		{"da", "ok vi tager det", "accept", offered()},
		{"da", "Vi accepterer tilbuddet. Rekvisitionsnr. 8812", "accept", offered()},
		{"da", "Vi vil gerne have 10 i stedet for 5 skriveborde.", "change; set 10 10 1896-S", offered()},
		{"da", "Fjern venligst lamperne.", "change; remove 30 2 1928-S", offered()},
		{"da", "Tilføj venligst 2 tavler.", "change; add 0 2 1996-S", offered()},
		{"da", "Nej tak, det er for dyrt.", "decline", offered()},
		{"da", "Kan I levere den 15. marts i stedet?", "change", offered()},
		{"da", "Annuller ordren", "cancel", offered()},
		{"fr", "Bon pour accord.", "accept", offered()},
		{"fr", "Nous acceptons votre devis.\n\nCordialement\nMarie", "accept", offered()},
		{"fr", "Supprimez les lampes s'il vous plaît.", "change; remove 30 2 1928-S", offered()},
		{"fr", "Merci d'ajouter 2 tableaux blancs.", "change; add 0 2 1996-S", offered()},
		{"fr", "Mettez 10 bureaux au lieu de 5.", "change; set 10 10 1896-S", offered()},
		{"fr", "Non merci, c'est trop cher.", "decline", offered()},
		{"en", "We do not need the chairs after all, please take them off.", "change; remove 20 4 1900-S", offered()},
		{"en", "We no longer need the lamps.", "change; remove 30 2 1928-S", offered()},
		{"en", "The lamps we no longer need.", "change; remove 30 2 1928-S", offered()},
		{"da", "Vi kan alligevel ikke bruge lamperne, så tag dem venligst ud af tilbuddet.", "change; remove 30 2 1928-S", offered()},
		{"da", "Lamper har vi ikke brug for.", "change; remove 30 2 1928-S", offered()},
		{"fr", "Nous n'avons plus besoin des lampes, merci de les retirer du devis.", "change; remove 30 2 1928-S", offered()},
		{"fr", "Les chaises ne sont plus nécessaires.", "change; remove 20 4 1900-S", offered()},
		{"fr", "Veuillez annuler la commande.", "cancel", offered()},
	}
	x := New(newShelf(t))
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			r, err := x.Read(context.Background(), reader.Input{Mails: []mail.Message{{}, {Text: c.text, Date: wednesday}}, Offered: c.doc, Lang: c.lang})
			if err != nil {
				t.Fatal(err)
			}
			if got := brief(r); got != c.want {
				t.Errorf("got  %s\nwant %s\nlang %s lines %+v", got, c.want, r.Language, r.Lines)
			}
		})
	}
}

func asked() *task.Reading {
	return &task.Reading{Intents: []task.Intent{task.QuoteRequest}, Lines: []task.Line{
		{Text: "3 guest chairs", Query: "guest chair", Quantity: "3", Match: task.Several, Items: []task.Candidate{
			{Number: "1900-S", Description: "PARIS Guest Chair, black"},
			{Number: "1936-S", Description: "BERLIN Guest Chair, yellow"},
			{Number: "1960-S", Description: "ROME Guest Chair, green"},
		}},
		{Text: "2 desks", Query: "desk", Quantity: "2", Match: task.One, Items: []task.Candidate{{Number: "1896-S", Description: "ATHENS Desk"}}},
	}}
}

func TestAnswerToOptions(t *testing.T) {
	cases := []struct{ lang, text, want string }{
		{"en", "The black one please.", "1900-S 3"},
		{"en", "The second one.", "1936-S 3"},
		{"en", "Option B", "1936-S 3"},
		{"en", "2", "1936-S 3"},
		{"en", "B please\n\nIngrid", "1936-S 3"},
		{"en", "1960-S please", "1960-S 3"},
		{"en", "Them all, please", "1900-S 3, 1936-S 3, 1960-S 3"},
		{"en", "We take the green ones.\n\nRegards\nBob", "1960-S 3"},
		{"en", "I don't know yet.", ""},
		{"da", "Den sorte, tak.", "1900-S 3"},
		{"da", "Den anden", "1936-S 3"},
		{"da", "Dem alle sammen", "1900-S 3, 1936-S 3, 1960-S 3"},
		{"fr", "La jaune s'il vous plaît", "1936-S 3"},
		{"fr", "La deuxième", "1936-S 3"},
		{"fr", "Toutes", "1900-S 3, 1936-S 3, 1960-S 3"},
	}
	x := New(newShelf(t))
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			r, err := x.Read(context.Background(), reader.Input{Mails: []mail.Message{{}, {Text: c.text, Date: wednesday}}, Asked: asked(), Lang: c.lang})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range r.Lines {
				if l.Match == task.One && l.Asked == 1 {
					got = append(got, l.Items[0].Number+" "+l.Quantity)
				} else {
					got = append(got, fmt.Sprintf("?%+v", l))
				}
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
			if c.want != "" && !slices.Contains(r.Intents, task.QuoteRequest) {
				t.Errorf("intents %v", r.Intents)
			}
		})
	}
}
