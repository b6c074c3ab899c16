package mail

import (
	"bytes"
	"strings"
)

// forwarded finds the mail that was passed on: attached as a message, or quoted
// below a marker. A reply quotes its history the same way in Outlook, so without
// a marker the subject must say that it was forwarded.
func (p *parsing) forwarded() *Forward {
	if p.msg.Bounce != nil || p.report.status != nil {
		return nil
	}
	if f := p.forwardedAttached(); f != nil {
		return f
	}
	return p.forwardedInline()
}

func (p *parsing) forwardedAttached() *Forward {
	if p.inner == nil {
		return nil
	}
	head, _ := splitHeader(bytes.TrimLeft(p.inner, "\r\n"))
	fs := scanFields(p.boundHeader(head))
	list, _ := parseAddresses(fs.get("from"))
	if len(list) == 0 {
		return nil
	}
	return &Forward{From: list[0], Subject: cutRunes(fs.decoded("subject"), maxSubject)}
}

var forwardMarks = []string{"forwarded", "videresendt", "transféré", "transmis", "réexpédié", "weitergeleitet", "reenviado", "inoltrato", "encaminhada"}

func (p *parsing) forwardedInline() *Forward {
	_, isForward := dropPrefix(p.msg.Subject, forwardPrefixes)
	lines := strings.Split(p.msg.Text, "\n")
	for i, line := range lines {
		marked := len(line) < 300 && separator.MatchString(strings.TrimSpace(line)) && containsAny(strings.ToLower(line), forwardMarks)
		if marked {
			if f := headerBlock(lines[i+1:]); f != nil {
				return f
			}
		}
		if isForward && isHeaderBlock(lines[i:]) {
			return headerBlock(lines[i:])
		}
	}
	return nil
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// headerBlock reads sender and subject from the lines below a marker.
func headerBlock(lines []string) *Forward {
	f := &Forward{Inline: true}
	for i, line := range lines {
		if i > 15 || f.From.Addr != "" && strings.TrimSpace(line) == "" {
			break
		}
		key, value := headerLine(line)
		if fromKeys[key] && f.From == (Address{}) {
			f.From = writtenAddress(value)
		}
		if subjectKeys[key] && f.Subject == "" {
			f.Subject = cutRunes(oneLine(value), maxSubject)
		}
	}
	if f.From == (Address{}) {
		return nil
	}
	return f
}

// writtenAddress reads "Anna Holm <anna@x.example>" and Outlook's
// "Anna Holm [mailto:anna@x.example]".
func writtenAddress(s string) Address {
	at := addressPattern.FindStringIndex(s)
	if at == nil {
		return Address{Name: cutRunes(strings.Trim(oneLine(s), ` "'*<>`), maxName)}
	}
	name := strings.Trim(strings.ReplaceAll(oneLine(s[:at[0]]), "mailto:", ""), ` "'*<[(`)
	return Address{Name: cutRunes(name, maxName), Addr: cleanAddr(s[at[0]:at[1]])}
}
