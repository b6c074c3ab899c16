package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/cards"
)

// The scenario tests play whole stories against the demo in this process and
// speak only the HTTP names that any script may use. A stage is one demo; an
// actor is one customer on it with the conversation they have:
//
//	grace := s.actor(t, "grace.holloway@hartwell-joinery.example")
//	grace.writes("Quote please", "20 x combination spanner 13 mm")
//	grace.click(grace.card("incoming"), "confirm", nil)
//	grace.click(grace.card("outgoing"), "confirm", nil)
//	quote := grace.gets()
//
// Nothing waits by the clock: a stage listens to /api/live and looks again after
// every change.
const patience = 40 * time.Second

// stage is a running demo.
type stage struct {
	base    string
	x       *demo
	command demoCommand
	live    *pulse
	end     func() // ends the program

	chat messenger // nil: nobody decides but on the page
}

// play starts a demo that ends with the test.
func play(t *testing.T, c demoCommand) *stage {
	t.Helper()
	c.Listen, c.Empty = "127.0.0.1:0", true
	if c.Lang == "" {
		c.Lang = "en"
	}
	return playing(t, c)
}

func playing(t *testing.T, c demoCommand) *stage {
	t.Helper()
	x, err := c.start(t.Context(), quietly())
	if err != nil {
		t.Fatalf("the demo does not start: %v", err)
	}
	s := &stage{base: "http://" + x.page.listener.Addr().String(), x: x, command: c}
	s.serve(t)
	t.Cleanup(func() {
		s.end()
		x.close()
	})
	return s
}

func quietly() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// serve lets the demo run until s.end.
func (s *stage) serve(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	p, page := s.x.p, s.x.page
	go func() { done <- p.serve(ctx, "scenario", page) }()
	s.live = listenTo(ctx, s.base+"/api/live")
	s.end = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the demo ended with: %v", err)
		}
	})
}

// restart ends the program and starts it again on what Redis has, at the same
// address.
func (s *stage) restart(t *testing.T) {
	t.Helper()
	s.end()
	set, err := sampleData(t.Context(), s.command.Data)
	if err != nil {
		t.Fatal(err)
	}
	old := s.x.p
	if s.x.p, err = buildOn(old.client, old.config, quietly()); err != nil {
		t.Fatal(err)
	}
	if err := old.index.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.x.p.loadIndex(t.Context()); err != nil {
		t.Fatal(err)
	}
	c := s.command
	c.Listen = strings.TrimPrefix(s.base, "http://")
	if err := s.x.open(&c, set); err != nil {
		t.Fatal(err)
	}
	s.serve(t)
}

// ask is one request. A status other than those wanted fails the test.
func (s *stage) ask(t *testing.T, method, path string, body, into any, head ...string) (int, []byte) {
	t.Helper()
	var in io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(data)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.base+path, in)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	if into != nil && resp.StatusCode == http.StatusOK {
		if err := json.Unmarshal(data, into); err != nil {
			t.Fatalf("%s %s answers %.300s: %v", method, path, data, err)
		}
	}
	return resp.StatusCode, data
}

// until waits for something that a change may bring.
func (s *stage) until(t *testing.T, what string, ready func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		changed := s.live.next()
		if ready() {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}

// taskShown is GET /api/tasks/ID as far as the stories look.
type taskShown struct {
	ID       string         `json:"id"`
	Subject  string         `json:"subject"`
	State    task.State     `json:"state"`
	Email    string         `json:"email"`
	Company  string         `json:"company"`
	Card     string         `json:"card"`
	Follows  string         `json:"follows"`
	Lang     string         `json:"lang"`
	Document *task.Document `json:"document"`
	Timeline []cards.Entry  `json:"timeline"`
}

func (s *stage) task(t *testing.T, id string) taskShown {
	t.Helper()
	var out taskShown
	if code, data := s.ask(t, "GET", "/api/tasks/"+id, nil, &out); code != http.StatusOK {
		t.Fatalf("task %s: %d %s", id, code, data)
	}
	return out
}

func (s *stage) tasks(t *testing.T) []taskShown {
	t.Helper()
	var out struct{ Tasks []taskShown }
	if code, data := s.ask(t, "GET", "/api/tasks?limit=200", nil, &out); code != http.StatusOK {
		t.Fatalf("tasks: %d %s", code, data)
	}
	return out.Tasks
}

// room is every card in the room, in a language.
func (s *stage) room(t *testing.T, lang string) []shownCard {
	t.Helper()
	var out []shownCard
	if code, data := s.ask(t, "GET", "/api/room?lang="+lang, nil, &out); code != http.StatusOK {
		t.Fatalf("room: %d %s", code, data)
	}
	return out
}

// shownCard is a card with the HTML it is drawn as.
type shownCard struct {
	cards.Card
	HTML string `json:"html"`
}

// says is all the words of a card, for looking something up in it.
func (c shownCard) says() string {
	var b strings.Builder
	fmt.Fprintln(&b, c.Title, "|", c.Lead.S, "|", c.Settled)
	for _, x := range c.Context {
		fmt.Fprintln(&b, x.S)
	}
	for _, block := range c.Blocks {
		fmt.Fprintln(&b, block.Title, block.Text.S, block.CutNote)
		for _, f := range block.Fields {
			fmt.Fprintln(&b, f.Label+":", f.Value.S)
			if f.Note != nil {
				fmt.Fprintln(&b, f.Note.S)
			}
		}
		for _, f := range block.Files {
			fmt.Fprintln(&b, f.Name.S, f.Status, f.Reason.S)
		}
		if block.Table != nil {
			for _, row := range block.Table.Rows {
				for _, cell := range row {
					fmt.Fprint(&b, cell.S, " | ")
				}
				fmt.Fprintln(&b)
			}
		}
	}
	return b.String()
}

// offers says whether a card has a button.
func (c shownCard) offers(action string) bool {
	for _, b := range append(append([]cards.Button{}, c.Buttons...), c.More...) {
		if string(b.Action) == action {
			return true
		}
	}
	return false
}

// letter is a mail in a customer's mailbox.
type letter struct {
	ID          string `json:"id"`
	From        string
	To          []string
	Subject     string
	Text, HTML  string
	InReplyTo   string `json:"in_reply_to"`
	MessageID   string `json:"message_id"`
	Attachments []struct {
		Name string
		URL  string
	}
}

// inbox is what the desk wrote to an address, oldest first.
func (s *stage) inbox(t *testing.T, address string) []letter {
	t.Helper()
	var boxes []struct{ Mails []letter }
	if code, data := s.ask(t, "GET", "/api/mail?address="+url.QueryEscape(address), nil, &boxes); code != http.StatusOK {
		t.Fatalf("mail: %d %s", code, data)
	}
	var out []letter
	for _, b := range boxes {
		for _, m := range b.Mails {
			if strings.HasPrefix(m.ID, "in-") {
				out = append(out, m)
			}
		}
	}
	return out
}

// fetch is the bytes of an attachment.
func (s *stage) fetch(t *testing.T, path string) []byte {
	t.Helper()
	code, data := s.ask(t, "GET", path, nil, nil)
	if code != http.StatusOK {
		t.Fatalf("GET %s: %d %.200s", path, code, data)
	}
	return data
}

// enclosure is a file that a customer attaches.
type enclosure struct {
	Name string `json:"name"`
	Data string `json:"base64"`
}

func attached(name string, data []byte) enclosure {
	return enclosure{name, base64.StdEncoding.EncodeToString(data)}
}
