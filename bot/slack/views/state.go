package views

import (
	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// State is what a dialog holds between two requests: everything that was typed,
// over all of its pages, and where the person is. Encoded as JSON it is kept by
// the caller under Key; it grows with what is typed only, not with the document.
type State struct {
	Key     string        `json:"key"`
	Target  blocks.Target `json:"target"`
	Kind    string        `json:"kind"`             // cards.Form.Kind
	Action  task.Kind     `json:"action,omitempty"` // the button that opened it, for cards.Options.Action
	Version string        `json:"version,omitempty"`
	Page    int           `json:"page,omitempty"` // from 0
	Gen     int           `json:"gen,omitempty"`  // part of block_ids

	Values map[string]string         `json:"values,omitempty"` // typed, by name of the input; only what differs from the form
	Parts  map[string]map[int]string `json:"parts,omitempty"`  // typed parts of a long text, by name and number of the part
	Texts  map[string]string         `json:"texts,omitempty"`  // whole texts of an earlier turn of the dialog
	Labels map[string]string         `json:"labels,omitempty"` // words of chosen suggestions, by field

	Edits   map[string]Edit `json:"edits,omitempty"` // document lines that were changed or added, by key
	Added   []string        `json:"added,omitempty"` // keys of added lines, in order
	Removed []string        `json:"removed,omitempty"`
	Draft   *Draft          `json:"draft,omitempty"` // the line that is being edited
	Picks   map[int]Edit    `json:"picks,omitempty"` // by PickIn.Line

	Notes  []Note            `json:"notes,omitempty"`  // sentences on top of the dialog
	Errors map[string]string `json:"errors,omitempty"` // by field, what is wrong there
}

// Edit is what was typed for a line, by the names of task.LineEdit; a name that
// is not there keeps its value. Numbers are as they were typed.
type Edit map[string]string

// Draft is a line while it is edited in its own view.
type Draft struct {
	Key    string `json:"key"`
	Values Edit   `json:"values,omitempty"`
	Item   string `json:"item,omitempty"` // its description, where a suggestion was chosen
}

// Note is a sentence on top of a dialog.
type Note struct {
	Text string `json:"text"`
	Warn bool   `json:"warn,omitempty"`
}

// NewState begins a dialog. key is where the caller keeps it.
func NewState(key string, target blocks.Target, action task.Kind, f cards.Form) *State {
	return &State{Key: key, Target: target, Kind: f.Kind, Action: action, Version: f.Version}
}

// Rebase takes the dialog to the form as it is now, where the task has changed
// meanwhile: what was typed is kept, everything else is as f has it.
func (s *State) Rebase(target blocks.Target, old, f cards.Form) {}

// Turn goes to a page, from 0. Read first.
func (s *State) Turn(f cards.Form, page int) {}

// Touched says whether anything was typed that differs from the form.
func (s *State) Touched(f cards.Form) bool { return false }

// OpenLine begins to edit a line; "" begins a new one. It is in the document only
// after KeepLine.
func (s *State) OpenLine(f cards.Form, key string) {}

// KeepLine takes the line that was edited into the document, or says what is
// wrong, by block_id. Read first.
func (s *State) KeepLine(f cards.Form, o Look) map[string]string { return nil }

// RemoveLine takes a line out of the document; PutBack undoes it.
func (s *State) RemoveLine(f cards.Form, key string) {}

// PutBack puts a removed line back where it was.
func (s *State) PutBack(f cards.Form, key string) {}

// ItemOf is the item of the line that is being edited, for BackOffice.ItemUnits;
// "" while there is none.
func (s *State) ItemOf(f cards.Form) string { return "" }
