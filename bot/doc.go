// Package bot is what the chat surfaces below it share: what a surface asks of
// the program (Desk), how what a person entered becomes an event that is applied
// (Click), what a dialog shows beyond its task (Form), how every task of a desk is
// stopped after a question (StopAll), and what a person is told who may not or comes
// too late (Reader). It decides nothing, and keeps only that a question was asked.
//
// A click goes through it like this: the surface has proven who clicks and read
// its form; Click asks the back office about the form while the dialog is still
// open, so that a mistake is told at its field (*Wrong), and applies the event.
// A click that was delivered before answers with the task as it stands.
package bot
