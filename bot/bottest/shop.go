// Package bottest is a desk for the tests of chat surfaces: the real core, and
// jobs that are done at once with the sample content of package cards. It is its
// own Memory, too. It knows no platform.
package bottest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/room"
	"salesclerk/cards"
)

var (
	// ErrAway is what everything answers while the store is away.
	ErrAway   = errors.New("the store is away")
	errKilled = errors.New("killed")
	// T0 is when the jobs of a desk are done.
	T0 = time.Date(2026, 11, 21, 13, 2, 0, 0, time.UTC)
)

// Shop is a whole desk in memory: the real core, and jobs that are done at once
// with the sample content of package cards. It is its own Memory, too.
type Shop struct {
	*ledger               // what is due and what was posted
	Settled chan struct{} // something is no longer due
	name    string

	mu    sync.Mutex
	tasks map[string]task.Task
	blobs map[string][]byte
	away  bool
	sent  []task.Draft
	Lines int                     // of the documents made; 0: the sample's
	Fails map[task.JobKind]string // jobs that end with this problem
	does  map[string][]task.Event // events that were applied, by task
	kept  map[string]string       // Memory
	wake  []chan struct{}
	woken chan struct{}             // closed once somebody listens
	Cut   int                       // so many events are stored, then the store is away
	Hold  chan struct{}             // Do waits for it to be closed, where it is not nil
	Slow  func(ctx context.Context) // called by StopAll
}

// New is an empty desk.
func New(name string) *Shop {
	return &Shop{ledger: newLedger(), Settled: make(chan struct{}, 1), name: name, tasks: map[string]task.Task{}, blobs: map[string][]byte{"b-pdf": []byte("%PDF-1.7\n%%EOF\n")}, Fails: map[task.JobKind]string{},
		does: map[string][]task.Event{}, kept: map[string]string{}, woken: make(chan struct{})}
}

var samples = sync.OnceValue(func() []cards.Sample { return cards.Samples("en") })

// Sample is a task of its own: changing it changes no other.
func Sample(kind task.StepKind, variant string) task.Task {
	for _, s := range samples() {
		if s.Kind == string(kind) && (variant == "" || s.Variant == variant) {
			return copied(s.Task)
		}
	}
	panic("no such sample: " + string(kind) + " " + variant)
}

func copied(t task.Task) task.Task {
	data, err := json.Marshal(t)
	if err != nil {
		panic(err)
	}
	var out task.Task
	if err := json.Unmarshal(data, &out); err != nil {
		panic(err)
	}
	return out
}

// Put adds a task as it is, such as a sample, under an id of its own.
func (d *Shop) Put(id string, t task.Task) task.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.ID, t.Desk = id, d.name
	d.tasks[id] = t
	d.tell(t.ID)
	return t
}

// Edit changes a task behind everybody's back.
func (d *Shop) Edit(id string, change func(*task.Task)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tasks[id]
	change(&t)
	d.tasks[id] = t
}

// apply takes an event, does the work it leads to, and stores what comes of it.
func (d *Shop) apply(t task.Task, e task.Event) (task.Task, error) {
	t, effects, err := task.Apply(t, e)
	if err != nil {
		return t, err
	}
	d.does[t.ID] = append(d.does[t.ID], e)
	if d.Cut--; d.Cut == 0 {
		d.away = true
	}
	for _, f := range effects {
		if f.Job == nil || f.Job.Kind == task.JobShow {
			continue
		}
		o := d.outcome(t, f.Job)
		o.ID, o.At, o.Job = f.Job.Key, e.At.Add(time.Second), f.Job.Key
		if t, err = d.apply(t, o); err != nil {
			return t, err
		}
	}
	d.tasks[t.ID] = t
	d.tell(t.ID)
	return t, nil
}

