package adaptive

import (
	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/cards"
)

// Window is a dialog of Teams (task module).
type Window struct {
	Title string
	Card  Root
}

// Dialog is a form as a dialog, the page of it where the Draft is. With an Action
// it can be sent: its button comes back as task/submit with that verb; so do its
// other pages (VerbPage) and more empty rows (VerbRows), to be answered with
// Dialog again after Collect. f.Buttons beside it are buttons at its end.
func Dialog(f cards.Form, at bot.Target, d Draft, o Options) Window { return Window{Title: f.Title} }

// Review is a card with one of its forms in it, for the one who asked: where there
// are no dialogs, and again with what is wrong at its fields. Its buttons come back
// as Action.Execute with the verbs of Dialog; VerbRefresh leads back to the card.
func Review(c cards.Card, f cards.Form, d Draft, o Options) Message { return Message{} }

// Moved is shown instead of a form whose step was decided meanwhile: what happened
// (a sentence of ours), the card as it is now, and what the person had entered.
func Moved(f cards.Form, d Draft, c cards.Card, what string, o Options) Message { return Message{} }

// Collect adds what was entered on a page to what was typed before. Nothing is
// judged and nothing refused. f is the form as it is now, in any language.
func Collect(f cards.Form, s Submission) Draft { return s.Draft }

// Read is what the event brings, or what is wrong, by field, in sentences for the
// reader; then the Draft has it all, to be drawn again. "version" among the fields
// says that the document is another one since the form was drawn: show Moved. What
// was emptied and need not be filled in is asked about once, as if it were wrong.
func Read(f cards.Form, s Submission, tag string) (*task.Form, Draft) { return nil, s.Draft }
