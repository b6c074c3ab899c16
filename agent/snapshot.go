package agent

import (
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// snapshot is a document of the back office as a task keeps and shows it.
func snapshot(d erp.Document) *task.Document {
	tax := decimal.Zero
	for _, x := range d.Taxes {
		tax = tax.Add(x.Amount)
	}
	s := &task.Document{Kind: task.DocKind(d.Kind), Number: d.Number, Version: d.Version, Quote: d.Quote, Date: d.Date,
		Requested: d.Requested, Reference: d.Reference, ShipTo: addressLine(d.ShipTo), ShipToCode: d.ShipToCode, Currency: d.Currency,
		Net: d.Net.String(), Tax: tax.String(), Total: d.Total.String()}
	for _, l := range d.Lines {
		x := task.DocLine{No: l.No, Item: l.Item, Variant: l.Variant, Description: strings.TrimSpace(l.Description + " " + l.VariantText),
			Quantity: l.Quantity.String(), Unit: l.Unit, Price: l.Price.String(), Amount: l.Amount.String(), Date: l.Date, PriceFixed: l.PriceFixed}
		if !l.Discount.IsZero() {
			x.Discount = l.Discount.String()
		}
		s.Lines = append(s.Lines, x)
	}
	return s
}

func addressLine(a erp.Address) string {
	parts := []string{a.Name, a.Address, strings.TrimSpace(a.PostCode + " " + a.City), a.Country}
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

// keepNotes takes over what was noted of the lines that are still there.
func keepNotes(to, from *task.Document) *task.Document {
	if from == nil || from.Number != to.Number {
		return to
	}
	notes := map[int][]task.Note{}
	for _, l := range from.Lines {
		notes[l.No] = l.Notes
	}
	for i, l := range to.Lines {
		to.Lines[i].Notes = notes[l.No]
	}
	return to
}

// annotate notes on the document's lines what a reviewer should know of how they
// came about. The back office keeps the order of the lines it was given.
func (w *wish) annotate(doc *task.Document, zone *time.Location) {
	keepNotes(doc, w.task.Document)
	for i := range doc.Lines {
		if i >= len(w.lines) {
			return
		}
		line, in := &doc.Lines[i], w.lines[i]
		if in.from >= 0 {
			line.Notes = append(lineNotes(w.reading.Lines[in.from], *line, zone), in.notes...)
		}
	}
}

func lineNotes(l task.Line, doc task.DocLine, zone *time.Location) []task.Note {
	words := cut(l.Text, 120)
	notes := reasons(l, doc, zone)
	if l.QuantityAssumed && l.Change != task.LineSet {
		notes = append(notes, task.Note{Code: "quantity_assumed", Args: map[string]string{"Words": words}})
	}
	if l.Confidence < task.LowConfidence && l.Picked == "" && len(notes) == 0 {
		notes = append(notes, task.Note{Code: "low_confidence", Args: map[string]string{"Words": words, "Item": doc.Item}})
	}
	theirs, err := decimal.NewFromString(l.Price)
	ours, err2 := decimal.NewFromString(doc.Price)
	if err == nil && err2 == nil && !theirs.Equal(ours) {
		notes = append(notes, task.Note{Code: "price_differs", Args: map[string]string{"Theirs": theirs.String(), "Ours": ours.String()}})
	}
	return notes
}

// reasons are why the item of a line was taken where its words alone did not say:
// a person chose it for them before, or the customer ordered it before.
func reasons(l task.Line, doc task.DocLine, zone *time.Location) []task.Note {
	if l.Match != task.One || l.Picked != "" || len(l.Items) == 0 || l.Items[0].Number != doc.Item {
		return nil
	}
	c, item := l.Items[0], strings.TrimSpace(doc.Item+" "+doc.Variant)
	var notes []task.Note
	if r := c.Remembered; r != nil {
		notes = append(notes, task.Note{Code: "remembered", Args: map[string]string{"Words": cut(r.Words, 120), "Item": item,
			"Name": r.Name, "Date": r.At.In(zone).Format(time.DateOnly)}})
	}
	if c.Bought != nil {
		notes = append(notes, boughtBefore(l, item, *c.Bought))
	}
	return notes
}

// boughtBefore says which order settled what the words left open.
func boughtBefore(l task.Line, item string, b task.Bought) task.Note {
	return task.Note{Code: "bought_before", Args: map[string]string{"Words": cut(l.Text, 120), "Item": item, "Date": b.Date, "Order": b.Order}}
}
