package views

import (
	"time"

	"github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot/slack/blocks"
	"salesclerk/cards"
)

// Look says for whom a view is written.
type Look struct {
	Lang string
	Zone *time.Location // nil: UTC
	Now  time.Time
}

// Values is what Slack sends of a view's inputs: block_id, action_id, element.
type Values = map[string]map[string]slack.BlockAction

// Dialog is a form as a modal: the page of it where the State is. With an Action
// it has a submit button; f.Buttons beside it are buttons at its end, with the
// State's Target (a caller may add Confirm to f.Buttons).
func Dialog(f cards.Form, s *State, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallDialog}
}

// Line is the line that is being edited (OpenLine), as a view to push over the
// dialog, or to update there after another item was chosen. units and variants
// are those of its item (ItemOf); root is the view id of the dialog below, for
// Meta.Root.
func Line(f cards.Form, s *State, units, variants []string, root string, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallLine}
}

// Read takes what was typed in any view of the dialog into the State; a view of a
// former drawing is welcome. Nothing is judged here and nothing is refused.
func Read(f cards.Form, s *State, v Values) {}

// Form is what the event brings, from what the form has and what was typed; or
// what is wrong, by field, in sentences for the reader.
func (s *State) Form(f cards.Form, o Look) (*task.Form, map[string]string) { return nil, nil }

// FieldBlock is where a field is shown: the block_id of its input ("" where it
// has none in the dialog itself, as a document's line), and its page. Fields are
// those of task.Problem and Form: "subject", "ship_to", "lines.2.unit", "picks.1.item"
// (lines counted from 1, picks as PickIn.Line counts).
func FieldBlock(f cards.Form, s *State, field string) (blockID string, page int) { return "", 0 }

// Fail says how to show what is wrong, by field: as errors by block_id for
// response_action "errors", where all of it stands on the page that is shown;
// else nil, and the State has gone to the first page with something wrong, to be
// drawn with Dialog.
func Fail(f cards.Form, s *State, wrong map[string]string) (errors map[string]string) { return nil }

// Suggestions is the answer to a block_suggestion request.
type Suggestions struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// Found is what the back office suggests for words.
type Found struct {
	Items    []task.Candidate
	Contacts []task.Contact
}

// Seeks says what to ask the back office for a select: VerbItem, VerbContact,
// VerbCust (contacts, too), or "" where nothing is to be asked.
func Seeks(actionID, words string) task.Kind { return "" }

// Options is the suggestions of a select for words as typed so far: the form's own
// candidates first, then what was found, then the typed words themselves where
// they may be used.
func Options(f cards.Form, s *State, actionID, words string, found Found, o Look) Suggestions {
	return Suggestions{Options: []*slack.OptionBlockObject{}}
}

// Task is a card as a modal, with its buttons and, below it, its task's last steps.
func Task(c cards.Card, entries []cards.Entry, desk string, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallTask}
}

// Timeline is the steps of a task as a modal, the page from 0; -1 is the last.
func Timeline(t blocks.Target, title string, entries []cards.Entry, page int, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallTimeline}
}

// Moved is shown instead of a dialog whose step was decided meanwhile: what
// happened, and what the person had typed, to be copied. s may be nil.
func Moved(f cards.Form, s *State, c cards.Card, what string, desk string, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallMoved}
}

// Message is a modal that only says something.
func Message(title string, sentences []cards.Text, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal}
}

// Question is what Confirm asks. All words are ours.
type Question struct {
	Title, Yes string
	Words      []cards.Text
}

// Confirm is a modal that asks before something is done; its submission says yes.
func Confirm(q Question, m Meta, o Look) slack.ModalViewRequest {
	return slack.ModalViewRequest{Type: slack.VTModal, CallbackID: CallConfirm}
}
