package agent

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/pdf"
	"salesclerk/agent/reply"
	"salesclerk/agent/task"
)

// compose reads the document as it stands, makes its PDF and writes the mail
// that goes with it. Nothing leaves: the draft is for a person to review.
func (d *Desk) compose(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	doc, err := d.documentFor(ctx, t, job.Draft)
	if err != nil {
		return task.Event{}, err
	}
	if p, err := d.foreignTo(ctx, &t, doc); p != nil || err != nil {
		return task.Event{Kind: task.Stuck, Problem: p}, err
	}
	company, err := d.ERP.Company(ctx)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading the company: %w", err)
	}
	answered, err := d.parsed(ctx, t.Mail())
	if err != nil {
		return task.Event{}, err
	}
	in := d.replyInput(&t, job.Draft, company, doc)
	in.Subject = answered.Subject
	m := reply.Write(in)
	draft := &task.Draft{ID: d.messageID(job.Key), Kind: job.Draft, To: []string{t.Mail().From}, Subject: m.Subject, Text: m.Text,
		InReplyTo: answered.ID, Refs: references(answered), Lang: in.Lang, NeedsEdit: job.Draft == task.DraftAnswer, Notes: reviewNotes(&t)}
	if draft.Summary, err = d.putJSON(ctx, m.Table); err != nil {
		return task.Event{}, err
	}
	e := task.Event{Kind: task.Drafted, Draft: draft}
	if doc == nil {
		return e, nil
	}
	draft.DocNumber, draft.DocVer = doc.Number, doc.Version
	e.Document = keepNotes(snapshot(*doc), t.Document)
	file, err := d.document(ctx, company, *doc, in)
	draft.Files = []task.Attachment{file}
	return e, err
}

// documentFor is the document that a mail of the kind goes with, if it has one.
func (d *Desk) documentFor(ctx context.Context, t task.Task, kind task.DraftKind) (*erp.Document, error) {
	if t.Document == nil || kind != task.DraftQuote && kind != task.DraftOrder {
		return nil, nil
	}
	doc, err := d.ERP.Document(ctx, erp.Kind(t.Document.Kind), t.Document.Number)
	if err != nil {
		return nil, fmt.Errorf("reading %s %s: %w", t.Document.Kind, t.Document.Number, err)
	}
	return &doc, nil
}

func (d *Desk) replyInput(t *task.Task, kind task.DraftKind, company erp.Company, doc *erp.Document) reply.Input {
	in := reply.Input{Kind: kind, Lang: d.langOf(t), Contact: t.Party.Name, Company: company, Document: doc,
		Changed: kind == task.DraftQuote && t.Offered != nil && t.Offered.Kind == task.DraftQuote,
		Reading: t.Reading, Short: d.short(t), Signature: d.Signature, SenderName: d.FromName}
	if kind == task.DraftQuote && d.ValidDays > 0 {
		in.ValidUntil = d.now().In(d.zone()).AddDate(0, 0, d.ValidDays).Format(time.DateOnly)
	}
	return in
}

// short is what a person said to leave out because there is not enough of it.
func (d *Desk) short(t *task.Task) []reply.Short {
	if t.Reading == nil {
		return nil
	}
	var out []reply.Short
	for _, l := range t.Reading.Lines {
		if len(l.Items) == 0 || l.Skip {
			continue
		}
		i := slices.IndexFunc(t.Reading.Notes, func(n task.Note) bool { return n.Code == "not_available" && n.Args["Item"] == l.Items[0].Number })
		if i < 0 || inDocument(t.Document, l.Items[0].Number) {
			continue
		}
		out = append(out, reply.Short{Words: l.Query, Item: l.Items[0].Number, Description: l.Items[0].Description,
			Wanted: l.Quantity, Available: t.Reading.Notes[i].Args["Available"], Unit: l.Unit})
	}
	return out
}

func inDocument(d *task.Document, item string) bool {
	return d != nil && slices.ContainsFunc(d.Lines, func(l task.DocLine) bool { return l.Item == item })
}

// reviewNotes is what the reviewer of a mail should know of how it came about.
func reviewNotes(t *task.Task) []task.Note {
	var notes []task.Note
	if t.Reading != nil {
		notes = append(notes, t.Reading.Notes...)
	}
	return append(notes, t.Party.Warnings...)
}

// document is the PDF as an attachment.
func (d *Desk) document(ctx context.Context, company erp.Company, doc erp.Document, in reply.Input) (task.Attachment, error) {
	data, err := pdf.Render(ctx, pdf.Input{Company: company, Document: doc, Logo: d.Logo, Lang: in.Lang, Seller: d.FromName,
		ValidUntil: in.ValidUntil, Terms: d.Terms, Footer: d.Footer})
	if err != nil {
		return task.Attachment{}, fmt.Errorf("drawing %s %s: %w", doc.Kind, doc.Number, err)
	}
	key, err := d.Store.PutBlob(ctx, data)
	if err != nil {
		return task.Attachment{}, fmt.Errorf("storing the PDF: %w", err)
	}
	name := d.words(in.Lang).T("pdf.file."+string(doc.Kind), map[string]string{"Number": doc.Number})
	return task.Attachment{Name: name + ".pdf", Type: "application/pdf", Size: int64(len(data)), Blob: key}, nil
}

func (d *Desk) putJSON(ctx context.Context, v any) (string, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	return d.Store.PutBlob(ctx, data)
}

// messageID names the mail of a job, the same at every repeat.
func (d *Desk) messageID(key string) string {
	sum := sha256.Sum256([]byte(d.Name + "\x00" + key))
	_, host, ok := strings.Cut(d.Address, "@")
	if !ok {
		host = "localhost"
	}
	id, _, _ := strings.Cut(key, "/")
	return "<" + strings.ToLower(id) + "." + hex.EncodeToString(sum[:12]) + "@" + host + ">"
}

// maxRefs is how many Message-IDs the References of a mail keep: the first and
// the last, as RFC 5537 section 3.4.4 has it for long threads.
const maxRefs = 20

func references(m mail.Message) []string {
	refs := slices.Clone(m.References)
	if len(refs) == 0 && m.InReplyTo != "" {
		refs = append(refs, m.InReplyTo)
	}
	if m.ID != "" {
		refs = append(refs, m.ID)
	}
	if n := len(refs); n > maxRefs {
		refs = append(refs[:1:1], refs[n-maxRefs+1:]...)
	}
	return refs
}

// recheck reads the document again, so that the card can say whether it changed
// since the PDF was made.
func (d *Desk) recheck(ctx context.Context, t task.Task) (task.Event, error) {
	if t.Document == nil {
		return task.Event{Kind: task.Rechecked}, nil
	}
	doc, err := d.ERP.Document(ctx, erp.Kind(t.Document.Kind), t.Document.Number)
	if err != nil {
		return task.Event{}, fmt.Errorf("reading %s %s: %w", t.Document.Kind, t.Document.Number, err)
	}
	return task.Event{Kind: task.Rechecked, Document: keepNotes(snapshot(doc), t.Document)}, nil
}
