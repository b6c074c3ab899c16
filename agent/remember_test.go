package agent

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/alias"
	"salesclerk/agent/erp"
	"salesclerk/agent/task"
)

// notebook is a Memory.
type notebook struct {
	put, forgot []string
	err         error
}

func (n *notebook) Put(_ context.Context, a alias.Alias) error {
	n.put = append(n.put, strings.TrimSpace(a.Customer+" "+a.Words+" "+a.Item+" "+a.Name+" "+a.Unit))
	return n.err
}

func (n *notebook) Forget(_ context.Context, customer, words string, _ time.Time) error {
	n.forgot = append(n.forgot, customer+" "+words)
	return n.err
}

// oneItem is a back office with the item 1000.
type oneItem struct {
	erp.System
	err error
}

func (s oneItem) Item(_ context.Context, number string) (erp.Item, error) {
	if s.err != nil || number == "1000" {
		return erp.Item{Number: number, BaseUnit: "PCS"}, s.err
	}
	return erp.Item{}, erp.ErrNotFound
}

func TestLessonsArePutAway(t *testing.T) {
	lesson := func(query, item, unit string) task.Lesson {
		return task.Lesson{Customer: "10", Query: query, Identifiers: []string{"X9"}, Item: item, Unit: unit, By: task.Person{ID: "anna", Name: "Anna"}, At: taught}
	}
	n := &notebook{}
	d := &Desk{ERP: oneItem{}, Memory: n}
	job := task.Job{Kind: task.JobRemember, Lessons: []task.Lesson{lesson("dims", "1000", ""), lesson("gone", "2000", ""), lesson("no such unit", "1000", "SHIP"),
		lesson(string(make([]byte, alias.MaxWords)), "1000", ""), {Customer: "10", Query: "old", Forget: true}}}
	if err := d.remember(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(n.put, []string{"10 dims X9 1000 Anna", "10 no such unit X9 1000 Anna"}) || !slices.Equal(n.forgot, []string{"10 old"}) {
		t.Errorf("%q and %q", n.put, n.forgot)
	}
	away := errors.New("away")
	for name, d := range map[string]*Desk{"the back office": {ERP: oneItem{err: away}, Memory: n}, "the memory": {ERP: oneItem{}, Memory: &notebook{err: away}}} {
		if err := d.remember(t.Context(), job); !errors.Is(err, away) {
			t.Errorf("%s is away: %v; it must be tried again", name, err)
		}
	}
	if err := (&Desk{}).remember(t.Context(), job); err != nil {
		t.Errorf("without a memory: %v", err)
	}
}

var taught = time.Date(2027, 5, 3, 9, 0, 0, 0, time.UTC)
