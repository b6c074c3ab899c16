package eval

import (
	"cmp"
	"fmt"
	"mime"
	netmail "net/mail"
	"strconv"
	"strings"
	"time"
)

// stranger writes where a case names no customer.
const stranger = "Robin Vale <robin.vale@unknown.example>"

// boundary parts a mail from its files; no case holds it.
const boundary = "part-of-a-case-5f2c"

// Messages are the mails of a case as they would come, in order of time: the one
// before it, if there was one, and the one that the truth is about. n makes the
// Message-IDs differ.
func (co *Company) Messages(c *Case, n int) ([][]byte, error) {
	from, err := netmail.ParseAddress(cmp.Or(c.Head["from"], co.senders[c.Head["customer"]], stranger))
	if err != nil {
		return nil, fmt.Errorf("the sender: %w", err)
	}
	m := message{from: from, to: cmp.Or(co.home, "sales@company.example"), id: fmt.Sprintf("<case-%d@measured.example>", n), at: c.Sent(),
		subject: c.Head["subject"], fields: c.Fields, body: c.Body, files: c.Attached}
	before, err := co.before(c)
	if err != nil || before == "" {
		return [][]byte{m.bytes()}, err
	}
	first := message{from: from, to: m.to, id: fmt.Sprintf("<case-%d-before@measured.example>", n), at: m.at.Add(-24 * time.Hour),
		subject: "Request", body: before}
	m.answers = first.id
	m.subject = cmp.Or(m.subject, "Re: Request")
	return [][]byte{first.bytes(), m.bytes()}, nil
}

