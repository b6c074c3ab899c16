package playground_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/bot/teams/playground"
)

type object = map[string]any

const cardType = "application/vnd.microsoft.card.adaptive"

// bot is a small one: it answers messages by a card, and what is pressed on it by another.
type bot struct {
	t      *testing.T
	server *httptest.Server
}

func newBot(t *testing.T) *bot {
	b := &bot{t: t}
	b.server = httptest.NewServer(http.HandlerFunc(b.serve))
	t.Cleanup(b.server.Close)
	return b
}

func (b *bot) serve(w http.ResponseWriter, r *http.Request) {
	var in object
	if r.Method != http.MethodPost || r.ContentLength == 0 {
		b.t.Logf("the bot is asked %s %s", r.Method, r.URL)
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		b.t.Errorf("the bot: %v", err)
	}
	conversation, _ := in["conversation"].(object)
	switch in["type"] {
	case "message":
		b.post(in["serviceUrl"].(string), conversation["id"].(string), "POST", "", card("You said "+strings.TrimSpace(in["text"].(string))))
	case "invoke":
		from := in["from"].(object)["name"].(string)
		action := in["value"].(object)["action"].(object)
		next := card(fmt.Sprintf("%s by %s with %v", action["verb"], from, action["data"]))
		if action["verb"] == "confirm" {
			b.post(in["serviceUrl"].(string), conversation["id"].(string), "PUT", "/"+in["replyToId"].(string), next)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(object{"statusCode": 200, "type": cardType, "value": next})
	}
}

// post posts or edits a card.
func (b *bot) post(service, conversation, method, more string, c object) string {
	body, _ := json.Marshal(object{"type": "message", "attachments": []any{object{"contentType": cardType, "content": c}}})
	return b.send(service, conversation, method, more, body)
}

func (b *bot) send(service, conversation, method, more string, body []byte) string {
	req, err := http.NewRequest(method, service+"/v3/conversations/"+url.PathEscape(conversation)+"/activities"+more, bytes.NewReader(body))
	if err != nil {
		b.t.Error(err)
		return ""
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		b.t.Error(err)
		return ""
	}
	defer res.Body.Close()
	out, _ := io.ReadAll(res.Body)
	if res.StatusCode/100 != 2 {
		b.t.Errorf("%s: %d %s", method, res.StatusCode, out)
	}
	var made struct{ ID string }
	_ = json.Unmarshal(out, &made)
	return made.ID
}

// card has buttons, one of them behind "…", and a form.
func card(words string) object {
	execute := func(title, verb, mode string) object {
		return object{"type": "Action.Execute", "title": title, "verb": verb, "mode": mode, "data": object{"t": "1"}}
	}
	form := object{"type": "AdaptiveCard", "body": []any{
		object{"type": "Input.Text", "id": "qty", "label": "Quantity", "isRequired": true, "errorMessage": "How many?"},
		object{"type": "Input.Text", "id": "note", "label": "Note", "isMultiline": true, "value": "as agreed"},
		object{"type": "Input.Date", "id": "due", "label": "Due"},
		object{"type": "Input.Toggle", "id": "sure", "title": "Sure"},
		object{"type": "Input.ChoiceSet", "id": "unit", "label": "Unit", "value": "b",
			"choices": []any{object{"title": "Pieces", "value": "p"}, object{"title": "Boxes", "value": "b"}}},
		object{"type": "Input.ChoiceSet", "id": "way", "label": "Way", "style": "expanded",
			"choices": []any{object{"title": "By road", "value": "r"}, object{"title": "By sea", "value": "s"}}},
	}, "actions": []any{execute("Send", "send", "primary"), execute("Change", "change", "")}}
	return object{"type": "AdaptiveCard", "version": "1.5",
		"body": []any{object{"type": "RichTextBlock", "inlines": []any{object{"type": "TextRun", "text": words}}}},
		"actions": []any{execute("Confirm", "confirm", "primary"), object{"type": "Action.ShowCard", "title": "Change", "card": form},
			execute("Later", "later", "secondary")}}
}

func start(t *testing.T) (*bot, *playground.Playground) {
	t.Helper()
	return startOf(t, t)
}

func startOf(tb testing.TB, t *testing.T) (*bot, *playground.Playground) {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	b, begun := newBot(t), time.Now()
	p := playground.Start(tb, b.server.URL+"/api/messages", playground.Options{Lacks: []string{playground.FullWidth}})
	t.Logf("the Playground stands after %v", time.Since(begun).Round(time.Millisecond))
	return b, p
}

func TestPersonalChat(t *testing.T) {
	_, p := start(t)
	begun := time.Now()
	anna := p.Page(playground.People[0])
	t.Logf("a page stands after %v", time.Since(begun).Round(time.Millisecond))
	anna.Say("hello")
	anna.Wait("You said hello", "Confirm")
	anna.Press("Change", "You said hello")
	if got := anna.Value("Note"); got != "as agreed" {
		t.Errorf("the note begins with %q", got)
	}
	anna.Press("Send") // the client wants a quantity first
	anna.Wait("How many?")
	anna.Fill("Quantity", "3")
	anna.Fill("Note", "two\nlines")
	anna.Fill("Due", "2026-12-24")
	anna.Fill("Sure", "true")
	anna.Fill("Unit", "Pieces")
	anna.Fill("Way", "By sea")
	anna.Press("Send")
	anna.Wait("send by Anna Berg with map[due:2026-12-24 note:two lines qty:3 sure:true t:1 unit:p way:s]")
	anna.Press("Change")
	anna.Fill("Quantity", "4")
	anna.Press("Change") // not the one that opened the form, and would close it
	anna.Wait("change by Anna Berg")
	anna.Press("Later")
	anna.Wait("later by Anna Berg")
	anna.WaitGone("You said hello")
	anna.Wide(420)
	picture := filepath.Join(t.TempDir(), "card.png")
	anna.Picture(picture, "later by Anna Berg")
	if b := bounds(t, picture); b.Dx() < 300 || b.Dx() > 500 || b.Dy() < 50 || b.Dy() > 900 {
		t.Errorf("the picture of the card is %v", b)
	}
}

func bounds(t *testing.T, file string) image.Rectangle {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return p.Bounds()
}

func TestTwoPeopleInAChannel(t *testing.T) {
	b, p := start(t)
	anna, bo := p.Page(playground.People[0]), p.Page(playground.People[1])
	anna.Channel()
	first := b.post(p.Connector(), playground.Orders, "POST", "", card("One"))
	b.post(p.Connector(), playground.Orders, "POST", "", card("Two"))
	b.post(p.Connector(), playground.Orders+";messageid="+first, "POST", "", card("Reply to the first"))
	bo.Wait("Reply to the first")
	bo.Press("Confirm", "One")
	bo.Wait("confirm by Bo Lund")
	anna.Wait("confirm by Bo Lund") // the edit, not the answer
	anna.Press("Later", "Two")
	anna.Wait("later by Anna Berg")
	if cards := bo.Cards(); len(cards) != 3 || !strings.Contains(cards[0], "Two") {
		t.Errorf("Bo sees %q", cards) // the answer to Anna's click is hers alone
	}
	anna.Say("tasks")
	anna.Wait("You said", "tasks")
	anna.Group()
	bo.Group()
	bo.Say("help me")
	bo.Wait("You said", "help me")
	anna.Wait("You said", "help me")
	anna.Press("Later", "help me")
	anna.Wait("later by Anna Berg")
}

// quiet keeps what would fail the test.
type quiet struct {
	testing.TB
	mu   sync.Mutex
	said []string
}

func (q *quiet) Errorf(format string, args ...any) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.said = append(q.said, fmt.Sprintf(format, args...))
}

