package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// Parse makes a Message of a mail's bytes. Wrong forms are read as well as they
// can be and named in Defects; the error is only for a mail without any bytes.
func Parse(raw []byte, o ParseOptions) (Message, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return Message{}, errors.New("the mail is empty: there is nothing to read in it")
	}
	p := &parsing{o: o}
	raw = p.bound(raw)
	head, body := splitHeader(raw)
	p.fields = scanFields(p.boundHeader(head))
	p.header()
	p.content(raw, body)
	p.msg.Bounce = p.bounce()
	p.msg.Forwarded = p.forwarded()
	p.msg.Automatic, p.msg.AutomaticReason = p.automatic()
	p.msg.Verified, p.msg.VerifiedReason = p.verify(raw)
	return p.msg, nil
}

// ParseHeader is Parse for a mail whose body was left on the server because it
// is too big.
func ParseHeader(head []byte, size int64, o ParseOptions) (Message, error) {
	o.LookupTXT = nil // a signature cannot be checked without the body
	m, err := Parse(append(bytes.TrimRight(head, "\r\n"), "\r\n\r\n"...), o)
	if err != nil {
		return m, err
	}
	m.Defects = append([]string{fmt.Sprintf("the mail has %d bytes, more than allowed; only its header was read", size)}, m.Defects...)
	return m, nil
}

// parsing is one call of Parse.
type parsing struct {
	o      ParseOptions
	fields fields
	msg    Message
	pieces []piece
	report report
	inner  []byte // the first attached message
}

func (p *parsing) defect(format string, args ...any) {
	s := cutRunes(oneLine(fmt.Sprintf(format, args...)), 300)
	for _, have := range p.msg.Defects {
		if have == s {
			return
		}
	}
	switch n := len(p.msg.Defects); {
	case n < maxDefects:
		p.msg.Defects = append(p.msg.Defects, s)
	case n == maxDefects:
		p.msg.Defects = append(p.msg.Defects, "more was wrong with its form")
	}
}

func (p *parsing) bound(raw []byte) []byte {
	raw = bytes.TrimLeft(raw, "\r\n") // a mail that begins with empty lines still has a header
	if len(raw) > maxRaw {
		p.defect("the mail has %d bytes; only the first %d were read", len(raw), maxRaw)
		raw = raw[:maxRaw]
	}
	if bytes.HasPrefix(raw, []byte("From ")) { // mbox line
		if _, rest, ok := bytes.Cut(raw, []byte("\n")); ok {
			raw = rest
		}
	}
	return raw
}

func (p *parsing) boundHeader(head []byte) []byte {
	if len(head) > maxHeader {
		p.defect("the header has %d bytes; only the first %d were read", len(head), maxHeader)
		head = head[:maxHeader]
	}
	return head
}

func (p *parsing) header() {
	m := &p.msg
	p.onlyOnce("from", "to", "subject", "date", "message-id", "in-reply-to", "reply-to")
	m.From = p.one("from", true)
	m.ReplyTo = p.one("reply-to", false)
	m.To = p.many("to")
	m.Cc = p.many("cc")
	m.Subject = cutRunes(p.fields.decoded("subject"), maxSubject)
	p.date()
	p.ids()
}

func (p *parsing) onlyOnce(names ...string) {
	for _, n := range names {
		if k := len(p.fields.all(n)); k > 1 {
			p.defect("the field %s comes %d times; the first was taken", n, k)
		}
	}
}

func (p *parsing) one(name string, must bool) Address {
	list, ok := parseAddresses(p.fields.get(name))
	if !ok {
		p.defect("the field %s is not written as an address should be", name)
	}
	if len(list) == 0 {
		if must {
			p.defect("the mail does not say who it is from")
		}
		return Address{}
	}
	if len(list) > 1 {
		p.defect("the field %s names %d addresses; the first was taken", name, len(list))
	}
	if list[0].Addr == "" && must {
		p.defect("the sender's address cannot be read")
	}
	return list[0]
}

// many reads an address field, which some programs write more than once.
func (p *parsing) many(name string) []Address {
	list, ok := parseAddresses(strings.Join(p.fields.all(name), ", "))
	if !ok {
		p.defect("the field %s is not written as an address should be", name)
	}
	if len(list) > maxRecipients {
		p.defect("the field %s names %d addresses; the first %d were kept", name, len(list), maxRecipients)
		list = list[:maxRecipients]
	}
	return list
}

func (p *parsing) date() {
	v := p.fields.get("date")
	if v == "" {
		p.defect("the mail has no date")
		return
	}
	t, ok := parseDate(v)
	if !ok {
		p.defect("the date %q cannot be read", cutRunes(v, 60))
		return
	}
	p.msg.Date = t
}

func (p *parsing) ids() {
	m := &p.msg
	m.ID = oneID(p.fields.get("message-id"))
	if irt := messageIDs(p.fields.get("in-reply-to")); len(irt) > 0 {
		m.InReplyTo = irt[0]
	}
	m.References = messageIDs(strings.Join(p.fields.all("references"), " "))
	if n := len(m.References); n > maxReferences {
		p.defect("the mail names %d earlier mails; the newest %d were kept", n, maxReferences)
		m.References = m.References[n-maxReferences:]
	}
}

// nameless gives a mail without Message-ID one that is always the same for it.
func (p *parsing) nameless(body []byte) {
	if p.msg.ID != "" {
		return
	}
	p.defect("the mail has no usable Message-ID; one was made")
	sum := sha256.Sum256([]byte(essence(p.fields, body)))
	p.msg.ID = "<" + hex.EncodeToString(sum[:16]) + "@without-id.invalid>"
}
