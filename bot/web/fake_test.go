package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

var (
	anna = task.Person{ID: "anna", Name: "Anna Berg", Roles: []task.Role{task.Admin}}
	bo   = task.Person{ID: "bo", Name: "Bo Lund", Roles: []task.Role{task.Approver}}
	eve  = task.Person{ID: "eve", Name: "Eve Holm", Roles: []task.Role{task.Viewer}}
)

var errAway = errors.New("the store is away")

// desk is a whole desk in memory: the real core, and jobs that are done at once
// with the sample content of package cards.
type desk struct {
	mu      sync.Mutex
	tasks   map[string]task.Task
	watch   []chan string
	blobs   map[string][]byte
	away    bool
	n       int
	sent    []task.Draft
	boxes   map[string][]CustomerMail
	sends   []OutMail
	lines   int           // of the documents made; 0: the sample's
	lessons []task.Lesson // learned
}

func newDesk() *desk {
	return &desk{tasks: map[string]task.Task{}, blobs: map[string][]byte{"b-pdf": []byte("%PDF-1.7\n%%EOF\n"), "b-po": []byte("%PDF-1.4\n"),
		"b-logo": []byte("<script>alert(1)</script>"), "secret": []byte("another customer's")}, boxes: map[string][]CustomerMail{}}
}

func newServer(tb testing.TB, d *desk) *Server {
	tb.Helper()
	s, err := New(Options{Desk: d, Customers: d, People: []task.Person{anna, bo, eve}, Title: "Nordic Office Supply"})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.Close)
	return s
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
func (d *desk) put(id string, t task.Task) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t.ID = id
	d.tasks[id] = t
	d.tell(id)
}

// begin makes a task of a mail and reads it; its first card is open then.
func (d *desk) begin(m task.Message) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.n++
	id := fmt.Sprintf("T-%d", 1000+d.n)
	policy := task.Policy{ReviewKnown: task.ReviewAlways, ReviewUnknown: task.ReviewAlways, SendQuotes: true, MakeOrders: true}
	_, err := d.apply(task.New(id, "sales", m.At), task.Event{ID: m.ID, At: m.At, Kind: task.MailCame, Mail: &m, Policy: &policy})
	if err != nil {
		panic(err)
	}
	return id
}

