package mail

import (
	"bytes"
	"math"
	"mime"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"github.com/jhillyerd/enmime/v2/mediatype"
	"golang.org/x/net/html/charset"
)

// piece is one readable part of the body, in the order of the mail.
type piece struct{ text, html string }

// content reads the body. Where the parts cannot be told apart, everything is
// kept as text.
func (p *parsing) content(raw, body []byte) {
	p.nameless(body)
	if len(p.fields) == 0 {
		p.defect("the mail has no header; all of it was taken as text")
		body = raw
	} else if root := p.tree(raw); root != nil {
		p.walk(root, false)
		p.complaints(root)
	}
	if !p.hasWords() && len(p.msg.Files) == 0 && p.report.status == nil && len(bytes.TrimSpace(body)) > 0 {
		p.defect("no part of the mail could be found; it is shown as it came")
		p.pieces = append(p.pieces, piece{text: p.decode(body, "", false)})
	}
	p.join()
}

func (p *parsing) hasWords() bool {
	return slices.ContainsFunc(p.pieces, func(x piece) bool { return strings.TrimSpace(x.text+x.html) != "" })
}

// tree reads the parts. Nested multiparts cost time by their depth, so their
// number is bounded before they are read.
func (p *parsing) tree(raw []byte) *enmime.Part {
	if n := countFold(raw, "boundary="); n > p.o.maxDepth() {
		p.defect("the mail has %d nested parts, more than the %d allowed; it is shown as it came", n, p.o.maxDepth())
		return nil
	} else if n > 50 && n*len(raw) > 1<<30 {
		p.defect("the mail has %d nested parts in %d bytes, which would take too long to tell apart; it is shown as it came", n, len(raw))
		return nil
	}
	root, err := parser.ReadParts(bytes.NewReader(raw))
	if err != nil {
		p.defect("the parts of the mail cannot be told apart (%v); it is shown as it came", err)
		return nil
	}
	return root
}

// parser leaves charsets to us: files must stay as they are byte for byte, and
// guessing a charset from short Danish or French text goes wrong too often.
var parser = enmime.NewParser(
	enmime.SkipMalformedParts(true),
	enmime.MultipartWOBoundaryAsSinglePart(true),
	enmime.MaxStoredPartErrors(5),
	enmime.SetReadPartErrorPolicy(func(*enmime.Part, error) bool { return true }),
	enmime.MinCharsetDetectRunes(math.MaxInt),
	enmime.DisableCharacterDetection(true),
	enmime.SetCustomParseMediaType(func(s string) (string, map[string]string, []string, error) {
		kind, params, invalid, err := mediatype.Parse(s)
		if params != nil {
			params["charset"] = "utf-8" // read as it is; decode knows the real one
		}
		return kind, params, invalid, err
	}),
)

// countFold counts a lower-case ASCII word in any case.
func countFold(b []byte, word string) int {
	n := 0
	for i := 0; i+len(word) <= len(b); i++ {
		if b[i]|0x20 == word[0] && strings.EqualFold(string(b[i:i+len(word)]), word) {
			n++
		}
	}
	return n
}

// walk puts each part where it belongs: text to read, a file, or a report.
func (p *parsing) walk(part *enmime.Part, inReport bool) {
	for ; part != nil; part = part.NextSibling {
		kind := strings.ToLower(part.ContentType)
		switch {
		case kind == "multipart/alternative" && part.FirstChild != nil:
			p.alternative(part.FirstChild)
		case part.FirstChild != nil:
			p.walk(part.FirstChild, inReport || kind == "multipart/report")
		case inReport && p.report.take(kind, part.Content):
		case isBody(part):
			p.pieces = append(p.pieces, p.read(part))
		case len(part.Content) > 0 || part.FileName != "":
			p.file(part)
		}
		p.epilogue(part)
	}
}

// epilogue keeps words that were written after the last boundary.
func (p *parsing) epilogue(part *enmime.Part) {
	if len(bytes.TrimSpace(part.Epilogue)) > 0 {
		p.defect("there is text after the last part; it was added to the text")
		p.pieces = append(p.pieces, piece{text: p.decode(part.Epilogue, "", false)})
	}
}

// alternative takes the plain and the HTML form of the same words as one piece.
func (p *parsing) alternative(first *enmime.Part) {
	before := len(p.pieces)
	p.walk(first, false)
	var one piece
	for _, x := range p.pieces[before:] {
		if strings.TrimSpace(one.text) == "" {
			one.text = x.text
		}
		if one.html == "" {
			one.html = x.html
		}
	}
	p.pieces = append(p.pieces[:before], one)
}

func isBody(part *enmime.Part) bool {
	switch strings.ToLower(part.ContentType) {
	case "text/plain", "text/html", "":
		return part.FileName == "" && !strings.EqualFold(part.Disposition, "attachment")
	}
	return strings.HasPrefix(strings.ToLower(part.ContentType), "multipart/") && part.FileName == "" // without parts
}

func (p *parsing) read(part *enmime.Part) piece {
	isHTML := strings.EqualFold(part.ContentType, "text/html")
	_, params, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
	s := p.decode(part.Content, params["charset"], isHTML)
	if isHTML {
		return piece{html: s}
	}
	if strings.EqualFold(params["format"], "flowed") {
		s = unflow(s, strings.EqualFold(params["delsp"], "yes"))
	}
	return piece{text: s}
}

// decode turns bytes into UTF-8. A wrong label is noticed where it can be.
func (p *parsing) decode(b []byte, label string, isHTML bool) string {
	enc, name := charset.Lookup(strings.TrimSpace(label))
	valid := utf8.Valid(b)
	switch {
	case label == "" || name == "utf-8" || strings.EqualFold(label, "us-ascii"):
		if valid {
			return cleanText(string(b))
		}
		enc, name = p.guess(b, isHTML)
	case enc == nil:
		p.defect("the character set %q is not known", label)
		if valid {
			return cleanText(string(b))
		}
		enc, name = p.guess(b, isHTML)
	case valid && isSingleByte(name) && !isASCII(b):
		p.defect("the text is marked %s but is UTF-8; it was read as UTF-8", name)
		return cleanText(string(b))
	}
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil {
		p.defect("some characters of the text cannot be read (%s)", name)
		out = b
	}
	return cleanText(string(out))
}
