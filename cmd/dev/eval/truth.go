package eval

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// Truth is what a mail says as a whole. It is written as
//
//	accept+change irrelevant scope=discount,return ref=4711 date=2027-03-01 ship=DEPOT
//
// intents joined by +, then what holds: irrelevant (there is nothing to do for the
// agent), scope (what is out of its scope; nothing if not given), ref, date, ship (the
// code of the customer's address, or "words" in quotes for one that is none of them),
// from (the address of the sender a colleague forwards). Where two salespeople could
// differ, intents are alternatives joined by |, and ref=? or ship=? is not judged. A
// mail that no person wrote is `auto`, and nothing else of it is judged.
type Truth struct {
	Automatic  bool
	Intents    [][]string // each of them will do
	Irrelevant bool
	Scope      []string
	Reference  string
	Date       string
	ShipTo     string // a code, or the words themselves in quotes
	Forwarded  string
}

// Line is something that is asked for. It is written as
//
//	[+=-]quantity[?] [unit] item[/variant] [@date]
//
// + adds to what was agreed, = changes it, - removes it; ? says that the quantity was
// not written; the unit is the code of what was written. Several items that may be
// meant are joined by |, and a last one * allows others among them; item/* leaves the
// variant open. "alt" before the items says that these can only be offered instead, ~
// that there is no such item.
type Line struct {
	Change   string // "", add, set, remove
	Quantity string
	Assumed  bool
	Unit     string
	Items    []string // number or number/variant; none for ~
	Others   bool     // further items may be among them
	Instead  bool     // alternatives only
	Date     string
}

var intents = []string{"quote_request", "order_request", "accept", "decline", "change", "cancel", "question", "other"}

var scopes = []string{"discount", "delivery_status", "return", "complaint", "sell_to_us", "ranking", "other_customer",
	"internal_data", "instruction_to_agent", "support", "spam", "other"}

var truthWord = regexp.MustCompile(`[a-z]+="[^"]*"|\S+`)

func parseTruth(s string) (Truth, error) {
	var t Truth
	words := truthWord.FindAllString(s, -1)
	if len(words) == 0 {
		return t, fmt.Errorf("the truth is empty")
	}
	if words[0] == "auto" {
		t.Automatic = true
		return t, only(words, 1)
	}
	for s := range strings.SplitSeq(words[0], "|") {
		set := strings.Split(s, "+")
		if err := among("intent", set, intents); err != nil {
			return t, err
		}
		t.Intents = append(t.Intents, set)
	}
	for _, w := range words[1:] {
		if err := t.set(w); err != nil {
			return t, err
		}
	}
	return t, nil
}

func (t *Truth) set(word string) error {
	k, v, _ := strings.Cut(word, "=")
	switch {
	case k == "irrelevant" && v == "":
		t.Irrelevant = true
	case k == "scope":
		t.Scope = strings.Split(v, ",")
		return among("kind out of scope", t.Scope, scopes)
	case k == "ref" && v != "":
		t.Reference = strings.Trim(v, `"`)
	case k == "date" && v != "":
		t.Date = v
		return isDate(v)
	case k == "ship" && v != "":
		t.ShipTo = v
	case k == "from" && strings.Contains(v, "@"):
		t.Forwarded = v
	default:
		return fmt.Errorf("%q is no part of a truth", word)
	}
	return nil
}

func only(words []string, n int) error {
	if len(words) > n {
		return fmt.Errorf("%q says too much", strings.Join(words, " "))
	}
	return nil
}

func among(what string, list, known []string) error {
	for _, s := range list {
		if !slices.Contains(known, s) {
			return fmt.Errorf("there is no %s %q", what, s)
		}
	}
	return nil
}

func isDate(s string) error {
	_, err := time.Parse(time.DateOnly, s)
	return err
}

var signs = map[byte]string{'+': "add", '=': "set", '-': "remove"}

func parseLine(s string) (Line, error) {
	var l Line
	words := strings.Fields(s)
	if n := len(words); n > 0 && strings.HasPrefix(words[n-1], "@") {
		l.Date = words[n-1][1:]
		if err := isDate(l.Date); err != nil {
			return l, err
		}
		words = words[:n-1]
	}
	if len(words) < 2 || len(words) > 4 {
		return l, fmt.Errorf("%q is no line", s)
	}
	if err := l.quantity(words[0]); err != nil {
		return l, err
	}
	words = words[1:]
	last := words[len(words)-1]
	for _, w := range words[:len(words)-1] {
		if w == "alt" {
			l.Instead = true
		} else if l.Unit == "" && w == strings.ToUpper(w) {
			l.Unit = w
		} else {
			return l, fmt.Errorf("%q is no unit", w)
		}
	}
	return l, l.items(last)
}

func (l *Line) quantity(s string) error {
	if change, ok := signs[s[0]]; ok {
		l.Change, s = change, s[1:]
	}
	s, l.Assumed = strings.CutSuffix(s, "?")
	q, err := decimal.NewFromString(s)
	if err != nil || q.IsNegative() {
		return fmt.Errorf("%q is no quantity", s)
	}
	l.Quantity = q.String()
	return nil
}

func (l *Line) items(s string) error {
	if s == "~" {
		return nil
	}
	l.Items = strings.Split(s, "|")
	if n := len(l.Items); l.Items[n-1] == "*" {
		l.Items, l.Others = l.Items[:n-1], true
	}
	if slices.Contains(l.Items, "") || len(l.Items) == 0 {
		return fmt.Errorf("%q names no items", s)
	}
	return nil
}

// String is the line as it is written.
func (l Line) String() string {
	s := l.Quantity
	for sign, change := range signs {
		if change == l.Change {
			s = string(sign) + s
		}
	}
	if l.Assumed {
		s += "?"
	}
	if l.Unit != "" {
		s += " " + l.Unit
	}
	if l.Instead {
		s += " alt"
	}
	names := strings.Join(l.Items, "|")
	if l.Others {
		names += "|*"
	}
	if len(l.Items) == 0 {
		names = "~"
	}
	s += " " + names
	if l.Date != "" {
		s += " @" + l.Date
	}
	return s
}
