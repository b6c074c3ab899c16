package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/mail"
	"net/textproto"
	"regexp"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"golang.org/x/net/idna"
)

// Outgoing is a mail to be sent. The same Outgoing makes the same bytes, so that
// what a person confirmed is what leaves, however often it is tried.
type Outgoing struct {
	ID         string // Message-ID with angle brackets
	From       string
	FromName   string
	To, Cc     []Address
	Subject    string
	Text       string
	HTML       string // may be empty
	InReplyTo  string
	References []string // oldest first
	Date       time.Time
	Lang       string // BCP 47, for Content-Language
	Files      []File
	Headers    map[string]string // further fields; those made here are refused
}

// Recipients are the addresses for the envelope, each once.
func (o Outgoing) Recipients() []string {
	var list []string
	seen := map[string]bool{}
	for _, a := range append(slices.Clone(o.To), o.Cc...) {
		if key := strings.ToLower(a.Addr); key != "" && !seen[key] {
			seen[key], list = true, append(list, a.Addr)
		}
	}
	return list
}

// Compose writes the mail: multipart/mixed when there are files, with
// multipart/alternative inside when there is HTML, all in ASCII.
func Compose(o Outgoing) ([]byte, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithEncoding(gomail.EncodingQP))
	if err := o.header(m); err != nil {
		return nil, err
	}
	if err := o.further(m); err != nil {
		return nil, err
	}
	o.body(m)
	if err := o.files(m); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("writing the mail: %w", err)
	}
	return o.fixBoundaries(b.Bytes()), nil
}

func (o Outgoing) header(m *gomail.Msg) error {
	id := oneID(o.ID)
	if id == "" || id != o.ID || !isASCII(id) || len(id) > 250 {
		return fmt.Errorf("the Message-ID %q is not one: it needs the form <left@right>", o.ID)
	}
	if o.Date.IsZero() {
		return errors.New("the mail needs a date")
	}
	if len(o.To)+len(o.Cc) == 0 {
		return errors.New("the mail has no recipient")
	}
	from, err := writeAddress(Address{o.FromName, o.From})
	if err != nil {
		return fmt.Errorf("the sender: %w", err)
	}
	m.FromMailAddress(from)
	for _, l := range []struct {
		list []Address
		set  func(...*mail.Address)
	}{{o.To, m.ToMailAddress}, {o.Cc, m.CcMailAddress}} {
		list, err := writeAddresses(l.list)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			l.set(list...)
		}
	}
	m.SetGenHeader(gomail.HeaderMessageID, id)
	m.SetDateWithValue(o.Date)
	m.Subject(cutRunes(oneLine(o.Subject), 250))
	return nil
}

func writeAddresses(list []Address) ([]*mail.Address, error) {
	var out []*mail.Address
	for _, a := range list {
		w, err := writeAddress(a)
		if err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, nil
}

// writeAddress checks an address as strictly as it was read loosely.
func writeAddress(a Address) (*mail.Address, error) {
	addr, err := envelopeAddr(a.Addr)
	if err != nil {
		return nil, err
	}
	return &mail.Address{Name: cutRunes(oneLine(a.Name), 100), Address: addr}, nil
}

// envelopeAddr is an address as SMTP takes it, its domain in ASCII.
func envelopeAddr(s string) (string, error) {
	parsed, err := mail.ParseAddress("<" + s + ">")
	if err != nil || strings.ContainsAny(s, "\r\n<>\x00") || cleanAddr(s) == "" {
		return "", fmt.Errorf("%q is not an address that mail can be sent to", cutRunes(oneLine(s), 100))
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	domain, err := idna.Lookup.ToASCII(parsed.Address[at+1:])
	if err != nil {
		return "", fmt.Errorf("the domain of %q is not one: %w", cutRunes(oneLine(s), 100), err)
	}
	return parsed.Address[:at] + "@" + domain, nil
}

var (
	headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,60}$`)
	langTag    = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$`)
	ownFields  = keySet("from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "in-reply-to", "references",
		"mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-language", "return-path", "received", "dkim-signature")
)

