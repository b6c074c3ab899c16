package eval

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
)

// verdict is what an answer got right of a case.
type verdict struct {
	count  map[measure]tally
	misses []string // in words
}

// judge compares an answer with the truth. A mail that is taken for automatic gets
// nothing right: nobody would ever see it.
func judge(c *Case, offered []Line, a Answer) verdict {
	v := verdict{count: map[measure]tally{}}
	if a.Failed != "" {
		v.misses = append(v.misses, "the program fails: "+a.Failed)
	}
	if c.Truth.Automatic || a.Automatic {
		v.is(automatic, c.Truth.Automatic == a.Automatic, "automatic %v %s", a.Automatic, a.AutomaticReason)
		if c.Truth.Automatic {
			return v
		}
		a = Answer{}
	}
	t := c.Truth
	v.is(language, a.Language == c.Lang, "language %s, not %s", a.Language, c.Lang)
	right := slices.ContainsFunc(t.Intents, func(set []string) bool { return sameSet(a.Intents, set) })
	v.is(purpose, right, "intents %s, not %s", join(a.Intents), join(t.Intents[0]))
	v.is(relevant, a.Relevant != t.Irrelevant, "relevant %v", a.Relevant)
	if c.Origin != Known && (len(t.Scope) > 0 || len(a.OutOfScope) > 0) {
		v.is(scope, sameSet(a.OutOfScope, t.Scope), "out of scope %s, not %s", join(a.OutOfScope), join(t.Scope))
	}
	v.value(date, a.Date, t.Date)
	v.value(reference, a.Reference, t.Reference)
	v.value(forwarded, a.ForwardedFrom, t.Forwarded)
	if t.ShipTo != notJudged && (t.ShipTo != "" || a.ShipTo != "" || a.ShipToCode != "") {
		v.is(shipTo, sameAddress(a, t.ShipTo), "ship to %s %q, not %s", a.ShipToCode, a.ShipTo, t.ShipTo)
	}
	v.lines(c, offered, a)
	return v
}

// notJudged is the value of a truth that leaves open what is right.
const notJudged = "?"

// is counts one thing that is right or wrong.
func (v *verdict) is(m measure, right bool, format string, args ...any) {
	t := v.count[m]
	t.All++
	if right {
		t.Right++
	} else {
		v.misses = append(v.misses, fmt.Sprintf(format, args...))
	}
	v.count[m] = t
}

// value counts a value of the mail where there is one or one was found.
func (v *verdict) value(m measure, got, want string) {
	if want != notJudged && (got != "" || want != "") {
		v.is(m, strings.EqualFold(got, want), "%s %q, not %q", m, got, want)
	}
}

// lines pairs what was answered with what was asked and counts. A line is exactly
// right if item, variant, quantity, unit and what it does are. An answered line that
// has nothing to do with any line asked for is a false one.
func (v *verdict) lines(c *Case, offered []Line, a Answer) {
	left := slices.Clone(a.Lines)
	missed := []Line{}
	for _, want := range c.Lines {
		i := slices.IndexFunc(left, func(l AnswerLine) bool { return want.matches(l, offered) })
		if i < 0 {
			missed = append(missed, want)
			continue
		}
		v.is(lines, true, "")
		v.lineDate(c, want, left[i])
		left = slices.Delete(left, i, i+1)
	}
	for _, want := range missed {
		if want.Date != "" {
			v.is(lineDate, false, "no line with the date %s", want.Date)
		}
		i := slices.IndexFunc(left, want.near)
		if i < 0 {
			v.is(lines, false, "nothing for %s", want)
			continue
		}
		v.is(lines, false, "%s, not %s", told(left[i]), want)
		left = slices.Delete(left, i, i+1)
	}
	for _, l := range left {
		v.misses = append(v.misses, "false line "+told(l))
	}
	t := v.count[falseLines]
	t.Right, t.All = len(left), len(c.Lines)
	v.count[falseLines] = t
}

// lineDate counts a line's own date; one that only repeats the mail's says nothing.
func (v *verdict) lineDate(c *Case, want Line, got AnswerLine) {
	if want.Date != "" || got.Date != "" && got.Date != c.Truth.Date {
		v.is(lineDate, got.Date == want.Date, "line date %q, not %q: %s", got.Date, want.Date, told(got))
	}
}

