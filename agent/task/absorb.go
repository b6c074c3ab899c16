package task

import (
	"slices"
	"strconv"
	"time"
)

// absorb puts what the event brings into the task. It decides nothing about
// where the task goes: that is the table's.
func (m *move) absorb() error {
	t, e := &m.t, m.e
	switch e.Kind {
	case MailCame:
		m.mailCame()
	case MailBounce:
		if e.Mail == nil {
			return &Refused{Err: ErrInput, Field: "mail"}
		}
		m.log("bounced", map[string]string{"To": e.Mail.From, "Words": e.Mail.Text})
	case Understood:
		m.understood()
	case ContactSet:
		m.contactSet()
	case Quoted, Ordered:
		return m.documentMade()
	case Options, Nothing:
		if e.Reading != nil {
			t.Reading = e.Reading
		}
	case Saved:
		m.saved()
	case Rechecked:
		m.rechecked()
	case Drafted:
		if e.Draft == nil {
			return &Refused{Err: ErrInput, Field: "draft"}
		}
		t.Draft = e.Draft
		if e.Document != nil {
			t.Document = e.Document
		}
	case Sent:
		m.sent()
	case Stuck:
		return m.stuck()
	default:
		return m.click()
	}
	return nil
}

func (m *move) mailCame() {
	t, e := &m.t, m.e
	mail := Message{At: e.At}
	if e.Mail != nil {
		mail = *e.Mail
	}
	t.Messages = append(t.Messages, mail)
	if e.Policy != nil {
		t.Policy = *e.Policy
	}
	if len(t.Messages) == 1 {
		t.Subject = mail.Subject
	}
	if t.State == Completed {
		m.log("reopened", nil)
	}
	m.log("mail_received", map[string]string{"From": mail.From})
	m.count("mails", 1)
	if n := len(t.Messages) - 1; t.State == "" || t.State == Waiting || t.State == Completed {
		t.Current, t.Reading = n, nil
	} else {
		t.Queue = append(t.Queue, n)
	}
}

func (m *move) understood() {
	t, e := &m.t, m.e
	if e.Reading != nil {
		t.Reading = e.Reading
		if t.Lang == "" {
			t.Lang = e.Reading.Language
		}
	}
	if e.Party != nil {
		t.Party = *e.Party
	}
	if e.Mail != nil && t.Current < len(t.Messages) { // what became of the attachments
		t.Messages[t.Current].Files = e.Mail.Files
	}
	if m.job != nil && m.job.Kind == JobInstruct {
		m.log("instructed", map[string]string{"Text": formText(m.job.Form)})
		return
	}
	m.log("read", map[string]string{"Count": strconv.Itoa(len(lines(t)))})
}

func formText(f *Form) string {
	if f == nil || f.Text == nil {
		return ""
	}
	return *f.Text
}

func (m *move) contactSet() {
	t, e := &m.t, m.e
	if e.Party != nil {
		t.Party = *e.Party
	}
	if e.Reading != nil {
		t.Reading = e.Reading
	}
	code := "contact_updated"
	switch {
	case m.job != nil && m.job.For == CreateContact:
		code = "contact_created"
	case t.Party.Once:
		code = "contact_once"
	}
	m.log(code, map[string]string{"Name": t.Party.Name, "Email": t.Mail().From})
}

// documentMade takes the quote or order of a Quoted or Ordered event. On a
// stopped task it only tells that the document is there.
func (m *move) documentMade() error {
	t, e := &m.t, m.e
	if e.Document == nil {
		return &Refused{Err: ErrInput, Field: "document"}
	}
	d := e.Document
	args := map[string]string{"Number": d.Number, "Total": d.Total, "Currency": d.Currency}
	if t.State == Stopped {
		m.log(string(d.Kind)+"_open", args)
		return nil
	}
	fresh := t.Document == nil || t.Document.Number != d.Number
	t.Document = d
	if e.Reading != nil {
		t.Reading = e.Reading
	}
	if d.Kind == Order {
		m.log("order_created", args)
		m.count("orders", 1)
		m.count("order_amount."+d.Currency, scaled(d.Total))
		return nil
	}
	if !fresh {
		m.log("quote_changed", args)
		return nil
	}
	m.log("quote_created", args)
	m.count("quotes", 1)
	return nil
}

