// Package reply writes the mail to the customer: formal words in the customer's
// language and a table of what is offered. It decides nothing and promises
// nothing beyond the document; it makes no MIME and sends nothing.
//
// Write makes the draft that a person reviews: a text in which one line,
// "[summary]", stands for the table, so that the text can be edited while the
// figures cannot. Render makes the two forms that leave, plain text and HTML,
// and puts the table where that line is.
package reply

import (
	"regexp"
	"slices"
	"strings"

	"salesclerk/agent/erp"
	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// Summary is the line of a draft that stands for the table.
const Summary = "[summary]"

// Input is what a mail is written from. Contact, Subject and the words in
// Reading are a stranger's.
type Input struct {
	Kind       task.DraftKind
	Lang       string
	Contact    string // the customer's person; "" greets nobody by name
	Company    erp.Company
	Document   *erp.Document // of a quote or an order
	Changed    bool          // the customer has a former version of the quote
	ValidUntil string        // ISO date until which the quote holds; ""
	Reading    *task.Reading // of an ask: the lines with their options; its notes are said in every mail
	Short      []Short       // what cannot be delivered as wished
	Notes      []task.Note   // further notes; only those meant for customers are said
	Signature  string        // the desk's own; "" is made of SenderName and Company
	SenderName string
	Subject    string // of the mail that is answered
}

// Short is a wish that cannot be met as it is. Quantities are decimals with a point.
type Short struct {
	Words       string // the customer's
	Item        string
	Description string
	Wanted      string
	Available   string // "" when it is not known
	Unit        string
	Date        string           // ISO: when the whole could be shipped; ""
	Instead     []task.Candidate // what could be had instead
}

// Mail is a draft.
type Mail struct {
	Subject string
	Text    string // paragraphs; one line is "[summary]" where the mail has a table
	Table   Table
}

// Write is the draft for an input.
func Write(in Input) Mail {
	w := writer{Input: in, words: lang.For(in.Lang)}
	m := Mail{Subject: w.subject()}
	var body []string
	switch in.Kind {
	case task.DraftAsk:
		body, m.Table = w.ask()
	case task.DraftAnswer:
		body = w.answer()
	case task.DraftUnavailable:
		body, m.Table = w.unavailable()
	case task.DraftOrder:
		body, m.Table = w.order()
	default:
		body, m.Table = w.quote()
	}
	m.Text = w.letter(body)
	return m
}

type writer struct {
	Input
	words *lang.Words
}

// say is words of the mail's room.
func (w *writer) say(key string, args ...lang.Args) string {
	return w.words.T("mail."+key, args...)
}

// letter puts greeting, body and closing together, a blank line between them.
func (w *writer) letter(body []string) string {
	parts := append([]string{w.greeting()}, body...)
	return strings.Join(append(parts, w.closing()), "\n\n") + "\n"
}

func (w *writer) greeting() string {
	name := short(w.Contact, 80)
	if name == "" {
		return w.say("greeting.nobody")
	}
	return w.say("greeting.name", lang.Args{"Name": name})
}

func (w *writer) closing() string {
	if s := strings.TrimSpace(strings.ReplaceAll(w.Signature, "\r\n", "\n")); s != "" {
		return w.say("closing") + "\n\n" + s
	}
	lines := []string{w.say("closing"), ""}
	for _, s := range []string{w.SenderName, w.Company.Name, w.Company.Phone, w.Company.Email} {
		if s = short(s, 120); s != "" && !slices.Contains(lines, s) { // a desk may write in the company's name
			lines = append(lines, s)
		}
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

func (w *writer) quote() ([]string, Table) {
	key := "quote.new"
	if w.Changed {
		key = "quote.changed"
	}
	return w.document(key, "quote.confirm")
}

func (w *writer) order() ([]string, Table) { return w.document("order.thanks", "order.check") }

// document is the words around the table of a document.
func (w *writer) document(opening, ending string) ([]string, Table) {
	d := w.Document
	if d == nil {
		d = &erp.Document{}
	}
	args := lang.Args{"Number": short(d.Number, 40), "Date": w.words.Date(w.ValidUntil)}
	body := []string{w.say(opening, args), Summary}
	body = append(body, w.remarks()...)
	return append(body, w.say(ending, args)), w.documentTable(d)
}

// answer leaves the place between greeting and closing to the person who reviews.
func (w *writer) answer() []string { return []string{w.say("answer.thanks"), ""} }

func (w *writer) ask() ([]string, Table) {
	table := w.optionTable()
	body := []string{w.say("ask.which"), Summary}
	if len(table.Rows) == 0 {
		body = []string{w.say("ask.what")}
	}
	if len(table.Rows) > 0 {
		body = append(body, w.say("ask.letters", lang.Args{"Example": example(Choices(w.Reading))}))
	}
	if w.clear() {
		body = append(body, w.say("ask.clear"))
	}
	body = append(body, w.notFound()...)
	return append(body, w.remarks()...), table
}

// clear says whether some of the wishes need no answer.
func (w *writer) clear() bool {
	return w.Reading != nil && slices.ContainsFunc(w.Reading.Lines, func(l task.Line) bool {
		return l.Match == task.One && !l.Skip && l.Change != task.LineRemove
	})
}

func (w *writer) unavailable() ([]string, Table) {
	if len(w.Short) == 0 {
		w.Short = w.wishes()
	}
	body := []string{w.say("unavailable.sorry"), Summary}
	if len(w.Short) == 0 {
		body = []string{w.say("unavailable.all")}
	}
	body = append(body, w.notes()...)
	return append(body, w.say("unavailable.what")), w.shortTable()
}

// wishes are the lines of the mail as what cannot be delivered.
func (w *writer) wishes() []Short {
	if w.Reading == nil {
		return nil
	}
	var out []Short
	for _, l := range w.Reading.Lines {
		if !l.Skip {
			out = append(out, Short{Words: l.Text, Wanted: l.Quantity, Unit: l.Unit})
		}
	}
	return out
}

// notFound names the wishes for which there is nothing at all.
func (w *writer) notFound() []string {
	if w.Reading == nil {
		return nil
	}
	var wishes []string
	for _, l := range w.Reading.Lines {
		if !l.Skip && l.Match == task.None {
			wishes = append(wishes, "- "+short(l.Text, 120))
		}
	}
	if len(wishes) == 0 {
		return nil
	}
	return []string{w.say("ask.not_found") + "\n" + strings.Join(w.cap(wishes), "\n")}
}

// mostRemarks is how many points a list in the text has before it is cut.
const mostRemarks = 20

func (w *writer) cap(list []string) []string {
	if len(list) <= mostRemarks {
		return list
	}
	more := w.say("more", lang.Args{"Count": count(len(list) - mostRemarks)})
	return append(list[:mostRemarks:mostRemarks], "- "+more)
}

// prefix is what mail programs put before the subject of a reply, in our
// customers' languages, with what some put between word and colon.
var prefix = regexp.MustCompile(`(?i)^\s*(?:re|sv|aw|antw|réf|ref|vs|odp|r|res|rif|y)(?:\s*\[\d+\]|\s*\(\d+\))?\s*[:：]\s*`)

// subject is "Re: " and the subject answered, however often it was answered before.
func (w *writer) subject() string {
	s := short(w.Subject, 400)
	for prefix.MatchString(s) {
		s = prefix.ReplaceAllString(s, "")
	}
	if s = strings.TrimSpace(s); s == "" {
		s = w.say("subject." + w.subjectKind())
	}
	return "Re: " + short(s, 200)
}

func (w *writer) subjectKind() string {
	if w.Kind == task.DraftQuote || w.Kind == task.DraftOrder {
		return string(w.Kind)
	}
	return "enquiry"
}
