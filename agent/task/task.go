// Package task is the core of the sales order agent: what a task is and what
// may happen to it. A task is a value; everything that happens to it is an
// Event; Apply takes one and the other and returns the task as it is then,
// with the Effects to be carried out. The rules stand in one table (table.go);
// cards take their buttons from it and authorisation checks against it.
//
// The package knows no clock, no network and no library: times, ids and facts
// come in with the events. Money and quantities are decimals in text with a
// point ("12.50"); this package compares and shows them and never calculates.
package task

import (
	"slices"
	"time"
)

// State says what a task waits for.
type State string

const (
	Working   State = "working"   // the agent has something to do: Task.Job
	Attention State = "attention" // exactly one open step waits for a person
	Paused    State = "paused"    // an outgoing mail was discarded; the document may be changed
	Waiting   State = "waiting"   // the customer has to answer
	Completed State = "completed" // nothing left to do; a new mail opens it again
	Stopped   State = "stopped"   // a person stopped it; it never runs again
)

// NeedsPerson says whether lists and badges count the task as needing attention.
func (s State) NeedsPerson() bool { return s == Attention || s == Paused }

// Task is one conversation with one customer, from first mail to order.
type Task struct {
	ID      string    `json:"id"` // "T-1042"
	Desk    string    `json:"desk"`
	Rev     int64     `json:"rev"`  // grows with every event applied
	Turn    int       `json:"turn"` // grows when what the buttons mean changes
	State   State     `json:"state"`
	Created time.Time `json:"created"`
	Updated time.Time `json:"updated"`
	Since   time.Time `json:"since"`             // when State was entered
	Subject string    `json:"subject,omitempty"` // of the first mail; a stranger's words
	Lang    string    `json:"lang,omitempty"`    // the customer's language
	Follows string    `json:"follows,omitempty"` // the stopped task whose thread this one continues

	Policy   Policy    `json:"policy"`
	Party    Party     `json:"party"`
	Messages []Message `json:"messages,omitempty"` // mails in and out, oldest first
	Current  int       `json:"current,omitempty"`  // index in Messages of the mail being worked on
	Queue    []int     `json:"queue,omitempty"`    // indexes of mails that wait their turn
	Reading  *Reading  `json:"reading,omitempty"`  // what Current says
	Document *Document `json:"document,omitempty"` // the quote or order as last read from the back office
	Draft    *Draft    `json:"draft,omitempty"`    // the outgoing mail under review, or the one being sent
	Offered  *Offer    `json:"offered,omitempty"`  // what the customer was last sent

	Steps    []Step  `json:"steps,omitempty"`    // the timeline, oldest first
	Job      *Job    `json:"job,omitempty"`      // what the agent is doing; nil unless Working
	Resume   State   `json:"resume,omitempty"`   // where a busy step goes back to when its job is done
	Halted   *Job    `json:"halted,omitempty"`   // the job that was under way when the task was stopped from outside
	Assignee *Person `json:"assignee,omitempty"` //
	Seen     []Seen  `json:"seen,omitempty"`     // the last events applied, by id
}

// Seen is an event that was applied; the same id has no effect a second time.
type Seen struct {
	ID string `json:"id"`
}

// Policy is what the desk's settings say for this task; taken anew with every mail.
type Policy struct {
	ReviewKnown      Review `json:"review_known,omitempty"`   // incoming mail of known senders
	ReviewUnknown    Review `json:"review_unknown,omitempty"` // and of unknown ones
	ReviewQuotes     bool   `json:"review_quotes,omitempty"`
	ReviewOrders     bool   `json:"review_orders,omitempty"`
	SendQuotes       bool   `json:"send_quotes,omitempty"`
	MakeOrders       bool   `json:"make_orders,omitempty"`
	OnlyAvailable    bool   `json:"only_available,omitempty"`
	CapableToPromise bool   `json:"capable_to_promise,omitempty"`
}

// Review says which incoming mails a person must see first.
type Review string

const (
	ReviewAlways Review = "always"
	ReviewFirst  Review = "first" // the first mail of a conversation
	ReviewNever  Review = "never"
)

