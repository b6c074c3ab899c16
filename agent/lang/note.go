package lang

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"salesclerk/agent/task"
)

// Note is the sentence for a note of the core. A code without words shows as
// "note.<code>".
func (w *Words) Note(n task.Note) string {
	key := "note." + n.Code
	if !w.Has(key) && w.Has("fault."+n.Code) {
		key = "fault." + n.Code
	}
	return w.tidy(w.T(key, w.Shape(n.Args)))
}

// Problem is what is wrong in one sentence, and what would help in another.
func (w *Words) Problem(p task.Problem) (sentence, help string) {
	args := w.Shape(p.Args)
	if args["Field"] == "" && p.Field != "" {
		args["Field"] = w.field(p.Field)
	}
	if args["Count"] == "" {
		args["Count"] = strconv.Itoa(max(1, len(p.Lines)))
	}
	key := "problem." + p.Code
	return w.tidy(w.T(key+".say", args)), w.tidy(w.T(key+".help", args))
}

// field is the word for an input of a form: of "lines.2.unit" that of a unit. What
// has no word stays as it is.
func (w *Words) field(name string) string {
	if last := name[strings.LastIndexByte(name, '.')+1:]; w.Has("field." + last) {
		return w.T("field." + last)
	}
	return name
}

// Reason is the word for why a mail may not be relevant, a sender is not
// verified or a file was skipped. What has no word stays as it is.
func (w *Words) Reason(code string) string { return w.named("reason.", code) }

// Button is the label of an action. The word for "updated" follows the document.
func (w *Words) Button(action task.Kind, doc task.DocKind) string {
	if action == task.Updated {
		if doc == "" {
			doc = "any"
		}
		return w.T("button.updated." + string(doc))
	}
	return w.T("button." + string(action))
}

// Arguments that are written in the reader's way. All others are somebody's
// words or a number of the back office and stay to the letter.
var (
	dateArgs   = []string{"Date", "Requested", "Promise", "Until"}
	moneyArgs  = []string{"Total", "Limit", "Balance", "Amount", "Theirs", "Ours", "Price"}
	numberArgs = []string{"Available", "Wanted", "Quantity", "Max"}
	money      = regexp.MustCompile(`^(-?\d+(?:\.\d+)?) ([A-Z]{3})$`)
)

// Shape is a note's arguments as the reader writes them: dates, numbers, spans
// and amounts ("1250.00 DKK", or a number beside the argument Currency) in the
// language's form, everything else to the letter. Names get a capital first.
func (w *Words) Shape(args map[string]string) Args {
	out := Args{}
	for name, v := range args {
		out[capital(name)] = v
	}
	currency := out["Currency"]
	for name, v := range out {
		out[name] = w.shaped(name, v, currency)
	}
	return out
}

func (w *Words) shaped(name, v, currency string) string {
	switch {
	case slices.Contains(dateArgs, name):
		return w.Date(v)
	case slices.Contains(moneyArgs, name) && currency != "":
		return w.Money(v, currency)
	case slices.Contains(moneyArgs, name), slices.Contains(numberArgs, name):
		return w.figure(v)
	case name == "Reason":
		return w.Reason(v)
	case strings.HasSuffix(name, "Intents"):
		return w.intents(v)
	case name == "Field":
		return w.field(v)
	case name == "Seconds":
		if n, err := strconv.ParseInt(v, 10, 32); err == nil {
			return w.Duration(time.Duration(n) * time.Second)
		}
	}
	return v
}

// intents is what a mail is for, in the reader's words: codes parted by commas.
func (w *Words) intents(codes string) string {
	var out []string
	for code := range strings.SplitSeq(codes, ",") {
		out = append(out, w.named("intent.", strings.TrimSpace(code)))
	}
	return strings.Join(out, ", ")
}

func capital(name string) string {
	r, n := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[n:]
}

func (w *Words) figure(v string) string {
	if m := money.FindStringSubmatch(v); m != nil {
		return w.Money(m[1], m[2])
	}
	return w.Decimal(v)
}

func (w *Words) named(prefix, code string) string {
	if w.Has(prefix + code) {
		return w.T(prefix + code)
	}
	return code
}

// tidy takes away the doubled full stop of a sentence that ends with somebody
// else's sentence.
func (w *Words) tidy(s string) string {
	s = strings.TrimSpace(s)
	for _, end := range []string{"..", "?.", "!.", "….", ".»."} {
		if strings.HasSuffix(s, end) {
			return strings.TrimSuffix(s, ".")
		}
	}
	return s
}
