// Package rules is the built-in reader: it understands mails by lists of words
// (files for each language in words/), the shape of the text, and what the
// catalogue knows. It uses no model and nothing leaves the house. It does not
// look at other mails than the conversation's, and decides nothing: what it is
// not sure of it says.
//
// One mail goes through like this. The new words are parted from quoted
// history and signature (prepare.go) and cut into passages: sentences, list
// entries, table rows (passages.go). Dates, references and addresses are read
// and their words marked used (header.go, dates.go, shipto.go), so that they
// become no items. What is left of each passage is read in its usual order: numbers
// that are taken back or added up (correct.go), clauses that say what is not wanted
// (wanted.go, denied.go), traits before their numbers (order.go). Where its items begin
// (begin.go) and end (cut.go) is found, and it is split into phrases (segment.go), each
// of which is read as one line (item.go, code.go, count.go), if it can be one
// (plausible.go), and with what the lines beside it say (parts.go, back.go,
// describe.go); tables of the mail and of its files are read by columns (layout.go
// finds those that are set in blanks, columns.go says what columns hold, table.go and
// row.go read them). In a conversation lines are related to what was offered (conversation.go,
// answer.go, change.go). At last every line is looked up in the catalogue (match.go) and
// the purpose of the whole is judged (intent.go, scope.go).
//
// Dates are read by our own code (dates.go), not by a library of date parsing:
// what such libraries find in a sentence of trade is also 3/4 inch, 5 x 60 and
// item numbers, and they know neither weeks ("uge 8"), nor where the words of a
// date begin and end, nor which dates are asked for and which are but told.
package rules

import (
	"cmp"
	"context"
	"strings"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// Rules reads mails. It is safe for use by many goroutines.
type Rules struct{ items reader.Items }

var _ reader.Reader = (*Rules)(nil)

// New makes a reader that finds items with items.
func New(items reader.Items) *Rules { return &Rules{items: items} }

// maxLines is how many lines of one mail are read.
const maxLines = 2000

// reading is the work on one mail.
type reading struct {
	ctx      context.Context
	in       reader.Input
	items    reader.Items
	lex      *lexicon
	lang     string
	today    time.Time
	out      task.Reading
	days     []day
	inList   bool   // the list being read has entries that surely are items
	inRows   bool   // or may be none, but one of its rows is
	wants    bool   // a sentence asks for something by number
	goesOn   bool   // the sentence before asked for items
	lead     string // what the list being read is of: "gloves:"
	cache    map[string]found
	wishes   map[string]wishes // by place and words of the line
	tookSome bool              // "we'll just take the spanners"
	kept     map[int]bool      // numbers of the document's lines that are taken alone
	keptBy   passage           // that says so
	restGoes bool              // the others are said to go
	tookRest bool              // the others are said to be taken
	lostLine bool              // something of the document shall not come, and it is not clear what
	hints    map[string]bool   // kinds out of scope that count only where nothing speaks against it
	asksHelp bool              // it wants to know what to do
	trade    bool              // the mail speaks of an order, a quote, a price
	headed   bool              // the words being read have a table with a heading
	printed  bool              // the table being read is one that a program printed, heading and all
	err      error

	weakRef *task.Evidence // an order's number, the reference if no other is given: Field holds it
}

// Read understands the last mail of in. The error is the catalogue's or ctx's.
func (x *Rules) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	r := &reading{ctx: ctx, in: in, items: x.items, cache: map[string]found{}}
	r.out = task.Reading{Reader: "rules", Intents: []task.Intent{}, OutOfScope: []string{}, Lines: []task.Line{}}
	var m mail.Message
	if len(in.Mails) > 0 {
		m = in.Mails[len(in.Mails)-1]
	}
	r.today = midnight(day0(m.Date, in.Today))
	body, remark := fresh(m)
	subject := r.subject(m.Subject)
	r.language(subject, body)
	ps := r.lex.passages(r.lex.withRemark(remark, r.lex.unsigned(body)), "body")
	own := ownSubject(subject, m.Subject)
	r.scope(own, ps)
	r.headers(subject, ps)
	if !r.pitch(ps) {
		r.lines(subject, ps)
	}
	r.settleReference()
	r.settleDates()
	r.lineDates(ps)
	r.relate(ps)
	r.wants = r.asksByNumber(ps)
	r.matchAll()
	r.dropDoubtful()
	r.settleScope()
	r.intents(subject, ps)
	r.relevance()
	if !r.out.Relevant && len(r.out.Lines) == 0 {
		r.dropDate()
	}
	return r.out, r.err
}

// day0 is the day dates are relative to: the mail's, in the desk's zone.
func day0(sent, today time.Time) time.Time {
	if sent.IsZero() {
		return today
	}
	if today.IsZero() {
		return sent
	}
	return sent.In(today.Location())
}

// subject is the subject without Re: and Fwd:. That of a reply is our own.
func (r *reading) subject(s string) string {
	s = strings.Join(strings.Fields(clean(s)), " ")
	if len(r.in.Mails) > 1 || r.in.Instruction {
		return ""
	}
	for {
		head, rest, ok := strings.Cut(s, ":")
		if !ok || len(head) > 4 || strings.Contains(head, " ") {
			return s
		}
		if l := lower(head); l == "po" || l == "rfq" {
			return s
		}
		s = strings.TrimSpace(rest)
	}
}