// TestComplaints is what fails a test although nobody looks for it, and what does not.
func TestComplaints(t *testing.T) {
	q := &quiet{TB: t}
	b, p := startOf(q, t)
	anna := p.Page(playground.People[0])
	anna.Group()
	odd := card("Odd")
	odd["msteams"] = object{"width": "Full"}
	odd["refresh"] = object{"action": object{"type": "Action.Execute", "verb": "refresh"}}
	b.post(p.Connector(), playground.Chat, "POST", "", odd)
	anna.Wait("Odd")
	b.send(p.Connector(), playground.Chat, "POST", "", []byte(`{"type":"message","text":"Plain words"}`))
	anna.WaitText("Plain words")
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.said) != 1 || !strings.Contains(q.said[0], playground.Views) {
		t.Errorf("failed with %q", q.said)
	}
	if text := anna.Text(); strings.Contains(text, "Current version") || !strings.Contains(text, "Odd") {
		t.Errorf("the page shows %q", text)
	}
}

// TestBothAtOnce has two people press the same button.
func TestBothAtOnce(t *testing.T) {
	b, p := start(t)
	anna, bo := p.Page(playground.People[0]), p.Page(playground.People[1])
	anna.Channel()
	b.post(p.Connector(), playground.Orders, "POST", "", card("Order of 3 chairs"))
	anna.Wait("Order of 3 chairs")
	bo.Wait("Order of 3 chairs")
	var both sync.WaitGroup
	for _, page := range []*playground.Page{anna, bo} {
		both.Go(func() {
			if err := page.TryPress("Confirm", "Order of 3 chairs"); err != nil && !strings.Contains(err.Error(), "no such card") {
				t.Error(err)
			}
		})
	}
	both.Wait()
	anna.Wait("confirm by")
	bo.Wait("confirm by")
}
