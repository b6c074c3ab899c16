package mail

import (
	"bytes"
	"regexp"
	"strings"
)

// report holds the machine-readable parts of a multipart/report (RFC 6522).
type report struct {
	status   []byte // message/delivery-status
	original []byte // the mail it is about, or its header
}

// take keeps a part of a report; false leaves it to be read as any other part.
func (r *report) take(kind string, content []byte) bool {
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		if r.status == nil {
			r.status = append([]byte{}, content...)
		}
		return true
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers", "message/rfc822-headers":
		if r.original == nil {
			r.original = content
		}
		return true
	}
	return false
}

// bounce reads what could not be delivered: from the report's own parts, else
// from the words of a mail server.
func (p *parsing) bounce() *Bounce {
	if p.report.status != nil {
		return p.reported()
	}
	if p.soundsLikeBounce() {
		return p.worded()
	}
	return nil
}

// reported reads message/delivery-status (RFC 3464 section 2): groups of fields,
// the first about the mail, then one for each recipient.
func (p *parsing) reported() *Bounce {
	b := &Bounce{OriginalID: p.originalID()}
	found := false
	for _, group := range statusGroups(p.report.status) {
		action := strings.ToLower(group.get("action"))
		if action != "failed" && action != "delayed" || found && b.Permanent {
			continue
		}
		found = true
		b.Permanent = action == "failed"
		b.Status, _, _ = strings.Cut(strings.TrimSpace(group.get("status")), " ")
		b.Recipient = typedAddress(group.get("final-recipient"))
		if orig := typedAddress(group.get("original-recipient")); orig != "" {
			b.Recipient = orig
		}
		b.Words = cutRunes(afterType(group.decoded("diagnostic-code")), 500)
	}
	if !found {
		return nil // delivered, relayed, expanded: good news is no bounce
	}
	b.Status = cutRunes(oneLine(b.Status), 20)
	if b.Words == "" {
		b.Words = cutRunes(oneLine(p.msg.Text), 500)
	}
	return b
}

func statusGroups(b []byte) []fields {
	var groups []fields
	for part := range strings.SplitSeq(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n\n") {
		if fs := scanFields([]byte(part)); len(fs) > 0 && len(groups) < maxRecipients {
			groups = append(groups, fs)
		}
	}
	return groups
}

// typedAddress reads "rfc822; anna@nordlys.example".
func typedAddress(v string) string { return cleanAddr(strings.Trim(afterType(v), "<>")) }

func afterType(v string) string {
	if _, rest, ok := strings.Cut(v, ";"); ok {
		v = rest
	}
	return strings.TrimSpace(v)
}

// originalID is the Message-ID of our mail in the part that came back, else in
// the words, else in the references.
func (p *parsing) originalID() string {
	head, _ := splitHeader(bytes.TrimLeft(p.report.original, "\r\n"))
	if id := oneID(scanFields(p.boundHeader(head)).get("message-id")); p.o.isOurID(id) {
		return id
	}
	if id := p.idInWords(); id != "" {
		return id
	}
	for _, id := range append([]string{p.msg.InReplyTo}, p.msg.References...) {
		if p.o.isOurID(id) {
			return id
		}
	}
	return ""
}

var idInText = regexp.MustCompile(`(?i)message-?id\s*:?\s*(<[^<>\s]{1,990}>)`)

// idInWords looks for the header of our mail quoted in the text; where we know
// our own ids, any mention will do.
func (p *parsing) idInWords() string {
	texts := []string{p.msg.Text, string(p.inner)}
	for _, text := range texts {
		for _, m := range idInText.FindAllStringSubmatch(text, 50) {
			if p.o.isOurID(m[1]) {
				return m[1]
			}
		}
	}
	if p.o.OurID == nil {
		return ""
	}
	for _, text := range texts {
		for _, id := range idPattern.FindAllString(text, 200) {
			if p.o.OurID(id) {
				return id
			}
		}
	}
	return ""
}

var bounceSubjects = []string{
	"undelivered mail", "undeliverable", "delivery status notification", "mail delivery fail", "mail delivery system",
	"failure notice", "returned mail", "delivery failure", "delivery has failed", "message not delivered", "non remis", "non-remis",
	"delivery incomplete", "warning: message", "delayed mail", "mail could not be delivered", "unzustellbar", "nicht zustellbar",
	"kan ikke leveres", "ikke leveret", "échec de la remise", "echec de la remise", "message non distribué",
}

// soundsLikeBounce wants two signs, a server's hand and a bounce's subject: a
// customer may well write about a failed delivery.
func (p *parsing) soundsLikeBounce() bool {
	if p.fields.has("x-failed-recipients") {
		return true
	}
	server := p.fromDaemon() != "" || p.noReturnPath() != ""
	s := strings.ToLower(p.msg.Subject)
	for _, w := range bounceSubjects {
		if server && strings.Contains(s, w) {
			return true
		}
	}
	return false
}

var (
	statusInText = regexp.MustCompile(`\b([45])\.(\d{1,3})\.(\d{1,3})\b`)
	codeInText   = regexp.MustCompile(`\b([45])\d\d[ -]`)
)

// worded reads a bounce that is plain text, as qmail, Exim and others write it.
func (p *parsing) worded() *Bounce {
	text := p.msg.Text
	b := &Bounce{OriginalID: p.originalID(), Permanent: true}
	b.Status = statusInText.FindString(text)
	if b.Status != "" {
		b.Permanent = b.Status[0] == '5'
	} else if m := codeInText.FindStringSubmatch(text); m != nil {
		b.Permanent = m[1] == "5"
	}
	if s := strings.ToLower(p.msg.Subject); strings.Contains(s, "delayed") || strings.Contains(s, "warning") {
		b.Permanent = false
	}
	b.Recipient = p.failedRecipient(text)
	b.Words = cutRunes(oneLine(wordsAround(text)), 500)
	return b
}

func (p *parsing) failedRecipient(text string) string {
	if list, _ := parseAddresses(p.fields.get("x-failed-recipients")); len(list) > 0 {
		return list[0].Addr
	}
	for _, found := range addressPattern.FindAllString(text, 50) {
		addr := cleanAddr(found)
		if addr != "" && !p.o.isOwn(addr) && !strings.EqualFold(addr, p.msg.From.Addr) && !strings.Contains(p.msg.ID, addr) {
			return addr
		}
	}
	return ""
}

// wordsAround is the line with the server's code, else the beginning.
func wordsAround(text string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if statusInText.MatchString(line) || codeInText.MatchString(line) {
			return line
		}
	}
	return text
}
