package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// talk judges an answer in a conversation: accept, decline, cancel, change,
// and what of them go together.
func (r *reading) talk(ps []passage) {
	says := func(section string) bool { return r.says(section, ps) }
	changed := r.hasChange()
	accepted := r.accepts(ps) || r.saysYes(ps) || r.tookSome
	if accepted && !r.tookSome && (r.onlyPleased(ps) && r.asksSomething(ps) || r.barelyPleased(ps) && r.says("later", ps)) {
		accepted = false // "Looks good. What is the warranty?" is no order yet, nor "OK, will get back to you"
	}
	declined := (r.declines(ps) || !accepted && !changed && r.putOff(ps)) && !r.changesSome()
	cancelled := says("cancel") && !r.removesLine()
	switch {
	case cancelled:
		r.intend(task.Cancel)
		return
	case declined && !(accepted && changed):
		r.intend(task.Decline)
		return
	}
	if accepted && r.in.Offered != nil && !r.negated(ps) && !r.lostLine && (changed || !r.limited(ps)) {
		r.intend(task.Accept)
	}
	if r.in.Offered != nil && (changed || r.headerChange(r.out.Has(task.Accept))) {
		r.intend(task.Changes)
	}
	if r.in.Offered == nil && len(r.out.Lines) > 0 {
		if r.in.Asked != nil && r.in.Asked.Has(task.OrderRequest) || r.anyIn("order", ps) && !r.anyIn("quote", ps) {
			r.intend(task.OrderRequest)
		} else {
			r.intend(task.QuoteRequest)
		}
	}
	if o := r.in.Offered; o != nil && o.Kind == task.Order && changed && r.asksQuote(ps) {
		r.intend(task.QuoteRequest) // it is ordered already: this may be about something else
	}
	if r.in.Instruction && len(r.out.Intents) == 0 && r.headerChange(false) {
		r.intend(task.Changes)
	}
}

// says looks for a phrase outside questions.
func (r *reading) says(section string, ps []passage) bool {
	for _, p := range ps {
		if strings.HasSuffix(p.text, "?") {
			continue
		}
		if r.lex.of(section).in(unusedCopy(p.toks)) {
			return true
		}
	}
	return false
}

// saysYes: the mail begins with a yes or is hardly more than one.
func (r *reading) saysYes(ps []passage) bool {
	for _, p := range ps[:min(len(ps), 2)] {
		if n, _ := r.lex.of("yes").at(unusedCopy(p.toks), 0); n > 0 && !strings.HasSuffix(p.text, "?") {
			return true
		}
	}
	return false
}

// changesSome says whether lines of the document are changed or go, and not all of
// them: who needs one no longer does not decline the others.
func (r *reading) changesSome() bool {
	if r.in.Offered == nil {
		return false
	}
	changed, gone := 0, 0
	for _, l := range r.out.Lines {
		if l.DocLine != 0 {
			changed++
		}
		if l.DocLine != 0 && l.Change == task.LineRemove {
			gone++
		}
	}
	return changed > 0 && gone < len(r.in.Offered.Lines)
}

// onlyPleased says whether all that sounds like a yes is praise.
func (r *reading) onlyPleased(ps []passage) bool { return r.barelyPleased(ps) && !r.saysYes(ps) }

// barelyPleased lets a mere "ok" pass for praise too.
func (r *reading) barelyPleased(ps []passage) bool {
	for _, p := range ps {
		toks := unusedCopy(p.toks)
		for i := 0; i < len(toks); i++ {
			n, _ := r.lex.of("accept").at(toks, i)
			if soft, _ := r.lex.of("soft_yes").at(toks, i); n > 0 && soft < n {
				return false
			}
			i += max(0, n-1)
		}
	}
	return true
}

// limited: "we accept, but only the desks". Where it could not be read what stays
// out, that is no yes to the whole.
func (r *reading) limited(ps []passage) bool { return r.says("limit", ps) }

// accepts looks for words that accept what was offered, outside questions.
func (r *reading) accepts(ps []passage) bool { return r.says("accept", ps) }

