package rules

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// What this file exports is for another reader that points at words of a mail and
// must have them read as the built-in reader reads them.

// Word is a word, a number or a single mark of a text, with its place in bytes.
// Low is folded: case, forms of apostrophe and hyphen.
type Word struct {
	Text, Low  string
	Start, End int
}

// IsWord says whether it begins with a letter or a figure, so is no mark.
func (w Word) IsWord() bool { return token{text: w.Text}.isWord() }

// Own is the words of a mail that its writer wrote anew: without quoted history,
// signature and what nobody sees. The subject is "" where it is of a reply.
func Own(m mail.Message, lang string, reply bool) (subject, body string) {
	r := &reading{}
	if !reply {
		subject = r.subject(m.Subject)
	}
	own, remark := fresh(m)
	l := lexiconOf(lang)
	return subject, strings.Join(l.withRemark(remark, l.unsigned(own)), "\n")
}

// Clean is text without what nobody sees.
func Clean(s string) string { return clean(s) }

// Language reads words of one language; one that the reader has no words of is
// read as English.
type Language struct{ lex *lexicon }

// LanguageOf is the language with an ISO 639-1 code.
func LanguageOf(code string) Language { return Language{lexiconOf(code)} }

// Words cuts text into words. What is glued, 4x and 10stk, is parted, unless knows
// says that it is the number of an item.
func (l Language) Words(text string, knows func(string) bool) []Word {
	toks := l.lex.unglue(tokenize(text), knows)
	out := make([]Word, len(toks))
	for i, t := range toks {
		out[i] = Word{t.text, t.low, t.start, t.end}
	}
	return out
}

// Number is what words as a whole say as a number, in figures or words: "1.250",
// "two dozen", "et dusin". ok is false where they say anything else besides.
func (l Language) Number(words string) (d decimal.Decimal, ok bool) {
	toks := trimMarks(l.lex.unglue(tokenize(words), func(string) bool { return false }))
	if len(toks) == 0 {
		return decimal.Zero, false
	}
	d, n := l.lex.number(toks, 0)
	return d, n > 0 && n == len(toks)
}

// Unit is the code that words as a whole stand for as a unit, "" if for none.
func (l Language) Unit(words string) string {
	toks := trimMarks(tokenize(words))
	n, code := l.lex.unitLen(toks, 0)
	if n == 0 || n < len(toks) {
		return ""
	}
	return code
}

// Date is a day that words name, and where they stand in bytes.
type Date struct {
	At         time.Time
	Start, End int
	Vague      bool // a date only beside a word about delivery: "Friday", "fin mars"
}

// Dates are the days named in text, relative to today.
func (l Language) Dates(text string, today time.Time) []Date {
	toks := tokenize(text)
	var out []Date
	for _, d := range (calendar{lex: l.lex, today: midnight(today)}).all(toks) {
		out = append(out, Date{d.at, toks[d.i].start, toks[d.i+d.n-1].end, d.vague})
	}
	return out
}

// Money is where sums of money stand in text: start and end in bytes.
func (l Language) Money(text string) [][2]int {
	toks := tokenize(text)
	r := &reading{lex: l.lex, lang: l.lex.lang}
	var out [][2]int
	for i := range toks {
		if _, ok := parseNumber(toks[i].text, r.lang); !ok {
			continue
		}
		if from, to := r.money(toks, i); from >= 0 {
			out = append(out, [2]int{toks[from].start, toks[to-1].end})
		}
	}
	return out
}

// Alike says whether a word of words is one of text: the same, inflected, or a
// part of a compound.
func Alike(words, text string) bool {
	var said []token
	for _, t := range tokenize(words) {
		if t.hasLetter() && len(t.text) > 2 || t.hasDigit() && t.hasLetter() {
			said = append(said, t)
		}
	}
	return overlap(said, text) > 0
}

// Address is the one address of a customer that text names exactly.
func Address(text string, addresses []erp.Address) (erp.Address, bool) {
	return matchAddress(text, addresses)
}

// SameWords says whether two texts have the same words, whatever is between them.
func SameWords(a, b string) bool { return flat(a) == flat(b) }

// AddressLike says whether words look like an address: a street with a number, or a
// post code with a place.
func AddressLike(text string) bool {
	return (&reading{lex: lexiconOf("")}).addressLike(text)
}

// Match looks lines up that have no Match yet, as those that the reader finds itself.
func (x *Rules) Match(ctx context.Context, lines []task.Line, lang, customer string) error {
	r := &reading{ctx: ctx, items: x.items, lex: lexiconOf(lang), lang: lang, cache: map[string]found{}}
	r.in.Customer, r.out.Lines = customer, lines
	r.matchAll()
	return r.err
}
