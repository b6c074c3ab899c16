package task

import "time"

// Reading is what the agent understood from one message and its attachments.
// Its JSON is part of what `salesclerk read --json` prints.
type Reading struct {
	Language         string     `json:"language"`
	Relevant         bool       `json:"relevant"`
	IrrelevantReason string     `json:"irrelevant_reason"`
	Intents          []Intent   `json:"intents"`
	OutOfScope       []string   `json:"out_of_scope"`
	Reference        string     `json:"reference"`
	RequestedDate    string     `json:"requested_delivery_date"` // ISO; empty when none holds
	ShipTo           string     `json:"ship_to"`
	ShipToCode       string     `json:"ship_to_code,omitempty"` // of the customer's address it is exactly
	Lines            []Line     `json:"lines"`
	Notes            []Note     `json:"notes,omitempty"`    // past date ignored, furthest of several used, ...
	Evidence         []Evidence `json:"evidence,omitempty"` // where header values were found
	Reader           string     `json:"reader,omitempty"`   // rules, model
	Merged           bool       `json:"merged,omitempty"`   // the lines of the request asked about are in Lines
	Accepted         []string   `json:"accepted,omitempty"` // problem codes a person said to go on with
	Doubt            bool       `json:"doubt,omitempty"`    // two readers contradict each other: a person looks first, whatever the policy
}

// Evidence says in which words a header value was found.
type Evidence struct {
	Field      string  `json:"field"`
	Words      string  `json:"words"`
	Where      string  `json:"where"`
	Confidence float64 `json:"confidence"`
}

// Intent is what a mail is for.
type Intent string

const (
	QuoteRequest Intent = "quote_request"
	OrderRequest Intent = "order_request"
	Accept       Intent = "accept"
	Decline      Intent = "decline"
	Changes      Intent = "change"
	Cancel       Intent = "cancel"
	Question     Intent = "question"
	Other        Intent = "other"
)

// Has says whether the reading holds the intent.
func (r *Reading) Has(i Intent) bool {
	if r == nil {
		return false
	}
	for _, x := range r.Intents {
		if x == i {
			return true
		}
	}
	return false
}

// Match says how well words were matched with what we have.
type Match string

const (
	One          Match = "one"
	Several      Match = "several"
	Alternatives Match = "alternatives"
	None         Match = "none"
)

// LowConfidence is the level below which a card points a value out.
const LowConfidence = 0.75

// Line is one thing asked for. Text, Query and Identifiers are a stranger's words.
type Line struct {
	Text            string      `json:"text"`
	Where           string      `json:"where"`
	Query           string      `json:"query"`
	Identifiers     []string    `json:"identifiers"`
	Quantity        string      `json:"quantity"`
	QuantityAssumed bool        `json:"quantity_assumed"`
	Unit            string      `json:"unit"`
	Date            string      `json:"date"`
	Match           Match       `json:"match"`
	Items           []Candidate `json:"items"`
	Confidence      float64     `json:"confidence"`
	Change          LineChange  `json:"change"`

	Price   string `json:"price,omitempty"`    // the price the customer wrote; shown, never used
	DocLine int    `json:"doc_line,omitempty"` // the line of the document that Change means
	Asked   int    `json:"asked,omitempty"`    // from 1: the line of the reading the customer was asked about that this answers
	Picked  string `json:"picked,omitempty"`   // the id of the person who chose the item
	Skip    bool   `json:"skip,omitempty"`     // a person left the line out
}

// LineChange says what a line does to what was agreed.
type LineChange string

const (
	LineNew    LineChange = ""
	LineAdd    LineChange = "add"
	LineSet    LineChange = "set"
	LineRemove LineChange = "remove"
)

// Candidate is an item of the catalogue that words may mean.
type Candidate struct {
	Number      string  `json:"number"`
	Variant     string  `json:"variant"`
	Score       float64 `json:"score"`
	Description string  `json:"description,omitempty"`
	Why         string  `json:"why,omitempty"`

	Remembered *Remembered `json:"remembered,omitempty"` // a person chose it for these words of the customer before
	Bought     *Bought     `json:"bought,omitempty"`     // of several that fit, the customer ordered it before
}

// Bought is when a customer last ordered what is taken for that reason.
type Bought struct {
	Date  string `json:"date"`            // ISO
	Order string `json:"order,omitempty"` // its number, where it is known
}

// Remembered is why an item is taken for a customer's words. They are a stranger's.
type Remembered struct {
	Words string    `json:"words"`
	Name  string    `json:"name"` // who chose it
	At    time.Time `json:"at"`
}
