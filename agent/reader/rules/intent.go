package rules

import (
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// intents judges what the mail is for.
func (r *reading) intents(subject string, ps []passage) {
	if r.isConversation() {
		r.talk(ps)
	} else {
		r.first(subject, ps)
	}
	if r.out.Has(task.Decline) {
		r.out.Lines = []task.Line{} // who declines changes nothing: "not for us this time"
	}
	if r.asksSomething(ps) {
		r.intend(task.Question)
	}
	if len(r.out.Intents) == 0 {
		r.intend(task.Other)
	}
}

func (r *reading) intend(i task.Intent) {
	if !slices.Contains(r.out.Intents, i) {
		r.out.Intents = append(r.out.Intents, i)
	}
}

// first judges a mail that begins a conversation.
func (r *reading) first(subject string, ps []passage) {
	if r.anyIn("cancel", ps) && len(r.out.Lines) == 0 {
		r.intend(task.Cancel)
		return
	}
	if len(r.out.Lines) == 0 {
		return
	}
	order, quote := r.anyIn("order", ps), r.anyIn("quote", ps)
	head := tokenize(subject)
	if r.lex.of("quote").in(head) {
		quote = true
	} else if r.lex.of("order").in(head) || r.lex.of("ref_weak").in(head) || r.beginsOrder(ps) {
		order = true
	}
	if !order && !quote {
		order = r.fileSays("order") && !r.fileSays("quote")
	}
	if order && quote {
		order = r.decidedly(ps) || r.out.Reference != "" && !r.lex.of("quote").in(head) && !r.asksQuote(ps)
	}
	if order {
		r.intend(task.OrderRequest)
		return
	}
	r.intend(task.QuoteRequest)
}

// beginsOrder says whether a sentence begins by naming an order: "Order from our
// scanner:".
func (r *reading) beginsOrder(ps []passage) bool {
	for _, p := range ps {
		if n, _ := r.lex.of("ref_weak").at(unusedCopy(p.toks), 0); n > 0 && p.cells == nil && !strings.Contains(p.text, "?") {
			return true
		}
	}
	return false
}

func (r *reading) anyIn(section string, ps []passage) bool {
	for _, p := range ps {
		if (p.cells == nil || p.margin) && r.lex.of(section).in(unusedCopy(p.toks)) && !(section == "quote" && r.lex.of("reject").in(p.toks)) {
			return true
		}
	}
	return false
}

// decidedly says whether one sentence orders and does not ask for a price.
func (r *reading) decidedly(ps []passage) bool {
	for _, p := range ps {
		if r.lex.of("order").in(p.toks) && !r.lex.of("quote").in(p.toks) && !strings.Contains(p.text, "?") {
			return true
		}
	}
	return false
}

// asksQuote says whether a sentence asks for a quote: "please quote", "pourriez-vous
// nous établir un devis pour". Beside it an order number is but a reference.
func (r *reading) asksQuote(ps []passage) bool {
	for _, p := range ps {
		asks := r.lex.of("request").in(p.toks) || strings.Contains(p.text, "?") || endsColon(p.text)
		if asks && r.lex.of("quote").in(p.toks) && !r.lex.of("order").in(p.toks) {
			return true
		}
	}
	return false
}

func (r *reading) fileSays(section string) bool {
	for _, f := range r.in.Files {
		head := f.Name + "\n" + f.Text[:min(len(f.Text), 600)]
		if r.lex.of(section).in(tokenize(strings.NewReplacer("_", " ", "-", " ", ".", " ").Replace(head))) {
			return true
		}
	}
	return false
}

// asksSomething says whether a sentence wants to be answered by a person: it
// is a question and asks for no item.
func (r *reading) asksSomething(ps []passage) bool {
	for _, p := range ps {
		if !strings.Contains(p.text, "?") || p.list {
			continue
		}
		if r.holdsLine(p) || r.lex.of("scope_discount").in(p.toks) {
			continue
		}
		if r.lex.of("courtesy").in(p.toks) && !r.lex.of("question").in(p.toks[:max(0, len(p.toks)-1)]) {
			continue
		}
		if (r.isConversation() || r.in.Asked == nil && len(r.out.Lines) > 0) && anyUsed(p.toks) && r.wished(p) {
			continue // it asks for a day or a place
		}
		if len(r.out.Lines) > 0 && r.lex.of("quote").in(p.toks) {
			continue // what it costs and whether it is there, the quote says
		}
		if r.isConversation() && (r.lex.of("accept").in(p.toks) || len(r.out.Lines) > 0 && r.lex.of("set").in(p.toks)) {
			continue
		}
		return true
	}
	return false
}

// wished says whether a question only wants what was asked for, by a day or at a
// place that was read from it; in a conversation any such question does.
func (r *reading) wished(p passage) bool {
	if r.isConversation() {
		return true
	}
	toks := slices.Clone(p.toks)
	for i := range toks {
		for _, s := range []string{"request", "deliver", "polite", "pronoun", "all", "may", "stop"} {
			if n, _ := r.lex.of(s).at(toks, i); n > 0 {
				use(toks, i, n)
			}
		}
	}
	return r.generic(join("", toks))
}

func (r *reading) holdsLine(p passage) bool {
	for _, l := range r.out.Lines {
		if l.Where == p.where && strings.Contains(p.text, l.Text) {
			return true
		}
	}
	return false
}

func anyUsed(toks []token) bool {
	return slices.ContainsFunc(toks, func(t token) bool { return t.used })
}
