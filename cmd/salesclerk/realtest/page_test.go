package realtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"salesclerk/cards"
)

// shown is a card as the page's interface gives it.
type shown struct {
	cards.Card
	HTML string `json:"html"`
}

func (c shown) offers(action string) bool {
	for _, b := range c.Buttons {
		if string(b.Action) == action {
			return true
		}
	}
	return false
}

// answer is what became of a click.
type answer struct {
	status int
	words  string // why not
	card   shown
}

var web = &http.Client{Timeout: 12 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}

// quick is for questions that are asked again anyway.
var quick = &http.Client{Timeout: 4 * time.Second, Transport: web.Transport}

// room is the cards of the room, open ones first.
func (p *process) room() ([]shown, error) {
	var out []shown
	r, err := quick.Get(p.url + "/api/room")
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the room answers %s", r.Status)
	}
	return out, json.NewDecoder(r.Body).Decode(&out)
}

// open is the cards that wait for a person.
func (p *process) open() ([]shown, error) {
	all, err := p.room()
	var out []shown
	for _, c := range all {
		if c.State == cards.Open && c.Task != "" {
			out = append(out, c)
		}
	}
	return out, err
}

// click presses a button for a person. key names the click for a repeat.
func (p *process) click(card shown, action, person, key string, form map[string]any) (answer, error) {
	body := map[string]any{"turn": card.Turn, "event": key}
	for k, v := range form {
		body[k] = v
	}
	data, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	q, err := http.NewRequest(http.MethodPost, p.url+"/api/room/"+card.ID+"/"+action, bytes.NewReader(data))
	if err != nil {
		return answer{}, err
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("X-Salesclerk-Person", person)
	r, err := web.Do(q)
	if err != nil {
		return answer{}, err
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return answer{}, err
	}
	a := answer{status: r.StatusCode}
	if r.StatusCode == http.StatusOK {
		return a, json.Unmarshal(raw, &a.card)
	}
	var no struct{ Error string }
	if err := json.Unmarshal(raw, &no); err != nil {
		return a, fmt.Errorf("%s: %s", r.Status, raw)
	}
	a.words = no.Error
	return a, nil
}

// text is a card's words without its markup.
func (c shown) text() string {
	var b strings.Builder
	in := false
	for _, r := range c.HTML {
		switch {
		case r == '<':
			in = true
			b.WriteByte(' ')
		case r == '>':
			in = false
		case !in:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// get is the body of a page.
func (p *process) get(path string) (string, error) {
	r, err := web.Get(p.url + path)
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	raw, err := io.ReadAll(r.Body)
	return string(raw), err
}
