package slack

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
	errAway = errors.New("the store is away")
	t0      = time.Date(2026, 11, 21, 13, 2, 0, 0, time.UTC)
)

// shop is a whole desk in memory: the real core, and jobs that are done at once
// with the sample content of package cards. It is its own Memory, too.
type shop struct {
	*ledger               // what is due and what was posted
	settled chan struct{} // something is no longer due
	name    string

	mu    sync.Mutex
	tasks map[string]task.Task
	blobs map[string][]byte
	away  bool
	sent  []task.Draft
	tried []string                // from which addresses
	lines int                     // of the documents made; 0: the sample's
	fails map[task.JobKind]string // jobs that end with this problem
	does  map[string][]task.Event // events that were applied, by task
	kept  map[string]string       // Memory
	wake  []chan struct{}
	woken chan struct{}             // closed once somebody listens
	cut   int                       // so many events are stored, then the store is away
	hold  chan struct{}             // Do waits for it to be closed, where it is not nil
	slow  func(ctx context.Context) // called by StopAll
}

func newShop(name string) *shop {
	return &shop{ledger: newLedger(), settled: make(chan struct{}, 1), name: name, tasks: map[string]task.Task{}, blobs: map[string][]byte{"b-pdf": []byte("%PDF-1.7\n%%EOF\n")}, fails: map[task.JobKind]string{},
		does: map[string][]task.Event{}, kept: map[string]string{}, woken: make(chan struct{})}
}

var samples = sync.OnceValue(func() []cards.Sample { return cards.Samples("en") })

// sample is a task of its own: changing it changes no other.
func sample(kind task.StepKind, variant string) task.Task {
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

// put adds a task as it is, such as a sample, under an id of its own.
func (d *shop) put(id string, t task.Task) task.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.ID, t.Desk = id, d.name
	d.tasks[id] = t
	d.tell(t.ID)
	return t
}

// edit changes a task behind everybody's back.
func (d *shop) edit(id string, change func(*task.Task)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t := d.tasks[id]
	change(&t)
	d.tasks[id] = t
}

