package mail

import (
	"bytes"
	"net/mail"
	"regexp"
	"strings"
	"time"

	"github.com/jhillyerd/enmime/v2"
)

// field is one header field as it came, unfolded but not decoded. Order matters
// for trace fields, which is why no map is used.
type field struct{ name, value string }

type fields []field

// splitHeader cuts a mail at its first empty line. A mail without one is all
// header; a mail that begins with an empty line has none.
func splitHeader(raw []byte) (head, body []byte) {
	rest := raw
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if len(bytes.TrimRight(line, "\r")) == 0 {
			return raw[:len(raw)-len(rest)], after
		}
		rest = after
	}
	return raw, nil
}

// scanFields reads header fields and goes on after whatever is not one.
func scanFields(head []byte) fields {
	var fs fields
	var buf []byte
	flush := func() {
		if name, value, ok := strings.Cut(string(buf), ":"); ok && isToken(strings.TrimSpace(name)) {
			fs = append(fs, field{strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)})
		}
		buf = buf[:0]
	}
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		head, line = rest, bytes.TrimRight(line, "\r")
		if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') && len(buf) > 0 {
			buf = append(append(buf, ' '), bytes.TrimSpace(line)...)
			continue
		}
		flush()
		buf = append(buf, line...)
	}
	flush()
	return fs
}

func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] >= 127 {
			return false
		}
	}
	return s != ""
}

func (fs fields) get(name string) string {
	for _, f := range fs {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

func (fs fields) all(name string) []string {
	var vs []string
	for _, f := range fs {
		if f.name == name {
			vs = append(vs, f.value)
		}
	}
	return vs
}

func (fs fields) has(name string) bool { return len(fs.all(name)) > 0 }

// decoded is the value with encoded words (RFC 2047) read, on one line.
func (fs fields) decoded(name string) string { return decodeWords(fs.get(name)) }

func decodeWords(s string) string { return oneLine(enmime.DecodeRFC2047(s)) }

var idPattern = regexp.MustCompile(`<[^<>\s]{1,990}>`)

// messageIDs finds the ids in a References or In-Reply-To field, each once.
func messageIDs(s string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, id := range idPattern.FindAllString(s, -1) {
		if !seen[id] {
			seen[id], ids = true, append(ids, id)
		}
	}
	return ids
}

// oneID reads a Message-ID, which some programs write without brackets.
func oneID(s string) string {
	if id := idPattern.FindString(s); id != "" {
		return id
	}
	s = strings.Trim(strings.TrimSpace(s), "<>")
	if s == "" || strings.ContainsAny(s, " \t<>") || len(s) > 990 || !isToken(s) {
		return ""
	}
	return "<" + s + ">"
}

var dateLayouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04:05 MST",
	"Mon Jan 2 15:04:05 2006", "Mon Jan 2 15:04:05 2006 -0700", "Mon Jan 2 15:04:05 -0700 2006",
	time.RFC3339, "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "02-01-2006 15:04:05",
}

// parseDate reads a Date field (RFC 5322 section 3.3) and the usual wrong forms.
func parseDate(s string) (time.Time, bool) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 100 {
		return time.Time{}, false
	}
	if t, err := mail.ParseDate(s); err == nil {
		return t, plausible(t)
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, plausible(t)
		}
	}
	return time.Time{}, false
}

func plausible(t time.Time) bool { return t.Year() >= 1980 && t.Year() < 2200 }
