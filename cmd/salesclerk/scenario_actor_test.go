package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/task"
)

// pulse tells that something changed, by the page's own live stream.
type pulse struct {
	mu  sync.Mutex
	now chan struct{}
}

// listenTo follows /api/live until ctx ends.
func listenTo(ctx context.Context, address string) *pulse {
	p := &pulse{now: make(chan struct{})}
	go func() {
		for ctx.Err() == nil {
			p.follow(ctx, address)
			p.beat()
		}
	}()
	return p
}

func (p *pulse) follow(ctx context.Context, address string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "event:") {
			p.beat()
		}
	}
}

func (p *pulse) beat() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.now)
	p.now = make(chan struct{})
}

// next is closed at the next change.
func (p *pulse) next() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// actor is a customer and the conversation they have.
type actor struct {
	*stage
	t       *testing.T
	address string
	lang    string // of the cards the actor's seller reads
	id      string // of the conversation's task
	got     int    // mails from the desk so far
	last    letter // the newest of them
	wrote   string // Message-ID of what the actor wrote last
	clerk   string // who decides in the stage's chat; empty: the page is clicked
}

func (s *stage) actor(t *testing.T, address string) *actor {
	t.Helper()
	return &actor{stage: s, t: t, address: address, lang: "en", got: len(s.inbox(t, bare(address)))}
}

func bare(address string) string {
	return strings.TrimSuffix(address[strings.LastIndexByte(address, '<')+1:], ">")
}

// posts delivers a mail and returns its Message-ID.
func (a *actor) posts(subject, text, replyTo string, files ...enclosure) string {
	a.t.Helper()
	var out struct {
		ID string `json:"message_id"`
	}
	text = string(dated([]byte(text), time.Now()))
	body := map[string]any{"from": a.address, "subject": subject, "text": text, "in_reply_to": replyTo, "attachments": files}
	if code, data := a.ask(a.t, "POST", "/api/mail", body, &out); code != http.StatusOK {
		a.t.Fatalf("writing as %s: %d %.300s", a.address, code, data)
	}
	a.wrote = out.ID
	return out.ID
}

// writes begins a conversation and waits for its task.
func (a *actor) writes(subject, text string, files ...enclosure) {
	a.t.Helper()
	before := map[string]bool{}
	for _, x := range a.tasks(a.t) {
		before[x.ID] = true
	}
	a.posts(subject, text, "", files...)
	a.begins(subject, before)
}

// begins waits for a task of the actor that was not there before.
func (a *actor) begins(subject string, before map[string]bool) {
	a.t.Helper()
	a.until(a.t, "a task of "+a.address+" about "+subject, func() bool {
		for _, x := range a.tasks(a.t) {
			if !before[x.ID] && strings.EqualFold(x.Email, bare(a.address)) && (x.Subject == subject || strings.Contains(subject, "\u202e")) {
				a.id = x.ID
				return true
			}
		}
		return false
	})
}

// replies answers the newest mail of the desk.
func (a *actor) replies(text string, files ...enclosure) {
	a.t.Helper()
	if a.last.MessageID == "" {
		a.t.Fatalf("%s has got no mail to answer", a.address)
	}
	subject := a.last.Subject
	if !strings.HasPrefix(subject, "Re:") {
		subject = "Re: " + subject
	}
	a.posts(subject, text, a.last.MessageID, files...)
}

// card waits until the conversation has an open card, and sees that it is of the
// kind, or of the kind and variant ("assistance no_item").
func (a *actor) card(want string) shownCard {
	a.t.Helper()
	var c shownCard
	a.until(a.t, fmt.Sprintf("the card %q of %s (%s)", want, a.id, a.address), func() bool {
		id := a.task(a.t, a.id).Card
		for _, x := range a.room(a.t, a.lang) {
			if x.ID == id && x.State == "open" {
				c = x
				return true
			}
		}
		return false
	})
	kind, variant, _ := strings.Cut(want, " ")
	if string(c.Kind) != kind || variant != "" && c.Variant != variant {
		a.t.Fatalf("%s shows %s %s where %s was to come:\n%s", c.ID, c.Kind, c.Variant, want, c.says())
	}
	return c
}

