package web

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// maxList is the most tasks of one answer.
const maxList = 200

// entry is a task in the list.
type entry struct {
	ID         string     `json:"id"`
	Subject    string     `json:"subject"`
	State      task.State `json:"state"`
	StateLabel string     `json:"state_label"`
	Attention  bool       `json:"attention"`
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Company    string     `json:"company"`
	Since      time.Time  `json:"since"`
	Updated    time.Time  `json:"updated"`
	Card       string     `json:"card,omitempty"` // of the open step
}

// detail is one task with everything that the page shows of it.
type detail struct {
	entry
	SinceLabel string         `json:"since_label"`
	Document   *task.Document `json:"document,omitempty"`
	DocLabel   string         `json:"document_label,omitempty"`
	Assignee   string         `json:"assignee,omitempty"`
	Follows    string         `json:"follows,omitempty"`
	Lang       string         `json:"lang,omitempty"`
	MayStop    bool           `json:"may_stop"`
	Timeline   []cards.Entry  `json:"timeline"`
	Files      []taskFile     `json:"files"`
}

func (s *Server) tasks(r *http.Request) (any, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return nil, err
	}
	q := r.URL.Query()
	offset, limit := number(q.Get("offset"), 0), min(max(number(q.Get("limit"), 50), 1), maxList)
	list, attention, err := s.o.Desk.List(r.Context(), max(offset, 0), limit+1)
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	more := len(list) > limit
	out := []entry{}
	for i := range list[:min(len(list), limit)] {
		out = append(out, brief(&list[i], s.lang(r)))
	}
	return map[string]any{"attention": attention, "tasks": out, "more": more}, nil
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}

func brief(t *task.Task, w *lang.Words) entry {
	e := entry{ID: t.ID, Subject: t.Subject, State: t.State, StateLabel: w.T("state." + string(t.State)),
		Attention: t.State.NeedsPerson(), Name: t.Party.Name, Email: t.Party.Email, Company: t.Party.Company,
		Since: t.Since, Updated: t.Updated}
	if len(t.Messages) > 0 && e.Email == "" {
		e.Name, e.Email = t.Messages[0].Name, t.Messages[0].From
	}
	if e.Name == "" {
		e.Name = e.Email
	}
	if open := t.Open(); open != nil && t.State != task.Stopped {
		e.Card = cards.CardID(t.ID, open.N)
	}
	return e
}

func (s *Server) task(r *http.Request) (any, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return nil, err
	}
	t, err := s.o.Desk.Task(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, fmt.Errorf("read task: %w", err)
	}
	return s.whole(r, &t), nil
}

func (s *Server) whole(r *http.Request, t *task.Task) detail {
	w, o := s.lang(r), s.options(r)
	d := detail{entry: brief(t, w), SinceLabel: w.DateTime(t.Since, s.o.Zone), Document: t.Document, Follows: t.Follows,
		Lang: t.Lang, Timeline: cards.Timeline(t, o), Files: files(t, w),
		MayStop: t.State != task.Stopped && t.State != task.Completed && o.Viewer.May(task.Approver)}
	if t.Assignee != nil {
		d.Assignee = t.Assignee.Name
	}
	if doc := t.Document; doc != nil {
		d.DocLabel = w.T("kind."+string(doc.Kind)) + " " + doc.Number + " · " + w.Money(doc.Total, doc.Currency)
	}
	return d
}

func (s *Server) kpi(r *http.Request) (any, error) {
	if _, err := s.with(r, task.Manager); err != nil {
		return nil, err
	}
	period := r.URL.Query().Get("period")
	switch period {
	case "":
		period = "today"
	case "today", "day", "week", "month":
	default:
		return nil, &wrong{status: http.StatusBadRequest, key: "web.error.period"}
	}
	n, err := s.o.Desk.KPI(r.Context(), period, s.lang(r).Tag())
	if err != nil {
		return nil, fmt.Errorf("figures of the %s: %w", period, err)
	}
	return s.noticeCard(n, s.options(r)), nil
}