// further writes the thread's fields and those that the caller adds.
func (o Outgoing) further(m *gomail.Msg) error {
	if id := oneID(o.InReplyTo); id != "" && isASCII(id) {
		m.SetGenHeader(gomail.HeaderInReplyTo, id)
	}
	if refs := o.references(); len(refs) > 0 {
		m.SetGenHeader(gomail.HeaderReferences, strings.Join(refs, " "))
	}
	if langTag.MatchString(o.Lang) {
		m.SetGenHeader("Content-Language", o.Lang)
	}
	for _, name := range slices.Sorted(maps.Keys(o.Headers)) {
		value := o.Headers[name]
		if !headerName.MatchString(name) || ownFields[strings.ToLower(name)] {
			return fmt.Errorf("the field %q cannot be added to a mail", cutRunes(oneLine(name), 60))
		}
		if strings.ContainsAny(value, "\r\n\x00") {
			return fmt.Errorf("the field %s has a line break in its value", name)
		}
		m.SetGenHeader(gomail.Header(textproto.CanonicalMIMEHeaderKey(name)), cutRunes(oneLine(value), 500))
	}
	return nil
}

// references keeps the first and the newest ids (RFC 5537 section 3.4.4), and
// the one that is answered last.
func (o Outgoing) references() []string {
	ids := slices.DeleteFunc(slices.Clone(o.References), func(id string) bool {
		return oneID(id) != id || !isASCII(id) || len(id) > 250 || id == o.InReplyTo
	})
	if oneID(o.InReplyTo) != "" && isASCII(o.InReplyTo) && len(o.InReplyTo) <= 250 {
		ids = append(ids, o.InReplyTo)
	}
	if len(ids) > 20 {
		ids = append(ids[:1:1], ids[len(ids)-19:]...)
	}
	return ids
}

func (o Outgoing) body(m *gomail.Msg) {
	m.SetBodyString(gomail.TypeTextPlain, wireLines(o.Text))
	if o.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, wireLines(o.HTML))
	}
}

// wireLines ends each line with CRLF, the last one too.
func wireLines(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.ReplaceAll(strings.TrimRight(s, "\n")+"\n", "\n", "\r\n")
}

// files attaches them. The name goes in the form of RFC 2231 for those who read
// standards, and in that of RFC 2047 for those who do not.
func (o Outgoing) files(m *gomail.Msg) error {
	for i, f := range o.Files {
		name := orWords(cleanName(f.Name), fmt.Sprintf("file-%d", i+1))
		kind, _, err := mime.ParseMediaType(f.Type)
		if err != nil || !strings.Contains(kind, "/") || strings.HasPrefix(kind, "multipart/") {
			kind = "application/octet-stream"
		}
		disposition := mime.FormatMediaType("attachment", map[string]string{"filename": name})
		h := textproto.MIMEHeader{}
		plain := strings.NewReplacer(`"`, "_", `\`, "_").Replace(name)
		h.Set("Content-Type", kind+";\r\n name=\""+strings.ReplaceAll(mime.QEncoding.Encode("utf-8", plain), " ", "\r\n ")+`"`)
		h.Set("Content-Disposition", strings.ReplaceAll(disposition, "; ", ";\r\n "))
		err = m.AttachReader(name, bytes.NewReader(f.Data), func(g *gomail.File) {
			g.Name, g.Header = name, h
		})
		if err != nil {
			return fmt.Errorf("attaching %s: %w", name, err)
		}
	}
	return nil
}

var boundaryParam = regexp.MustCompile(`(?m)^ boundary=([0-9a-f]{60})\r$|;\r\n boundary=([0-9a-f]{60})\r\n`)

// fixBoundaries replaces the library's random boundaries by ones that follow
// from the mail. A random one of 60 digits stands nowhere else in it.
func (o Outgoing) fixBoundaries(raw []byte) []byte {
	for i, found := range boundaryParam.FindAllSubmatch(raw, 2) {
		random := slices.Concat(found[1], found[2])
		sum := sha256.New()
		fmt.Fprintf(sum, "%s\x00%d\x00%s\x00%s", o.ID, i, o.Text, o.HTML)
		for _, f := range o.Files {
			_, _ = io.WriteString(sum, f.Name)
			sum.Write(f.Data)
		}
		raw = bytes.ReplaceAll(raw, random, []byte(hex.EncodeToString(sum.Sum(nil))[:60]))
	}
	return raw
}
