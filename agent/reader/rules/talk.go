package rules

import (
	"strings"

	"salesclerk/agent/task"
)

// talk judges an answer in a conversation: accept, decline, cancel, change,
// and what of them go together.
func (r *reading) talk(ps []passage) {
	says := func(section string) bool { return r.says(section, ps) }
	changed := r.hasChange()
	accepted := says("accept") || r.saysYes(ps) || r.tookSome
	if accepted && r.onlyPleased(ps) && r.asksSomething(ps) {
		accepted = false // "Looks good. What is the warranty?" is no order yet
	}
	declined := says("decline") && !r.says("yet", ps)
	cancelled := says("cancel") && !r.removesLine()
	switch {
	case cancelled:
		r.intend(task.Cancel)
		return
	case declined && !(accepted && changed):
		r.intend(task.Decline)
		return
	}
	if accepted && r.in.Offered != nil && !r.negated(ps) && (changed || !r.limited(ps)) {
		r.intend(task.Accept)
	}
	if r.in.Offered != nil && (changed || r.headerChange()) {
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
	if r.in.Instruction && len(r.out.Intents) == 0 && r.headerChange() {
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

// onlyPleased says whether all that sounds like a yes is praise.
func (r *reading) onlyPleased(ps []passage) bool {
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
	return !r.saysYes(ps)
}

// limited: "we accept, but only the desks". Where it could not be read what stays
// out, that is no yes to the whole.
func (r *reading) limited(ps []passage) bool { return r.says("limit", ps) }

// negated: "we cannot accept", "not ok", "before we accept".
func (r *reading) negated(ps []passage) bool {
	for _, p := range ps {
		toks := unusedCopy(p.toks)
		i, n := r.lex.of("accept").find(toks)
		if n == 0 {
			continue
		}
		for k := max(0, i-3); k < min(len(toks), i+n+2); k++ {
			switch toks[k].low {
			case "not", "cannot", "can't", "don't", "ikke", "pas", "nicht", "kein", "n'", "before", "if", "until", "unless", "hvis", "før", "si", "avant", "wenn", "bevor", "once":
				return true
			}
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

// headerChange says whether the mail gives a date, reference or address other
// than the document has.
func (r *reading) headerChange() bool {
	o := r.in.Offered
	if o == nil {
		return r.out.RequestedDate != "" || r.out.Reference != "" || r.out.ShipTo != ""
	}
	return r.out.RequestedDate != "" && r.out.RequestedDate != o.Requested ||
		r.out.Reference != "" && r.out.Reference != o.Reference ||
		r.out.ShipTo != ""
}
