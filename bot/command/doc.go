// Package command reads what a person writes to the app in a chat ("tasks",
// "T-1042", "kpi week", "stop-all", "try you@customer.example"), in any of the
// languages, and has the words for help and examples. It knows no platform, asks
// nobody and does nothing of it.
//
// A command goes through it like this: the surface takes off what is its own (a
// slash command, a mention of the bot) and gives the rest to Parse; an Order says
// what is wanted and about what. Among leaves of a person's desks those that it
// can be about, by the role it needs and the desk that it names.
package command