// matches says whether an answered line is exactly this one.
func (l Line) matches(got AnswerLine, offered []Line) bool {
	if got.Change != l.Change {
		return false
	}
	if l.Change == "remove" {
		return l.sameItems(got) // how many went is the document's business
	}
	return sameNumber(got.Quantity, l.Quantity) && l.sameUnit(got.Unit, offered) && l.sameItems(got)
}

// sameUnit lets a changed line leave out a unit that is the offered one.
func (l Line) sameUnit(got string, offered []Line) bool {
	if strings.EqualFold(got, l.Unit) {
		return true
	}
	return l.Change == "set" && slices.ContainsFunc(offered, func(o Line) bool {
		return slices.Equal(o.Items, l.Items) && (got == "" && l.Unit == o.Unit || l.Unit == "" && got == o.Unit)
	})
}

func (l Line) sameItems(got AnswerLine) bool {
	names := names(got)
	switch {
	case len(l.Items) == 0:
		return got.Match == "none" || got.Match == "alternatives"
	case l.Instead != (got.Match == "alternatives") || got.Match == "none" || len(names) == 0:
		return false
	case len(l.Items) == 1 && !l.Others && !l.Instead:
		return l.oneItem(got, names)
	}
	for _, n := range l.Items {
		if !slices.ContainsFunc(names, func(g string) bool { return sameItem(n, g) }) {
			return false
		}
	}
	return l.Others || !slices.ContainsFunc(names, func(g string) bool {
		return !slices.ContainsFunc(l.Items, func(n string) bool { return sameItem(n, g) })
	})
}

// oneItem says whether the one item is the answer. Where its variant is left open,
// all of the item's may be offered.
func (l Line) oneItem(got AnswerLine, names []string) bool {
	if got.Match == "one" {
		return sameItem(l.Items[0], names[0])
	}
	return strings.HasSuffix(l.Items[0], "/*") && !slices.ContainsFunc(names, func(g string) bool { return !sameItem(l.Items[0], g) })
}

// sameItem compares number/variant; number/* is any variant or none.
func sameItem(want, got string) bool {
	if open, ok := strings.CutSuffix(want, "/*"); ok {
		number, _, _ := strings.Cut(got, "/")
		return number == open
	}
	return want == got
}

// near says whether an answered line is at least about this one.
func (l Line) near(got AnswerLine) bool {
	for _, g := range names(got) {
		number, _, _ := strings.Cut(g, "/")
		if slices.ContainsFunc(l.Items, func(n string) bool { n, _, _ = strings.Cut(n, "/"); return n == number }) {
			return true
		}
	}
	return sameNumber(got.Quantity, l.Quantity) && !l.Assumed
}

func names(l AnswerLine) []string {
	var out []string
	for _, f := range l.Items {
		out = append(out, strings.TrimSuffix(f.Number+"/"+f.Variant, "/"))
	}
	if l.Match == "one" && len(out) > 1 {
		out = out[:1]
	}
	return out
}

// told is an answered line in the form of the truth, with the words it is from.
func told(l AnswerLine) string {
	t := Line{Change: l.Change, Quantity: l.Quantity, Assumed: l.Assumed, Unit: l.Unit, Items: names(l), Instead: l.Match == "alternatives", Date: l.Date}
	s := t.String()
	if l.Match == "none" {
		s += l.Query
	}
	return fmt.Sprintf("%s (%q)", s, l.Text)
}

func sameNumber(a, b string) bool {
	x, err := decimal.NewFromString(a)
	y, err2 := decimal.NewFromString(b)
	return err == nil && err2 == nil && x.Equal(y)
}

// sameAddress compares a code, or words in quotes without regard to marks and case.
func sameAddress(a Answer, want string) bool {
	if words, ok := strings.CutPrefix(want, `"`); ok {
		return a.ShipToCode == "" && plain(a.ShipTo) == plain(words)
	}
	return a.ShipToCode == want && (want != "" || a.ShipTo == "")
}

func plain(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func join(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, "+")
}
