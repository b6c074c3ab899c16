package cards

import (
	"time"

	"salesclerk/agent/task"
)

// Origin says whose words a text is. Every renderer escapes every text for its
// surface; a stranger's words also lose control characters and marks that turn
// the direction of writing, and are shown as a block of their own.
type Origin int

const (
	Ours      Origin = iota // the program's own words and numbers
	Colleague               // a colleague's: names, edited mails, data of the back office
	Stranger                // a customer's: mail words, file names, display names
)

// Text is words with their origin. S is never markup, on any surface.
type Text struct {
	S    string `json:"s"`
	From Origin `json:"from,omitempty"`
}

// Field is one labelled value. Warn asks for attention; Note says why, or adds
// what a reader should know beside it.
type Field struct {
	Label string `json:"label"`
	Value Text   `json:"value"`
	Warn  bool   `json:"warn,omitempty"`
	Note  *Text  `json:"note,omitempty"`
}

// Table is rows of texts. Every row has as many cells as Head.
type Table struct {
	Head  []string `json:"head"`
	Rows  [][]Text `json:"rows"`
	Right []bool   `json:"right,omitempty"` // columns of numbers
	More  int      `json:"more,omitempty"`  // rows that are not here
	Warn  []bool   `json:"warn,omitempty"`  // rows to mind; empty or as many as Rows
}

// The kinds of a Block.
const (
	BlockQuote    = "quote"    // words of a mail: Text
	BlockTable    = "table"    // Table
	BlockFields   = "fields"   // Fields
	BlockNote     = "note"     // one sentence to know: Text
	BlockWarning  = "warning"  // one sentence to mind: Text
	BlockFiles    = "files"    // Files
	BlockTimeline = "timeline" // Fields: when and what
)

// Block is a part of a card. Which fields count depends on Kind.
type Block struct {
	Kind    string  `json:"kind"`
	Title   string  `json:"title,omitempty"`
	Text    Text    `json:"text,omitzero"`
	Table   *Table  `json:"table,omitempty"`
	Fields  []Field `json:"fields,omitempty"`
	Files   []File  `json:"files,omitempty"`
	Cut     bool    `json:"cut,omitempty"`      // not all of it is here
	CutNote string  `json:"cut_note,omitempty"` // what is missing and where it is: "… 188 more lines: open the review"
}

// File is a file of a mail. Blob is the store's name of its bytes; empty when
// they were not kept, and then there is no link.
type File struct {
	Name   Text   `json:"name"`
	Size   string `json:"size,omitempty"`   // in words: "1.2 MB"
	Status string `json:"status,omitempty"` // in words: "read", "skipped"
	Reason Text   `json:"reason,omitzero"`
	Blob   string `json:"blob,omitempty"`
}

// The styles of a Button.
const (
	Primary = "primary"
	Danger  = "danger"
)

// The dialogs a Button may need before its click says everything.
const (
	FormNone          = ""
	FormMail          = "mail"           // incoming: read whole; outgoing: edit
	FormDocument      = "document"       // lines and header of the quote or order
	FormContact       = "contact"        // choose a contact, or say its number
	FormCreateContact = "create_contact" // name, address, customer, language
	FormPick          = "pick"           // an item for each line
	FormInstruct      = "instruct"       // words to the agent
)

// Button is something a person may do. Action goes back with Card.Step and
// Card.Turn; nothing else of a card is trusted.
type Button struct {
	Action task.Kind `json:"action"`
	Label  string    `json:"label"`
	Style  string    `json:"style,omitempty"` // Primary, Danger or empty
	Form   string    `json:"form,omitempty"`  // the dialog it opens first; FormNone acts at once
}

// The states of a Card.
const (
	Open    = "open"    // waits for a person
	Busy    = "busy"    // the agent carries out what was entered; no buttons
	Settled = "settled" // decided; no buttons, shorter
)

// Card is what people see of one step, whatever the surface.
type Card struct {
	ID      string        `json:"id"` // "T-1042.3": task and step
	Task    string        `json:"task"`
	Step    int           `json:"step"`
	Turn    int           `json:"turn"`
	Kind    task.StepKind `json:"kind"`
	Variant string        `json:"variant,omitempty"` // assistance: the problem's code; outgoing: the draft's kind
	State   string        `json:"state"`             // Open, Busy, Settled
	Title   string        `json:"title"`             // our words: "Review the incoming mail"
	Context []Text        `json:"context,omitempty"` // the header line: "T-1042", customer, subject
	Lead    Text          `json:"lead,omitzero"`     // one sentence; on assistance the problem
	Blocks  []Block       `json:"blocks,omitempty"`
	Buttons []Button      `json:"buttons,omitempty"`
	More    []Button      `json:"more,omitempty"`    // overflow: timeline, assign
	Leaves  []Text        `json:"leaves,omitempty"`  // what stays behind if it is stopped now; on cards that offer Stop
	Settled string        `json:"settled,omitempty"` // "Confirmed by Anna Berg, 21 November 2026 14:02"
	At      time.Time     `json:"at"`
	Lang    string        `json:"lang"`
}

// KindNotice is the Kind of a card that belongs to no task.
const KindNotice task.StepKind = "notice"