// before is the text of the mail before: the question we answered, or a request
// for what we quoted.
func (co *Company) before(c *Case) (string, error) {
	if s := c.Head["asked"]; s != "" {
		return s + "\n", nil
	}
	offered, err := c.Offered()
	if err != nil || len(offered) == 0 {
		return "", err
	}
	w, ok := requests[c.Lang]
	if !ok {
		return "", fmt.Errorf("nobody has written yet how %s asks for a quote", c.Lang)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", w.ask)
	for _, l := range offered {
		fmt.Fprintf(&b, "%s %s %s\n", l.Quantity, cmp.Or(w.units[co.unit(l)], strings.ToLower(co.unit(l))), co.name(l.Items[0]))
	}
	return b.String() + "\n" + w.thanks + "\n", nil
}

// requests is how the mail before asks, by language.
var requests = map[string]struct {
	ask, thanks string
	units       map[string]string
}{
	"en": {"Hello,\n\nplease send us a quote for:", "Thank you", map[string]string{"PCS": "pcs", "BOX": "boxes", "PACK": "packs", "PALLET": "pallets", "ROLL": "rolls", "PAIR": "pairs", "SET": "sets", "M": "metres", "BAG": "bags", "CAN": "cans", "CARTON": "cartons", "BUNDLE": "bundles", "CASE": "cases", "BTL": "bottles", "REAM": "reams", "TUB": "tubs"}},
	"da": {"Hej\n\nVi vil gerne have et tilbud på:", "Tak", map[string]string{"PCS": "stk.", "BOX": "kasser", "PACK": "pakker", "PALLET": "paller", "ROLL": "ruller", "PAIR": "par", "SET": "sæt", "M": "meter", "CASE": "kasser", "BTL": "flasker", "BAG": "poser"}},
	"fr": {"Bonjour,\n\nmerci de nous faire un devis pour :", "Merci", map[string]string{"PCS": "pièces", "BOX": "boîtes", "PACK": "paquets", "PALLET": "palettes", "ROLL": "rouleaux", "PAIR": "paires", "SET": "jeux", "M": "mètres", "CASE": "cartons", "BTL": "bouteilles", "BAG": "sacs"}},
	"de": {"Guten Tag,\n\nbitte bieten Sie uns an:", "Danke", map[string]string{"PCS": "Stück", "BOX": "Karton", "PACK": "Pack", "PALLET": "Paletten", "ROLL": "Rollen", "PAIR": "Paar", "SET": "Satz", "M": "Meter", "CASE": "Kisten", "BTL": "Flaschen", "BAG": "Beutel"}},
	"it": {"Buongiorno,\n\nvorremmo un preventivo per:", "Grazie", map[string]string{"PCS": "pz", "BOX": "scatole", "PALLET": "pallet", "ROLL": "rotoli"}},
	"es": {"Buenos días:\n\nQueremos un presupuesto de:", "Gracias", map[string]string{"PCS": "uds.", "BOX": "cajas", "PALLET": "palés", "ROLL": "rollos"}},
	"pt": {"Bom dia,\n\nprecisamos de um orçamento para:", "Obrigado", map[string]string{"PCS": "unidades", "BOX": "caixas", "PALLET": "paletes", "ROLL": "rolos"}},
	"nl": {"Goedendag,\n\ngraag een offerte voor:", "Bedankt", map[string]string{"PCS": "stuks", "BOX": "dozen", "PALLET": "pallets", "ROLL": "rollen"}},
	"sv": {"Hej,\n\nvi vill ha en offert på:", "Tack", map[string]string{"PCS": "st", "BOX": "kartonger", "PALLET": "pallar", "ROLL": "rullar"}},
	"nb": {"Hei,\n\nvi ønsker tilbud på:", "Takk", map[string]string{"PCS": "stk", "BOX": "esker", "PALLET": "paller", "ROLL": "ruller"}},
}

// unit is the line's unit, the item's own if none is given.
func (co *Company) unit(l Line) string {
	number, _, _ := strings.Cut(l.Items[0], "/")
	return cmp.Or(l.Unit, co.base[number])
}

// name is an item by number and, if it has one, its variant's name.
func (co *Company) name(item string) string {
	number, _, _ := strings.Cut(item, "/")
	return strings.TrimSuffix(number+", "+co.variants[item], ", ")
}

// message is a mail to be written.
type message struct {
	from    *netmail.Address
	to, id  string
	answers string
	at      time.Time
	subject string
	fields  []string
	body    string
	files   []Attached
}

func (m message) bytes() []byte {
	var b strings.Builder
	field := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	field("From", m.from.String())
	field("To", m.to)
	field("Subject", mime.QEncoding.Encode("utf-8", m.subject))
	field("Date", m.at.Format(time.RFC1123Z))
	field("Message-ID", m.id)
	if m.answers != "" {
		field("In-Reply-To", m.answers)
		field("References", m.answers)
	}
	for _, f := range m.fields {
		fmt.Fprintf(&b, "%s\r\n", f)
	}
	field("MIME-Version", "1.0")
	if len(m.files) == 0 {
		part(&b, kindOf(m.body), "", m.body)
		return []byte(b.String())
	}
	field("Content-Type", "multipart/mixed; boundary="+strconv.Quote(boundary))
	for i, f := range append([]Attached{{Text: m.body}}, m.files...) {
		fmt.Fprintf(&b, "\r\n--%s\r\n", boundary)
		kind := fileKind(f.Name)
		if i == 0 {
			kind = kindOf(f.Text)
		}
		part(&b, kind, f.Name, f.Text)
	}
	fmt.Fprintf(&b, "\r\n--%s--\r\n", boundary)
	return []byte(b.String())
}

// part writes the fields and text of one part.
func part(b *strings.Builder, kind, name, text string) {
	if kind != "message/rfc822" {
		kind += "; charset=utf-8"
	}
	fmt.Fprintf(b, "Content-Type: %s\r\nContent-Transfer-Encoding: 8bit\r\n", kind)
	if name != "" {
		fmt.Fprintf(b, "Content-Disposition: attachment; filename=%q\r\n", name)
	}
	fmt.Fprintf(b, "\r\n%s", strings.ReplaceAll(text, "\n", "\r\n"))
}

func kindOf(body string) string {
	if strings.HasPrefix(body, "<") {
		return "text/html"
	}
	return "text/plain"
}

func fileKind(name string) string {
	switch {
	case strings.HasSuffix(name, ".csv"):
		return "text/csv"
	case strings.HasSuffix(name, ".eml"):
		return "message/rfc822"
	}
	return "text/plain"
}