// negated: "we cannot accept", "not ok", "before we accept", "if you deliver by
// Friday, we accept". What is accepted on a condition is for a person.
func (r *reading) negated(ps []passage) bool {
	for _, p := range ps {
		toks := unusedCopy(p.toks)
		i, n := r.lex.of("accept").find(toks)
		if n == 0 {
			continue
		}
		if r.negatedAt(toks, i, n) || r.conditional(toks, i, n) {
			return true
		}
	}
	return false
}

// negatedAt says whether a negation stands beside the words toks[i:i+n].
func (r *reading) negatedAt(toks []token, i, n int) bool {
	neg := r.lex.of("negation")
	for k := i - 1; k >= max(0, i-3) && toks[k].text != ","; k-- {
		if m, _ := neg.at(toks, k); m > 0 || notWords[toks[k].low] {
			return true
		}
	}
	for k := i; k < min(len(toks), i+n+2) && (k < i+n || toks[k].text != ","); k++ {
		if notWords[toks[k].low] {
			return true
		}
	}
	return false
}

var notWords = wordSet("not cannot can't don't won't ikke ej pas nicht kein keine n' niet geen inte inget não nao non")

// conditional says whether toks[i:i+n] holds on a condition only: the sentence begins
// with an if, or one stands before in the same part of it, or follows at once.
func (r *reading) conditional(toks []token, i, n int) bool {
	cond := r.lex.of("condition")
	if m, v := cond.at(toks, 0); m > 0 && v == "if" {
		return true
	}
	for k := i - 1; k >= 0 && toks[k].text != "," && toks[k].text != ";"; k-- {
		if m, _ := cond.at(toks, k); m > 0 {
			return true
		}
	}
	k := i + n
	for k < len(toks) && k < i+n+3 && !toks[k].isWord() {
		k++
	}
	for ; k < min(len(toks), i+n+3); k++ {
		if m, v := cond.at(toks, k); m > 0 && v == "if" {
			return true
		}
	}
	return false
}

// declines says whether a sentence says no to what was offered, and not just yet.
func (r *reading) declines(ps []passage) bool {
	for _, p := range ps {
		toks := unusedCopy(p.toks)
		if !strings.HasSuffix(p.text, "?") && r.lex.of("decline").in(toks) && !r.lex.of("yet").in(toks) {
			return true
		}
	}
	return false
}

// sends says whether a word is of delivering, in any language and form.
func sends(t token) bool {
	return slices.ContainsFunc(sendStems, func(s string) bool { return strings.Contains(t.low, s) })
}

var sendStems = strings.Fields("deliver ship lever liefer zustell livr expédi entreg envio envío consegn spediz zend bezorg versand sending")

// putOff says whether a sentence puts off what was offered to a time that nobody
// knows: "postponed to next year". A delivery that is put off is none such.
func (r *reading) putOff(ps []passage) bool {
	for _, p := range ps {
		toks := unusedCopy(p.toks)
		if !strings.Contains(p.text, "?") && r.lex.of("postponed").in(toks) && r.out.RequestedDate == "" && !slices.ContainsFunc(toks, sends) {
			return true
		}
	}
	return false
}

func (r *reading) hasChange() bool {
	for _, l := range r.out.Lines {
		if l.Change != task.LineNew {
			return true
		}
	}
	return false
}

func (r *reading) removesLine() bool {
	for _, l := range r.out.Lines {
		if l.Change == task.LineRemove {
			return true
		}
	}
	return false
}

// headerChange says whether the mail gives a date, reference or address other than
// the document has. The reference alone is no change of what is accepted: every
// order has one.
func (r *reading) headerChange(accepted bool) bool {
	o := r.in.Offered
	if o == nil {
		return r.out.RequestedDate != "" || r.out.Reference != "" || r.out.ShipTo != ""
	}
	return r.out.RequestedDate != "" && r.out.RequestedDate != o.Requested ||
		!accepted && r.out.Reference != "" && r.out.Reference != o.Reference ||
		r.out.ShipTo != ""
}