func (d *Shop) outcome(t task.Task, j *task.Job) task.Event {
	if code := d.Fails[j.Kind]; code != "" {
		return task.Event{Kind: task.Stuck, Problem: &task.Problem{Code: code, Redo: j.Kind}}
	}
	quote, draft := Sample(task.StepQuote, ""), Sample(task.StepOutgoing, "quote")
	switch j.Kind {
	case task.JobRead, task.JobInstruct:
		in := Sample(task.StepIncoming, "")
		return task.Event{Kind: task.Understood, Reading: in.Reading, Party: &in.Party}
	case task.JobContact:
		return task.Event{Kind: task.ContactSet, Party: &quote.Party}
	case task.JobQuote:
		return task.Event{Kind: task.Quoted, Document: d.Document(quote.Document)}
	case task.JobSave:
		return task.Event{Kind: task.Saved, Document: savedDoc(t, j.Form.Document)}
	case task.JobRecheck:
		return task.Event{Kind: task.Rechecked, Document: t.Document}
	case task.JobCompose:
		draft.Draft.ID = "<" + j.Key + "@example.com>"
		return task.Event{Kind: task.Drafted, Draft: draft.Draft, Document: t.Document}
	case task.JobSend:
		d.sent = append(d.sent, *t.Draft)
		return task.Event{Kind: task.Sent}
	}
	return task.Event{Kind: task.Stuck, Problem: &task.Problem{Code: task.BackOffice, Redo: j.Kind}}
}

func savedDoc(t task.Task, f *task.DocumentEdit) *task.Document {
	doc := *t.Document
	doc.Version += "+"
	if f.Requested != nil {
		doc.Requested = *f.Requested
	}
	if f.Reference != nil {
		doc.Reference = *f.Reference
	}
	if len(f.Lines) > 0 {
		doc.Lines = nil
	}
	for i, l := range f.Lines {
		doc.Lines = append(doc.Lines, task.DocLine{No: (i + 1) * 10000, Item: l.Item, Variant: l.Variant, Description: "Item " + l.Item,
			Quantity: l.Quantity, Unit: l.Unit, Price: "1.00", Amount: "1.00"})
	}
	return &doc
}

// Document is a document like another, with as many lines as the desk makes.
func (d *Shop) Document(like *task.Document) *task.Document {
	doc := *like
	for i := len(doc.Lines); i < d.Lines; i++ {
		doc.Lines = append(slices.Clone(doc.Lines), task.DocLine{No: (i + 1) * 10000, Item: fmt.Sprintf("%d-S", 1900+i),
			Description: "Antwerp conference table", Quantity: "2", Unit: "PCS", Price: "420.00", Amount: "840.00"})
	}
	return &doc
}

func (d *Shop) tell(id string) {
	d.Write(id)
	for _, c := range d.wake {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

// Get is a task as it stands.
func (d *Shop) Get(id string) task.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tasks[id]
}

// Applied are the clicks that had an effect on a task.
func (d *Shop) Applied(id string) []task.Kind {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []task.Kind
	for _, e := range d.does[id] {
		if e.By.ID != "" {
			out = append(out, e.Kind)
		}
	}
	return out
}

// SetAway takes the store away, or brings it back.
func (d *Shop) SetAway(away bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.away = away
}

// List is whole tasks, those that need attention first.
func (d *Shop) List(_ context.Context, offset, limit int) ([]task.Task, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return nil, 0, ErrAway
	}
	all := slices.Collect(maps.Values(d.tasks))
	attention := 0
	for _, t := range all {
		if t.State.NeedsPerson() {
			attention++
		}
	}
	slices.SortFunc(all, func(a, b task.Task) int {
		if x, y := a.State.NeedsPerson(), b.State.NeedsPerson(); x != y {
			return map[bool]int{true: -1, false: 1}[x]
		}
		return strings.Compare(a.ID, b.ID)
	})
	all = all[min(offset, len(all)):]
	return all[:min(limit, len(all))], attention, nil
}

// Task is one task.
func (d *Shop) Task(_ context.Context, id string) (task.Task, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tasks[id]
	switch {
	case d.away:
		return t, ErrAway
	case !ok:
		return t, fmt.Errorf("task %s: %w", id, bot.ErrNotFound)
	}
	return t, nil
}

// Do applies an event and the work it leads to.
func (d *Shop) Do(_ context.Context, on task.Task, e task.Event) (task.Task, error) {
	d.mu.Lock()
	hold := d.Hold
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return task.Task{}, ErrAway
	}
	t, ok := d.tasks[on.ID]
	if !ok {
		return t, bot.ErrNotFound
	}
	return d.apply(t, e)
}

