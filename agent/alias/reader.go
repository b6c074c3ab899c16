package alias

import (
	"context"

	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// Reader reads mails with what is remembered for the customer who writes.
type Reader struct {
	Book   Book
	Items  reader.Items
	Office Office
	Over   func(reader.Items) reader.Reader // makes the reader that does the work
}

var _ reader.Reader = (*Reader)(nil)

// Read is the reader's reading, made over the customer's view of the catalogue.
func (x *Reader) Read(ctx context.Context, in reader.Input) (task.Reading, error) {
	if in.Customer == "" {
		return x.Over(x.Items).Read(ctx, in)
	}
	list, err := x.Book.Of(ctx, in.Customer)
	if err != nil {
		return task.Reading{}, err
	}
	if len(list) == 0 {
		return x.Over(x.Items).Read(ctx, in)
	}
	v := newView(x.Items, x.Office, in.Customer, list)
	r, err := x.Over(v).Read(ctx, in)
	r.Notes = append(r.Notes, v.unused(r.Lines)...)
	return r, err
}

// unused tells of what was remembered for words of these lines and is of no use.
func (v *view) unused(lines []task.Line) []task.Note {
	v.mu.Lock()
	defer v.mu.Unlock()
	var notes []task.Note
	for _, l := range lines {
		key := Key(l.Query, l.Identifiers)
		if a, ok := v.gone[key]; ok {
			delete(v.gone, key)
			notes = append(notes, task.Note{Code: "alias_unused", Args: map[string]string{"Words": a.Words, "Item": a.Item}})
		}
	}
	return notes
}