func (m *move) saved() {
	m.learnEdit()
	if m.e.Document != nil {
		m.t.Document = m.e.Document
	}
	if s := m.t.Open(); s != nil {
		s.Changed = true
	}
	m.log("saved", nil)
}

func (m *move) rechecked() {
	t, e := &m.t, m.e
	if e.Document == nil || t.Draft == nil {
		return
	}
	t.Document = e.Document
	d := *t.Draft
	d.Stale = e.Document.Version != d.DocVer
	t.Draft = &d
}

func (m *move) sent() {
	t, e := &m.t, m.e
	if t.Draft == nil {
		return
	}
	to := map[string]string{"To": joinAddresses(t.Draft.To)}
	if t.State == Stopped {
		m.log("sent_after_stop", to)
		return
	}
	m.left(e.Mail)
	m.log("mail_sent", to)
}

// left is what is true once the draft has left: the customer has it.
func (m *move) left(mail *Message) {
	t := &m.t
	if mail == nil {
		mail = &Message{ID: t.Draft.ID, Out: true, To: t.Draft.To, Cc: t.Draft.Cc, Subject: t.Draft.Subject,
			Text: t.Draft.Text, Files: t.Draft.Files, At: m.e.At}
	}
	t.Messages = append(t.Messages, *mail)
	if t.Draft.Kind != DraftAnswer {
		t.Offered = &Offer{Kind: t.Draft.Kind, Number: t.Draft.DocNumber, Version: t.Draft.DocVer, At: m.e.At}
		if t.Draft.Kind == DraftAsk {
			t.Offered.Reading = t.Reading
		}
	}
	m.count("sent", 1)
	m.count("sent."+string(t.Draft.Kind), 1)
	if first := t.Messages[0].At; !answered(t) && !first.IsZero() {
		m.count("reply_m."+bucket(m.e.At.Sub(first)), 1)
		m.log("first_reply", map[string]string{"Seconds": strconv.FormatInt(int64(m.e.At.Sub(first)/time.Second), 10)})
	}
	t.Draft = nil
}

// answered says whether a mail of ours had left before the present one.
func answered(t *Task) bool {
	return slices.ContainsFunc(t.Steps, func(s Step) bool { return s.Note != nil && s.Note.Code == "first_reply" })
}

func (m *move) stuck() error {
	t, e := &m.t, m.e
	sending := m.job != nil && m.job.Kind == JobSend
	if e.Problem == nil || !sending && (e.Problem.Code == SendFailed || e.Problem.Code == SendUncertain) {
		return &Refused{Err: ErrInput, Field: "problem"}
	}
	if e.Reading != nil {
		t.Reading = e.Reading
	}
	if e.Document != nil {
		t.Document = e.Document
	}
	p := *e.Problem
	if p.Redo == "" && m.job != nil {
		p.Redo = m.job.Kind
	}
	e.Problem = &p
	if s := t.Open(); s != nil {
		s.Error = &p
	}
	return nil
}

func clone(t Task) Task {
	t.Messages = slices.Clone(t.Messages)
	t.Queue = slices.Clone(t.Queue)
	t.Steps = slices.Clone(t.Steps)
	t.Seen = slices.Clone(t.Seen)
	return t
}

// scaled is a decimal as a whole number of ten-thousandths, for counting; what
// is beyond is cut. It is 0 for anything that is no decimal.
func scaled(s string) int64 {
	neg := len(s) > 0 && s[0] == '-'
	if neg {
		s = s[1:]
	}
	var n int64
	digits := -1
	for _, c := range s {
		switch {
		case c == '.' && digits < 0:
			digits = 0
		case c >= '0' && c <= '9' && n < 1<<58:
			if digits < 4 {
				n = n*10 + int64(c-'0')
				if digits >= 0 {
					digits++
				}
			}
		default:
			return 0
		}
	}
	for d := max(digits, 0); d < 4; d++ {
		n *= 10
	}
	if neg {
		return -n
	}
	return n
}

// Scale is what a counted amount is divided by to be an amount again.
const Scale = 10000

// bucket names the span of minutes that a duration falls in, so that a median
// can be counted: "0", "1", "2", "4", "8", … up to two months.
func bucket(d time.Duration) string {
	minutes := int64(d / time.Minute)
	b := int64(0)
	for limit := int64(1); limit <= minutes && limit < 1<<17; limit *= 2 {
		b = limit
	}
	return strconv.FormatInt(b, 10)
}