// apply takes an event, does the work it leads to, and stores what comes of it.
func (d *desk) apply(t task.Task, e task.Event) (task.Task, error) {
	t, effects, err := task.Apply(t, e)
	if err != nil {
		return t, err
	}
	for _, f := range effects {
		if f.Job == nil || f.Job.Kind == task.JobShow {
			continue
		}
		if f.Job.Kind == task.JobRemember {
			d.lessons = append(d.lessons, f.Job.Lessons...)
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

func (d *desk) outcome(t task.Task, j *task.Job) task.Event {
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
		doc := *t.Document
		doc.Version += "+"
		doc.Lines = nil
		for i, l := range j.Form.Document.Lines {
			doc.Lines = append(doc.Lines, task.DocLine{No: (i + 1) * 10000, Item: l.Item, Quantity: l.Quantity, Unit: l.Unit, Price: "1.00", Amount: "1.00"})
		}
		return task.Event{Kind: task.Saved, Document: &doc}
	case task.JobRecheck:
		return task.Event{Kind: task.Rechecked, Document: t.Document}
	case task.JobCompose:
		draft.Draft.ID = "<" + j.Key + "@example.com>"
		return task.Event{Kind: task.Drafted, Draft: draft.Draft, Document: t.Document}
	case task.JobSend:
		d.sent = append(d.sent, *t.Draft)
		d.deliver(*t.Draft)
		return task.Event{Kind: task.Sent}
	}
	return task.Event{Kind: task.Stuck, Problem: &task.Problem{Code: task.BackOffice, Redo: j.Kind}}
}

func (d *desk) document(like *task.Document) *task.Document {
	doc := *like
	for i := len(doc.Lines); i < d.lines; i++ {
		doc.Lines = append(slices.Clone(doc.Lines), task.DocLine{No: (i + 1) * 10000, Item: fmt.Sprintf("%d-S", 1900+i),
			Description: "Antwerp conference table", Quantity: "2", Unit: "PCS", Price: "420.00", Amount: "840.00"})
	}
	return &doc
}

func (d *desk) deliver(m task.Draft) {
	for _, to := range m.To {
		d.boxes[to] = append(d.boxes[to], CustomerMail{ID: m.ID, MessageID: m.ID, From: "sales@example.com", To: m.To, Subject: m.Subject,
			Date: t0.Add(time.Hour), Text: m.Text, HTML: "<h1>Quote</h1><script>document.title='broken out'</script><p>" + m.Text + "</p>",
			Files: []CustomerFile{{"Q-1001.pdf", 15}, {"../../etc/<b>pass\u202Ewd\r\n", 25}}})
	}
}

func (d *desk) tell(id string) {
	for _, c := range d.watch {
		select {
		case c <- id:
		default:
		}
	}
}

func (d *desk) get(id string) task.Task {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tasks[id]
}

func (d *desk) List(_ context.Context, offset, limit int) ([]task.Task, int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return nil, 0, errAway
	}
	var all []task.Task
	attention := 0
	for _, t := range d.tasks {
		all = append(all, t)
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

func (d *desk) Task(_ context.Context, id string) (task.Task, error) {
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

func (d *desk) Do(_ context.Context, on task.Task, e task.Event) (task.Task, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.away {
		return task.Task{}, errAway
	}
	t, ok := d.tasks[on.ID]
	if !ok {
		return t, bot.ErrNotFound
	}
	return d.apply(t, e)
}

func (d *desk) StopAll(_ context.Context, by task.Person) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for id, t := range d.tasks {
		if _, err := d.apply(t, task.Event{ID: "stop-all-" + id, At: t0, Kind: task.Halt, By: by}); err == nil {
			n++
		}
	}
	return n, nil
}

func (d *desk) Blob(_ context.Context, key string) ([]byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if b, ok := d.blobs[key]; ok {
		return b, nil
	}
	return nil, bot.ErrNotFound
}

func (d *desk) SuggestItems(_ context.Context, words, _ string) ([]task.Candidate, error) {
	return []task.Candidate{{Number: "1928-S", Description: "Amsterdam lamp <b>", Score: 0.9}, {Number: "1968-S", Variant: "BLUE", Description: "Mexico chair for " + words, Score: 0.8}}, nil
}

func (d *desk) ItemUnits(_ context.Context, item string) (units, variants []string, err error) {
	if item == "none" {
		return nil, nil, bot.ErrNotFound
	}
	return []string{"PCS", "BOX"}, []string{"BLUE", "RED"}, nil
}

func (d *desk) SuggestContacts(_ context.Context, words string) ([]task.Contact, error) {
	return []task.Contact{{Number: "CT-7", Name: "Maja " + words, Email: "maja@fjord.example", Customer: "20000", Company: "Fjord ApS"}}, nil
}

func (d *desk) Addresses(context.Context, string) ([]bot.Address, error) {
	return []bot.Address{{Text: "Main street 1"}, {Code: "NORTH", Text: "Warehouse north, Aalborg"}}, nil
}

func (d *desk) Check(_ context.Context, _ string, e task.Event) (*task.Problem, error) {
	if e.Form.Document != nil {
		for i, l := range e.Form.Document.Lines {
			if l.Item == "nothing" {
				return &task.Problem{Code: task.BadInput, Field: fmt.Sprintf("lines.%d.item", i+1)}, nil
			}
		}
	}
	return nil, nil
}

func (d *desk) Notices(context.Context, string) ([]cards.Notice, error) { return nil, nil }

func (d *desk) KPI(_ context.Context, period, lang string) (cards.Notice, error) {
	return cards.Notice{ID: "kpi-" + period, Kind: "kpi", Title: "Summary of the " + period, Lead: cards.Text{S: "3 mails, 2 quotes"}, At: t0}, nil
}

func (d *desk) Watch(ctx context.Context) (<-chan string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := make(chan string, 64)
	d.watch = append(d.watch, c)
	return c, nil
}

func (d *desk) People(context.Context) ([]CustomerPerson, error) {
	return []CustomerPerson{{"Lene Dahl", "lene@nordlys.example", "Nordlys Kontor A/S", "da"}, {"Paul Roux", "paul@roux.example", "Roux SARL", "fr"}}, nil
}

func (d *desk) Mails(_ context.Context, address string) ([]CustomerMail, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.boxes[address]), nil
}

func (d *desk) Send(_ context.Context, m OutMail) (string, error) {
	d.mu.Lock()
	d.sends = append(d.sends, m)
	id := fmt.Sprintf("<c%d@example.com>", len(d.sends))
	d.boxes[m.From] = append(d.boxes[m.From], CustomerMail{ID: id, MessageID: id, From: m.From, To: []string{"sales@example.com"}, Subject: m.Subject, Date: t0, Text: m.Text})
	d.mu.Unlock()
	d.begin(task.Message{ID: id, From: m.From, Subject: m.Subject, At: t0, Text: m.Text, Verified: "pass"})
	return id, nil
}

func (d *desk) File(_ context.Context, _, _ string, n int) (string, string, []byte, error) {
	switch n {
	case 0:
		return "Q-1001.pdf", "application/pdf", []byte("%PDF-1.7\n"), nil
	case 1:
		return "../../etc/<b>pass\u202Ewd\r\n.html", "text/html", []byte("<script>alert(1)</script>"), nil
	}
	return "", "", nil, bot.ErrNotFound
}

var t0 = time.Date(2026, 11, 21, 13, 2, 0, 0, time.UTC)
