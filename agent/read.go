package agent

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"salesclerk/agent/attach"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/task"
)

// earlier is how many mails before the present one the reader gets to see.
const earlier = 8

// read finds out who writes and what is asked for.
func (d *Desk) read(ctx context.Context, t task.Task) (task.Event, error) {
	party, err := d.party(ctx, t)
	if err != nil {
		return task.Event{}, err
	}
	reading, files, err := d.understand(ctx, t, party, nil)
	if err != nil {
		return task.Event{}, err
	}
	m := t.Mail()
	m.Files = files
	return task.Event{Kind: task.Understood, Party: &party, Reading: &reading, Mail: &m}, nil
}

// understand runs the reader over the present mail, or over an instruction in
// its light. It says what became of the mail's files, too.
func (d *Desk) understand(ctx context.Context, t task.Task, party task.Party, instruction *string) (task.Reading, []task.Attachment, error) {
	in := reader.Input{Customer: party.Customer, Lang: party.Lang, Today: d.now().In(d.zone()), Instruction: instruction != nil}
	var err error
	if in.Mails, err = d.conversation(ctx, t); err != nil {
		return task.Reading{}, nil, err
	}
	files := t.Mail().Files
	if instruction == nil {
		if in.Files, files, err = d.readFiles(ctx, t.Mail().Files); err != nil {
			return task.Reading{}, nil, err
		}
	} else {
		in.Mails = append(in.Mails, mail.Message{Text: *instruction, Date: in.Today})
		in.Asked = t.Reading
	}
	if t.Document != nil && (t.Offered != nil || t.Document.Kind == task.Order) {
		in.Offered = t.Document
	}
	if instruction == nil && t.Offered != nil && t.Offered.Kind == task.DraftAsk {
		in.Asked = t.Offered.Reading
	}
	if party.Customer != "" {
		if in.Addresses, err = d.ERP.Addresses(ctx, party.Customer); err != nil {
			return task.Reading{}, nil, fmt.Errorf("the customer's addresses: %w", err)
		}
	}
	r, err := d.Reader.Read(ctx, in)
	if err == nil && asksAnew(t.Document, r) {
		in.Offered = nil
		r, err = d.Reader.Read(ctx, in)
	}
	if err != nil {
		return r, files, fmt.Errorf("reading the mail: %w", err)
	}
	misread(&r, in.Files)
	if r.Language == "" {
		r.Language = d.Lang
	}
	return r, files, nil
}

// asksAnew says whether a mail after the order asks for another quote rather
// than for a change of what was ordered.
func asksAnew(doc *task.Document, r task.Reading) bool {
	if doc == nil || doc.Kind != task.Order || !r.Has(task.QuoteRequest) {
		return false
	}
	return !slices.ContainsFunc(r.Lines, func(l task.Line) bool { return l.Change == task.LineSet || l.Change == task.LineRemove })
}

