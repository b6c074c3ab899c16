// Package cards decides what people see of a task, once, for every surface. It
// makes a neutral Card from a task; the packages below it turn a Card into what
// a surface shows: html for the local page, text for terminals, and later
// others for chat platforms. It changes nothing, asks nobody, and knows no
// clock and no network; the same task and Options always give the same card.
//
// One card goes through it like this: New looks at the step (open, busy or
// settled) and lets the file of its kind fill in the lead sentence and the
// blocks (incoming.go, document.go, outgoing.go, resume.go, assistance.go);
// buttons.go takes the buttons from the core's own table, drops those the
// viewer has no right to, orders and labels them; limits.go cuts what is long,
// always visibly. A settled step keeps a shorter content and gains the sentence
// that says who decided. A surface renders the Card and escapes every Text.
//
// A dialog (what a button opens before its click says everything) is a Form,
// made by Dialog from the same task, with nothing cut but by the limits of a
// whole document.
//
// Trust: every Text says whose words it holds. Renderers call Text.Line or
// Text.Para, which drop what could reach beyond the text (control characters,
// marks that turn the direction of writing, invisible characters), and escape
// the result for their surface.
package cards
