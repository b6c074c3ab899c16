// Package adaptive writes Adaptive Cards (schema 1.5, as Microsoft Teams shows
// them) from cards, dialogs and lists of tasks, and reads what people entered
// there back into a form. It sends nothing, asks nobody and keeps nothing.
//
// One message goes through it like this: Card lays out a cards.Card from top to
// bottom in elements that read no markup, puts its buttons below, builds the
// forms that these open into the card where they fit, and writes all of it
// smaller and smaller until it is below what Teams takes. Plain is the same
// without buttons.
//
// One form goes through it like this: Dialog (a window of its own) and Review (in
// the card, for the one who clicked) write a page of it. What comes back is parsed
// by ParseSubmission, and Read makes of it the task.Form of an event, or says what
// is wrong, by field. A Draft is everything that was typed so far; it travels in
// the buttons of the form itself, so that nothing has to be kept between two
// requests and nothing typed is lost over pages, errors and steps that moved on.
//
// What is not typed stays as it was: an input that comes back as it was drawn
// counts as not touched, and what the task has goes on byte for byte. Teams' own
// library leaves out inputs that are empty; so a form's buttons say which inputs
// were drawn with something in them, and one that is emptied is asked about once
// where it need not be filled in.
//
// Trust: words of others stand in TextRun, in the value of an input or in a title
// that Teams reads no markup in; never in TextBlock or FactSet, which are Markdown.
// What a client may still read in a plain text ({{DATE(…)}}, <at>, an entity, a
// link) is broken by an invisible character. Of what comes back nothing is
// believed but what a person may have typed: task, step and rights are looked up.
package adaptive