// Party is whom the task talks to. Only Contact and Customer grant access to
// documents; Candidates are suggestions.
type Party struct {
	Match      Match     `json:"match,omitempty"` // of the From address against the contacts
	Contact    string    `json:"contact,omitempty"`
	Name       string    `json:"name,omitempty"`
	Email      string    `json:"email,omitempty"`
	Lang       string    `json:"lang,omitempty"`
	Customer   string    `json:"customer,omitempty"` // number; empty for a contact without a customer
	Company    string    `json:"company,omitempty"`
	Group      string    `json:"group,omitempty"`   // the customer's price group: which room hears of the task
	Once       bool      `json:"once,omitempty"`    // chosen for this task only
	Blocked    string    `json:"blocked,omitempty"` // the back office's word for it
	Warnings   []Note    `json:"warnings,omitempty"`
	Candidates []Contact `json:"candidates,omitempty"`
}

// Known says whether the sender is one contact of ours.
func (p Party) Known() bool { return p.Contact != "" }

// Contact is a person of the back office as a card shows it.
type Contact struct {
	Number   string `json:"number"`
	Name     string `json:"name"`
	Email    string `json:"email,omitempty"`
	Customer string `json:"customer,omitempty"`
	Company  string `json:"company,omitempty"`
	Lang     string `json:"lang,omitempty"`
	Why      string `json:"why,omitempty"` // why it is a candidate: "domain", "name"
}

// Message is one mail of the conversation. From, Name, Subject, Text and file
// names are a stranger's words.
type Message struct {
	ID        string       `json:"id"` // Message-ID with its angle brackets
	Out       bool         `json:"out,omitempty"`
	From      string       `json:"from"`
	Name      string       `json:"name,omitempty"`
	To        []string     `json:"to,omitempty"`
	Cc        []string     `json:"cc,omitempty"`
	Subject   string       `json:"subject,omitempty"`
	At        time.Time    `json:"at"`
	Text      string       `json:"text,omitempty"` // the new words, at most ExcerptRunes; the whole is in TextBlob
	Cut       bool         `json:"cut,omitempty"`  // Text is not all of it
	TextBlob  string       `json:"text_blob,omitempty"`
	Raw       string       `json:"raw,omitempty"`      // blob with the bytes as they came or went
	Verified  string       `json:"verified,omitempty"` // pass, fail, none
	Forwarded string       `json:"forwarded,omitempty"`
	Files     []Attachment `json:"files,omitempty"`
	Defects   []string     `json:"defects,omitempty"` // what was wrong with its form, in short English words
}

// ExcerptRunes is how much of a mail's text a task keeps beside the blob.
const ExcerptRunes = 1500

// Attachment is a file of a mail and what became of it.
type Attachment struct {
	Name   string `json:"name"`
	Type   string `json:"type,omitempty"`
	Size   int64  `json:"size"`
	Blob   string `json:"blob,omitempty"`
	Status string `json:"status,omitempty"` // read, skipped, irrelevant
	Reason string `json:"reason,omitempty"`
}

// Draft is the outgoing mail. Its Message-ID is made once, so that a repeat can
// be recognised.
type Draft struct {
	ID        string       `json:"id"`   // Message-ID
	Kind      DraftKind    `json:"kind"` //
	To        []string     `json:"to"`
	Cc        []string     `json:"cc,omitempty"`
	Subject   string       `json:"subject"`
	Text      string       `json:"text"`              // the words; a line "[summary]" is where the table goes
	Summary   string       `json:"summary,omitempty"` // blob: the table, as reply.Summary
	InReplyTo string       `json:"in_reply_to,omitempty"`
	Refs      []string     `json:"refs,omitempty"`
	Lang      string       `json:"lang,omitempty"`
	Files     []Attachment `json:"files,omitempty"`
	DocNumber string       `json:"doc_number,omitempty"`
	DocVer    string       `json:"doc_version,omitempty"`
	Stale     bool         `json:"stale,omitempty"`  // the document changed since the PDF was made
	Edited    bool         `json:"edited,omitempty"` // a person changed it
	NeedsEdit bool         `json:"needs_edit,omitempty"`
	Notes     []Note       `json:"notes,omitempty"` // what the reviewer should know
}

