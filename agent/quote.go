package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// quote makes the quote of what was asked for, or changes the one there is. What
// it cannot settle goes to a person, or as a question to the customer.
func (d *Desk) quote(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	w, err := d.wish(ctx, t)
	if err != nil {
		return task.Event{}, err
	}
	if p, err := d.foreignTo(ctx, &t, w.quote); p != nil || err != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, err
	}
	for _, check := range []func(context.Context, *wish) (*task.Event, error){d.checkAddress, d.checkItems, d.checkUnits, d.checkStock} {
		if e, err := check(ctx, w); e != nil || err != nil {
			return deref(e), err
		}
	}
	if len(w.lines) == 0 {
		return task.Event{Kind: task.Nothing, Reading: &w.reading}, nil
	}
	doc, err := d.writeQuote(ctx, w, job)
	switch {
	case errors.Is(err, erp.ErrChanged):
		return task.Event{}, fmt.Errorf("the quote was changed while the agent changed it: %w", err) // tried again
	case err != nil:
		return w.faulty(err)
	}
	snap := snapshot(doc)
	w.annotate(snap, d.zone())
	return task.Event{Kind: task.Quoted, Document: snap, Reading: &w.reading}, nil
}

func deref(e *task.Event) task.Event {
	if e == nil {
		return task.Event{}
	}
	return *e
}

// wish is the document as the customer wants it, while it is being settled.
type wish struct {
	task    *task.Task
	reading task.Reading
	quote   *erp.Document // the open quote that is changed; nil: a new one
	date    string        // requested, ISO
	lines   []wishLine
}

// wishLine is a line of the document to be, and the line of the reading that
// asked for it (from is -1 for one that stays as it is).
type wishLine struct {
	erp.LineInput
	from  int
	notes []task.Note
	swap  bool   // another item took the place of the one that was there
	had   string // whose variant this was
}

// wish gathers the lines: the reading's, those a question to the customer left,
// and those of the quote that stay.
func (d *Desk) wish(ctx context.Context, t task.Task) (*wish, error) {
	w := &wish{task: &t, reading: withAsked(t), date: t.Reading.RequestedDate}
	if t.Document != nil && t.Document.Kind == task.Quote {
		doc, err := d.ERP.Document(ctx, erp.Quote, t.Document.Number)
		if err != nil {
			return nil, fmt.Errorf("reading quote %s: %w", t.Document.Number, err)
		}
		if doc.Ordered == "" {
			w.quote = &doc
			w.keep(doc)
		}
	}
	if w.date == "" && w.quote != nil {
		w.date = w.quote.Requested
	}
	for i, l := range w.reading.Lines {
		if !l.Skip && !nothing(l) {
			w.add(i, l)
		}
	}
	return w, nil
}

// withAsked is the reading with the lines of the request that the customer was
// asked about: answered ones settled, the others as they were.
func withAsked(t task.Task) task.Reading {
	r := *t.Reading
	if t.Offered == nil || t.Offered.Kind != task.DraftAsk || t.Offered.Reading == nil || r.Merged {
		return r
	}
	asked := *t.Offered.Reading
	lines, done := slices.Clone(asked.Lines), map[int]bool{}
	for _, l := range r.Lines {
		at := l.Asked - 1
		if at < 0 || at >= len(asked.Lines) {
			lines = append(lines, l)
			continue
		}
		settled := answered(asked.Lines[at], l)
		if done[at] { // more than one of the options is wanted
			lines = append(lines, settled)
			continue
		}
		lines[at], done[at] = settled, true
	}
	r.Lines = lines
	takeMissing(&r, asked)
	r.Merged = true
	return r
}

func takeMissing(r *task.Reading, from task.Reading) {
	if r.RequestedDate == "" {
		r.RequestedDate = from.RequestedDate
	}
	if r.Reference == "" {
		r.Reference = from.Reference
	}
	if r.ShipTo == "" && r.ShipToCode == "" {
		r.ShipTo, r.ShipToCode = from.ShipTo, from.ShipToCode
	}
}

// keep takes the quote's lines as they stand.
func (w *wish) keep(doc erp.Document) {
	for _, l := range doc.Lines {
		in := erp.LineInput{No: l.No, Item: l.Item, Variant: l.Variant, Quantity: l.Quantity, Unit: l.Unit, Date: l.Date}
		if l.PriceFixed {
			price, discount := l.Price, l.Discount
			in.Price, in.Discount = &price, &discount
		}
		w.lines = append(w.lines, wishLine{LineInput: in, from: -1})
	}
}

