package mail

import "time"

// Address is one mail address. Addr has its domain in lower case and its
// local part as it was written (RFC 5321 section 2.3.11).
type Address struct{ Name, Addr string }

// File is one attached or inline file. Name is cleaned for display: no path,
// no control characters, no characters that change the writing direction.
type File struct {
	Name, Type string
	Size       int64 // bytes before anything was cut
	Data       []byte
	Inline     bool
}

// Bounce says that a mail of ours could not be delivered (RFC 3464).
type Bounce struct {
	OriginalID string // Message-ID of our mail, with angle brackets; empty when not told
	Recipient  string
	Status     string // enhanced status code such as 5.1.1
	Words      string // the server's words, one line
	Permanent  bool
}

// Forward names the sender of the mail that was passed on to us.
type Forward struct {
	From    Address
	Subject string
	Inline  bool // quoted in the text; otherwise attached as message/rfc822
}

// Message is one mail as the desk sees it.
type Message struct {
	ID         string // with angle brackets; made from a hash when missing
	InReplyTo  string
	References []string

	From, ReplyTo Address
	To, Cc        []Address
	Subject       string
	Date          time.Time // zero when missing or unreadable

	Text  string // plain body; made from HTML when there is no plain part
	HTML  string
	Files []File

	Automatic       bool // RFC 3834: never answered, begins no task
	AutomaticReason string
	Bounce          *Bounce
	Forwarded       *Forward

	Verified       string // pass, fail or none
	VerifiedReason string

	Defects []string // what was wrong with its form; nothing is lost
}
