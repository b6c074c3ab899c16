package rules

import (
	"regexp"
	"strings"

	"salesclerk/agent/task"
)

// corrections are words that take back what stands before them.
var corrections = wordSet("sorry pardon undskyld nej rettelse entschuldigung korrektur désolé correction oops ups scusate perdón nee nei nej")

// percentage is a wish for a share of the price, whatever word follows.
var percentage = regexp.MustCompile(`^(en |une |et |a )?\d+([.,]\d+)?\s*(%|percent\b|procent\b|pour cent\b|pct\b)(\s+\S+){0,4}$`)

// plausible drops phrases that look like items but have nothing to prove it.
func (r *reading) plausible(l task.Line, p passage, cued bool) bool {
	if corrections[lower(l.Query)] {
		return false // "3 pairs... sorry, 3 boots"
	}
	if len(l.Identifiers) > 0 && r.knowsOne(l.Identifiers) {
		return true
	}
	if l.QuantityAssumed && r.leadsOff(l.Text) && !r.finds(l.Query) {
		return false // "both by Friday", "for the attached"
	}
	if percentage.MatchString(l.Query) || strings.Contains(l.Query, "%") && r.lex.of("scope_discount").in(tokenize(l.Query)) {
		return false // "10% off"
	}
	if off, n := r.lex.of("scope_discount").find(tokenize(l.Query)); n > 0 && (off == 0 || l.QuantityAssumed) && !p.list && !r.finds(l.Query) {
		return false
	}
	n := words(tokenize(l.Query))
	if n <= 2 && l.QuantityAssumed && !p.list && len(r.out.Lines) > 0 && strings.Contains(p.text, "?") && !r.finds(l.Query) {
		return false // beside items asked for, "what is the freight?" asks about something else
	}
	if p.row && !r.inRows && !r.finds(l.Query) {
		return false
	}
	if p.list {
		return n <= 25 && (!l.QuantityAssumed || r.inList || cued || r.finds(l.Query))
	}
	if cued {
		return n <= 24 && (!l.QuantityAssumed || !strings.Contains(p.text, "?") || r.headWords(l.Query) <= 6 || r.finds(l.Query))
	}
	return n <= 12 && (!l.QuantityAssumed && r.finds(l.Query) || len(l.Identifiers) > 0)
}

// leadsOff says whether words begin as no name of a thing does: with "by", or with but
// "both" or "it" before such a word.
func (r *reading) leadsOff(text string) bool {
	toks := tokenize(text)
	for i := range toks {
		if r.lex.of("all").is(toks[i].text) || r.lex.of("pronoun").is(toks[i].text) {
			continue
		}
		return timeWords[toks[i].low]
	}
	return true
}

// timeWords are prepositions of time and the like.
var timeWords = wordSet("by against until before after inden efter mod ved avant après contre bis gegen vor nach entro prima dopo antes después até depois tegen tot voor före efter til kl")

// headWords is how many words stand before a preposition: "books | with the title".
func (r *reading) headWords(query string) int {
	toks := tokenize(query)
	for i := 1; i < len(toks); i++ {
		if prepositions[toks[i].low] {
			return words(toks[:i])
		}
	}
	return words(toks)
}

var prepositions = wordSet("with by for from about med af til fra om avec par pour de mit von für aus")

func (r *reading) knowsOne(ids []string) bool {
	for _, id := range ids {
		if r.items.Knows(id) {
			return true
		}
	}
	return false
}