// apply takes an event, does the work it leads to, and stores what comes of it.
func (d *shop) apply(t task.Task, e task.Event) (task.Task, error) {
	t, effects, err := task.Apply(t, e)
	if err != nil {
		return t, err
	}
	d.does[t.ID] = append(d.does[t.ID], e)
	if d.cut--; d.cut == 0 {
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

func (d *shop) outcome(t task.Task, j *task.Job) task.Event {
	if code := d.fails[j.Kind]; code != "" {
		return task.Event{Kind: task.Stuck, Problem: &task.Problem{Code: code, Redo: j.Kind}}
	}
	quote, draft := sample(task.StepQuote, ""), sample(task.StepOutgoing, "quote")
	switch j.Kind {
	case task.JobRead, task.JobInstruct:
		in := sample(task.StepIncoming, "")
		return task.Event{Kind: task.Understood, Reading: in.Reading, Party: &in.Party}
	case task.JobContact:
		return task.Event{Kind: task.ContactSet, Party: &quote.Party}
	case task.JobQuote:
		return task.Event{Kind: task.Quoted, Document: d.document(quote.Document)}
	case task.JobSave:
		return task.Event{Kind: task.Saved, Document: saved(t, j.Form.Document)}
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

func saved(t task.Task, f *task.DocumentEdit) *task.Document {
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

func (d *shop) document(like *task.Document) *task.Document {
	doc := *like
	for i := len(doc.Lines); i < d.lines; i++ {
		doc.Lines = append(slices.Clone(doc.Lines), task.DocLine{No: (i + 1) * 10000, Item: fmt.Sprintf("%d-S", 1900+i),
			Description: "Antwerp conference table", Quantity: "2", Unit: "PCS", Price: "420.00", Amount: "840.00"})
	}
	return &doc
}

func (d *shop) tell(id string) {
	d.write(id)
	for _, c := range d.wake {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

func (d *shop) get(id string) task.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tasks[id]
}

// applied are the clicks that had an effect on a task.
func (d *shop) applied(id string) []task.Kind {
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

func (d *shop) setAway(away bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.away = away
}

func (d *shop) List(_ context.Context, offset, limit int) ([]task.Task, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return nil, 0, errAway
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

func (d *shop) Task(_ context.Context, id string) (task.Task, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tasks[id]
	switch {
	case d.away:
		return t, errAway
	case !ok:
		return t, fmt.Errorf("task %s: %w", id, bot.ErrNotFound)
	}
	return t, nil
}

func (d *shop) Do(_ context.Context, id string, e task.Event) (task.Task, error) {
	d.mu.Lock()
	hold := d.hold
	d.mu.Unlock()
	if hold != nil {
		<-hold
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return task.Task{}, errAway
	}
	t, ok := d.tasks[id]
	if !ok {
		return t, bot.ErrNotFound
	}
	return d.apply(t, e)
}

func (d *shop) StopAll(ctx context.Context, by task.Person) (int, error) {
	if d.slow != nil {
		d.slow(ctx)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return 0, errAway
	}
	n := 0
	for id, t := range d.tasks {
		if ctx.Err() != nil {
			return n, ctx.Err()
		}
		if _, err := d.apply(t, task.Event{ID: "stop-all-" + id, At: t0, Kind: task.Halt, By: by}); err == nil {
			n++
		}
	}
	return n, nil
}

func (d *shop) Blob(_ context.Context, key string) ([]byte, error) {
	if b, ok := d.blobs[key]; ok {
		return b, nil
	}
	return nil, bot.ErrNotFound
}

func (d *shop) SuggestItems(_ context.Context, words, lang string) ([]task.Candidate, error) {
	return []task.Candidate{{Number: "1928-S", Description: "Amsterdam lamp <!channel> " + lang, Score: 0.9},
		{Number: "1968-S", Variant: "BLUE", Description: "Mexico chair for " + words, Score: 0.8}}, nil
}

func (d *shop) ItemUnits(_ context.Context, item string) (units, variants []string, err error) {
	if item == "none" {
		return nil, nil, bot.ErrNotFound
	}
	return []string{"PCS", "BOX"}, []string{"BLUE", "RED"}, nil
}

func (d *shop) SuggestContacts(_ context.Context, words string) ([]task.Contact, error) {
	return []task.Contact{{Number: "CT-7", Name: "Maja " + words, Email: "maja@fjord.example", Customer: "20000", Company: "Fjord ApS"}}, nil
}

func (d *shop) Addresses(context.Context, string) ([]bot.Address, error) {
	return []bot.Address{{Text: "Main street 1"}, {Code: "NORTH", Text: "Warehouse north, Aalborg"}}, nil
}

func (d *shop) Check(_ context.Context, _ string, e task.Event) (*task.Problem, error) {
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

func (d *shop) Notices(context.Context, string) ([]cards.Notice, error) { return nil, nil }

func (d *shop) KPI(_ context.Context, period, lang string) (cards.Notice, error) {
	return cards.Notice{ID: "kpi-" + period, Kind: "kpi", Title: "Summary of the " + period, Lead: cards.Text{S: "3 mails, 2 quotes"}, At: t0}, nil
}

func (d *shop) Keep(_ context.Context, name, value string, _ time.Duration) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return errAway
	}
	d.kept[name] = value
	return nil
}

func (d *shop) Claim(_ context.Context, name string, _ time.Duration) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return false, errAway
	}
	had := d.kept[name] != ""
	d.kept[name] = "1"
	return !had, nil
}

func (d *shop) Kept(_ context.Context, name string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return "", errAway
	}
	return d.kept[name], nil
}

// forget ends the time of everything that was kept.
func (d *shop) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	clear(d.kept)
}

func (d *shop) Settle(ctx context.Context, due room.Due) error {
	defer func() {
		select {
		case d.settled <- struct{}{}:
		default:
		}
	}()
	return d.ledger.Settle(ctx, due)
}

func (d *shop) Wake(context.Context) (<-chan struct{}, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := make(chan struct{}, 1)
	if d.wake = append(d.wake, c); len(d.wake) == 1 {
		close(d.woken)
	}
	return c, nil
}