// ownSubject is the subject if the writer chose it: that of an answer is another's.
func ownSubject(subject, written string) string {
	if len(subject) < len(strings.Join(strings.Fields(clean(written)), " ")) {
		return ""
	}
	return subject
}

func (r *reading) language(subject string, body []string) {
	text := strings.Join(body, "\n")
	sample := text[:min(len(text), 8000)]
	r.lang = detect(tokenize(subject+"\n"+sample), subject+"\n"+sample, r.in.Lang)
	r.lex = lexiconOf(r.lang)
	r.out.Language = r.lang
}

func (r *reading) isConversation() bool {
	return r.in.Offered != nil || r.in.Asked != nil || r.in.Instruction || len(r.in.Mails) > 1
}

// headers reads dates, references and addresses of subject, body and files.
func (r *reading) headers(subject string, ps []passage) {
	for i := range ps {
		if ps[i].cells == nil || ps[i].margin || !r.itemRow(ps[i].cells) {
			r.headerOf(ps, i)
		}
	}
	if subject != "" {
		s := []passage{newPassage(subject, "subject", false, nil)}
		r.gluedReference(&s[0])
		r.documents(s[0].toks)
		r.reference(&s[0])
		r.orderNumber(&s[0])
		r.dates(&s[0])
	}
	for _, f := range r.in.Files {
		r.fileHeaders(f)
	}
}

// lines reads what is asked for: the body, then the files, then, if there was
// nothing, the subject.
func (r *reading) lines(subject string, ps []passage) {
	r.bodyLines(ps)
	for _, f := range r.in.Files {
		r.fileLines(f)
	}
	if len(r.out.Lines) == 0 && subject != "" && !r.isConversation() {
		p := newPassage(subject, "subject", false, nil)
		r.documents(p.toks)
		for _, l := range r.linesOf(p) {
			if !l.QuantityAssumed || r.knowsOne(l.Identifiers) || r.strong(l.Query) {
				r.add(l)
			}
		}
	}
}

func (r *reading) bodyLines(ps []passage) {
	r.trade = r.trade || r.anyIn("order", ps) || r.anyIn("quote", ps)
	r.headed = r.hasTable(ps)
	for i := 0; i < len(ps); {
		if ps[i].cells != nil {
			n := 1
			for i+n < len(ps) && ps[i+n].cells != nil && ps[i+n].table == ps[i].table && ps[i+n].margin == ps[i].margin {
				n++
			}
			r.bodyTable(ps[i : i+n])
			i += n
			continue
		}
		if ps[i].long {
			r.note("text_cut", map[string]string{"max": itoa(maxLine)})
		}
		if i == 0 || !ps[i].list || !ps[i-1].list { // what holds for a list's first entry holds for all
			r.inList = ps[i].list && r.listOfItems(ps, i)
			r.inRows = r.inList || r.rowsOfItems(ps[i:])
		}
		if !r.afterthought(ps[i]) && !r.describes(ps[i]) && !r.beside(ps[i]) {
			lines := r.besideTable(ps[i], r.linesOf(ps[i]))
			for _, l := range lines {
				r.add(l)
			}
			r.goesOn = len(lines) > 0 && !ps[i].ends
		}
		i++
	}
}

// asksByNumber says whether a sentence asks for so many of something.
func (r *reading) asksByNumber(ps []passage) bool {
	for _, p := range ps {
		i, n := r.lex.of("request").find(p.toks)
		if n == 0 {
			continue
		}
		for k := range p.toks[i+n:] {
			if _, m := r.lex.number(p.toks, i+n+k); m > 0 && !r.lex.of("one").is(p.toks[i+n+k].text) {
				return true
			}
		}
	}
	return false
}

// rowsOfItems says whether one of the rows at the start names something that the
// catalogue has: then the others are items too.
func (r *reading) rowsOfItems(ps []passage) bool {
	const enough = 5
	for _, p := range ps[:min(len(ps), enough)] {
		if !p.row {
			return false
		}
		if r.knowsAny(p.toks) || r.countsFound(r.lex.unglue(p.toks, r.items.Knows)) || r.finds(r.plainName(p.toks)) {
			return true
		}
	}
	return false
}

// listOfItems says whether the list that begins at ps[i] is one of items: a
// request leads to it.
func (r *reading) listOfItems(ps []passage, i int) bool {
	if i == 0 || !endsColon(ps[i-1].text) {
		return false
	}
	for _, words := range []string{"request", "order", "quote", "generic"} {
		if r.lex.of(words).in(ps[i-1].toks) {
			return true
		}
	}
	return false
}

func (r *reading) add(l task.Line) {
	if len(r.out.Lines) < maxLines {
		r.out.Lines = append(r.out.Lines, l)
	} else {
		r.note("lines_cut", map[string]string{"max": itoa(maxLines)})
	}
}

func (r *reading) fail(err error) { r.err = cmp.Or(r.err, err) }
