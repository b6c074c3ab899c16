package cards

import (
	"time"

	"salesclerk/agent/task"
)

func (b book) incoming() []Sample {
	in := func(variant string, change func(*task.Task, *task.Step)) Sample {
		return b.sample(task.StepIncoming, variant, change)
	}
	return []Sample{
		in("known", nil),
		in("unknown", func(t *task.Task, _ *task.Step) { b.stranger(t) }),
		in("not_verified", func(t *task.Task, _ *task.Step) { t.Messages[0].Verified = "fail" }),
		in("not_relevant", func(t *task.Task, _ *task.Step) {
			t.Reading = &task.Reading{Language: b.words.tag, IrrelevantReason: "sell_to_us"}
		}),
		in("forwarded", func(t *task.Task, _ *task.Step) {
			t.Messages[0].From, t.Messages[0].Name, t.Messages[0].Forwarded = "per@example.com", "Per Holm", "lene@nordlys.example"
			t.Messages[0].Verified = "none"
			b.stranger(t)
		}),
		in("several", func(t *task.Task, _ *task.Step) {
			t.Reading.Lines[0].Match, t.Reading.Lines[0].Items = task.Several, b.candidates()
			t.Reading.Lines[1].Match, t.Reading.Lines[1].Items = task.None, nil
			t.Reading.OutOfScope = []string{"discount", "delivery_status"}
		}),
		in("warnings", func(t *task.Task, _ *task.Step) {
			t.Party.Warnings = []task.Note{{Code: "overdue", Args: map[string]string{"Amount": "12500.00 DKK"}}}
			t.Party.Once, t.Queue, t.Follows = true, []int{0}, "T-1009"
		}),
		in("change", func(t *task.Task, _ *task.Step) {
			t.Document = b.document(task.Quote)
			t.Reading.Intents = []task.Intent{task.Changes, task.Accept}
			t.Reading.Lines[0].Change, t.Reading.Lines[0].DocLine, t.Reading.Lines[0].Quantity = task.LineSet, 10000, "3"
			t.Reading.Lines[1].Change = task.LineAdd
		}),
		in("busy", func(t *task.Task, s *task.Step) { b.stranger(t); b.busy(t, s, task.JobContact) }),
		in("failed", func(t *task.Task, s *task.Step) {
			b.stranger(t)
			s.Error = &task.Problem{Code: task.BadInput, Field: "email", Args: map[string]string{"Value": "lene@"}}
		}),
	}
}

func (b book) stranger(t *task.Task) {
	t.Party = task.Party{Match: task.None, Email: "lene@nordlys.example", Candidates: b.contacts()}
}

func (b book) contacts() []task.Contact {
	return []task.Contact{
		{Number: "CT-14", Name: "Lene Dahl", Email: "ld@nordlys.example", Customer: "10000", Company: "Nordlys Kontor A/S", Why: "domain"},
		{Number: "CT-77", Name: "Lene Dahlgren", Company: "Fjord & Co", Customer: "20000", Why: "name"},
	}
}

func (b book) candidates() []task.Candidate {
	return []task.Candidate{
		{Number: "1920-S", Score: 0.9, Description: b.words.item1},
		{Number: "1921-S", Variant: "OAK", Score: 0.8, Description: b.words.item1},
	}
}

func (b book) busy(t *task.Task, s *task.Step, job task.JobKind) {
	s.Busy, t.Resume, t.State = true, t.State, task.Working
	t.Job = &task.Job{Key: "T-1042/7/" + string(job), Task: t.ID, Kind: job}
}

func (b book) documents() []Sample {
	return []Sample{
		b.sample(task.StepQuote, "plain", nil),
		b.sample(task.StepQuote, "busy", func(t *task.Task, s *task.Step) { b.busy(t, s, task.JobSave) }),
		b.sample(task.StepQuote, "failed", func(t *task.Task, s *task.Step) {
			s.Error = &task.Problem{Code: task.BadInput, Field: "quantity", Args: map[string]string{"Value": "two"}}
		}),
		b.sample(task.StepQuote, "200_lines", func(t *task.Task, _ *task.Step) { t.Document.Lines = b.docLines(200) }),
		b.sample(task.StepOrder, "plain", nil),
	}
}

func (b book) outgoing() []Sample {
	out := func(kind task.DraftKind, variant string, change func(*task.Draft)) Sample {
		return b.sample(task.StepOutgoing, variant, func(t *task.Task, _ *task.Step) {
			t.Draft = b.draft(kind)
			if kind == task.DraftOrder {
				t.Document = b.document(task.Order)
			}
			if kind == task.DraftAsk || kind == task.DraftAnswer || kind == task.DraftUnavailable {
				t.Document = nil
			}
			if change != nil {
				change(t.Draft)
			}
		})
	}
	return []Sample{
		out(task.DraftQuote, "quote", nil),
		out(task.DraftOrder, "order", nil),
		out(task.DraftAsk, "ask", nil),
		out(task.DraftAnswer, "answer", nil),
		out(task.DraftUnavailable, "unavailable", nil),
		out(task.DraftQuote, "stale", func(d *task.Draft) { d.Stale = true }),
		out(task.DraftQuote, "edited", func(d *task.Draft) {
			d.Edited, d.Cc = true, []string{"indkob@nordlys.example"}
			d.Notes = []task.Note{{Code: "date_past", Args: map[string]string{"Date": "2026-11-01"}}}
		}),
	}
}

