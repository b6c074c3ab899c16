package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// round is a whole conversation in a language: request, quote, change, another
// change, acceptance, order.
type round struct {
	lang, address, subject string
	request                string
	read                   []string // on the incoming card
	quote                  []string // in the mail and in the PDF
	mail                   []string // in the mail alone
	change                 string
	changed                []string
	second                 string
	again, gone            []string // gone: no longer in the quote
	accept                 string
	order, thanks          []string // in the order's PDF; in its mail
}

var rounds = []round{
	{
		lang: "en", address: "priya.merrick@brackenfield-boatyard.example", subject: "Spanners and screws",
		request: "Hello,\n\nPlease quote for:\n- 20 x combination spanner 13 mm\n- 3 boxes of wood screw 5 x 60 mm, Torx\n\n" +
			"Our PO number is BB-4711. We need delivery by {{date+30 en}}.\n\nBest wishes\nPriya",
		read:    []string{"Request for a quote", "BB-4711", "20 | LV-1704 Combination spanner 13 mm", "3 BOX | LV-1205 Wood screw 5 x 60 mm", "{{date+30 en}}"},
		mail:    []string{"Dear Priya Merrick", "Thank you for your enquiry", "Please find attached our quote Q-", "please confirm by replying", "Kind regards"},
		quote:   []string{"BB-4711", "{{date+30 en}}", "The Slipway", "LV-1704 Combination spanner", "20 PCS 7.34 146.80", "3 BOX 12.20 36.60", "183.40", "36.68", "220.08", "VAT 20%"},
		change:  "Hi,\n\nCould we have 30 spanners instead of 20? And please add 4 tape measures 5 m.\n\nBest wishes\nPriya",
		changed: []string{"30 PCS 7.34 220.20", "3 BOX 12.20 36.60", "LV-1716 Tape measure 5 m", "4 PCS 9.19 36.76", "293.56", "58.71", "352.27"},
		second:  "Hi,\n\nWe do not need the screws after all, please take them off. And delivery on {{date+37 en}} is early enough.\n\nPriya",
		again:   []string{"{{date+37 en}}", "30 PCS 7.34 220.20", "4 PCS 9.19 36.76", "256.96", "51.39", "308.35"},
		gone:    []string{"LV-1205", "screw"},
		accept:  "Hi,\n\nThat looks good, we accept the quote. Please go ahead.\n\nPriya",
		order:   []string{"Order confirmation", "Our quote"},
		thanks:  []string{"Thank you for your order", "our order confirmation SO-"},
	},
	{
		lang: "da", address: "ida.baekmark@vesterlund-gartneri.example", subject: "Tilbud ønskes",
		request: "Hej\n\nVi vil gerne have et tilbud på følgende:\n\n12 stk. trappestige, 4 trin\n3 kasser træskrue 5 x 60 mm\n\n" +
			"Vores rekvisitionsnummer er VG-881, og varerne skal leveres senest den {{date+30 da}}.\n\nMed venlig hilsen\nIda Bækmark",
		read:    []string{"Tilbudsforespørgsel", "VG-881", "{{date+30 da}}", "12 PCS | LV-2510 Trappestige, 4 trin", "3 BOX | LV-1205 Træskrue 5 x 60 mm"},
		mail:    []string{"Kære Ida Bækmark", "Tak for jeres forespørgsel", "vores tilbud Q-", "bedes I bekræfte det", "Med venlig hilsen"},
		quote:   []string{"VG-881", "{{date+30 da}}", "Drivhusvej 2", "LV-2510 Trappestige, 4 trin, aluminium 12 PCS 479,00 5.748,00", "3 BOX 106,00 318,00", "6.066,00", "1.516,50", "7.582,50", "Moms 25 %"},
		change:  "Hej igen\n\nKan vi få 15 trappestiger i stedet for 12? Og læg gerne 10 advarselsveste, gul, str. L oveni.\n\nMvh\nIda",
		changed: []string{"15 PCS 479,00 7.185,00", "3 BOX 106,00 318,00", "LV-1908 Advarselsvest, gul", "10 PCS 49,00 490,00", "7.993,00", "1.998,25", "9.991,25"},
		second:  "Hej\n\nVi kan alligevel ikke bruge skruerne, så tag dem venligst ud af tilbuddet. Levering den {{date+37 da}} er også fint.\n\nMvh\nIda",
		again:   []string{"{{date+37 da}}", "15 PCS 479,00 7.185,00", "10 PCS 49,00 490,00", "7.675,00", "1.918,75", "9.593,75"},
		gone:    []string{"LV-1205", "skrue"},
		accept:  "Hej\n\nDet ser fint ud. Vi accepterer tilbuddet.\n\nMvh\nIda",
		order:   []string{"Ordrebekræftelse", "Vores tilbud"},
		thanks:  []string{"Tak for jeres ordre", "ordrebekræftelse SO-"},
	},
	{
		lang: "fr", address: "nicolas.fontabelle@serres-montfleuri.example", subject: "Demande de devis",
		request: "Bonjour,\n\nPourriez-vous nous établir un devis pour :\n\n- 6 escabeaux 4 marches\n- 2 boîtes de vis à bois 5 x 60 mm\n\n" +
			"Notre référence de commande : SM-52. Livraison souhaitée pour le {{date+30 fr}}.\n\nCordialement,\nNicolas Fontabelle",
		read:    []string{"Demande de devis", "SM-52", "{{date+30 fr}}", "6 | LV-2510 Escabeau, 4 marches", "2 BOX | LV-1205 Vis à bois 5 x 60 mm"},
		mail:    []string{"Bonjour Nicolas Fontabelle", "Nous vous remercions de votre demande", "notre devis Q-", "Cordialement"},
		quote:   []string{"SM-52", "{{date+30 fr}}", "26000 Valence", "6 PCS 64,73 388,38", "2 BOX 14,20 28,40", "416,78", "83,36", "500,14", "TVA 20 %"},
		change:  "Bonjour,\n\nFinalement, il nous faudrait 8 escabeaux au lieu de 6. Merci d'ajouter 10 gilets haute visibilité jaunes, taille L.\n\nCordialement,\nNicolas Fontabelle",
		changed: []string{"8 PCS 64,73 517,84", "2 BOX 14,20 28,40", "10 PCS 6,62 66,20", "612,44", "122,49", "734,93"},
		second:  "Bonjour,\n\nNous n'avons plus besoin des vis, merci de les retirer du devis. Une livraison le {{date+37 fr}} nous convient.\n\nCordialement,\nNicolas Fontabelle",
		again:   []string{"{{date+37 fr}}", "8 PCS 64,73 517,84", "10 PCS 6,62 66,20", "584,04", "116,81", "700,85"},
		gone:    []string{"LV-1205", "Vis à bois"},
		accept:  "Bonjour,\n\nC'est parfait, nous acceptons votre devis.\n\nCordialement,\nNicolas Fontabelle",
		order:   []string{"Confirmation de commande", "Notre devis"},
		thanks:  []string{"Nous vous remercions de votre commande", "notre confirmation de commande SO-"},
	},
}

