package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Program runs salesclerk with arguments and writes what it says to out.
type Program func(ctx context.Context, args []string, out io.Writer) error

// Answer is what `read --json` says of a mail, as far as it is judged.
type Answer struct {
	Failed          string       `json:"-"` // why there is no answer: the program ended
	File            string       `json:"file"`
	Automatic       bool         `json:"automatic"`
	AutomaticReason string       `json:"automatic_reason"`
	ForwardedFrom   string       `json:"forwarded_from"`
	Language        string       `json:"language"`
	Relevant        bool         `json:"relevant"`
	Intents         []string     `json:"intents"`
	OutOfScope      []string     `json:"out_of_scope"`
	Reference       string       `json:"reference"`
	Date            string       `json:"requested_delivery_date"`
	ShipTo          string       `json:"ship_to"`
	ShipToCode      string       `json:"ship_to_code"`
	Lines           []AnswerLine `json:"lines"`
}

// AnswerLine is one line of an Answer.
type AnswerLine struct {
	Text        string   `json:"text"`
	Where       string   `json:"where"`
	Query       string   `json:"query"`
	Identifiers []string `json:"identifiers"`
	Quantity    string   `json:"quantity"`
	Assumed     bool     `json:"quantity_assumed"`
	Unit        string   `json:"unit"`
	Date        string   `json:"date"`
	Match       string   `json:"match"`
	Items       []Found  `json:"items"`
	Change      string   `json:"change"`
}

// Found is an item of an answer.
type Found struct {
	Number  string  `json:"number"`
	Variant string  `json:"variant"`
	Score   float64 `json:"score"`
}

// FindAnswer is what `find --json` says of a query.
type FindAnswer struct {
	Query string  `json:"query"`
	Match string  `json:"match"`
	Items []Found `json:"items"`
}

// read has mails read, each a conversation of its own, and gives the answers to
// the last mail of each. Data is the company's folder, "" for the program's own.
// Where the program fails, halves are tried again until the mail that it fails on
// stands alone: its answer says so.
func (p Program) read(ctx context.Context, data string, conversations [][][]byte) ([]Answer, error) {
	if len(conversations) == 0 {
		return nil, nil
	}
	out, err := p.readAll(ctx, data, conversations)
	if err == nil || ctx.Err() != nil {
		return out, err
	}
	if n := len(conversations); n > 1 {
		first, err := p.read(ctx, data, conversations[:n/2])
		if err != nil {
			return nil, err
		}
		second, err := p.read(ctx, data, conversations[n/2:])
		return append(first, second...), err
	}
	return []Answer{{Failed: err.Error()}}, nil
}

// readAll has mails read by one run of the program.
func (p Program) readAll(ctx context.Context, data string, conversations [][][]byte) ([]Answer, error) {
	dir, err := os.MkdirTemp("", "eval")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	args := []string{"read", "--json"}
	if data != "" {
		args = append(args, "--data", data)
	}
	at := map[string]int{}
	for i, mails := range conversations {
		for k, raw := range mails {
			name := filepath.Join(dir, fmt.Sprintf("%04d-%d.eml", i, k))
			if err := os.WriteFile(name, raw, 0o600); err != nil {
				return nil, err
			}
			args, at[name] = append(args, name), i
		}
	}
	out := make([]Answer, len(conversations))
	seen := 0
	err = p.each(ctx, args, func(line []byte) error {
		var a Answer
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		out[at[a.File]] = a // a later mail of the conversation comes later
		seen++
		return nil
	})
	if err == nil && seen != len(at) {
		err = fmt.Errorf("%d mails were given, %d read", len(at), seen)
	}
	return out, err
}

// find has queries looked up; lang is their language, "" if it is not known.
func (p Program) find(ctx context.Context, data, lang string, queries []string) ([]FindAnswer, error) {
	f, err := os.CreateTemp("", "eval")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	for _, q := range queries {
		fmt.Fprintln(f, strings.Join(strings.Fields(q), " "))
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	args := []string{"find", "--json", "--batch", f.Name()}
	if lang != "" {
		args = append(args, "--lang", lang)
	}
	if data != "" {
		args = append(args, "--data", data)
	}
	var out []FindAnswer
	err = p.each(ctx, args, func(line []byte) error {
		var a FindAnswer
		err := json.Unmarshal(line, &a)
		out = append(out, a)
		return err
	})
	if err == nil && len(out) != len(queries) {
		err = fmt.Errorf("%d queries were given, %d answered", len(queries), len(out))
	}
	return out, err
}

// each runs the program and gives what it says line by line.
func (p Program) each(ctx context.Context, args []string, do func(line []byte) error) error {
	var said bytes.Buffer
	if err := p(ctx, args, &said); err != nil {
		return fmt.Errorf("salesclerk %s: %w", args[0], err)
	}
	for line := range bytes.Lines(said.Bytes()) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		if err := do(line); err != nil {
			return fmt.Errorf("what salesclerk %s says: %w", args[0], err)
		}
	}
	return nil
}