// StopAll stops what runs.
func (d *Shop) StopAll(ctx context.Context, by task.Person) (int, error) {
	if d.Slow != nil {
		d.Slow(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return 0, ErrAway
	}
	n := 0
	for id, t := range d.tasks {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		if _, err := d.apply(t, task.Event{ID: "stop-all-" + id, At: T0, Kind: task.Halt, By: by}); err == nil {
			n++
		}
	}
	return n, nil
}

// Blob is what was kept of a file.
func (d *Shop) Blob(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return nil, ErrAway
	}
	if b, ok := d.blobs[key]; ok {
		return b, nil
	}
	return nil, bot.ErrNotFound
}

// SuggestItems is two items, the one with hostile words.
func (d *Shop) SuggestItems(_ context.Context, words, lang string) ([]task.Candidate, error) {
	return []task.Candidate{{Number: "1928-S", Description: "Amsterdam lamp <!channel> <at>all</at> " + lang, Score: 0.9},
		{Number: "1968-S", Variant: "BLUE", Description: "Mexico chair for " + words, Score: 0.8}}, nil
}

// ItemUnits is the same for every item but "none".
func (d *Shop) ItemUnits(_ context.Context, item string) (units, variants []string, err error) {
	if item == "none" {
		return nil, nil, bot.ErrNotFound
	}
	return []string{"PCS", "BOX"}, []string{"BLUE", "RED"}, nil
}

// SuggestContacts is one contact.
func (d *Shop) SuggestContacts(_ context.Context, words string) ([]task.Contact, error) {
	return []task.Contact{{Number: "CT-7", Name: "Maja " + words, Email: "maja@fjord.example", Customer: "20000", Company: "Fjord ApS"}}, nil
}

// Addresses is two.
func (d *Shop) Addresses(context.Context, string) ([]bot.Address, error) {
	return []bot.Address{{Text: "Main street 1"}, {Code: "NORTH", Text: "Warehouse north, Aalborg"}}, nil
}

// Check refuses the reference "refused" and the item "nothing".
func (d *Shop) Check(_ context.Context, _ string, e task.Event) (*task.Problem, error) {
	if e.Form.Document == nil {
		return nil, nil
	}
	if r := e.Form.Document.Reference; r != nil && *r == "refused" {
		return &task.Problem{Code: task.BadInput, Field: "reference"}, nil
	}
	for i, l := range e.Form.Document.Lines {
		if l.Item == "nothing" {
			return &task.Problem{Code: task.BadInput, Field: fmt.Sprintf("lines.%d.item", i+1)}, nil
		}
	}
	return nil, nil
}

// Notices is none.
func (d *Shop) Notices(context.Context, string) ([]cards.Notice, error) { return nil, nil }

// KPI is a summary.
func (d *Shop) KPI(_ context.Context, period, lang string) (cards.Notice, error) {
	return cards.Notice{ID: "kpi-" + period, Kind: "kpi", Title: "Summary of the " + period, Lead: cards.Text{S: "3 mails, 2 quotes"}, At: T0}, nil
}

// Keep keeps a value; for how long is not looked at.
func (d *Shop) Keep(_ context.Context, name, value string, _ time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return ErrAway
	}
	d.kept[name] = value
	return nil
}

// Claim is true once.
func (d *Shop) Claim(_ context.Context, name string, _ time.Duration) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return false, ErrAway
	}
	had := d.kept[name] != ""
	d.kept[name] = "1"
	return !had, nil
}

// Kept is a value.
func (d *Shop) Kept(_ context.Context, name string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return "", ErrAway
	}
	return d.kept[name], nil
}

// Forget ends the time of everything that was kept.
func (d *Shop) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.kept)
}

// Settle takes a name off, and tells Settled.
func (d *Shop) Settle(ctx context.Context, due room.Due) error {
	defer func() {
		select {
		case d.Settled <- struct{}{}:
		default:
		}
	}()
	return d.ledger.Settle(ctx, due)
}

// Wake tells of each write.
func (d *Shop) Wake(context.Context) (<-chan struct{}, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := make(chan struct{}, 1)
	if d.wake = append(d.wake, c); len(d.wake) == 1 {
		close(d.woken)
	}
	return c, nil
}
