package web

import (
	"context"
	"time"

	"salesclerk/bot"
)

// Desk is what the page asks of the program.
type Desk interface {
	bot.Desk
	// Watch sends the id of every task that changed, and "" for anything else the
	// page shows (a mail in a customer's mailbox, a notice). The channel is closed
	// when ctx ends or the connection behind it is lost; a slow reader may miss
	// repeats of an id but never the last one.
	Watch(ctx context.Context) (<-chan string, error)
}

// Customers is the customers' side of the demo: mailboxes that people who try
// the program write from and read.
type Customers interface {
	// People is everybody who can be written as: the contacts, and the strangers
	// who wrote before.
	People(ctx context.Context) ([]CustomerPerson, error)
	// Mails is what an address sent and got, in any order.
	Mails(ctx context.Context, address string) ([]CustomerMail, error)
	// Send delivers a mail to the desk's mailbox and returns its Message-ID.
	Send(ctx context.Context, m OutMail) (string, error)
	// File is the n-th attachment (from 0) of a mail in the mailbox of an address.
	File(ctx context.Context, address, mailID string, n int) (name, contentType string, data []byte, err error)
}

// CustomerPerson is somebody to write as.
type CustomerPerson struct {
	Name, Address, Company, Lang string
}

// CustomerMail is a mail in a customer's mailbox. ID names it within the mailbox.
type CustomerMail struct {
	ID, MessageID, InReplyTo string
	From                     string // address, with the name in front if it has one
	To                       []string
	Subject                  string
	Date                     time.Time
	Text, HTML               string
	Files                    []CustomerFile
}

// CustomerFile is an attachment without its bytes.
type CustomerFile struct {
	Name string
	Size int64
}

// OutMail is a mail that a customer writes. Key is the same when the same click
// comes twice: the mail must be sent once.
type OutMail struct {
	Key                                string
	From, Subject, Text, HTML, ReplyTo string // ReplyTo: Message-ID of the mail it answers
	Files                              []OutFile
}

// OutFile is a file attached to a mail.
type OutFile struct {
	Name string
	Data []byte
}