// click does what a button does and must be taken.
func (a *actor) click(c shownCard, action string, form any, head ...string) shownCard {
	a.t.Helper()
	if a.clerk != "" && form == nil && len(head) == 0 && action != "stop" {
		a.presses(a.t, a.clerk, c.ID, action)
		return c
	}
	var out shownCard
	code, data := a.ask(a.t, "POST", "/api/room/"+c.ID+"/"+action+"?lang="+a.lang, form, &out, head...)
	if code != http.StatusOK {
		a.t.Fatalf("%s on %s (%s %s): %d %s", action, c.ID, c.Kind, c.Variant, code, data)
	}
	return out
}

// refused is what a click that must not be taken answers.
type refused struct{ Error, Field string }

func (a *actor) refusedClick(c shownCard, action string, form any, status int, head ...string) refused {
	a.t.Helper()
	code, data := a.ask(a.t, "POST", "/api/room/"+c.ID+"/"+action+"?lang="+a.lang, form, nil, head...)
	var out refused
	if err := json.Unmarshal(data, &out); err != nil || code != status || out.Error == "" {
		a.t.Fatalf("%s on %s answers %d %s, want %d with a sentence", action, c.ID, code, data, status)
	}
	return out
}

// gets waits for the next mail of the desk and sees that it is one.
func (a *actor) gets() letter {
	a.t.Helper()
	var box []letter
	a.until(a.t, "a mail to "+a.address, func() bool {
		box = a.inbox(a.t, bare(a.address))
		return len(box) > a.got
	})
	if len(box) != a.got+1 {
		a.t.Fatalf("%s got %d mails at once", a.address, len(box)-a.got)
	}
	a.got, a.last = len(box), box[len(box)-1]
	return a.last
}

// nothing sees that no mail came that was not taken by gets.
func (a *actor) nothing() {
	a.t.Helper()
	if n := len(a.inbox(a.t, bare(a.address))); n != a.got {
		a.t.Errorf("%s has %d mails, want %d", a.address, n, a.got)
	}
}

// is waits for a state of the task.
func (a *actor) is(want task.State) taskShown {
	a.t.Helper()
	var x taskShown
	a.until(a.t, fmt.Sprintf("%s to be %s", a.id, want), func() bool {
		x = a.task(a.t, a.id)
		if x.State == task.Attention && want != task.Attention {
			a.t.Fatalf("%s asks for a person where it was to be %s:\n%s", a.id, want, a.card(a.kindOf(x.Card)).says())
		}
		return x.State == want
	})
	return x
}

func (a *actor) kindOf(card string) string {
	for _, x := range a.room(a.t, a.lang) {
		if x.ID == card {
			return string(x.Kind)
		}
	}
	return "none"
}

// confirms confirms the card that is to come.
func (a *actor) confirms(want string) shownCard {
	a.t.Helper()
	c := a.card(want)
	a.click(c, "confirm", nil)
	return c
}

// has sees that words stand in a text, whatever breaks the lines.
func has(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(flat(text), flat(w)) {
			t.Errorf("%s lacks %q:\n%s", what, w, text)
		}
	}
}

// hasNot sees that words do not stand in a text.
func hasNot(t *testing.T, what, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(flat(text), flat(w)) {
			t.Errorf("%s has %q:\n%s", what, w, text)
		}
	}
}

var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ")

func flat(s string) string { return strings.Join(strings.Fields(spaces.Replace(s)), " ") }

// paper is the words of the one PDF of a mail.
func (a *actor) paper(m letter) string {
	a.t.Helper()
	if len(m.Attachments) != 1 {
		a.t.Fatalf("the mail %q has %d attachments, want its PDF", m.Subject, len(m.Attachments))
	}
	return words(a.t, m.Attachments[0].Name, a.fetch(a.t, m.Attachments[0].URL))
}

// words is the text of a PDF, by pdftotext where it is installed.
func words(t *testing.T, name string, data []byte) string {
	t.Helper()
	if !strings.HasPrefix(string(data), "%PDF-") {
		t.Fatalf("%s is no PDF: %.40q", name, data)
	}
	if _, err := exec.LookPath("pdftotext"); err == nil {
		file := filepath.Join(t.TempDir(), "mail.pdf")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output()
		if err != nil {
			t.Fatalf("pdftotext on %s: %v", name, err)
		}
		return string(out)
	}
	c := attach.Read(t.Context(), name, "application/pdf", data, attach.Limits{Time: time.Minute})
	if c.Status != attach.StatusRead {
		t.Fatalf("%s cannot be read: %s", name, c.Reason)
	}
	return c.Text
}
