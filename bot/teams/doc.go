// Package teams is the sales room in Microsoft Teams: cards in channels, group
// chats and personal chats, dialogs, and what people write to the bot. It decides
// nothing. What a card shows comes from package cards, how Teams draws it from
// bot/teams/adaptive, what a click may do from the core by way of package bot; how
// requests arrive and calls leave is bot/teams/connector, and when a message is
// posted or edited is bot/room.
//
// What comes in goes through App.Handle: a request that connector has proven to be
// Teams' is led to its handler by kind (dispatch.go). The only thing of a button
// that is believed is its target, and only as a question: the task is read anew,
// the person's rights are those at that desk, and the core judges the turn.
//
// One click: it becomes a task.Event named for the tenant, the person and the
// activity, and is applied and stored before it is answered (click.go). If the
// store is away, the answer is an error and Teams says that it failed. Else the
// answer is the card as it stands now, for the one who clicked alone; if nothing
// came of the click, with a sentence on top that says why (tell.go). All others
// see the message edited, which is bot/room's.
//
// What is typed in a form travels in its own buttons between two requests
// (adaptive.Draft). For a day the desk's Memory keeps the form as it was drawn, to
// tell what was typed from what stood there when the task has gone on; and what was
// sent and not taken, so that it is there again when the form is opened anew
// (scratch.go).
//
// Where the app is, and how it is written to there, Teams says when it is
// installed, in any order and twice (install.go); it is kept in the store for ever
// (places.go), so that cards are posted after a restart, too.
//
// A bot cannot post files into a channel. So a card that names files leads to them:
// who clicks gets a link to each, for some minutes, and so does who opens the review
// (links.go). It is a signed token that says for whom, and of which step of which
// task; when it is used, rights and task are looked up anew, and the bytes are sent
// as bot/file sends a stranger's (open.go).
//
// What goes out is planned from the task as it stands (plan.go) and brought to the
// rooms by bot/room (surface.go). Teams cannot be asked whether a message was
// posted: of such a card the room is told that it may be missing, with a button
// that makes that message the card.
package teams