func (b book) resume() []Sample {
	return []Sample{
		b.sample(task.StepResume, "quote", nil),
		b.sample(task.StepResume, "order", func(t *task.Task, _ *task.Step) {
			t.Document, t.Draft = b.document(task.Order), b.draft(task.DraftOrder)
		}),
		b.sample(task.StepResume, "ask", func(t *task.Task, _ *task.Step) {
			t.Document, t.Draft = nil, b.draft(task.DraftAsk)
		}),
	}
}

func (b book) assistance() []Sample {
	var out []Sample
	for _, code := range task.Problems {
		out = append(out, b.sample(task.StepAssistance, code, func(t *task.Task, s *task.Step) {
			s.Problem = b.problem(code)
			switch code {
			case task.UnknownSender, task.SeveralContacts:
				b.stranger(t)
				t.Document, t.Draft = nil, nil
			case task.OrderChange:
				t.Document = b.document(task.Order)
				t.Reading.Lines[0].Change, t.Reading.Lines[0].DocLine, t.Reading.Lines[0].Quantity = task.LineSet, 10000, "3"
				t.Reading.Lines[1].Change, t.Reading.Lines[1].DocLine = task.LineRemove, 20000
				t.Reading.RequestedDate = "2027-04-01"
			case task.TakeOver, task.MakeTheOrder, task.QuoteChanged, task.SendFailed, task.SendUncertain, task.Bounced:
			default:
				t.Document, t.Draft = nil, nil
			}
		}))
	}
	return out
}

func (b book) problem(code string) *task.Problem {
	p := &task.Problem{Code: code, Lines: []int{1}, Candidates: b.problemContacts(code), Args: map[string]string{
		"From": "lene@nordlys.example", "Customer": "10000", "Words": b.words.line2, "Item": "1900-S", "Wanted": "10", "Available": "4",
		"Number": "Q-1001", "To": "lene@nordlys.example", "Limit": "50000.00 DKK", "Balance": "48000.00 DKK", "Unit": "PALLET"}}
	switch code {
	case task.SendFailed, task.Bounced:
		p.Lines, p.Args["Words"] = nil, "550 5.1.1 user unknown"
	case task.SendUncertain:
		p.Lines = nil
	case task.BackOffice:
		p.Lines, p.Args["Words"] = nil, "the posting period is closed"
	case task.Unreadable:
		p.Lines, p.Args["Words"] = nil, "the message has no readable part"
	case task.BadInput:
		p.Lines, p.Args = nil, map[string]string{"Field": "reference", "Value": "DC1011234"}
	case task.OrderChange:
		p.Lines, p.Args["Number"] = nil, "O-2001"
	case task.TakeOver, task.MakeTheOrder, task.QuoteChanged, task.BlockedCustomer, task.CreditLimit, task.UnknownSender, task.SeveralContacts:
		p.Lines = nil
	}
	return p
}

func (b book) problemContacts(code string) []task.Contact {
	if code == task.UnknownSender || code == task.SeveralContacts {
		return b.contacts()
	}
	return nil
}

func (b book) stop() []Sample {
	ask := func(t *task.Task, s *task.Step) {
		s.Asking = &task.Asking{By: anna, At: sampleAt.Add(time.Minute), Leave: []task.Note{
			{Code: "quote_open", Args: map[string]string{"Number": "Q-1001"}},
			{Code: "mail_unanswered", Args: map[string]string{"Subject": t.Subject}},
		}}
	}
	out := []Sample{b.sample(task.StepOutgoing, "stop_outgoing", ask), b.sample(task.StepIncoming, "stop_incoming", func(t *task.Task, s *task.Step) {
		ask(t, s)
		s.Asking.Leave = nil
	})}
	for i := range out {
		out[i].Kind = string(task.StepStop)
	}
	return out
}

// settled is each way a step ends.
func (b book) settled() []Sample {
	end := func(kind task.StepKind, status task.StepStatus, how task.Kind) Sample {
		return b.sample(kind, string(status)+"_"+string(how), func(t *task.Task, s *task.Step) {
			s.Status, s.Action, s.By, s.Settled, t.State = status, how, &anna, sampleAt.Add(7*time.Minute), task.Working
			switch kind {
			case task.StepOutgoing:
				s.Draft, s.Changed = t.Draft, true
			case task.StepQuote, task.StepOrder:
				doc := *t.Document
				doc.Lines = nil
				s.Doc = &doc
			case task.StepAssistance:
				s.Problem = b.problem(task.NoItem)
			}
			if status == task.StepStopped {
				t.State = task.Stopped
			}
		})
	}
	return []Sample{
		end(task.StepIncoming, task.StepConfirmed, task.Confirm),
		end(task.StepIncoming, task.StepStopped, task.StopYes),
		end(task.StepQuote, task.StepConfirmed, task.Confirm),
		end(task.StepOrder, task.StepConfirmed, task.Confirm),
		end(task.StepOutgoing, task.StepConfirmed, task.Confirm),
		end(task.StepOutgoing, task.StepDiscarded, task.Discard),
		end(task.StepOutgoing, task.StepStopped, task.Halt),
		end(task.StepResume, task.StepUpdated, task.Updated),
		end(task.StepResume, task.StepResumed, task.ResumeOnly),
		end(task.StepAssistance, task.StepFixed, task.PickItem),
		end(task.StepAssistance, task.StepConfirmed, task.Confirm),
	}
}

func (b book) others() []Sample {
	return []Sample{{Kind: string(task.StepLog), Variant: "mail_received", Task: b.task(task.StepQuote, nil), Step: 1}}
}
