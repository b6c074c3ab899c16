package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/history"
	"salesclerk/agent/task"
)

// lineInput is a line of a reading as the back office takes it.
func lineInput(l task.Line) erp.LineInput {
	in := erp.LineInput{Unit: l.Unit, Date: l.Date}
	if q, err := decimal.NewFromString(l.Quantity); err == nil {
		in.Quantity = q
	}
	if len(l.Items) > 0 {
		in.Item, in.Variant = l.Items[0].Number, l.Items[0].Variant
	}
	return in
}

// checkAddress asks a person for a ship-to address that is none of the
// customer's: the nearest is never taken.
func (d *Desk) checkAddress(_ context.Context, w *wish) (*task.Event, error) {
	r := w.reading
	unknown := slices.ContainsFunc(r.Notes, func(n task.Note) bool { return n.Code == task.ShipToUnknown })
	if !unknown || r.ShipToCode != "" || slices.Contains(r.Accepted, task.ShipToUnknown) || w.task.Party.Customer == "" {
		return nil, nil
	}
	e := stuck(task.ShipToUnknown, "Words", cut(r.ShipTo, 200))
	return &e, nil
}

// checkItems sorts the lines by how well they were found: nothing goes to a
// person, several or alternatives to the customer.
func (d *Desk) checkItems(ctx context.Context, w *wish) (*task.Event, error) {
	var none, options []int
	if err := d.askVariants(ctx, w); err != nil {
		return nil, err
	}
	for _, l := range w.lines {
		if l.from < 0 {
			continue
		}
		switch w.reading.Lines[l.from].Match {
		case task.One:
		case task.Several, task.Alternatives:
			options = append(options, l.from)
		default:
			none = append(none, l.from)
		}
	}
	if len(none) > 0 {
		e := stuck(task.NoItem, "Words", w.wordsOf(none))
		e.Problem.Lines, e.Reading = none, &w.reading
		return &e, nil
	}
	if len(options) > 0 {
		p := &task.Problem{Code: task.SeveralItems, Lines: options, Args: map[string]string{"Words": w.wordsOf(options)}}
		return &task.Event{Kind: task.Options, Reading: &w.reading, Problem: p}, nil
	}
	return nil, nil
}

// maxChoices is how many variants a customer is asked to choose among: a letter each.
const maxChoices = 26

// askVariants makes a choice of a line whose item is sold in variants when none
// was said: a boot without its size is nothing that could be delivered. The one
// that the customer always had goes without asking. What a person picked stays.
func (d *Desk) askVariants(ctx context.Context, w *wish) error {
	before := sync.OnceValues(func() (history.List, error) {
		return history.Of(ctx, d.ERP, w.task.Party.Customer, d.now().In(d.zone()))
	})
	for i := range w.lines {
		l := &w.lines[i]
		if l.from < 0 || l.No > 0 && !l.swap || l.Item == "" || l.Variant != "" {
			continue
		}
		asked := w.reading.Lines[l.from]
		if asked.Match != task.One || asked.Picked != "" {
			continue
		}
		item, err := d.ERP.Item(ctx, l.Item)
		if errors.Is(err, erp.ErrNotFound) {
			continue // the back office will say so at the line
		}
		if err != nil {
			return fmt.Errorf("item %s: %w", l.Item, err)
		}
		if slices.ContainsFunc(item.Variants, func(v erp.Variant) bool { return v.Code == l.had && l.swap }) {
			l.Variant = l.had // the orange ones instead, in the size they were
			continue
		}
		if len(item.Variants) == 0 {
			continue
		}
		list, err := before()
		if err != nil {
			return err
		}
		if w.takeUsual(l, item, list) || len(item.Variants) > maxChoices {
			continue
		}
		asked.Match, asked.Items = task.Several, variantsOf(item, asked.Items[0].Score, d.langOf(w.task))
		w.reading.Lines = slices.Clone(w.reading.Lines)
		w.reading.Lines[l.from] = asked
	}
	return nil
}

// Choices is a reading as the customer is asked about it: a line of an item that is
// sold in variants, none of which was said, has them all to choose from.
func (d *Desk) Choices(ctx context.Context, r task.Reading) (task.Reading, error) {
	r.Lines = slices.Clone(r.Lines)
	for i, l := range r.Lines {
		if l.Match != task.One || l.Change != task.LineNew || len(l.Items) == 0 || l.Items[0].Variant != "" {
			continue
		}
		item, err := d.ERP.Item(ctx, l.Items[0].Number)
		if errors.Is(err, erp.ErrNotFound) {
			continue
		}
		if err != nil {
			return r, fmt.Errorf("item %s: %w", l.Items[0].Number, err)
		}
		if n := len(item.Variants); n > 0 && n <= maxChoices {
			r.Lines[i].Match, r.Lines[i].Items = task.Several, variantsOf(item, l.Items[0].Score, r.Language)
		}
	}
	return r, nil
}

