package task

import "time"

// StepKind is what a timeline entry is about. The first group waits for a
// person, the second only tells.
type StepKind string

const (
	StepIncoming   StepKind = "incoming"
	StepQuote      StepKind = "quote"
	StepOrder      StepKind = "order"
	StepOutgoing   StepKind = "outgoing"
	StepResume     StepKind = "resume"
	StepAssistance StepKind = "assistance"
	StepStop       StepKind = "stop" // how an open step shows while Stop is being asked

	StepLog StepKind = "log" // something happened: Note says what
)

// StepStatus is where a step stands.
type StepStatus string

const (
	StepOpen      StepStatus = "open"
	StepConfirmed StepStatus = "confirmed"
	StepDiscarded StepStatus = "discarded"
	StepUpdated   StepStatus = "updated"
	StepResumed   StepStatus = "resumed"
	StepFixed     StepStatus = "fixed" // by one of an assistance step's own ways out
	StepStopped   StepStatus = "stopped"
	StepDone      StepStatus = "done" // a log entry
)

// Step is one entry of a task's timeline.
type Step struct {
	N       int        `json:"n"` // from 1
	Kind    StepKind   `json:"kind"`
	Status  StepStatus `json:"status"`
	At      time.Time  `json:"at"`
	Settled time.Time  `json:"settled,omitzero"`
	By      *Person    `json:"by,omitempty"`     // who settled it
	Action  Kind       `json:"action,omitempty"` // with which button
	Note    *Note      `json:"note,omitempty"`   // of a log entry
	Message int        `json:"message,omitempty"`

	Problem *Problem  `json:"problem,omitempty"` // assistance: what is wrong
	Asking  *Asking   `json:"asking,omitempty"`  // Stop was clicked and is not yet confirmed
	Error   *Problem  `json:"error,omitempty"`   // the last try from this card failed
	Busy    bool      `json:"busy,omitempty"`    // the agent is carrying out what was entered on this card
	Draft   *Draft    `json:"draft,omitempty"`   // settled outgoing: as it was then
	Doc     *Document `json:"doc,omitempty"`     // settled quote or order, without lines
	Changed bool      `json:"changed,omitempty"` // a person changed the content before settling
}

// Asking is a Stop that waits for its confirmation.
type Asking struct {
	By    Person    `json:"by"`
	At    time.Time `json:"at"`
	Leave []Note    `json:"leave,omitempty"` // what stays behind if the task stops
}

// Shown is the kind of card the step shows as.
func (s *Step) Shown() StepKind {
	if s.Asking != nil {
		return StepStop
	}
	return s.Kind
}

// Problem is why the agent cannot go on.
type Problem struct {
	Code       string            `json:"code"` // of agent/lang, "problem."+Code
	Args       map[string]string `json:"args,omitempty"`
	Lines      []int             `json:"lines,omitempty"` // indexes in Reading.Lines it is about
	Candidates []Contact         `json:"candidates,omitempty"`
	Redo       JobKind           `json:"redo,omitempty"` // what Retry and Confirm do again
	Field      string            `json:"field,omitempty"`
}

// The problems the agent knows. Their fixes are in the table.
const (
	UnknownSender   = "unknown_sender"
	SeveralContacts = "several_contacts"
	OtherCustomer   = "other_customer" // the contact is not of the customer whose document the task has
	BlockedCustomer = "blocked_customer"
	CreditLimit     = "credit_limit"
	NoCustomer      = "no_customer" // the contact has no customer and an order needs one
	NoItem          = "no_item"
	SeveralItems    = "several_items" // and the desk writes no mail to ask
	NotAvailable    = "not_available"
	UnitUnknown     = "unit_unknown"
	ShipToUnknown   = "ship_to_unknown"
	AskedQuestion   = "question"
	NothingAsked    = "nothing_asked"
	NotUnderstood   = "not_understood"   // an instruction
	EditedMeanwhile = "edited_meanwhile" // the document is another than the one that was edited
	TakeOver        = "take_over"
	MakeTheOrder    = "make_order"
	OrderChange     = "order_change"
	QuoteChanged    = "quote_changed" // since the customer was sent it
	BackOffice      = "back_office"
	Unreadable      = "unreadable"
	SendFailed      = "send_failed"
	SendUncertain   = "send_uncertain"
	Bounced         = "bounced"
	BadInput        = "bad_input" // what was entered on the card is refused; Field says which
)

// Problems are all problem codes.
var Problems = []string{UnknownSender, SeveralContacts, OtherCustomer, BlockedCustomer, CreditLimit, NoCustomer, NoItem, SeveralItems,
	NotAvailable, UnitUnknown, ShipToUnknown, AskedQuestion, NothingAsked, TakeOver, MakeTheOrder, OrderChange,
	QuoteChanged, BackOffice, Unreadable, SendFailed, SendUncertain, Bounced, BadInput}
