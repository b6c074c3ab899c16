package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// order turns the quote into an order. What the customer accepted is the quote
// as it was sent: if it is another now, a person decides.
func (d *Desk) order(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	if t.Document == nil {
		return task.Event{}, fmt.Errorf("task %s has no quote to order", t.ID)
	}
	if t.Party.Customer == "" {
		return stuck(task.NoCustomer, "Name", t.Party.Name), nil
	}
	quote, err := d.ERP.Document(ctx, erp.Quote, t.Document.Number)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading quote %s: %w", t.Document.Number, err)
	}
	if p, err := d.foreign(ctx, quote, t.Party); p != nil || err != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, err
	}
	version := t.Document.Version
	said := confirmed(&t, task.QuoteChanged) // a person saw that it changed, and goes on
	if t.Offered != nil && !said {
		version = t.Offered.Version
	}
	if said {
		version = ""
	}
	if version, err = d.takeReference(ctx, &t, job, quote, version); errors.Is(err, erp.ErrChanged) {
		return d.quoteChanged(ctx, t)
	} else if err != nil {
		return task.Event{}, err
	}
	doc, err := d.ERP.MakeOrder(ctx, d.officeKey(job.Key), t.Document.Number, version)
	if errors.Is(err, erp.ErrChanged) {
		return d.quoteChanged(ctx, t)
	}
	if err != nil {
		return task.Event{}, fmt.Errorf("ordering quote %s: %w", t.Document.Number, err)
	}
	return task.Event{Kind: task.Ordered, Document: keepNotes(snapshot(doc), nil)}, nil
}

// takeReference writes the number that came with the acceptance into the quote,
// and returns the quote's version then. It must not change anything else: if an
// amount would become another, it is erp.ErrChanged. A quote that is ordered
// already stays as it is: this is a repeat.
func (d *Desk) takeReference(ctx context.Context, t *task.Task, job task.Job, quote erp.Document, version string) (string, error) {
	r := t.Reading
	if r == nil || !r.Has(task.Accept) || r.Reference == "" || quote.Ordered != "" {
		return version, nil
	}
	if r.Reference == quote.Reference && (version == "" || version == quote.Version) {
		return version, nil // another version may be our own, of a try that ended here
	}
	in := erp.DocumentInput{Customer: quote.Customer, Contact: quote.Contact, Requested: quote.Requested, Reference: r.Reference,
		ShipTo: quote.ShipToCode, Lang: quote.Lang}
	for _, l := range quote.Lines {
		in.Lines = append(in.Lines, asInput(l))
	}
	based := version
	if based == "" {
		based = quote.Version
	}
	now, err := d.ERP.UpdateQuote(ctx, d.officeKey(job.Key+"/reference"), quote.Number, based, in)
	if err != nil {
		return "", fmt.Errorf("writing the reference into quote %s: %w", quote.Number, err)
	}
	if !now.Total.Equal(quote.Total) {
		return "", fmt.Errorf("quote %s became another by its reference: %w", quote.Number, erp.ErrChanged)
	}
	return now.Version, nil
}

// confirmed says whether the last decision was to go on in spite of the problem.
func confirmed(t *task.Task, code string) bool {
	for _, s := range slices.Backward(t.Steps) {
		if s.Kind != task.StepLog {
			return s.Problem != nil && s.Problem.Code == code && s.Action == task.Confirm
		}
	}
	return false
}

func (d *Desk) quoteChanged(ctx context.Context, t task.Task) (task.Event, error) {
	doc, err := d.ERP.Document(ctx, erp.Quote, t.Document.Number)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading quote %s: %w", t.Document.Number, err)
	}
	e := stuck(task.QuoteChanged, "Number", doc.Number)
	e.Document = keepNotes(snapshot(doc), t.Document)
	return e, nil
}

// find looks for the order that a person made of the quote.
func (d *Desk) find(ctx context.Context, t task.Task) (task.Event, error) {
	if t.Document == nil {
		return stuck(task.BackOffice, "Words", "there is no quote"), nil
	}
	doc, err := d.ERP.OrderOfQuote(ctx, t.Document.Number)
	if errors.Is(err, erp.ErrNotFound) {
		return stuck(task.MakeTheOrder, "Number", t.Document.Number, "Missing", "yes"), nil
	}
	if err != nil {
		return task.Event{}, fmt.Errorf("looking for the order of quote %s: %w", t.Document.Number, err)
	}
	return task.Event{Kind: task.Ordered, Document: snapshot(doc)}, nil
}

