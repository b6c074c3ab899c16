package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strconv"
	"strings"
	"time"

	"salesclerk/agent"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

type readCommand struct {
	Data  string   `help:"The company's data folder; the demo's if none is given." placeholder:"DIR"`
	JSON  bool     `help:"One JSON object a line." name:"json"`
	Files []string `arg:"" help:"Mails as they came (.eml), those of a thread in order of time; - is standard input."`
}

// readAnswer is what `salesclerk read --json` prints of one mail.
type readAnswer struct {
	File            string `json:"file"`
	MessageID       string `json:"message_id"`
	From            string `json:"from"`
	Subject         string `json:"subject"`
	Automatic       bool   `json:"automatic"`
	AutomaticReason string `json:"automatic_reason"`
	ForwardedFrom   string `json:"forwarded_from"`
	Verified        string `json:"sender_verified"`
	task.Reading
	Customer    readCustomer     `json:"customer"`
	Attachments []readAttachment `json:"attachments"`
}

type readCustomer struct {
	Match    task.Match `json:"match"`
	Contact  string     `json:"contact"`
	Customer string     `json:"customer"`
}

type readAttachment struct {
	Name   string `json:"name"`
	Status string `json:"status"`
	Reason string `json:"reason"`
}

// Run prints what is understood from each mail.
func (c *readCommand) Run(ctx context.Context, std streams) error {
	p, end, err := offline(ctx, c.Data, offlineConfig("en"), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer end()
	raws, err := readMails(c.Files, std.in)
	if err != nil {
		return err
	}
	d := p.desks[0]
	answers, err := d.readThreads(ctx, c.Files, raws)
	for _, a := range answers {
		if c.JSON {
			err = errors.Join(err, writeJSON(std, a))
			continue
		}
		printAnswer(std.out, a)
	}
	return err
}

// maxMail is the largest mail a file may hold.
const maxMail = 64 << 20

func readMails(files []string, in io.Reader) ([][]byte, error) {
	var out [][]byte
	for _, f := range files {
		r := in
		if f != "-" {
			file, err := os.Open(f)
			if err != nil {
				return nil, fmt.Errorf("reading the mail: %w", err)
			}
			defer file.Close()
			r = file
		}
		raw, err := io.ReadAll(io.LimitReader(r, maxMail+1))
		if err != nil {
			return nil, fmt.Errorf("reading the mail %s: %w", f, err)
		}
		if len(raw) > maxMail {
			return nil, fmt.Errorf("the mail %s is larger than 64 MB", f)
		}
		out = append(out, raw)
	}
	return out, nil
}

// readThreads reads the mails in order. One that answers an earlier one is read
// with that conversation as its history.
func (d *desk) readThreads(ctx context.Context, files []string, raws [][]byte) ([]readAnswer, error) {
	var out []readAnswer
	threads := map[string]*task.Task{}
	for i, raw := range raws {
		m, err := mail.Parse(raw, d.Parse)
		if err != nil {
			return out, fmt.Errorf("%s is no mail: %w", files[i], err)
		}
		t := threads[m.InReplyTo]
		for _, r := range m.References {
			if t == nil {
				t = threads[r]
			}
		}
		if t == nil {
			fresh := task.New("T-"+strconv.Itoa(i+1), d.Name, time.Now())
			t = &fresh
		}
		threads[m.ID] = t
		a, err := d.readOne(ctx, t, raw, m)
		if err != nil {
			return out, fmt.Errorf("reading %s: %w", files[i], err)
		}
		a.File = files[i]
		out = append(out, a)
	}
	return out, nil
}

// readOne reads a mail at the end of a conversation, and leaves in the task what
// the next mail is read by: the request as if it had been quoted as asked.
func (d *desk) readOne(ctx context.Context, t *task.Task, raw []byte, m mail.Message) (readAnswer, error) {
	d.Now = func() time.Time { return latest(time.Now(), m.Date) } // whoever gives a mail to be read vouches for its date
	e, files, err := d.Read(ctx, t, raw, m)
	if err != nil {
		return readAnswer{}, err
	}
	a := readAnswer{MessageID: m.ID, From: m.From.Addr, Subject: m.Subject, Automatic: m.Automatic, AutomaticReason: m.AutomaticReason,
		Verified: m.Verified, Reading: *e.Reading,
		Customer: readCustomer{e.Party.Match, e.Party.Contact, e.Party.Customer}, Attachments: []readAttachment{}}
	if m.Forwarded != nil {
		a.ForwardedFrom = m.Forwarded.From.Addr
	}
	for _, f := range files {
		a.Attachments = append(a.Attachments, readAttachment{f.Name, f.Status, f.Reason})
	}
	fill(&a.Reading)
	asked, err := d.Choices(ctx, *e.Reading)
	if err != nil {
		return a, fmt.Errorf("what the customer is asked: %w", err)
	}
	assume(t, &asked)
	return a, nil
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// fill makes empty lists of missing ones: readers of JSON rely on them.
func fill(r *task.Reading) {
	if r.Intents == nil {
		r.Intents = []task.Intent{}
	}
	if r.OutOfScope == nil {
		r.OutOfScope = []string{}
	}
	lines := make([]task.Line, len(r.Lines))
	for i, l := range r.Lines {
		if l.Identifiers == nil {
			l.Identifiers = []string{}
		}
		if l.Items == nil {
			l.Items = []task.Candidate{}
		}
		lines[i] = l
	}
	r.Lines = lines
}

// assume puts what was asked into the task as if the desk had answered it: lines
// that are clear as a quote, others as a question.
func assume(t *task.Task, r *task.Reading) {
	if len(r.Lines) == 0 {
		return
	}
	t.Offered = &task.Offer{Kind: task.DraftQuote, At: time.Now()}
	doc := t.Document
	if doc == nil {
		doc = &task.Document{Kind: task.Quote, Number: "Q-1"}
	}
	for _, l := range r.Lines {
		if l.Match == task.Several || l.Match == task.Alternatives {
			t.Offered = &task.Offer{Kind: task.DraftAsk, At: time.Now(), Reading: r}
		}
		doc.Lines = agent.AssumeLine(doc.Lines, l)
	}
	if t.Document != nil || len(doc.Lines) > 0 {
		t.Document = doc // where all is asked back there is none yet
	}
}

func printAnswer(w io.Writer, a readAnswer) {
	fmt.Fprintf(w, "%s: %s\n  from %s, %s\n", a.File, oneLine(a.Subject, 80), oneLine(a.From, 60), a.Language)
	if a.Automatic {
		fmt.Fprintf(w, "  automatic: %s\n", a.AutomaticReason)
	}
	fmt.Fprintf(w, "  wants: %s\n  customer: %s %s %s\n", joinIntents(a.Intents), a.Customer.Match, a.Customer.Customer, a.Customer.Contact)
	if !a.Relevant {
		fmt.Fprintf(w, "  may not be relevant: %s\n", a.IrrelevantReason)
	}
	for name, v := range map[string]string{"reference": a.Reference, "delivery": a.RequestedDate, "ship to": a.ShipTo} {
		if v != "" {
			fmt.Fprintf(w, "  %s: %s\n", name, oneLine(v, 80))
		}
	}
	for _, l := range a.Lines {
		item := ""
		for _, c := range l.Items {
			item += " " + c.Number
		}
		fmt.Fprintf(w, "  %8s %-6s %-40s %s%s (%.2f)\n", l.Quantity, l.Unit, oneLine(l.Query, 40), l.Match, item, l.Confidence)
	}
	for _, f := range a.Attachments {
		fmt.Fprintf(w, "  file %s: %s %s\n", oneLine(f.Name, 60), f.Status, f.Reason)
	}
}

func joinIntents(list []task.Intent) string {
	var s []string
	for _, i := range list {
		s = append(s, string(i))
	}
	return strings.Join(s, ", ")
}