func TestRounds(t *testing.T) {
	s := play(t, demoCommand{})
	for _, r := range rounds {
		t.Run(r.lang, func(t *testing.T) {
			t.Parallel()
			a := s.actor(t, r.address)
			a.lang = r.lang
			r.play(a)
		})
	}
}

func (r round) play(a *actor) {
	a.writes(r.subject, r.request)
	c := a.card("incoming")
	has(a.t, "the incoming card", c.says(), days(r.read)...)
	a.click(c, "confirm", nil)
	number := r.quoted(a, "the quote", append(r.mail, r.quote...), r.quote)
	a.replies(r.change)
	if again := r.quoted(a, "the changed quote", r.changed, r.changed); again != number {
		a.t.Errorf("the change made another quote: %s after %s", again, number)
	}
	a.replies(r.second)
	r.quoted(a, "the quote changed twice", r.again, r.again)
	hasNot(a.t, "the quote changed twice", a.last.Text+a.last.HTML+a.paper(a.last), r.gone...)
	a.replies(r.accept)
	m := r.sent(a, "outgoing order")
	x := a.is(task.Completed)
	has(a.t, "the order's mail", m.Text, append(days(r.again), r.thanks...)...)
	has(a.t, "the order's PDF", a.paper(m), append(days(r.again), append(r.order, number, x.Document.Number)...)...)
	if x.Document.Kind != task.Order || x.Document.Quote != number {
		a.t.Errorf("the task ends with %s %s of %s, want the order of %s", x.Document.Kind, x.Document.Number, x.Document.Quote, number)
	}
	a.nothing()
}

// quoted confirms the mail with the quote and sees what the customer gets.
func (r round) quoted(a *actor, what string, mail, paper []string) (number string) {
	a.t.Helper()
	m := r.sent(a, "outgoing quote")
	x := a.is(task.Waiting)
	has(a.t, what+": mail", m.Text, days(mail)...)
	has(a.t, what+": page", strings.ReplaceAll(tags.ReplaceAllString(m.HTML, " "), "&nbsp;", " "), x.Document.Number)
	has(a.t, what+": PDF", a.paper(m), append(days(paper), x.Document.Number)...)
	if x.Document.Kind != task.Quote || !strings.Contains(m.Attachments[0].Name, x.Document.Number) {
		a.t.Errorf("%s %s came as %q", x.Document.Kind, x.Document.Number, m.Attachments[0].Name)
	}
	return x.Document.Number
}

var tags = regexp.MustCompile(`<[^>]*>`)

// sent confirms the mail of a kind and sees that it stays in the thread.
func (r round) sent(a *actor, card string) letter {
	a.t.Helper()
	answered := a.wrote
	c := a.confirms(card)
	m := a.gets()
	if m.InReplyTo != answered || m.Subject != "Re: "+r.subject {
		a.t.Errorf("the mail %q answers %s, want %q to %s", m.Subject, m.InReplyTo, "Re: "+r.subject, answered)
	}
	if len(m.To) != 1 || m.To[0] != a.address {
		a.t.Errorf("the mail went to %v", m.To)
	}
	a.refusedClick(c, "confirm", nil, 409)
	return m
}

func days(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, day(s))
	}
	return out
}

// day writes the days in, as the sample mails have them.
func day(s string) string { return strings.TrimSpace(string(dated([]byte(s), time.Now()))) }