// takeUsual takes the variant of an item that this customer always ordered, and
// notes it for the reviewer.
func (w *wish) takeUsual(l *wishLine, item erp.Item, before history.List) bool {
	p, ok := before.Variant(l.Item)
	if !ok || !slices.ContainsFunc(item.Variants, func(v erp.Variant) bool { return v.Code == p.Variant }) {
		return false
	}
	l.Variant = p.Variant
	l.notes = append(l.notes, boughtBefore(w.reading.Lines[l.from], p.Item+" "+p.Variant, task.Bought{Date: p.Date, Order: p.Order}))
	return true
}

// variantsOf is an item's variants to choose from.
func variantsOf(item erp.Item, score float64, lang string) []task.Candidate {
	name := item.Name(lang)
	var out []task.Candidate
	for _, v := range item.Variants {
		text := v.Description
		if text == "" {
			text = v.Code
		}
		out = append(out, task.Candidate{Number: item.Number, Variant: v.Code, Description: name + ", " + text, Score: score, Why: "variant"})
	}
	return out
}

func (w *wish) wordsOf(lines []int) string {
	var words []string
	for _, i := range lines {
		l := w.reading.Lines[i]
		s := l.Query
		if s == "" {
			s = l.Text
		}
		words = append(words, cut(s, 80))
	}
	return cut(strings.Join(words, "; "), 300)
}

// checkUnits sees to it that each line is in a unit its item is sold in, and
// notes the arithmetic.
func (d *Desk) checkUnits(ctx context.Context, w *wish) (*task.Event, error) {
	var unknown []int
	for i := range w.lines {
		l := &w.lines[i]
		if l.from < 0 {
			continue
		}
		item, err := d.ERP.Item(ctx, l.Item)
		if errors.Is(err, erp.ErrNotFound) {
			continue // the back office will say so at the line
		}
		if err != nil {
			return nil, fmt.Errorf("item %s: %w", l.Item, err)
		}
		if l.Unit == "" {
			w.countsPieces(l, item)
			continue
		}
		d.takePieces(w, l, item)
		per, ok := perBase(item, l.Unit)
		switch {
		case !ok:
			unknown = append(unknown, l.from)
		case l.Unit != item.BaseUnit:
			l.notes = append(l.notes, arithmetic(l.Quantity, l.Unit, per, item.BaseUnit))
		}
	}
	if len(unknown) == 0 {
		return nil, nil
	}
	first := w.reading.Lines[unknown[0]]
	e := stuck(task.UnitUnknown, "Unit", cut(first.Unit, 40), "Words", w.wordsOf(unknown))
	e.Problem.Lines, e.Reading = unknown, &w.reading
	return &e, nil
}

// takePieces takes six pieces of what is sold in cans for six cans, and notes it:
// an item need not have pieces among its units.
func (d *Desk) takePieces(w *wish, l *wishLine, item erp.Item) {
	if _, ok := perBase(item, l.Unit); ok {
		return
	}
	code, sure := d.Items.UnitOf(item.Number, l.Unit, w.reading.Language)
	if code == "" || !sure {
		return
	}
	l.notes = append(l.notes, task.Note{Code: "unit_taken", Args: map[string]string{"Said": l.Unit, "Unit": code}})
	l.Unit = code
}

// measuring are base units that nobody counts: of such an item it is the sales
// unit that "5 of them" means.
var measuring = []string{"KG", "G", "GR", "T", "M", "CM", "MM", "KM", "L", "ML", "CL", "M2", "M3", "LB", "FT", "HOUR", "DAY"}

// countsPieces takes "20 dust masks" for twenty masks where the back office would
// sell twenty boxes, and notes that no unit was said.
func (w *wish) countsPieces(l *wishLine, item erp.Item) {
	asked := w.reading.Lines[l.from]
	if l.No > 0 || item.SalesUnit == "" || item.SalesUnit == item.BaseUnit || asked.QuantityAssumed || slices.Contains(measuring, item.BaseUnit) {
		return
	}
	l.Unit = item.BaseUnit
	per, _ := perBase(item, item.SalesUnit)
	l.notes = append(l.notes, task.Note{Code: "unit_assumed", Args: map[string]string{"Unit": item.BaseUnit, "Sold": item.SalesUnit,
		"Holds": per.String() + " " + item.BaseUnit}})
}

func perBase(item erp.Item, unit string) (decimal.Decimal, bool) {
	for _, u := range item.Units {
		if strings.EqualFold(u.Code, unit) {
			return u.PerBase, true
		}
	}
	return decimal.NewFromInt(1), strings.EqualFold(unit, item.BaseUnit)
}

