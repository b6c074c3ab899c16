package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"salesclerk/agent/task"
)

// answer is what a model says of a mail. Every text in it is claimed to be words
// of the mail; nothing of it is believed before it is found there (ground.go).
type answer struct {
	Intents    []said  `json:"intents"`
	OutOfScope []said  `json:"out_of_scope"`
	Reference  string  `json:"reference"`
	Date       string  `json:"delivery_date"`
	ShipTo     string  `json:"ship_to"`
	Lines      []asked `json:"lines"`
}

// said is a kind of the interface's lists and the words that say so.
type said struct {
	Kind  string `json:"kind"`
	Words string `json:"words"`
}

// asked is one thing asked for.
type asked struct {
	Words    string   `json:"words"`    // the passage that asks for it
	Item     string   `json:"item"`     // what it is called
	Details  []string `json:"details"`  // colour, size and the like, said elsewhere in the passage
	Numbers  []string `json:"numbers"`  // item numbers, bar codes
	Quantity string   `json:"quantity"` // the words that say how many, without the unit
	Unit     string   `json:"unit"`
	Date     string   `json:"date"`
	Change   string   `json:"change"`  // "", add, set, remove
	Offered  int      `json:"offered"` // from 1: the line of what was offered that is changed; 0: none
}

// Bounds of an answer. What is longer is no answer to the question asked.
const (
	maxAnswer = 256 << 10
	maxAsked  = 500
	maxSaid   = 20
	maxParts  = 8 // details and numbers of a line
	maxValue  = 600
)

// errWrong is an answer that does not keep to the form asked for.
var errWrong = errors.New("the answer does not have the form asked for")

func wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errWrong, fmt.Sprintf(format, args...))
}

// parse reads an answer to the letter of the schema. Anything else in it, as an
// action or a further field, makes the whole worthless. loose allows what models
// write that were not held to a schema: a fence, or thoughts before the answer.
func parse(text string, loose bool) (answer, error) {
	var a answer
	if len(text) > maxAnswer || !utf8.ValidString(text) {
		return a, wrong("it is too long or no text")
	}
	if loose {
		text = unwrap(text)
	}
	if err := hasKeys(text, "intents", "lines"); err != nil {
		return a, err
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return answer{}, wrong("%s", shape(err))
	}
	return a, a.check()
}

// hasKeys refuses JSON that is an object of another kind, as an error message, and
// what has anything behind it.
func hasKeys(text string, keys ...string) error {
	var top map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &top); err != nil {
		return wrong("%s", shape(err))
	}
	for _, k := range keys {
		if v, ok := top[k]; !ok || !bytes.HasPrefix(v, []byte("[")) {
			return wrong("%s is missing", k)
		}
	}
	return nil
}

// shape is what is wrong with JSON without any of its words: they are a stranger's.
func shape(err error) string {
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return "a value of another kind"
	case strings.HasPrefix(err.Error(), "json: unknown field"):
		return "a field that was not asked for"
	}
	return "no JSON, or half of it"
}

// unwrap is the object in a text with thoughts before it or a fence around it.
func unwrap(text string) string {
	if i := strings.LastIndex(text, "</think>"); i >= 0 {
		text = text[i+len("</think>"):]
	}
	from, to := strings.IndexByte(text, '{'), strings.LastIndexByte(text, '}')
	if from < 0 || to < from {
		return text
	}
	return text[from : to+1]
}

func (a *answer) check() error {
	if len(a.Lines) > maxAsked || len(a.Intents) > maxSaid || len(a.OutOfScope) > maxSaid {
		return wrong("it has too many parts")
	}
	for _, s := range a.Intents {
		if !known(intents, s.Kind) {
			return wrong("an intent that there is none")
		}
	}
	for _, s := range a.OutOfScope {
		if !known(kinds, s.Kind) {
			return wrong("a kind that there is none")
		}
	}
	for _, l := range a.Lines {
		if !known(changes, l.Change) || l.Offered < 0 || len(l.Details) > maxParts || len(l.Numbers) > maxParts {
			return wrong("a line that cannot be")
		}
	}
	for _, v := range a.values() {
		if len(v) > maxValue*utf8.UTFMax {
			return wrong("a value that is too long")
		}
	}
	return nil
}

// values is every text of the answer that claims to be words of the mail.
func (a *answer) values() []string {
	out := []string{a.Reference, a.Date, a.ShipTo}
	for _, s := range append(append([]said(nil), a.Intents...), a.OutOfScope...) {
		out = append(out, s.Words)
	}
	for _, l := range a.Lines {
		out = append(out, l.Words, l.Item, l.Quantity, l.Unit, l.Date)
		out = append(append(out, l.Details...), l.Numbers...)
	}
	return out
}

func known(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

var (
	intents = []string{string(task.QuoteRequest), string(task.OrderRequest), string(task.Accept), string(task.Decline),
		string(task.Changes), string(task.Cancel), string(task.Question), string(task.Other)}
	kinds = []string{"discount", "delivery_status", "return", "complaint", "sell_to_us", "ranking", "other_customer",
		"internal_data", "instruction_to_agent", "support", "spam", "other"}
	changes = []string{"", string(task.LineAdd), string(task.LineSet), string(task.LineRemove)}
)
