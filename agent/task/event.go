package task

import (
	"errors"
	"time"
)

// Kind is what happened.
type Kind string

const (
	// A person clicked. The names are the actions of the HTTP interface.
	Confirm        Kind = "confirm"
	Discard        Kind = "discard"
	Updated        Kind = "updated"
	ResumeOnly     Kind = "resume"
	Stop           Kind = "stop"
	StopYes        Kind = "stop_yes"
	StopNo         Kind = "stop_no"
	Save           Kind = "save"
	Instruct       Kind = "instruct"
	CreateContact  Kind = "create_contact"
	UseContactOnce Kind = "use_contact_once"
	UpdateContact  Kind = "update_contact"
	PickItem       Kind = "pick_item"
	Retry          Kind = "retry"
	MakeOrder      Kind = "make_order"
	WriteAnswer    Kind = "write_answer"
	Assign         Kind = "assign"
	Halt           Kind = "halt" // stop from a list or the command line, already confirmed there

	// Views: they change nothing and are no events; cards offer them.
	ReviewView   Kind = "review"
	TimelineView Kind = "timeline"

	// From the mailbox.
	MailCame   Kind = "mail"
	MailBounce Kind = "bounce"

	// What a job found out.
	Understood Kind = "understood"
	ContactSet Kind = "contact_set"
	Quoted     Kind = "quoted"
	Options    Kind = "options" // the customer must choose before there can be a quote
	Nothing    Kind = "nothing" // none of it can be delivered
	Ordered    Kind = "ordered"
	Drafted    Kind = "drafted"
	Rechecked  Kind = "rechecked"
	Saved      Kind = "saved"
	Sent       Kind = "sent"
	Stuck      Kind = "stuck"
)

// Event is one thing that happened to a task. Which fields count depends on Kind.
type Event struct {
	ID   string    `json:"id"` // the platform's, the mail's or the job's; the same id twice has no effect
	At   time.Time `json:"at"`
	Kind Kind      `json:"kind"`

	By   Person   `json:"by,omitzero"`    // clicks
	Step int      `json:"step,omitempty"` // clicks: the card's step; Halt and Assign: none
	Turn int      `json:"turn,omitempty"` // clicks: the turn the card was drawn at; 0 is not checked
	Form *Form    `json:"form,omitempty"` // clicks that bring something
	Job  string   `json:"job,omitempty"`  // outcomes: the key of the job
	Mail *Message `json:"mail,omitempty"` // MailCame, MailBounce, Sent (as it left)

	Policy   *Policy   `json:"policy,omitempty"` // MailCame: the settings from now on
	Reading  *Reading  `json:"reading,omitempty"`
	Party    *Party    `json:"party,omitempty"`
	Document *Document `json:"document,omitempty"`
	Draft    *Draft    `json:"draft,omitempty"`
	Problem  *Problem  `json:"problem,omitempty"`
	Notes    []Note    `json:"notes,omitempty"`
}

// Form is what a person entered on a card or dialog.
type Form struct {
	// Save on an outgoing step.
	To      []string `json:"to,omitempty"`
	Cc      []string `json:"cc,omitempty"`
	Subject *string  `json:"subject,omitempty"`
	Text    *string  `json:"text,omitempty"` // also of Instruct

	// Save on a quote, order or resume step: the whole document as it shall be.
	Document *DocumentEdit `json:"document,omitempty"`

	// Contacts.
	Contact  string `json:"contact,omitempty"` // number
	Name     string `json:"name,omitempty"`
	Email    string `json:"email,omitempty"`
	Customer string `json:"customer,omitempty"`
	Lang     string `json:"lang,omitempty"`

	// PickItem.
	Picks []Pick `json:"picks,omitempty"`

	// PickItem and Save: what of it holds for the customer's next mails, too; by
	// line of the reading (its index), and for the lines that are not named there.
	Remember      Remember         `json:"remember,omitempty"`
	RememberLines map[int]Remember `json:"remember_lines,omitempty"`
}

// Pick is a person's choice for one line of the reading.
type Pick struct {
	Line     int    `json:"line"` // index in Reading.Lines
	Item     string `json:"item,omitempty"`
	Variant  string `json:"variant,omitempty"`
	Quantity string `json:"quantity,omitempty"` // empty keeps it
	Unit     string `json:"unit,omitempty"`     // empty keeps it
	Skip     bool   `json:"skip,omitempty"`     // leave the line out
}