// DraftKind is what an outgoing mail is for.
type DraftKind string

const (
	DraftQuote       DraftKind = "quote"
	DraftOrder       DraftKind = "order"
	DraftAsk         DraftKind = "ask"         // which of several items is meant
	DraftAnswer      DraftKind = "answer"      // to a question; a person must write it
	DraftUnavailable DraftKind = "unavailable" // nothing of it can be delivered
)

// Offer is what the customer was last sent, so that "yes" has one meaning.
type Offer struct {
	Kind    DraftKind `json:"kind"`
	Number  string    `json:"number,omitempty"`
	Version string    `json:"version,omitempty"`
	At      time.Time `json:"at"`
	Reading *Reading  `json:"reading,omitempty"` // of an ask: the request whose options were offered
}

// Document is a quote or order as the back office had it when last read.
type Document struct {
	Kind       DocKind   `json:"kind"`
	Number     string    `json:"number"`
	Version    string    `json:"version"` // opaque; differs when anything differs
	Quote      string    `json:"quote,omitempty"`
	Date       string    `json:"date,omitempty"`
	Requested  string    `json:"requested,omitempty"`
	Reference  string    `json:"reference,omitempty"`
	ShipTo     string    `json:"ship_to,omitempty"`      // the address in words, on one line
	ShipToCode string    `json:"ship_to_code,omitempty"` // which of the customer's addresses it is; empty: their own
	Currency   string    `json:"currency,omitempty"`
	Net        string    `json:"net,omitempty"`
	Tax        string    `json:"tax,omitempty"`
	Total      string    `json:"total,omitempty"` // incl. tax
	Lines      []DocLine `json:"lines,omitempty"`
}

// DocKind is quote or order.
type DocKind string

const (
	Quote DocKind = "quote"
	Order DocKind = "order"
)

// DocLine is a line of a document for showing.
type DocLine struct {
	No          int    `json:"no"`
	Item        string `json:"item"`
	Variant     string `json:"variant,omitempty"`
	Description string `json:"description,omitempty"`
	Quantity    string `json:"quantity"`
	Unit        string `json:"unit,omitempty"`
	Price       string `json:"price,omitempty"`
	Discount    string `json:"discount,omitempty"`    // percent
	PriceFixed  bool   `json:"price_fixed,omitempty"` // a person set price or discount; else they are the back office's and follow quantity and unit
	Amount      string `json:"amount,omitempty"`      // without tax
	Date        string `json:"date,omitempty"`        // shipment date promised
	Notes       []Note `json:"notes,omitempty"`       // unit arithmetic, availability, discrepancy
}

// Note is something to tell a person: a code of agent/lang with its arguments.
// Arguments may hold a stranger's words; whoever shows them escapes them.
type Note struct {
	Code string            `json:"code"`
	Args map[string]string `json:"args,omitempty"`
}

// Person is who decided. Roles are those of the moment and are not stored.
type Person struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Roles []Role `json:"-"`
}

// Role is what a person may do at a desk.
type Role string

const (
	Viewer   Role = "viewer"   // sees
	Approver Role = "approver" // decides
	Manager  Role = "manager"  // KPI, reassign
	Admin    Role = "admin"    // configure, stop all, delete tasks; has every other right
)

// May says whether the person has the role. An admin has all; every role sees.
func (p Person) May(r Role) bool {
	if r == "" || slices.Contains(p.Roles, Admin) || slices.Contains(p.Roles, r) {
		return true
	}
	return r == Viewer && len(p.Roles) > 0
}

// Open is the step that waits for a person, or nil.
func (t *Task) Open() *Step {
	for i := len(t.Steps) - 1; i >= 0; i-- {
		if t.Steps[i].Status == StepOpen {
			return &t.Steps[i]
		}
	}
	return nil
}

// Step is the step with number n, or nil.
func (t *Task) Step(n int) *Step {
	if n < 1 || n > len(t.Steps) {
		return nil
	}
	return &t.Steps[n-1]
}

// Mail is the message being worked on, or the zero message.
func (t *Task) Mail() Message {
	if t.Current < len(t.Messages) {
		return t.Messages[t.Current]
	}
	return Message{}
}
