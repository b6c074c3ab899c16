package agent

import (
	"strings"

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
func (w *wish) annotate(doc *task.Document) {
	keepNotes(doc, w.task.Document)
	for i := range doc.Lines {
		if i >= len(w.lines) {
			return
		}
		line, in := &doc.Lines[i], w.lines[i]
		if in.from >= 0 {
			line.Notes = append(lineNotes(w.reading.Lines[in.from], *line), in.notes...)
		}
	}
}

func lineNotes(l task.Line, doc task.DocLine) []task.Note {
	var notes []task.Note
	words := cut(l.Text, 120)
	if l.QuantityAssumed && l.Change != task.LineSet {
		notes = append(notes, task.Note{Code: "quantity_assumed", Args: map[string]string{"Words": words}})
	}
	if l.Confidence < task.LowConfidence && l.Picked == "" {
		notes = append(notes, task.Note{Code: "low_confidence", Args: map[string]string{"Words": words, "Item": doc.Item}})
	}
	theirs, err := decimal.NewFromString(l.Price)
	ours, err2 := decimal.NewFromString(doc.Price)
	if err == nil && err2 == nil && !theirs.Equal(ours) {
		notes = append(notes, task.Note{Code: "price_differs", Args: map[string]string{"Theirs": theirs.String(), "Ours": ours.String()}})
	}
	return notes
}
