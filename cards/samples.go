package cards

import (
	"fmt"
	"strings"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// Sample is a task whose step shows as a card of a kind.
type Sample struct {
	Kind    string
	Variant string // different within the kind
	Task    task.Task
	Step    int
}

// Samples are tasks for every kind of card, every problem, every kind of mail,
// every way a step ends, and content that goes to the limits. They show what
// cards look like, and are what surfaces are checked with. The same language
// gives the same samples.
func Samples(tag string) []Sample {
	b := book{words: sampleWords(lang.For(tag).Tag())}
	var out []Sample
	for _, part := range [][]Sample{b.incoming(), b.documents(), b.outgoing(), b.resume(), b.assistance(), b.stop(), b.settled(), b.others(), extremes()} {
		out = append(out, part...)
	}
	return out
}

// book makes sample tasks in one language.
type book struct{ words sampleText }

var (
	sampleAt = time.Date(2026, 11, 21, 13, 2, 0, 0, time.UTC)
	anna     = task.Person{ID: "U1", Name: "Anna Berg", Roles: []task.Role{task.Approver}}
)

// task is a task whose one open step is of the kind; change makes it special.
func (b book) task(kind task.StepKind, change func(*task.Task, *task.Step)) task.Task {
	t := task.Task{ID: "T-1042", Desk: "sales", Rev: 7, Turn: 3, State: task.Attention,
		Created: sampleAt.Add(-2 * time.Hour), Updated: sampleAt, Since: sampleAt, Lang: b.words.tag,
		Subject: b.words.subject, Party: b.party(), Messages: []task.Message{b.mail()},
		Reading: b.reading(), Document: b.document(task.Quote), Draft: b.draft(task.DraftQuote)}
	t.Steps = []task.Step{
		{N: 1, Kind: task.StepLog, Status: task.StepDone, At: sampleAt.Add(-2 * time.Hour), Note: &task.Note{Code: "mail_received", Args: map[string]string{"From": "lene@nordlys.example"}}},
		{N: 2, Kind: kind, Status: task.StepOpen, At: sampleAt},
	}
	switch kind {
	case task.StepIncoming:
		t.Document, t.Draft = nil, nil
	case task.StepResume:
		t.State = task.Paused
	case task.StepOrder:
		t.Document = b.document(task.Order)
	}
	if change != nil {
		change(&t, &t.Steps[1])
	}
	return t
}

func (b book) sample(kind task.StepKind, variant string, change func(*task.Task, *task.Step)) Sample {
	return Sample{Kind: string(kind), Variant: variant, Task: b.task(kind, change), Step: 2}
}

func (b book) party() task.Party {
	return task.Party{Match: task.One, Contact: "CT-14", Name: "Lene Dahl", Email: "lene@nordlys.example",
		Lang: b.words.tag, Customer: "10000", Company: "Nordlys Kontor A/S"}
}

func (b book) mail() task.Message {
	return task.Message{ID: "<m1@nordlys.example>", From: "lene@nordlys.example", Name: "Lene Dahl", To: []string{"sales@example.com"},
		Subject: b.words.subject, At: sampleAt.Add(-2 * time.Hour), Text: b.words.mail, Verified: "pass",
		Files: []task.Attachment{
			{Name: "DC1011234.pdf", Type: "application/pdf", Size: 48_210, Blob: "b-po", Status: "read"},
			{Name: "logo.png", Type: "image/png", Size: 3_110, Blob: "b-logo", Status: "irrelevant"},
		}}
}

func (b book) reading() *task.Reading {
	return &task.Reading{Language: b.words.tag, Relevant: true, Intents: []task.Intent{task.QuoteRequest},
		Reference: "DC1011234", RequestedDate: "2027-03-02", ShipTo: "Havnegade 12, 8000 Aarhus C",
		Lines: []task.Line{
			{Text: b.words.line1, Query: b.words.item1, Where: "body", Quantity: "2", Unit: "PCS", Match: task.One, Confidence: 0.97,
				Items: []task.Candidate{{Number: "1920-S", Score: 0.98, Description: b.words.item1}}},
			{Text: b.words.line2, Query: b.words.item2, Where: "DC1011234.pdf p1 r3", Quantity: "1", QuantityAssumed: true, Match: task.One, Confidence: 0.6,
				Items: []task.Candidate{{Number: "1900-S", Variant: "BLUE", Score: 0.7, Description: b.words.item2}}},
		},
		Evidence: []task.Evidence{{Field: "requested_delivery_date", Words: b.words.dateWords, Where: "body", Confidence: 0.6}},
		Notes:    []task.Note{{Code: "date_several", Args: map[string]string{"Date": "2027-03-02"}}},
		Reader:   "rules"}
}

func (b book) document(kind task.DocKind) *task.Document {
	d := task.Document{Kind: kind, Number: "Q-1001", Version: "v3", Date: "2026-11-21", Requested: "2027-03-02",
		Reference: "DC1011234", ShipTo: "Havnegade 12, 8000 Aarhus C", Currency: "DKK",
		Net: "7690.00", Tax: "1922.50", Total: "9612.50",
		Lines: []task.DocLine{
			{No: 10000, Item: "1920-S", Description: b.words.item1, Quantity: "2", Unit: "PCS", Price: "3200.00", Amount: "6400.00", Date: "2027-02-26",
				Notes: []task.Note{{Code: "price_differs", Args: map[string]string{"Theirs": "2950.00 DKK", "Ours": "3200.00 DKK"}}}},
			{No: 20000, Item: "1900-S", Variant: "BLUE", Description: b.words.item2, Quantity: "1", Unit: "BOX", Price: "1433.33", Discount: "10", Amount: "1290.00", Date: "2027-03-02",
				Notes: []task.Note{{Code: "unit_converted", Args: map[string]string{"From": "1 BOX", "To": "4 PCS"}}}},
		}}
	if kind == task.Order {
		d.Number, d.Quote = "O-2001", "Q-1001"
	}
	return &d
}

func (b book) draft(kind task.DraftKind) *task.Draft {
	d := task.Draft{ID: "<d1@example.com>", Kind: kind, To: []string{"lene@nordlys.example"}, Subject: "Re: " + b.words.subject,
		Text: b.words.reply, Lang: b.words.tag, DocNumber: "Q-1001", DocVer: "v3",
		Files: []task.Attachment{{Name: "Q-1001.pdf", Type: "application/pdf", Size: 61_440, Blob: "b-pdf"}}}
	switch kind {
	case task.DraftOrder:
		d.DocNumber, d.Files[0].Name, d.Text = "O-2001", "O-2001.pdf", b.words.ordered
	case task.DraftAsk, task.DraftAnswer, task.DraftUnavailable:
		d.DocNumber, d.DocVer, d.Files = "", "", nil
		d.Text = map[task.DraftKind]string{task.DraftAsk: b.words.ask, task.DraftAnswer: b.words.answer, task.DraftUnavailable: b.words.unavailable}[kind]
	}
	d.NeedsEdit = kind == task.DraftAnswer
	return &d
}

func (b book) lines(n int) []task.Line {
	out := make([]task.Line, n)
	for i := range out {
		out[i] = task.Line{Text: fmt.Sprintf("%d x %s", i+1, b.words.item1), Query: b.words.item1, Where: "order.xlsx!Sheet1!B" + fmt.Sprint(i+2), Quantity: fmt.Sprint(i + 1),
			Match: task.One, Confidence: 0.95, Items: []task.Candidate{{Number: fmt.Sprintf("%d-S", 1900+i), Description: b.words.item1}}}
	}
	return out
}

func (b book) docLines(n int) []task.DocLine {
	out := make([]task.DocLine, n)
	for i := range out {
		out[i] = task.DocLine{No: (i + 1) * 10000, Item: fmt.Sprintf("%d-S", 1900+i), Description: b.words.item1,
			Quantity: fmt.Sprint(i + 1), Unit: "PCS", Price: "100.00", Amount: fmt.Sprintf("%d.00", (i+1)*100)}
	}
	return out
}

// long is words that take n bytes at least.
func long(words string, n int) string { return strings.Repeat(words+" ", n/(len(words)+1)+1) }
