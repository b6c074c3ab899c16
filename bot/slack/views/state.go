package views

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// State is what a dialog holds between two requests: everything that was typed,
// over all of its pages, and where the person is. Encoded as JSON it is kept by
// the caller under Key, anew after every function that takes it; it grows with
// what is typed only, not with the document.
type State struct {
	Key     string     `json:"key"`
	Target  bot.Target `json:"target"`
	Kind    string     `json:"kind,omitempty"`   // cards.Form.Kind
	Action  task.Kind  `json:"action,omitempty"` // the button that opened it, for cards.Options.Action
	Version string     `json:"version,omitempty"`
	Page    int        `json:"page,omitempty"` // from 0
	Gen     int        `json:"gen,omitempty"`  // part of block_ids

	Values map[string]string         `json:"values,omitempty"` // chosen, by name of the input; only what differs from the form
	Parts  map[string]map[int]string `json:"parts,omitempty"`  // typed, by name of the input and number of its part
	Texts  map[string]string         `json:"texts,omitempty"`  // whole texts typed before the form changed
	Labels map[string]string         `json:"labels,omitempty"` // words of chosen suggestions, by field
	Asked  map[string]bool           `json:"asked,omitempty"`  // emptied fields that the person was asked about

	Edits   map[string]Edit `json:"edits,omitempty"` // document lines that were changed or added, by key
	Added   []string        `json:"added,omitempty"` // keys of added lines, in order
	Removed []string        `json:"removed,omitempty"`
	Draft   *Draft          `json:"draft,omitempty"` // the line that is being edited
	Picks   map[int]Edit    `json:"picks,omitempty"` // by PickIn.Line

	Notes  []Note            `json:"notes,omitempty"`  // sentences on top of the dialog
	Errors map[string]string `json:"errors,omitempty"` // by field, what is wrong there
}

// Edit is what was typed for a line, by the JSON names of task.LineEdit and
// task.Pick; a name that is not there keeps its value.
type Edit map[string]string

// Draft is a line while it is edited in its own view. Numbers are as typed.
type Draft struct {
	Key    string `json:"key"`
	Values Edit   `json:"values,omitempty"`
	Gen    int    `json:"gen,omitempty"` // grows with another item
}

// Note is a sentence of ours on top of a dialog.
type Note struct {
	Text string `json:"text"`
	Warn bool   `json:"warn,omitempty"`
}

// NewState begins a dialog. key is where the caller keeps it.
func NewState(key string, target bot.Target, action task.Kind, f cards.Form) *State {
	return &State{Key: key, Target: target, Kind: f.Kind, Action: action, Version: f.Version}
}

// Rebase takes the dialog from the form that it began with to the form as it is
// now, where the task has changed meanwhile: what was typed is kept, everything
// else is as the new form has it. The notes on top are the caller's to set.
func (s *State) Rebase(target bot.Target, old, now cards.Form) {
	for _, in := range old.Inputs {
		if len(s.Parts[in.Name]) > 0 || s.Texts[in.Name] != "" {
			put(&s.Texts, in.Name, s.text(old, in))
		}
		if s.Texts[in.Name] == inputOf(now, in.Name).Value.S {
			delete(s.Texts, in.Name)
		}
	}
	s.Parts, s.Draft, s.Errors = nil, nil, nil
	keys := map[string]bool{}
	for _, l := range now.Lines {
		keys[lineKey(l)] = true
	}
	s.Removed = slices.DeleteFunc(s.Removed, func(k string) bool { return !keys[k] })
	for key, e := range s.Edits { // a line that is gone comes back as a new one where it was changed
		if !keys[key] && !slices.Contains(s.Added, key) {
			s.adopt(old, key, e)
		}
	}
	s.Target, s.Version = target, now.Version
	s.Page, s.Gen = min(s.Page, len(pagesOf(now, s))-1), s.Gen+1
}

func (s *State) adopt(old cards.Form, key string, e Edit) {
	whole := Edit{}
	for _, l := range old.Lines {
		if lineKey(l) == key {
			whole = editOf(l.LineEdit)
		}
	}
	maps.Copy(whole, e)
	delete(s.Edits, key)
	key = s.newKey()
	s.Added = append(s.Added, key)
	put(&s.Edits, key, whole)
}

// Turn goes to a page, from 0. Read first.
func (s *State) Turn(f cards.Form, page int) {
	page = max(0, min(page, len(pagesOf(f, s))-1))
	if page != s.Page {
		s.Page, s.Gen = page, s.Gen+1
	}
}

// Touched says whether anything was typed that differs from the form.
func (s *State) Touched(cards.Form) bool {
	return len(s.Values)+len(s.Parts)+len(s.Texts)+len(s.Edits)+len(s.Added)+len(s.Removed)+len(s.Picks) > 0
}

// Say puts a sentence on top of the dialog, instead of what stood there.
func (s *State) Say(text string, warn bool) { s.Notes = []Note{{text, warn}} }

// OpenLine begins to edit a line, as it stands in the dialog; "" begins a new one.
// It is in the document only after KeepLine.
func (s *State) OpenLine(_ cards.Form, key string) {
	if key == "" {
		key = s.newKey()
	}
	s.Draft = &Draft{Key: key}
}

func (s *State) newKey() string {
	n := 1
	for _, k := range s.Added {
		if i, err := strconv.Atoi(strings.TrimPrefix(k, "+")); err == nil {
			n = max(n, i+1)
		}
	}
	return "+" + strconv.Itoa(n)
}

// RemoveLine takes a line out of the document; PutBack undoes it.
func (s *State) RemoveLine(_ cards.Form, key string) {
	if i := slices.Index(s.Added, key); i >= 0 {
		s.Added = slices.Delete(s.Added, i, i+1)
		delete(s.Edits, key)
		return
	}
	if !slices.Contains(s.Removed, key) {
		s.Removed = append(s.Removed, key)
	}
}

// PutBack puts a removed line back where it was.
func (s *State) PutBack(_ cards.Form, key string) {
	s.Removed = slices.DeleteFunc(s.Removed, func(k string) bool { return k == key })
}

// put sets a value in a map that may not be there yet.
func put[M ~map[K]V, K comparable, V any](m *M, k K, v V) {
	if *m == nil {
		*m = M{}
	}
	(*m)[k] = v
}
