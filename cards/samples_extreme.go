package cards

import (
	"strings"

	"salesclerk/agent/task"
)

// hostile is words that try to be something else: markup of each surface, a
// mention, a link with a name, a button, terminal colours, words that turn
// around, letters of four bytes, piles of marks, bytes that are no letters.
var hostile = []string{
	`</td></dd></blockquote></article><script>alert("x")</script><button data-action="confirm">Confirm</button>`,
	`" onmouseover="alert(1)" data-action="stop_yes" x='`,
	`<!channel> <@U1> <https://evil.example|Confirm> *bold* ~x~ ` + "`code`",
	`[Confirm](https://evil.example) ![x](http://evil.example/x.png) <at>everyone</at> {{DATE(2017-02-14T06:08:00Z,SHORT)}}`,
	"\u202egnp.exe\u202c \u2066\u2067Confirm\u2069 \u200f\u200e\ufeff",
	"\x1b[31mred\x1b[0m \x07\x00\r\b bell",
	"\U0001F469\u200d\U0001F469\u200d\U0001F467 \U0001D518\U0001D52B\U0001D526 \u6f22\u5b57 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
	"Z" + strings.Repeat("\u0300\u0336", 60) + "algo",
	"bad\xff\xfebytes {{.Lang}} %s %n ${x}",
	strings.Repeat("Donaudampfschifffahrtsgesellschaft", 12),
}

// extremes is each kind of card filled to the limits with hostile words.
func extremes() []Sample {
	b := book{words: sampleWords("en")}
	var out []Sample
	for _, kind := range []task.StepKind{task.StepIncoming, task.StepQuote, task.StepOrder, task.StepOutgoing,
		task.StepResume, task.StepAssistance} {
		out = append(out, b.sample(kind, "extreme", fillHostile), b.sample(kind, "extreme_stop", func(t *task.Task, s *task.Step) {
			fillHostile(t, s)
			s.Asking = &task.Asking{By: task.Person{ID: "U2", Name: hostile[0]}, At: sampleAt, Leave: hostileNotes()}
		}), b.sample(kind, "extreme_settled", func(t *task.Task, s *task.Step) {
			fillHostile(t, s)
			s.Status, s.Action, s.Settled, s.By = task.StepConfirmed, task.Confirm, sampleAt, &task.Person{ID: "U2", Name: hostile[1]}
			s.Draft, s.Doc, t.State = t.Draft, t.Document, task.Working
		}))
	}
	return out
}

// fillHostile puts hostile words wherever somebody's words may stand, and more
// of everything than a card shows.
func fillHostile(t *task.Task, s *task.Step) {
	b := book{words: sampleWords("en")}
	all := strings.Join(hostile, " ")
	t.Subject, t.Queue = all, []int{0, 0, 0}
	t.Party.Name, t.Party.Company, t.Party.Blocked = hostile[0], hostile[9], hostile[2]
	t.Party.Candidates, t.Party.Warnings = hostileContacts(), hostileNotes()
	mail := &t.Messages[0]
	mail.From, mail.Name, mail.Subject, mail.Forwarded = hostile[1], hostile[4], all, hostile[5]
	mail.Text, mail.Cut, mail.Verified = long(strings.Join(hostile, "\n"), 100_000), true, "fail" // 100 KB
	mail.Files = hostileFiles()
	hostileReading(t, b)
	if t.Document != nil {
		hostileDocument(t.Document, b)
	}
	if d := t.Draft; d != nil {
		d.To, d.Cc, d.Subject, d.Text = hostile, hostile, all, long(all+"\n[summary]\n", 100_000)
		d.Files, d.Notes, d.Stale, d.Edited, d.NeedsEdit = hostileFiles(), hostileNotes(), true, true, true
	}
	s.Error = &task.Problem{Code: task.BackOffice, Args: map[string]string{"Words": all}}
	if s.Kind == task.StepAssistance {
		s.Problem = &task.Problem{Code: task.NoItem, Candidates: hostileContacts(), Args: map[string]string{"Words": all, "Item": hostile[3]}}
		for i := range 200 {
			s.Problem.Lines = append(s.Problem.Lines, i)
		}
	}
}

func hostileReading(t *task.Task, b book) {
	r := t.Reading
	r.Lines = b.lines(200)
	for i := range r.Lines {
		l := &r.Lines[i]
		l.Text, l.Where, l.Unit, l.Quantity = hostile[i%len(hostile)], hostile[0], hostile[1], strings.Repeat("9", 30)
		l.Match, l.Confidence, l.Price, l.Date = task.Several, 0.1, hostile[2], hostile[3]
		for _, h := range hostile {
			l.Items = append(l.Items, task.Candidate{Number: h, Variant: h, Description: h, Why: h})
		}
	}
	r.Relevant, r.IrrelevantReason, r.OutOfScope = false, hostile[0], hostile
	r.Reference, r.ShipTo, r.RequestedDate, r.Notes = hostile[0], strings.Join(hostile, " "), hostile[6], hostileNotes()
	r.Evidence = []task.Evidence{{Field: "reference", Words: hostile[0], Where: hostile[1]}}
}

func hostileDocument(d *task.Document, b book) {
	d.Reference, d.ShipTo, d.Number, d.Currency = hostile[0], strings.Join(hostile, " "), hostile[9], hostile[1]
	d.Lines = b.docLines(200)
	for i := range d.Lines {
		l := &d.Lines[i]
		l.Description, l.Variant, l.Unit, l.Item = hostile[i%len(hostile)], hostile[9], hostile[1], hostile[(i+1)%len(hostile)]
		l.Price, l.Amount, l.Discount, l.Date = hostile[0], hostile[9], "100", hostile[3]
		l.Notes = hostileNotes()
	}
}

func hostileNotes() []task.Note {
	var out []task.Note
	for _, h := range hostile {
		out = append(out, task.Note{Code: "quantity_assumed", Args: map[string]string{"Words": h}}, task.Note{Code: h})
	}
	return out
}

func hostileFiles() []task.Attachment {
	var out []task.Attachment
	for _, h := range hostile {
		out = append(out, task.Attachment{Name: h + ".pdf", Size: 1 << 62, Blob: h, Status: "skipped", Reason: h})
	}
	return out
}

func hostileContacts() []task.Contact {
	var out []task.Contact
	for _, h := range hostile {
		out = append(out, task.Contact{Number: h, Name: h, Email: h, Customer: h, Company: h, Why: h})
	}
	return out
}
