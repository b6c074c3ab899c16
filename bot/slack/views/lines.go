package views

import (
	"slices"
	"strconv"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// A row is a line of the document as it shall be.
type row struct {
	key     string
	n       int // its place among the lines that will be there, from 1; 0 if removed
	in      cards.LineIn
	edit    Edit // what was changed, in task's own form
	added   bool
	removed bool
}

// lineNames are the values of a line that a person edits, by the names of task.LineEdit.
var lineNames = []string{"item", "variant", "quantity", "unit", "price", "discount", "date"}

// lineKey names a line for as long as its document lives.
func lineKey(l cards.LineIn) string { return strconv.Itoa(l.No) }

// rows is every line, the removed ones where they were, the added ones last.
func (s *State) rows(f cards.Form) []row {
	out := make([]row, 0, len(f.Lines)+len(s.Added))
	n := 0
	add := func(r row) {
		r.edit = s.Edits[r.key]
		if !r.removed {
			n++
			r.n = n
		}
		out = append(out, r)
	}
	gone := map[string]bool{}
	for _, k := range s.Removed {
		gone[k] = true
	}
	for _, l := range f.Lines {
		add(row{key: lineKey(l), in: l, removed: gone[lineKey(l)]})
	}
	for _, k := range s.Added {
		add(row{key: k, added: true})
	}
	return out
}

// rowOf is the row of a key; a new one where there is none yet.
func (s *State) rowOf(f cards.Form, key string) row {
	all := s.rows(f)
	if i := slices.IndexFunc(all, func(r row) bool { return r.key == key }); i >= 0 {
		return all[i]
	}
	return row{key: key, added: true, n: len(all) - len(s.Removed) + 1}
}

// value is a value of the line as it shall be.
func (r row) value(name string) string {
	if v, ok := r.edit[name]; ok {
		return v
	}
	return editOf(r.in.LineEdit)[name]
}

// line is the line as the event brings it.
func (r row) line() task.LineEdit {
	e := editOf(r.in.LineEdit)
	for name, v := range r.edit {
		e[name] = v
	}
	return task.LineEdit{No: r.in.No, Item: e["item"], Variant: e["variant"], Quantity: e["quantity"], Unit: e["unit"],
		Price: e["price"], Discount: e["discount"], Date: e["date"]}
}

func editOf(l task.LineEdit) Edit {
	return Edit{"item": l.Item, "variant": l.Variant, "quantity": l.Quantity, "unit": l.Unit,
		"price": l.Price, "discount": l.Discount, "date": l.Date}
}

// linesChanged says whether the lines are others than those of the form.
func (s *State) linesChanged() bool { return len(s.Edits)+len(s.Added)+len(s.Removed) > 0 }

// ItemOf is the item of the line that is being edited, for BackOffice.ItemUnits;
// "" while there is none.
func (s *State) ItemOf(f cards.Form) string {
	if s.Draft == nil {
		return ""
	}
	return s.draft(f, "item")
}

// draft is a value of the line that is being edited, numbers as they were typed.
func (s *State) draft(f cards.Form, name string) string {
	if v, ok := s.Draft.Values[name]; ok {
		return v
	}
	r := s.rowOf(f, s.Draft.Key)
	if r.added && r.edit == nil && name == "quantity" {
		return "1"
	}
	return r.value(name)
}