// Options say for whom a card is made. The zero value is English, UTC, every
// button, and the limits of this package.
type Options struct {
	Lang      string
	Zone      *time.Location
	Viewer    *task.Person // nil: all buttons, as in a room that many read
	DocLines  int          // lines of a table before the cut; 0: DocLines
	MailRunes int          // runes of a mail before the cut; 0: MailRunes
	MailText  string       // Dialog: the whole words of the mail, from its blob; empty: what the task keeps
	Now       time.Time    // Timeline: how long an open step has waited until then; zero: not said
	Addresses []Choice     // Dialog: the customer's addresses by code, from the back office; nil: not known
	Action    task.Kind    // Dialog: the button that opened it, where one form serves several
}

// Entry is one step of a task's timeline, past or present.
type Entry struct {
	Step  int             `json:"step"`
	Kind  task.StepKind   `json:"kind"`
	State task.StepStatus `json:"state"`
	Words Text            `json:"words"`          // what it was and how it ended
	Who   Text            `json:"who,omitzero"`   // empty: the agent, or nobody yet
	At    time.Time       `json:"at"`             // when it began
	When  string          `json:"when"`           // At in the reader's words
	Took  string          `json:"took,omitempty"` // how long it waited, in words
	Open  bool            `json:"open,omitempty"`
}

// Notice is something a room is told that belongs to no task: a summary of the
// figures, the daily limit reached.
type Notice struct {
	ID     string    `json:"id"`
	Kind   string    `json:"kind"` // "kpi", "limit"
	Title  string    `json:"title"`
	Lead   Text      `json:"lead,omitzero"`
	Blocks []Block   `json:"blocks,omitempty"`
	At     time.Time `json:"at"`
}

// Form is what a dialog shows and asks, whole. The names of its inputs are the
// JSON names of task.Form, of a document's header those of task.DocumentEdit.
// Of a document only header values that were changed go back: what is not sent
// stays, and what is sent empty is emptied.
type Form struct {
	Kind    string    `json:"kind"`             // the Form constants
	Action  task.Kind `json:"action,omitempty"` // what sending it does; empty: it only shows
	Card    string    `json:"card"`             // Card.ID
	Turn    int       `json:"turn"`
	Title   string    `json:"title"`
	Lead    Text      `json:"lead,omitzero"`
	Blocks  []Block   `json:"blocks,omitempty"`  // to read
	Answers []Block   `json:"answers,omitempty"` // of an outgoing mail: the mail that it answers
	Inputs  []Input   `json:"inputs,omitempty"`  // to fill in
	Lines   []LineIn  `json:"lines,omitempty"`   // FormDocument
	Picks   []PickIn  `json:"picks,omitempty"`   // FormPick
	Version string    `json:"version,omitempty"` // FormDocument: goes back as DocumentEdit.Version
	Words   FormWords `json:"words"`
	Buttons []Button  `json:"buttons,omitempty"` // what the dialog may do, main one first
}

// FormWords are the labels of the parts that repeat: column heads and links.
type FormWords struct {
	Submit, Close, Item, Variant, Description, Quantity, Unit, Price, Discount, Date, Amount, Add, Remove, Skip, Search string
}

// The types of an Input.
const (
	InLine   = "line"
	InText   = "text"   // several lines
	InMails  = "mails"  // addresses, one a line or separated by commas
	InDate   = "date"   // ISO in Value
	InChoice = "choice" // one of Choices
)

// Input is one thing to fill in.
type Input struct {
	Name     string   `json:"name"` // JSON name in task.Form or task.DocumentEdit
	Label    string   `json:"label"`
	Type     string   `json:"type"`
	Value    Text     `json:"value,omitzero"`
	Choices  []Choice `json:"choices,omitempty"`
	Hint     string   `json:"hint,omitempty"`
	Required bool     `json:"required,omitempty"`
	Free     bool     `json:"free,omitempty"`  // InChoice: a value of one's own is allowed
	Max      int      `json:"max,omitempty"`   // runes
	Error    string   `json:"error,omitempty"` // the last try was refused for this field
}

// Choice is one value of an InChoice or a candidate of a line; a candidate
// also says what Pick.Item and Pick.Variant take.
type Choice struct {
	Value   string `json:"value"`
	Item    string `json:"item,omitempty"`
	Variant string `json:"variant,omitempty"`
	Label   Text   `json:"label"`
	Note    Text   `json:"note,omitzero"`
}

// LineIn is a document line to edit: the values as task.LineEdit wants them.
type LineIn struct {
	task.LineEdit
	Description Text `json:"description,omitzero"`
	// As they are now, in the reader's format, only shown. LineEdit.Price and
	// LineEdit.Discount are set only where a person had set them: empty ones are
	// the back office's.
	PriceNow    string `json:"price_now,omitempty"`
	DiscountNow string `json:"discount_now,omitempty"`
	Amount      string `json:"amount,omitempty"`
	Notes       []Text `json:"notes,omitempty"`
}

// PickIn is a line of the reading with the items it may mean.
type PickIn struct {
	Line     int      `json:"line"`
	Text     Text     `json:"text"`
	Quantity string   `json:"quantity"`
	Unit     string   `json:"unit,omitempty"`
	Match    string   `json:"match"`             // in words
	Choices  []Choice `json:"choices,omitempty"` // with Item and Variant
	Chosen   string   `json:"chosen,omitempty"`
	Skip     bool     `json:"skip,omitempty"`
	Needed   bool     `json:"needed,omitempty"` // the problem is about this line
}
