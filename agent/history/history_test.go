package history_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/catalog"
	"salesclerk/agent/erp"
	"salesclerk/agent/history"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// office knows what customer 10 ordered, and how long back it was asked.
type office struct {
	list  []erp.Purchase
	since string
	err   error
}

func (o *office) Purchases(_ context.Context, customer, since string, _ int) ([]erp.Purchase, error) {
	o.since = since
	if customer != "10" {
		return nil, o.err
	}
	return o.list, o.err
}

// items answers as the catalogue does: a tie goes to what was bought.
type items struct {
	answer catalog.Result
	asked  *catalog.Query
}

func (x items) Find(_ context.Context, q catalog.Query) (catalog.Result, error) {
	*x.asked = q
	var with []task.Candidate
	for _, c := range x.answer.Items {
		for _, b := range q.Bought {
			if b == c.Number && x.answer.Match == task.Several {
				with = append(with, c)
			}
		}
	}
	if len(with) == 1 {
		return catalog.Result{Match: task.One, Items: with, Confidence: 0.7, Before: true}, nil
	}
	return x.answer, nil
}
func (items) Knows(string) bool                            { return false }
func (items) Unit(string, string) (string, bool)           { return "", false }
func (items) UnitOf(string, string, string) (string, bool) { return "", false }

type reads struct{ items reader.Items }

func (r reads) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	res, err := r.items.Find(ctx, catalog.Query{Text: "chair", Customer: in.Customer})
	return task.Reading{Lines: []task.Line{{Match: res.Match, Items: res.Items, Confidence: res.Confidence}}}, err
}

func several(c ...task.Candidate) catalog.Result {
	return catalog.Result{Match: task.Several, Items: c, Confidence: 0.85}
}

func item(number, variant string) task.Candidate {
	return task.Candidate{Number: number, Variant: variant, Score: 0.9}
}

func TestOfEqualsTheOneBoughtBefore(t *testing.T) {
	jan := erp.Purchase{Item: "B", Date: "2027-01-05", Order: "SO-7"}
	red := erp.Purchase{Item: "A", Variant: "RED", Date: "2026-12-01"}
	blue := erp.Purchase{Item: "A", Variant: "BLUE", Date: "2026-11-01"}
	for name, c := range map[string]struct {
		list     []erp.Purchase
		customer string
		answer   catalog.Result
		item     string // number/variant; "" where it stays open
		why      string
	}{
		"one of two":                   {[]erp.Purchase{jan}, "10", several(item("A", ""), item("B", "")), "B/", "bought before: on 2027-01-05 (SO-7)"},
		"both":                         {[]erp.Purchase{jan, red}, "10", several(item("A", ""), item("B", "")), "", ""},
		"neither":                      {[]erp.Purchase{jan}, "10", several(item("A", ""), item("C", "")), "", ""},
		"another customer":             {[]erp.Purchase{jan}, "20", several(item("A", ""), item("B", "")), "", ""},
		"nobody":                       {[]erp.Purchase{jan}, "", several(item("A", ""), item("B", "")), "", ""},
		"what is certain stays":        {[]erp.Purchase{jan}, "10", catalog.Result{Match: task.One, Items: []task.Candidate{item("A", "")}, Confidence: 0.9}, "A/", ""},
		"alternatives are offered":     {[]erp.Purchase{jan}, "10", catalog.Result{Match: task.Alternatives, Items: []task.Candidate{item("A", ""), item("B", "")}}, "", ""},
		"the variant of last time":     {[]erp.Purchase{red}, "10", several(item("A", "BLUE"), item("A", "RED")), "A/RED", "bought before: on 2026-12-01"},
		"two variants before":          {[]erp.Purchase{red, blue}, "10", several(item("A", "BLUE"), item("A", "RED")), "", ""},
		"a variant that is not meant":  {[]erp.Purchase{red}, "10", several(item("A", "BLUE"), item("A", "GREEN")), "", ""},
		"once without a variant, too":  {[]erp.Purchase{red, {Item: "A", Date: "2026-10-01"}}, "10", several(item("A", "BLUE"), item("A", "RED")), "", ""},
		"variants of several items":    {[]erp.Purchase{red, jan}, "10", several(item("A", "RED"), item("B", "RED")), "", ""},
		"an order that has no number":  {[]erp.Purchase{{Item: "B", Date: "2027-01-05"}}, "10", several(item("A", ""), item("B", "")), "B/", "bought before: on 2027-01-05"},
		"another variant of one thing": {[]erp.Purchase{red}, "10", several(item("A", "GREEN"), item("B", "GREEN")), "A/GREEN", "bought before: on 2026-12-01"},
	} {
		t.Run(name, func(t *testing.T) {
			var asked catalog.Query
			o := &office{list: c.list}
			x := &history.Reader{Items: items{c.answer, &asked}, Office: o, Over: func(i reader.Items) reader.Reader { return reads{i} }}
			r, err := x.Read(t.Context(), reader.Input{Customer: c.customer, Today: time.Date(2027, 3, 1, 9, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			l, got, why := r.Lines[0], "", ""
			if l.Match == task.One {
				got, why = l.Items[0].Number+"/"+l.Items[0].Variant, l.Items[0].Why
			}
			if got != c.item || why != c.why {
				t.Errorf("%q because %q, want %q because %q", got, why, c.item, c.why)
			}
			if c.item == "" && cmp.Diff(c.answer.Items, l.Items) != "" {
				t.Errorf("the options are %+v", l.Items)
			}
			if settled := l.Match == task.One && l.Items[0].Bought != nil; settled != (c.why != "") || settled && l.Confidence >= task.LowConfidence {
				t.Errorf("%+v at %v: a person must be told", l.Items, l.Confidence)
			}
			if c.customer != "10" && len(asked.Bought) > 0 {
				t.Errorf("the search of %q was told %v", c.customer, asked.Bought)
			}
			if c.customer != "" && o.since != "2025-03-01" {
				t.Errorf("asked since %s", o.since)
			}
		})
	}
}

// TestAQueryOfAnotherCustomer: the view of one customer answers no other, and not
// where only the search is asked.
func TestAQueryOfAnotherCustomer(t *testing.T) {
	var asked catalog.Query
	v := history.View(items{several(item("A", ""), item("B", "")), &asked}, "10", history.List{{Item: "B", Date: "2027-01-05"}})
	for _, q := range []catalog.Query{{Text: "chair", Customer: "20"}, {Text: "chair"}, {Text: "chair", Customer: "10", Plain: true}} {
		if r, err := v.Find(t.Context(), q); err != nil || r.Match != task.Several || len(asked.Bought) > 0 {
			t.Errorf("%+v: %+v %v %v", q, r, asked.Bought, err)
		}
	}
}

// TestTroubleIsNoEmptyHistory: with the back office away the mail is read again later.
func TestTroubleIsNoEmptyHistory(t *testing.T) {
	away := errors.New("away")
	var asked catalog.Query
	x := &history.Reader{Items: items{asked: &asked}, Office: &office{err: away}, Over: func(i reader.Items) reader.Reader { return reads{i} }}
	if _, err := x.Read(t.Context(), reader.Input{Customer: "10"}); !errors.Is(err, away) {
		t.Errorf("%v", err)
	}
}
