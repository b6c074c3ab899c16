package adaptive

import (
	"errors"
	"strconv"
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/bot/figure"
	"salesclerk/cards"
)

// document is the document as it shall be: header values that were changed, and
// all lines where one was. No lines would keep them: that is refused.
func (r *reader) document() *task.DocumentEdit {
	d := &task.DocumentEdit{Version: r.f.Version}
	for _, in := range r.f.Inputs {
		value, _ := r.value(in)
		if value == in.Value.S {
			continue
		}
		switch in.Name {
		case "requested":
			d.Requested = &value
		case "reference":
			d.Reference = &value
		case "ship_to":
			d.ShipTo = &value
		}
	}
	changed := false
	rows := rowsOf(r.f, r.d)
	for _, x := range rows {
		if x.n > 0 {
			d.Lines = append(d.Lines, r.line(x))
		}
		changed = changed || x.changed
	}
	switch {
	case !changed:
		d.Lines = nil
	case len(d.Lines) == 0:
		r.wrong["lines"] = r.w.T("teams.card.error.no_lines")
	}
	return d
}

// line is a line as the event brings it.
func (r *reader) line(x row) task.LineEdit {
	e := x.line.LineEdit
	field := "lines." + strconv.Itoa(x.n) + "."
	if x.new {
		e.Item, e.Variant = itemIn(r.typed, x.key)
		e.Quantity = "1"
		if e.Item == "" {
			r.wrong[field+"item"] = r.w.T("teams.card.error.item")
		}
	}
	for _, s := range x.slots() {
		_, name, _ := strings.Cut(s.id, ".")
		v, ok := r.typed[s.id]
		if to := lineField(&e, name); ok && to != nil {
			*to = r.cell(s, v, field+lineNames[name])
		}
	}
	if strings.TrimSpace(e.Quantity) == "" && r.wrong[field+"quantity"] == "" {
		r.wrong[field+"quantity"] = r.w.T("teams.card.error.required")
	}
	return e
}

// lineNames are the fields of task.LineEdit by the short names that ids have.
var lineNames = map[string]string{"q": "quantity", "u": "unit", "p": "price", "d": "discount", "t": "date", "i": "item", "n": "item", "v": "variant"}

func lineField(e *task.LineEdit, name string) *string {
	switch name {
	case "q":
		return &e.Quantity
	case "u":
		return &e.Unit
	case "p":
		return &e.Price
	case "d":
		return &e.Discount
	case "t":
		return &e.Date
	}
	return nil
}

// cell is a value of a line as the core wants it, or what is wrong with it.
func (r *reader) cell(s slot, v, field string) string {
	r.ask(s, field)
	if s.kind == date && v != "" && !isoDate.MatchString(v) {
		r.wrong[field] = r.notADate(v)
	}
	if s.kind != number {
		return strings.TrimSpace(v)
	}
	value, say := r.number(v)
	if say != "" {
		r.wrong[field] = say
	}
	return value
}

func (r *reader) notADate(v string) string {
	return r.w.T("teams.card.error.date", lang.Args{"Value": label(cards.Text{S: v, From: cards.Colleague}, 40)})
}

// number reads a number, or says what is wrong with it.
func (r *reader) number(v string) (value, wrong string) {
	value, err := figure.Read(v, r.w)
	var no *figure.Wrong
	switch {
	case !errors.As(err, &no):
		return value, ""
	case no.Whole != "":
		return "", r.w.T("teams.card.error.twofold", lang.Args{"Value": no.Typed, "Whole": no.Whole, "Part": no.Part})
	}
	return "", r.w.T("teams.card.error.number", lang.Args{"Value": label(cards.Text{S: v, From: cards.Colleague}, 40)})
}

// itemIn is the item that was chosen or typed for a line: what was typed counts.
func itemIn(typed Typed, key string) (item, variant string) {
	if n := strings.TrimSpace(typed[key+".n"]); n != "" {
		return n, strings.TrimSpace(typed[key+".v"])
	}
	v, ok := typed[key+".i"]
	if !ok {
		return "", ""
	}
	item, variant = itemOf(v)
	if own := strings.TrimSpace(typed[key+".v"]); own != "" {
		variant = own
	}
	return item, variant
}

// itemOf is the item of a choice, or of what was typed in its place.
func itemOf(v string) (item, variant string) {
	parts, chosen := decode(v)
	if chosen && len(parts) == 2 {
		variant = parts[1]
	}
	return parts[0], variant
}

// row is a line of a document as it shall be.
type row struct {
	entry
	n       int // its place among the lines that will be there, from 1; 0: it will not
	changed bool
}

// rowsOf is the lines of a form and its empty rows, as they stand.
func rowsOf(f cards.Form, d Draft) []row {
	if f.Kind != cards.FormDocument || f.Action == "" {
		return nil
	}
	var out []row
	n := 0
	add := func(e entry, there bool) {
		x := row{entry: e}
		for _, s := range e.slots() {
			if _, ok := d.Typed[s.id]; ok {
				x.changed = true
			}
		}
		if x.changed = x.changed && (there || !e.new); there {
			n++
			x.n = n
		}
		out = append(out, x)
	}
	for _, e := range linesOf(f) {
		add(e, d.Typed[e.key+".x"] != "true")
	}
	for i := range firstRows + d.Rows {
		e := newLine(i + 1)
		add(e, begun(e, d.Typed))
	}
	return out
}

// begun says whether anything was entered in an empty row.
func begun(e entry, typed Typed) bool {
	for _, s := range e.slots() {
		if v, ok := typed[s.id]; ok && strings.TrimSpace(v) != "" {
			return true
		}
	}
	return false
}
