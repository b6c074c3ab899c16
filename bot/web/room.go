package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
	"salesclerk/cards/html"
)

// How much a room shows: what waits for a person, and what was decided lately.
const (
	roomTasks   = 200
	roomOpen    = 100
	roomSettled = 15
	roomNotices = 5
)

// shown is a card as the page gets it.
type shown struct {
	cards.Card
	HTML  string            `json:"html"`
	Files map[string]string `json:"files,omitempty"` // blob → where it can be read
}

// MarshalJSON gives a card without buttons an empty list: scripts range over it.
func (s shown) MarshalJSON() ([]byte, error) {
	type plain shown
	if s.Buttons == nil {
		s.Buttons = []cards.Button{}
	}
	return json.Marshal(plain(s))
}

func (s *Server) room(r *http.Request) (any, error) {
	if _, err := s.with(r, task.Viewer); err != nil {
		return nil, err
	}
	tasks, _, err := s.o.Desk.List(r.Context(), 0, roomTasks)
	if err != nil {
		return nil, fmt.Errorf("list tasks for the room: %w", err)
	}
	out := s.openCards(tasks, s.options(r))
	out = append(out, s.settledCards(tasks, s.options(r))...)
	return append(out, s.notices(r)...), nil
}

// openCards is a card for each task that waits for a person, oldest first.
func (s *Server) openCards(tasks []task.Task, o cards.Options) []shown {
	out := []shown{}
	for i := range tasks {
		t := &tasks[i]
		if open := t.Open(); open != nil && t.State != task.Stopped {
			out = append(out, show(t, open.N, o))
		}
	}
	slices.SortStableFunc(out, func(a, b shown) int { return a.At.Compare(b.At) })
	return out[:min(len(out), roomOpen)]
}

// settledCards is what people decided lately, newest first.
func (s *Server) settledCards(tasks []task.Task, o cards.Options) []shown {
	type place struct {
		t *task.Task
		s *task.Step
	}
	var all []place
	for i := range tasks {
		for j := range tasks[i].Steps {
			if p := (place{&tasks[i], &tasks[i].Steps[j]}); p.s.Kind != task.StepLog && p.s.Status != task.StepOpen {
				all = append(all, p)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b place) int { return b.s.Settled.Compare(a.s.Settled) })
	var out []shown
	for _, p := range all[:min(len(all), roomSettled)] {
		out = append(out, show(p.t, p.s.N, o))
	}
	return out
}

// notices are shown where they can be had; a room without them is still a room.
func (s *Server) notices(r *http.Request) []shown {
	list, err := s.o.Desk.Notices(r.Context(), s.lang(r).Tag())
	if err != nil {
		s.o.Log.Warn("web: no notices", "error", err)
	}
	var out []shown
	for _, n := range list[:min(len(list), roomNotices)] {
		out = append(out, s.noticeCard(n, s.options(r)))
	}
	return out
}

func (s *Server) noticeCard(n cards.Notice, o cards.Options) shown {
	c := cards.NoticeCard(n, o)
	return shown{Card: c, HTML: string(html.Render(c))}
}

func show(t *task.Task, step int, o cards.Options) shown {
	c := cards.New(t, step, o)
	return shown{Card: c, HTML: string(html.Render(c)), Files: links(t, c.Blocks)}
}

// links is where the files of blocks can be read.
func links(t *task.Task, blocks []cards.Block) map[string]string {
	var out map[string]string
	for _, b := range blocks {
		for _, f := range b.Files {
			if f.Blob == "" {
				continue
			}
			if out == nil {
				out = map[string]string{}
			}
			out[f.Blob] = fileURL(t.ID, f.Blob)
		}
	}
	return out
}

// cardTask is the task and step that a card's id names.
func (s *Server) cardTask(ctx context.Context, card string) (task.Task, int, error) {
	i := strings.LastIndexByte(card, '.')
	step := 0
	if i > 0 {
		_, _ = fmt.Sscanf(card[i+1:], "%d", &step)
	}
	if step < 1 || cards.CardID(card[:i], step) != card {
		return task.Task{}, 0, bot.ErrNotFound
	}
	t, err := s.o.Desk.Task(ctx, card[:i])
	if err != nil {
		return task.Task{}, 0, fmt.Errorf("read task %s: %w", card[:i], err)
	}
	if t.Step(step) == nil {
		return task.Task{}, 0, bot.ErrNotFound
	}
	return t, step, nil
}
