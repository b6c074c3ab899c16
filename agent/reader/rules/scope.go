package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// kinds of what is not a sales request, in the names of the interface, most
// telling first.
var kinds = []string{"instruction_to_agent", "spam", "sell_to_us", "complaint", "return", "delivery_status",
	"other_customer", "internal_data", "discount", "ranking", "support", "other"}

// scope finds what a mail wants that the agent does not do. What only sounds like
// it, "cheaper elsewhere", "2 % discount for payment in time", is left aside.
func (r *reading) scope(subject string, ps []passage) {
	toks := r.without("scope_not", tokenize(sentences(subject, ps)))
	found := map[string]bool{}
	for _, kind := range kinds {
		found[kind] = r.lex.of("scope_" + kind).in(toks)
	}
	told := r.topics(subject, ps)
	if r.in.Offered != nil && r.in.Offered.Kind == task.Quote && !found["delivery_status"] {
		delete(told, "delivery_status") // nothing is on its way yet: how soon it could be is a question
	}
	r.hints = map[string]bool{}
	for kind, sure := range told {
		if !sure && !found[kind] {
			r.hints[kind] = true
		}
		found[kind] = true
	}
	for _, kind := range kinds {
		if found[kind] {
			r.out.OutOfScope = append(r.out.OutOfScope, kind)
		}
	}
}

// topics are the kinds that sentences are of by the words that stand together in
// them, each with whether that is sure. Each passage keeps its own.
func (r *reading) topics(subject string, ps []passage) map[string]bool {
	out, all := map[string]bool{}, map[string][]int{}
	take := func(toks []token) []string {
		kinds, classes := r.topicsOf(r.without("scope_not", toks))
		for class, at := range classes {
			all[class] = append(all[class], at...)
		}
		var own []string
		for _, rule := range kinds {
			out[rule.kind] = out[rule.kind] || !rule.weak
			own = append(own, rule.kind)
		}
		return own
	}
	take(tokenize(subject))
	for i := range ps {
		if ps[i].cells == nil {
			ps[i].about = take(ps[i].toks)
		}
	}
	for _, rule := range topicRules {
		if rule.mail && rule.holds(all) {
			out[rule.kind] = out[rule.kind] || !rule.weak
		}
	}
	r.asksHelp = len(all["help"]) > 0
	return out
}

// dropDate forgets the day asked for.
func (r *reading) dropDate() {
	r.out.RequestedDate = ""
	r.out.Evidence = slices.DeleteFunc(r.out.Evidence, func(e task.Evidence) bool { return e.Field == "requested_delivery_date" })
	r.out.Notes = slices.DeleteFunc(r.out.Notes, func(n task.Note) bool { return n.Code == "date_several" || n.Code == "date_past" })
}

// sentences is the subject with all that is no row of a table.
func sentences(subject string, ps []passage) string {
	var b strings.Builder
	b.WriteString(subject)
	for _, p := range ps {
		if p.cells == nil {
			b.WriteString("\n" + p.text)
		}
	}
	return b.String()
}

// without is a copy of toks where the phrases of a section are used.
func (r *reading) without(section string, toks []token) []token {
	toks = slices.Clone(toks)
	for i := range toks {
		if n, _ := r.lex.of(section).at(toks, i); n > 0 {
			use(toks, i, n)
		}
	}
	return toks
}

// settleScope drops what was but a hint, now that it is known what is asked for.
func (r *reading) settleScope() {
	asks := len(r.out.Lines) > 0
	drop := func(kind string) bool {
		switch {
		case r.outOf("sell_to_us") && !asks && kind != "sell_to_us" && kind != "spam":
			return true // a seller's discounts and best sellers are his own
		case !r.hints[kind]:
			return false
		case kind == "complaint":
			return r.outOf("return")
		case kind == "support":
			return asks && !r.asksHelp
		}
		return asks
	}
	r.out.OutOfScope = slices.DeleteFunc(slices.Clone(r.out.OutOfScope), drop)
	if len(r.out.OutOfScope) > 0 && !asks && !r.isConversation() {
		r.dropDate() // the day of a party is none of delivery
	}
}

func (r *reading) outOf(kind string) bool { return slices.Contains(r.out.OutOfScope, kind) }

// about says whether the mail is out of scope in one of these ways.
func (r *reading) about(kinds ...string) bool { return slices.ContainsFunc(kinds, r.outOf) }

// beside says whether a sentence is about something else than what is asked for:
// what came broken, goes back, is on its way. What is asked for behind that counts:
// "two came broken, please send 2 more".
func (r *reading) beside(p passage) bool {
	if p.cells != nil || p.list && !strings.ContainsAny(p.text[max(0, len(p.text)-1):], ".?!") {
		return false
	}
	toks := unusedCopy(p.toks)
	request := r.lex.of("request")
	if !request.in(toks) && slices.ContainsFunc(p.about, func(kind string) bool { return kind != "discount" && r.outOf(kind) }) {
		return true
	}
	for _, kind := range []string{"complaint", "support", "delivery_status", "other_customer", "ranking", "internal_data"} {
		if r.outOf(kind) && r.lex.of("scope_"+kind).in(toks) && !request.in(toks) {
			return true
		}
	}
	i, n := r.lex.of("scope_return").find(toks)
	return n > 0 && r.outOf("return") && !request.in(toks[i+n:])
}

// pitch says whether the mail sells to us or is spam, so that its lists are no
// items: nothing in it asks us for anything with a number.
func (r *reading) pitch(ps []passage) bool {
	if !r.outOf("sell_to_us") && !r.outOf("spam") || r.isConversation() {
		return false
	}
	for _, p := range ps {
		i, n := r.lex.of("request").find(p.toks)
		if n > 0 && (r.quantified(p.toks[i:]) || r.knowsAny(p.toks)) {
			return false
		}
	}
	return true
}

// relevance judges whether there is anything for the agent to do.
func (r *reading) relevance() {
	acts := len(r.out.Lines) > 0
	for _, i := range r.out.Intents {
		acts = acts || i != "other" && i != "question"
	}
	switch {
	case acts || r.isConversation() && len(r.out.OutOfScope) == 0:
		r.out.Relevant = true
	case len(r.out.OutOfScope) > 0:
		r.out.IrrelevantReason = r.out.OutOfScope[0] // a code: whoever shows it has the words
	case r.unread():
		r.out.Relevant = true // what it wants may stand in a file that could not be read
	case r.out.Has("question") || r.wants:
		r.out.Relevant = true // it asks for something that no line came of: a person must see it
	default:
		r.out.IrrelevantReason = "other"
	}
}

func (r *reading) unread() bool {
	for _, f := range r.in.Files {
		if f.Status == "skipped" && !strings.HasPrefix(f.Reason, "signature") {
			return true
		}
	}
	return false
}