// conversation is the mails up to the present one, oldest first.
func (d *Desk) conversation(ctx context.Context, t task.Task) ([]mail.Message, error) {
	var out []mail.Message
	for i := max(0, t.Current-earlier); i <= t.Current && i < len(t.Messages); i++ {
		m, err := d.parsed(ctx, t.Messages[i])
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// parsed is a stored mail as it came, or what the task kept of one without bytes.
func (d *Desk) parsed(ctx context.Context, m task.Message) (mail.Message, error) {
	kept := mail.Message{ID: m.ID, From: mail.Address{Name: m.Name, Addr: m.From}, Subject: m.Subject, Date: m.At, Text: m.Text}
	if m.Raw == "" {
		return kept, nil
	}
	raw, err := d.Store.Blob(ctx, m.Raw)
	if err != nil {
		return kept, fmt.Errorf("the stored mail: %w", err)
	}
	p, err := mail.Parse(raw, d.Parse)
	if err != nil {
		return kept, nil // it was as bad when it came; its words are kept
	}
	p.Date = m.At // bounded when it came
	return p, nil
}

// readFiles reads what can be read of a mail's files, and says what became of each.
func (d *Desk) readFiles(ctx context.Context, files []task.Attachment) ([]attach.Content, []task.Attachment, error) {
	limits := d.Limits.WithDefaults()
	var out []attach.Content
	told := make([]task.Attachment, 0, len(files))
	for i, f := range files {
		c := attach.Content{Name: f.Name, Status: "skipped", Reason: "the file is empty"}
		if i >= limits.Files {
			c.Reason = fmt.Sprintf("more than %d files", limits.Files)
		} else if f.Blob != "" {
			data, err := d.Store.Blob(ctx, f.Blob)
			if err != nil {
				return nil, nil, fmt.Errorf("the stored file: %w", err)
			}
			c = attach.Read(ctx, f.Name, f.Type, data, limits)
		}
		f.Status, f.Reason = c.Status, c.Reason
		told, out = append(told, f), append(out, c.All()...)
	}
	return out, told, nil
}

// instruct reads a colleague's instruction and puts it into the reading.
func (d *Desk) instruct(ctx context.Context, t task.Task, job task.Job) (task.Event, error) {
	text := ""
	if job.Form != nil && job.Form.Text != nil {
		text = *job.Form.Text
	}
	r, _, err := d.understand(ctx, t, t.Party, &text)
	if err != nil {
		return task.Event{}, err
	}
	merged, ok := instructed(t, r)
	if !ok {
		return stuck(task.NotUnderstood, "Words", cut(text, 200)), nil
	}
	return task.Event{Kind: task.Understood, Reading: &merged}, nil
}

// instructed is the task's reading with the instruction's in it. Lines take the
// place of those the open problem is about, unless the instruction names others.
func instructed(t task.Task, r task.Reading) (task.Reading, bool) {
	var base task.Reading
	if t.Reading != nil {
		base = *t.Reading
	}
	changed := takeHeader(&base, r)
	base.Lines = append([]task.Line(nil), base.Lines...)
	var problem []int
	if s := t.Open(); s != nil && s.Problem != nil {
		problem = s.Problem.Lines
	}
	for i, l := range r.Lines {
		l.Picked = "instruction"
		switch at := l.Asked - 1; {
		case at >= 0 && at < len(base.Lines):
			base.Lines[at] = answered(base.Lines[at], l)
		case i < len(problem) && problem[i] < len(base.Lines):
			base.Lines[problem[i]] = answered(base.Lines[problem[i]], l)
		default:
			base.Lines = append(base.Lines, l)
		}
		changed = true
	}
	if changed && len(base.Lines) > 0 && !base.Has(task.QuoteRequest) && !base.Has(task.Changes) {
		base.Intents = append(append([]task.Intent(nil), base.Intents...), task.QuoteRequest)
	}
	return base, changed
}

func takeHeader(base *task.Reading, r task.Reading) bool {
	changed := false
	set := func(to *string, from string) {
		if strings.TrimSpace(from) != "" && *to != from {
			*to, changed = from, true
		}
	}
	set(&base.RequestedDate, r.RequestedDate)
	set(&base.Reference, r.Reference)
	if r.ShipToCode != "" || r.ShipTo != "" {
		set(&base.ShipTo, r.ShipTo)
		if base.ShipToCode != r.ShipToCode {
			base.ShipToCode, changed = r.ShipToCode, true
		}
	}
	return changed
}

// answered is the line old as line l settles it: what l does not say stays.
func answered(old, l task.Line) task.Line {
	if l.Change == task.LineRemove {
		old.Skip, old.Picked = true, l.Picked
		return old
	}
	if len(l.Items) > 0 {
		old.Items, old.Match, old.Confidence = l.Items, l.Match, l.Confidence
	}
	if !l.QuantityAssumed && l.Quantity != "" {
		old.Quantity, old.QuantityAssumed = l.Quantity, false
	}
	if l.Unit != "" {
		old.Unit = l.Unit
	}
	if l.Date != "" {
		old.Date = l.Date
	}
	old.Picked, old.Skip = l.Picked, false
	return old
}

// Read understands a mail at the end of a conversation and changes nothing but
// the task given, which then holds the mail.
func (d *Desk) Read(ctx context.Context, t *task.Task, raw []byte, m mail.Message) (task.Event, []task.Attachment, error) {
	msg, err := d.keep(ctx, mail.Taken{Raw: raw, Message: m})
	if err != nil {
		return task.Event{}, nil, err
	}
	t.Messages = append(t.Messages, msg)
	t.Current = len(t.Messages) - 1
	e, err := d.read(ctx, *t)
	if err != nil {
		return e, nil, err
	}
	t.Party, t.Reading = *e.Party, e.Reading
	return e, e.Mail.Files, nil
}

// AssumeLine puts a line as it was asked for into a document's lines, as the
// back office would if everything were in order.
func AssumeLine(lines []task.DocLine, l task.Line) []task.DocLine {
	if len(l.Items) == 0 || l.Match != task.One && l.Change == task.LineNew {
		return lines
	}
	item := l.Items[0]
	for i, x := range lines {
		if x.No == l.DocLine || l.DocLine == 0 && l.Change != task.LineNew && l.Change != task.LineAdd && x.Item == item.Number {
			switch l.Change {
			case task.LineRemove:
				return append(lines[:i:i], lines[i+1:]...)
			case task.LineSet:
				lines[i].Quantity, lines[i].Item, lines[i].Variant = l.Quantity, item.Number, item.Variant
				return lines
			}
		}
	}
	no := 10000
	if n := len(lines); n > 0 {
		no = lines[n-1].No + 10000
	}
	return append(lines, task.DocLine{No: no, Item: item.Number, Variant: item.Variant, Description: item.Description, Quantity: l.Quantity, Unit: l.Unit})
}