// DocumentEdit is a quote or order as a person wants it. Nil header fields stay.
type DocumentEdit struct {
	Version   string     `json:"version,omitempty"` // the version that was shown
	Requested *string    `json:"requested,omitempty"`
	Reference *string    `json:"reference,omitempty"`
	ShipTo    *string    `json:"ship_to,omitempty"` // an address code of the customer
	Lines     []LineEdit `json:"lines,omitempty"`   // all lines; empty keeps them
}

// LineEdit is a line as a person wants it. No 0 adds a line; a line that is
// not listed is removed.
type LineEdit struct {
	No       int    `json:"no,omitempty"`
	Item     string `json:"item"`
	Variant  string `json:"variant,omitempty"`
	Quantity string `json:"quantity"`
	Unit     string `json:"unit,omitempty"`
	Price    string `json:"price,omitempty"`    // empty: the back office's
	Discount string `json:"discount,omitempty"` // percent; empty: the back office's
	Date     string `json:"date,omitempty"`
}

// JobKind is work the agent does outside the core.
type JobKind string

const (
	JobRead     JobKind = "read"     // read the mail, find the customer → Understood
	JobInstruct JobKind = "instruct" // read a colleague's instruction → Understood
	JobContact  JobKind = "contact"  // make, choose or update a contact → ContactSet
	JobQuote    JobKind = "quote"    // make or change the quote → Quoted, Options
	JobOrder    JobKind = "order"    // make the order of the quote → Ordered
	JobFind     JobKind = "find"     // look for the order a person made → Ordered
	JobSave     JobKind = "save"     // write a person's edit to the document → Saved
	JobCompose  JobKind = "compose"  // read the document, make PDF and mail → Drafted
	JobRecheck  JobKind = "recheck"  // has the document changed since? → Rechecked
	JobSend     JobKind = "send"     // → Sent
	JobShow     JobKind = "show"     // show the task as it is in every room; no outcome
	JobRemember JobKind = "remember" // put Lessons away; no outcome
)

// Job is work to be done. Its Key is the same at every repeat: what must happen
// once outside is keyed by it.
type Job struct {
	Key   string    `json:"key"` // "T-1042/7/quote"
	Task  string    `json:"task"`
	Kind  JobKind   `json:"kind"`
	Draft DraftKind `json:"draft,omitempty"` // compose
	Form  *Form     `json:"form,omitempty"`
	By    *Person   `json:"by,omitempty"`
	For   Kind      `json:"for,omitempty"` // the click that asked for it
	Tries int       `json:"tries,omitempty"`

	Lessons []Lesson `json:"lessons,omitempty"` // remember
}

// Effect is what must be done because of an event. The store writes effects
// together with the task.
type Effect struct {
	Job   *Job   `json:"job,omitempty"`
	Count *Count `json:"count,omitempty"`
}

// Count adds N to a figure of the day of the event.
type Count struct {
	Name string `json:"name"`
	N    int64  `json:"n"`
}

// Refusals. Compare with errors.Is; agent/lang turns them into a sentence.
var (
	ErrRepeated = errors.New("task: this event was applied before")
	ErrStale    = errors.New("task: the outcome of a job that is not the present one")
	ErrDenied   = errors.New("task: this person has not the right")
	ErrSettled  = errors.New("task: already decided")
	ErrChanged  = errors.New("task: the card shows an older state")
	ErrStopped  = errors.New("task: stopped")
	ErrUnknown  = errors.New("task: nothing to do for this event here")
	ErrInput    = errors.New("task: what was entered cannot be used")
)

// Refused is a refusal with what the clicker should be told.
type Refused struct {
	Err   error     // one of the Err values
	By    *Person   // who decided before
	At    time.Time // when
	How   Kind      // with which button
	Field string    // ErrInput: which field
	Note  *Note     // ErrInput: why
}

func (r *Refused) Error() string {
	if r.Field != "" {
		return r.Err.Error() + ": " + r.Field
	}
	return r.Err.Error()
}

func (r *Refused) Unwrap() error { return r.Err }

// Change is one write to the store: a task with everything that must become
// true with it, or nothing of it.
type Change struct {
	Task    Task
	Base    int64 // the revision the task had when it was read; 0 for a new one
	Effects []Effect
	MailKey string   // a mail taken with this change; the write is refused if it was taken before
	Threads []string // Message-IDs that lead to this task from now on
	At      time.Time
	Day     string // ISO date of At in the desk's time zone: counts go to it
}
