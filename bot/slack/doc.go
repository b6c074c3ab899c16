// Package slack is the sales room in Slack: cards in channels, dialogs, the Home
// tab and the command. It decides nothing. What a card shows comes from package
// cards, how Slack draws it from bot/slack/blocks and bot/slack/views, what a
// click may do from the core by way of package bot; how requests arrive and calls
// leave is bot/slack/wire, and when a message is posted or edited is bot/room.
//
// What comes in goes through App.Handle: a request that wire has proven to be
// Slack's is led to its handler by kind (dispatch.go). The only thing of a button
// that is believed is its Target, and only as a question: the task is read anew,
// the person's rights are those at that desk, and the core judges the turn.
//
// One click: it becomes a task.Event named for the team, the person and the
// moment of the click, and is applied and stored before it is acknowledged
// (click.go). If the store is away, nothing is acknowledged. After the
// acknowledgement the person is told privately if nothing came of it (tell.go),
// or, where the step is decided now, the card is replaced through the click's own
// response address, so that busy hours need not wait for the limit on edits.
//
// What a person types in a dialog is kept in the desk's Memory for a day
// (scratch.go), never in this program: the pages of one dialog may be answered by
// several copies. It is opened with the trigger of its click (review.go), edited
// (edit.go), and sent (submit.go) or confirmed as it stands (confirm.go). What is
// sent counts for the turn of the view that was sent, however late or often it
// arrives; where the task moved on, the person is told, and keeps what they typed.
//
// What goes out is planned from the task as it stands (plan.go) and brought to
// the channels by bot/room (surface.go).
package slack