func arithmetic(q decimal.Decimal, unit string, per decimal.Decimal, base string) task.Note {
	total := q.Mul(per)
	return task.Note{Code: "unit_converted", Args: map[string]string{"From": q.String() + " " + unit, "To": total.String() + " " + base,
		"Arithmetic": fmt.Sprintf("%s × %s = %s", q, per, total)}}
}

// checkStock looks at what can be had by the date wanted. Lines of the same item
// share its stock.
func (d *Desk) checkStock(ctx context.Context, w *wish) (*task.Event, error) {
	var short []int
	w.reading.Notes = slices.DeleteFunc(slices.Clone(w.reading.Notes), func(n task.Note) bool { return n.Code == task.NotAvailable }) // of a former try
	taken := map[string]decimal.Decimal{}
	kept := w.lines[:0:0]
	for _, l := range w.lines {
		ok, err := d.stockOf(ctx, w, &l, taken)
		if err != nil {
			return nil, err
		}
		if !ok {
			if l.from >= 0 {
				short = append(short, l.from)
			}
			if slices.Contains(w.reading.Accepted, task.NotAvailable) {
				continue // a person said to go on: it is left out, and the reply says so
			}
		}
		kept = append(kept, l)
	}
	if len(short) > 0 && !slices.Contains(w.reading.Accepted, task.NotAvailable) {
		e := stuck(task.NotAvailable, "Words", w.wordsOf(short))
		e.Problem.Lines, e.Reading = short, &w.reading
		return &e, nil
	}
	w.lines = kept
	return nil, nil
}

// stockOf says whether a line can be kept, and notes what its stock means for it.
func (d *Desk) stockOf(ctx context.Context, w *wish, l *wishLine, taken map[string]decimal.Decimal) (bool, error) {
	item, err := d.ERP.Item(ctx, l.Item)
	if errors.Is(err, erp.ErrNotFound) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("item %s: %w", l.Item, err)
	}
	unit := l.Unit
	if unit == "" {
		unit = item.SalesUnit
	}
	per, _ := perBase(item, unit)
	key := l.Item + "\x00" + l.Variant
	want := l.Quantity.Mul(per)
	taken[key] = taken[key].Add(want)
	location, err := d.location(ctx, w.task.Party.Customer)
	if err != nil {
		return false, err
	}
	today := d.now().In(d.zone())
	a, err := d.ERP.Availability(ctx, erp.AvailabilityQuery{Item: l.Item, Variant: l.Variant, Location: location,
		Date: w.dateOf(l, today), Today: today, Quantity: taken[key]})
	if err != nil {
		return false, fmt.Errorf("the stock of item %s: %w", l.Item, err)
	}
	if a.Available.GreaterThanOrEqual(taken[key]) {
		return true, nil
	}
	return d.shortLine(w, l, a, want), nil
}

// shortLine settles a line of which there is not enough, by the desk's policy.
func (d *Desk) shortLine(w *wish, l *wishLine, a erp.Availability, want decimal.Decimal) bool {
	if w.task.Policy.CapableToPromise && !a.Promise.IsZero() {
		l.Date = a.Promise.Format(time.DateOnly)
		l.notes = append(l.notes, task.Note{Code: "promise", Args: map[string]string{"Item": l.Item, "Date": l.Date}})
		return true
	}
	n := task.Note{Code: "not_available", Args: map[string]string{"Item": l.Item, "Available": decimal.Max(a.Available, decimal.Zero).String(), "Wanted": want.String()}}
	if !w.task.Policy.OnlyAvailable {
		l.notes = append(l.notes, n)
		return true
	}
	w.reading.Notes = withNote(w.reading.Notes, n)
	return false
}

func withNote(notes []task.Note, n task.Note) []task.Note {
	for i, x := range notes {
		if x.Code == n.Code && x.Args["Item"] == n.Args["Item"] {
			notes = slices.Clone(notes)
			notes[i] = n
			return notes
		}
	}
	return append(slices.Clone(notes), n)
}

func (w *wish) dateOf(l *wishLine, today time.Time) time.Time {
	for _, s := range []string{l.Date, w.date} {
		if t, err := time.ParseInLocation(time.DateOnly, s, today.Location()); err == nil && t.After(today) {
			return t
		}
	}
	return today
}

func (d *Desk) location(ctx context.Context, customer string) (string, error) {
	if customer == "" {
		return "", nil
	}
	c, err := d.ERP.Customer(ctx, customer)
	if err != nil {
		return "", fmt.Errorf("customer %s: %w", customer, err)
	}
	return c.Location, nil
}
