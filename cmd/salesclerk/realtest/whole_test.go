package realtest

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

func TestFromRequestToOrder(t *testing.T) {
	s := start(t, "desk").site(t, "desk").load(t)
	if out := s.tell(t, "check"); !strings.Contains(out, "checks are fine") || strings.Contains(out, "WRONG") {
		t.Fatalf("check says:\n%s", out)
	}
	p := s.run(t, "a")
	st := s.story(func() *process { return p })
	st.play(t)
	st.verify(t)
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if log := p.words(); strings.Contains(log, `"ERROR"`) || strings.Contains(log, `"WARN"`) {
		t.Errorf("all was well, but the log complains:\n%s", log)
	}
}

// verify is what must hold at the end of every story, whatever happened.
func (s *story) verify(t *testing.T) {
	t.Helper()
	all := s.site.tasks(t)
	if len(all) != 1 || all[0].State != task.Completed {
		t.Fatalf("%d tasks, the first is %s", len(all), all[0].State)
	}
	s.mails(t, all[0])
	s.folders(t)
	if q, o := s.site.records(t, "quote"), s.site.records(t, "order"); len(q) != 1 || len(o) != 1 || all[0].Document.Number != o[0] {
		t.Errorf("the back office has the quotes %v and the orders %v, the task %s", q, o, all[0].Document.Number)
	}
	s.figures(t)
	until(t, "no job being left", func() bool {
		s.at() // killed this late, the program is started again
		now, later, err := s.site.desk.Backlog(context.Background())
		return err == nil && now == 0 && later == 0
	})
}

// mails reached the customer once each, in the thread, with their document.
func (s *story) mails(t *testing.T, x task.Task) {
	t.Helper()
	until(t, "the order reaching the customer", func() bool {
		s.at()
		return len(s.out(t)) >= 2
	})
	s.site.smtp.Settle(t)
	got := s.out(t)
	if len(got) != 2 {
		t.Fatalf("the customer got %d mails, want the quote and the order", len(got))
	}
	ids := []string{s.site.first(), got[0].ID, "<acceptance-" + s.site.user + "@hartwell-joinery.example>", got[1].ID}
	var kept []string
	for _, m := range x.Messages {
		kept = append(kept, m.ID)
	}
	if s.asleep { // the customer may answer before the program has noted that its mail left
		kept = slices.Sorted(slices.Values(kept))
		ids = slices.Clone(ids)
		slices.Sort(ids)
	}
	if d := cmp.Diff(ids, kept); d != "" {
		t.Errorf("the task's mails (-customer's +task's):\n%s", d)
	}
	asked := []string{s.site.first(), "<acceptance-" + s.site.user + "@hartwell-joinery.example>"}
	for i, m := range got {
		if m.InReplyTo != asked[i] || !slices.Contains(m.References, s.site.first()) || m.Subject != "Re: Request for quotation" ||
			m.From.Addr != address || len(m.To) != 1 || m.To[0].Addr != customer {
			t.Errorf("mail %d: %+v", i, m)
		}
		if len(m.Files) != 1 || !bytes.HasPrefix(m.Files[0].Data, []byte("%PDF-")) || !strings.Contains(m.Text, "spanner") {
			t.Errorf("mail %d has the files %+v and says %s", i, m.Files, m.Text)
		}
	}
}

// folders hold each mail of ours once, and the customer's with their keyword.
func (s *story) folders(t *testing.T) {
	t.Helper()
	until(t, "every mail having its keyword", func() bool {
		list := s.site.box.List(t, "INBOX")
		return len(list) == 2 && list[0].Has(mail.Done) && list[1].Has(mail.Done)
	})
	sent := s.site.box.List(t, "Sent")
	var ids []string
	for _, h := range sent {
		m, err := mail.Parse(h.Raw, mail.ParseOptions{})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
		if !h.Has(imap.FlagSeen) {
			t.Error("a copy in the Sent folder is not marked as read")
		}
	}
	if s.twice {
		ids = slices.Compact(ids)
	}
	var want []string
	for _, m := range s.out(t) {
		if !slices.Contains(s.said, m.ID) { // of what a person said there is no copy
			want = append(want, m.ID)
		}
	}
	if !cmp.Equal(want, ids) {
		t.Errorf("the Sent folder holds %v, want %v", ids, want)
	}
}

func (s *story) figures(t *testing.T) {
	t.Helper()
	c := s.site.counts(t)
	got := map[string]int64{}
	for _, n := range []string{"mails", "quotes", "orders", "sent", "sent.quote", "sent.order", "waited_n.outgoing"} {
		got[n] = c[n]
	}
	want := map[string]int64{"mails": 2, "quotes": 1, "orders": 1, "sent": 2, "sent.quote": 1, "sent.order": 1, "waited_n.outgoing": 3}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("figures (-want +got):\n%s", d)
	}
}