// add puts a line of the reading into the document: a new one, or a change of
// one that is there.
func (w *wish) add(i int, l task.Line) {
	at := w.meant(l)
	switch {
	case l.Change == task.LineRemove && at >= 0:
		w.lines = slices.Delete(w.lines, at, at+1)
	case l.Change == task.LineRemove:
		return
	case l.Change == task.LineSet && at >= 0:
		w.set(at, i, l)
	default:
		w.lines = append(w.lines, wishLine{LineInput: lineInput(l), from: i})
	}
}

// nothing is a row of an order form with a nought in it.
func nothing(l task.Line) bool { return l.Change == task.LineNew && l.Quantity == "0" }

// meant is the index of the document line that a change is about, or -1.
func (w *wish) meant(l task.Line) int {
	if l.Change != task.LineSet && l.Change != task.LineRemove {
		return -1
	}
	if l.DocLine > 0 {
		return slices.IndexFunc(w.lines, func(x wishLine) bool { return x.No == l.DocLine })
	}
	found := -1
	for i, x := range w.lines {
		for _, c := range l.Items {
			if x.Item == c.Number && (c.Variant == "" || x.Variant == c.Variant) {
				if found >= 0 && found != i {
					return -1
				}
				found = i
			}
		}
	}
	return found
}

// set changes what the customer said and leaves the rest of the line.
func (w *wish) set(at, i int, l task.Line) {
	line, in := &w.lines[at], lineInput(l)
	if in.Item != "" && l.Match == task.One && in.Item != line.Item {
		line.swap, line.had = true, line.Variant
		line.Item, line.Variant, line.Price, line.Discount, line.Unit = in.Item, in.Variant, nil, nil, ""
	} else if in.Variant != "" && l.Match == task.One {
		line.Variant = in.Variant
	}
	if !l.QuantityAssumed && in.Quantity.IsPositive() {
		line.Quantity = in.Quantity
	}
	if in.Unit != "" {
		line.Unit = in.Unit
	}
	line.Date = l.Date
	line.from = i
}

// writeQuote makes or changes the quote in the back office, once for the job.
func (d *Desk) writeQuote(ctx context.Context, w *wish, job task.Job) (erp.Document, error) {
	t := w.task
	in := erp.DocumentInput{Customer: t.Party.Customer, Contact: t.Party.Contact, Requested: w.date,
		Reference: w.reading.Reference, ShipTo: w.reading.ShipToCode, Lang: d.langOf(t), Date: d.now().In(d.zone())}
	for _, l := range w.lines {
		in.Lines = append(in.Lines, l.LineInput)
	}
	if w.quote == nil {
		return d.ERP.CreateQuote(ctx, d.officeKey(job.Key), in)
	}
	if in.Reference == "" {
		in.Reference = w.quote.Reference
	}
	if in.ShipTo == "" {
		in.ShipTo = w.quote.ShipToCode
	}
	return d.ERP.UpdateQuote(ctx, d.officeKey(job.Key), w.quote.Number, w.quote.Version, in)
}

// faulty turns a refused line into the problem it is, with the line of the reading.
func (w *wish) faulty(err error) (task.Event, error) {
	var f *erp.Fault
	if !errors.As(err, &f) || f.Line < 1 || f.Line > len(w.lines) {
		return task.Event{}, err
	}
	p := problemOf(err)
	switch {
	case f.Field == "item" || f.Field == "variant":
		p.Code = task.NoItem
	case f.Field == "unit":
		p.Code = task.UnitUnknown
	}
	if from := w.lines[f.Line-1].from; from >= 0 {
		p.Lines = []int{from}
	} else if p.Code != task.BackOffice {
		p.Code = task.BackOffice
	}
	p.Args["Line"] = strconv.Itoa(f.Line)
	return task.Event{Kind: task.Stuck, Problem: p, Reading: &w.reading}, nil
}

// langOf is the language to write to the customer: the contact's, else the
// mail's, else the desk's.
func (d *Desk) langOf(t *task.Task) string {
	for _, l := range []string{t.Party.Lang, t.Lang} {
		if l != "" {
			return l
		}
	}
	if t.Reading != nil && t.Reading.Language != "" {
		return t.Reading.Language
	}
	return d.Lang
}

// officeKey is a job's key in the back office. Desks count their tasks each for
// themselves and share the back office: without the desk, what one made for its
// first task would be taken for the other's.
func (d *Desk) officeKey(key string) string { return d.Name + "/" + key }
