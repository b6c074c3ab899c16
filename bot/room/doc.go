// Package room keeps the channels of a chat platform showing tasks as they
// stand: a Poster compares what a Surface plans for a task with what was posted
// before, and posts or edits the difference.
//
// It knows no platform, no task and no card. What a message says and where it
// goes is the surface's; when it is posted or edited is decided here, and that
// it is not posted twice.
//
// One change goes through it like this: something was written, so the name of
// the task is due (Memory.Due). A goroutine reads what was posted (Memory.Refs)
// and what shall be shown (Surface.Plan), does the first thing that is missing,
// and begins anew until nothing is; then the name is settled (Memory.Settle),
// unless it became due again. So what is shown was always planned right before
// the call, and a burst of changes costs one edit.
//
// # Never twice
//
// Before a post its ref is kept as begun, after it with the message's id. A
// begun one that is found later (a crash, a broken line, an answer that was
// lost) is looked for by Surface.Find. Found, it is adopted. That it is not there
// counts only when the longest request (Options.Grace) is over. Where nobody can
// know (ErrUnknowable), it is never posted again: Message.Else says what is shown
// instead.
//
// Before an edit its ref is kept with an unknown content, after it with the
// content's digest. An edit whose outcome is not known is done again, and once
// more when the longest request is over: the lost one may have come late.
//
// # Order
//
// What is due longest goes first. A room (channel) takes one post at a time:
// cards in the order in which their tasks became due, then replies. While the
// room waits for its rate nothing overtakes; other rooms and edits go on. A
// message that fails is paused alone and lets others pass.
package room