// save writes a person's edit to the document. A refusal comes back to the card
// with its field; nothing typed is applied in part.
func (d *Desk) save(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	if t.Document == nil || job.Form == nil || job.Form.Document == nil {
		return stuck(task.BadInput, "Field", "document", "Words", "there is no document"), nil
	}
	kind, number := erp.Kind(t.Document.Kind), t.Document.Number
	doc, err := d.ERP.Document(ctx, kind, number)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading %s %s: %w", kind, number, err)
	}
	edit := job.Form.Document
	in, err := edited(doc, edit)
	if err == nil {
		update, version := d.ERP.UpdateQuote, edit.Version
		if kind == erp.Order {
			update = d.ERP.UpdateOrder
		}
		if version == "" {
			version = doc.Version
		}
		doc, err = update(ctx, d.officeKey(job.Key), number, version, in)
	}
	if errors.Is(err, erp.ErrChanged) {
		return d.editedMeanwhile(ctx, t)
	}
	if p := inputProblem(err); err != nil && p != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, nil
	}
	if err != nil {
		return task.Event{}, fmt.Errorf("changing %s %s: %w", kind, number, err)
	}
	return task.Event{Kind: task.Saved, Document: keepNotes(snapshot(doc), t.Document)}, nil
}

// editedMeanwhile is the outcome of an edit of a document that is another by now:
// nothing of it is taken, and the card shows the document as it stands.
func (d *Desk) editedMeanwhile(ctx context.Context, t task.Task) (task.Event, error) {
	doc, err := d.ERP.Document(ctx, erp.Kind(t.Document.Kind), t.Document.Number)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading %s %s: %w", t.Document.Kind, t.Document.Number, err)
	}
	e := stuck(task.EditedMeanwhile, "Number", doc.Number)
	e.Document = keepNotes(snapshot(doc), t.Document)
	return e, nil
}

// edited is the document as a person wants it. A price that is written as it
// stood is not fixed by that.
func edited(doc erp.Document, e *task.DocumentEdit) (erp.DocumentInput, error) {
	in := erp.DocumentInput{Customer: doc.Customer, Contact: doc.Contact, Requested: doc.Requested, Reference: doc.Reference,
		ShipTo: doc.ShipToCode, Lang: doc.Lang}
	for to, from := range map[*string]*string{&in.Requested: e.Requested, &in.Reference: e.Reference, &in.ShipTo: e.ShipTo} {
		if from != nil {
			*to = *from
		}
	}
	old := map[int]erp.DocumentLine{}
	for _, l := range doc.Lines {
		old[l.No] = l
		if len(e.Lines) == 0 {
			in.Lines = append(in.Lines, asInput(l))
		}
	}
	for i, l := range e.Lines {
		line, err := editedLine(i+1, l, old[l.No])
		if err != nil {
			return in, err
		}
		in.Lines = append(in.Lines, line)
	}
	return in, nil
}

func asInput(l erp.DocumentLine) erp.LineInput {
	in := erp.LineInput{No: l.No, Item: l.Item, Variant: l.Variant, Quantity: l.Quantity, Unit: l.Unit, Date: l.Date}
	if l.PriceFixed {
		in.Price, in.Discount = &l.Price, &l.Discount
	}
	return in
}

func editedLine(n int, l task.LineEdit, old erp.DocumentLine) (erp.LineInput, error) {
	in := erp.LineInput{No: l.No, Item: l.Item, Variant: l.Variant, Unit: l.Unit, Date: l.Date}
	var err error
	if in.Quantity, err = decimal.NewFromString(l.Quantity); err != nil {
		return in, &erp.Fault{Line: n, Field: "quantity", Code: "bad_number", Value: l.Quantity}
	}
	same := old.No != 0 && old.Item == l.Item && old.Variant == l.Variant && old.Unit == l.Unit
	if in.Price, err = editedNumber(n, "price", l.Price, old.Price, same && !old.PriceFixed); err != nil {
		return in, err
	}
	in.Discount, err = editedNumber(n, "discount", l.Discount, old.Discount, same && !old.PriceFixed)
	in.Reprice = old.PriceFixed && in.Price == nil && in.Discount == nil
	return in, err
}

// editedNumber is a number a person fixed: nil where the field is empty or shows
// what the back office had put there itself.
func editedNumber(line int, field, s string, old decimal.Decimal, own bool) (*decimal.Decimal, error) {
	if s == "" {
		return nil, nil
	}
	n, err := decimal.NewFromString(s)
	if err != nil || n.IsNegative() {
		return nil, &erp.Fault{Line: line, Field: field, Code: "bad_number", Value: s}
	}
	if own && n.Equal(old) {
		return nil, nil
	}
	return &n, nil
}
