package catalog

import (
	"math"
	"slices"
	"strings"

	"salesclerk/agent/task"
)

// tie is how near two items' answers are that fit equally.
const tie = 0.045

// decision is what the fits of a query come to.
type decision struct {
	match      task.Match
	fits       []fit
	confidence float64
	before     bool // chosen of equals because the customer had it before
}

// decide says what scored items come to: one, several, only alternatives, none.
func decide(all []fit, lang string) decision {
	slices.SortStableFunc(all, func(f, g fit) int { return order(&f, &g, lang) })
	var full, soft, blocked []fit
	for _, f := range all {
		switch {
		case f.harder > 0:
		case f.e.item.Blocked:
			blocked = append(blocked, f)
		case f.softer > 0:
			soft = append(soft, f)
		default:
			full = append(full, f)
		}
	}
	switch {
	case len(blocked) > 0 && leads(blocked[0], full):
		return decision{match: task.Alternatives, fits: blocked[:1], confidence: 0.7}
	case len(soft) > 0 && (len(full) == 0 || soft[0].asked > full[0].asked+0.15):
		return alternatives(soft, full)
	case len(full) == 0 || closerButWrong(all, full[0]):
		return decision{match: task.None}
	}
	return choose(full, lang)
}

func order(f, g *fit, lang string) int {
	switch a, b := f.score(), g.score(); {
	case a > b:
		return -1
	case a < b:
		return 1
	case f.lang != g.lang && f.lang == lang:
		return -1
	case f.lang != g.lang && g.lang == lang:
		return 1
	}
	return strings.Compare(f.e.item.Number, g.e.item.Number)
}

// leads says that a blocked item is what was meant, not one of the others.
func leads(b fit, full []fit) bool {
	if b.softer > 0 {
		return false
	}
	return len(full) == 0 || b.exact && !full[0].exact || b.asked > full[0].asked+0.1
}

// closerButWrong says that the words mean an item of another size or model, and
// the best that has everything is something else.
func closerButWrong(all []fit, f fit) bool {
	if f.exact {
		return false
	}
	for _, g := range all {
		if g.harder > 0 && g.asked > f.asked+0.2 {
			return true
		}
	}
	return false
}

func alternatives(soft, full []fit) decision {
	out := slices.Clone(equals(soft))
	for _, f := range full {
		if f.asked > soft[0].asked-0.4 {
			out = append(out, f)
		}
	}
	return decision{match: task.Alternatives, fits: out, confidence: 0.8 * soft[0].asked}
}

// choose picks among items that have all that was asked.
func choose(full []fit, lang string) decision {
	best := full[0]
	top := equals(full)
	if named := whole(top); len(named) > 0 {
		top = tongue(named, lang)
		best = top[0]
		if len(top) == 1 && len(named) > 1 {
			return decision{match: task.One, fits: top, confidence: 0.74} // another is called the same: a person should look
		}
	}
	if len(top) > 1 {
		return decision{match: task.Several, fits: top, confidence: 0.85 * best.asked}
	}
	c := best.asked * (0.9 + 0.09*best.named)
	if best.exact {
		c = 0.99
	} else if len(full) > 1 && full[1].asked > best.asked-0.12 {
		c *= 0.92
	}
	return decision{match: task.One, fits: top, confidence: c}
}

// tongue keeps, of items that are called exactly the same, those that are called so
// in the customer's language, or in any where theirs is not known.
func tongue(fs []fit, lang string) []fit {
	var own []fit
	for _, f := range fs {
		if f.exact && (lang != "" && f.lang == lang || lang == "" && f.abroad) {
			own = append(own, f)
		}
	}
	if len(own) == 0 {
		return fs
	}
	return own
}

// equals are the fits that answer the query as well as the first.
func equals(fs []fit) []fit {
	lead := fs[0].asked
	for _, f := range fs {
		lead = max(lead, f.asked)
	}
	var out []fit
	for _, f := range fs {
		if f.asked >= lead-tie {
			out = append(out, f)
		}
	}
	return out
}

// whole are the fits whose whole name was said: exactly, else in any order.
func whole(fs []fit) []fit {
	var exact, all []fit
	for _, f := range fs {
		if f.exact {
			exact = append(exact, f)
		}
		if f.named > 0.99 {
			all = append(all, f)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return all
}

func rounded(v float64) float64 { return math.Round(min(1, max(0, v))*1000) / 1000 }
