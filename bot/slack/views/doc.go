// Package views writes Slack's modals and its App Home from dialogs, cards and
// tasks, and reads what people typed there back into a form. It sends nothing,
// asks nobody and keeps nothing: what is typed stands in a State, which its
// caller keeps between two requests.
//
// One dialog goes through it like this: NewState begins it, Dialog writes the
// view. Whatever comes from the view (a submission, or a click with the state of
// its inputs) goes through Read first, which takes all that was typed; then the
// click is carried out on the State (Turn a page, Open a line, Remove) and the
// view is written again. On submission Form gives what the event brings, or what
// is wrong at which field, and Fail says where that is shown: at an input of the
// view (response_action "errors"), or on another page, to be drawn then.
//
// Ids. Slack keeps what a person typed in an input as long as its block_id stays
// the same, whatever is drawn, and takes the value that is drawn where the
// block_id is new. So the block_id of an input is its field and the State's
// generation ("subject~2"): it stays while the same page is drawn again (somebody
// may type meanwhile) and changes when another page is drawn, when a dialog
// begins anew, and when we change a value ourselves. What an input is about comes
// from its block_id alone; the words of a field are never in an id.
//
// The action_ids of this package are the Verb constants, after a ":" what they
// are about: a page, a line's key. A view's private_metadata is a Meta.
//
// Trust: words of strangers and colleagues stand in plain_text and rich_text
// only, written by package blocks. Words to edit are shown as they are: an input
// reads no markup.
package views
