// Package reader is the port to understanding mails: what a reader is given
// and what it gives back. Package rules is the built-in one; a model may stand
// behind the same port.
//
// A reader only proposes. It knows no customer's documents but the one offered
// in this conversation, it changes nothing, and every value it returns carries
// the words it was found in.
package reader

import (
	"context"
	"time"

	"salesclerk/agent/attach"
	"salesclerk/agent/erp"
	"salesclerk/agent/mail"
	"salesclerk/agent/task"
)

// Input is one mail to read with everything it must be understood by.
type Input struct {
	Mails       []mail.Message   // the conversation, oldest first; the last is the one to read
	Files       []attach.Content // of the last mail
	Offered     *task.Document   // the quote or order the customer was last sent, as it stands
	Asked       *task.Reading    // the request whose options the customer was asked about, if our last mail was that question
	Addresses   []erp.Address    // the customer's
	Customer    string           // number; "" when not known
	Lang        string           // the contact's; may be ""
	Today       time.Time        // in the desk's zone; used where the mail has no date
	Instruction bool             // the last mail is a colleague's instruction, not a customer's mail
}

// Reader understands the last mail of a conversation. An error means that it
// could not do its work at all (a model that is away, a search that failed).
type Reader interface {
	Read(ctx context.Context, in Input) (task.Reading, error)
}
