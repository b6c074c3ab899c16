package rules

import (
	"regexp"
	"strings"

	"salesclerk/agent/mail"
)

// fresh is what the writer wrote anew: text without quoted history. Of a mail that
// a colleague passed on it is what the customer wrote; remark is then what the
// colleague wrote above.
func fresh(m mail.Message) (body, remark []string) {
	own, quoted := mail.NewText(clean(m.Text))
	lines := strings.Split(own, "\n")
	if m.Forwarded == nil || !m.Forwarded.Inline {
		return lines, nil
	}
	if theirs := passedOn(quoted); strings.TrimSpace(theirs) != "" {
		return strings.Split(theirs, "\n"), lines
	}
	return lines, nil
}

// withRemark puts a colleague's remark before the mail that is passed on, where it
// asks for something itself: "Please take this one" is no wish of the customer's.
func (l *lexicon) withRemark(remark, body []string) []string {
	remark = l.unsigned(remark)
	if !l.asksFor(remark) {
		return body
	}
	return append(append(remark, ""), body...)
}

// asksFor says whether lines ask for something with a number.
func (l *lexicon) asksFor(lines []string) bool {
	for _, line := range lines {
		if anyDigit(line) && l.of("request").in(tokenize(line)) {
			return true
		}
	}
	return false
}

// passedOn is the mail below the head that a forward copies, without the history
// that this mail had itself.
func passedOn(quoted string) string {
	lines := strings.Split(unquote(quoted), "\n")
	for i := range lines {
		n := headLines(lines[i:])
		if n < 2 {
			continue
		}
		own, _ := mail.NewText(strings.Join(lines[i+n:], "\n"))
		return own
	}
	return ""
}

// unquote takes the marks off a text that is quoted as a whole.
func unquote(s string) string {
	lines := strings.Split(s, "\n")
	for _, line := range lines {
		t := strings.TrimSpace(line)
		if t != "" && !strings.HasPrefix(t, ">") && !headLine.MatchString(t) && !strings.HasSuffix(t, ":") && !strings.HasPrefix(t, "--") {
			return s
		}
	}
	for i := range lines {
		lines[i] = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(lines[i], " "), ">"), " ")
	}
	return strings.Join(lines, "\n")
}

// headLine is a line of the head that a forward copies: "From: …", "*Von:* …".
var headLine = regexp.MustCompile(`^[*_ ]*\pL[\pL -]{0,24}[*_]*\s?:[*_]*(\s|$)`)

// headLines is how many lines at the start are the head of a mail that was copied:
// at least two, one after the other, one of which has an address or the word From.
func headLines(lines []string) int {
	n, from := 0, false
	for ; n < len(lines) && n < 12; n++ {
		t := strings.TrimSpace(lines[n])
		if !headLine.MatchString(t) && (n == 0 || t == "" || !strings.HasPrefix(lines[n], " ")) {
			break
		}
		from = from || strings.Contains(t, "@") || fromLine.MatchString(t)
	}
	if !from {
		return 0
	}
	return n
}

var fromLine = regexp.MustCompile(`(?i)^[*_ ]*(from|fra|de|von|da|från|van)[*_]*\s?:`)
