package mail

import (
	"html"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// guess names the charset of bytes that are not UTF-8 and say nothing useful
// about themselves: what an HTML page declares, else the commonest of the West.
func (p *parsing) guess(b []byte, isHTML bool) (encoding.Encoding, string) {
	if isHTML {
		if enc, name, sure := charset.DetermineEncoding(b, "text/html"); sure && name != "utf-8" {
			return enc, name
		}
	}
	p.defect("the text does not name its character set rightly; it was read as windows-1252")
	enc, name := charset.Lookup("windows-1252")
	return enc, name
}

func isSingleByte(name string) bool {
	return strings.HasPrefix(name, "windows-125") || strings.HasPrefix(name, "iso-8859-")
}

func isASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// unflow joins the soft lines of format=flowed (RFC 3676).
func unflow(s string, delsp bool) string {
	var b strings.Builder
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		depth := quoteDepth(line)
		if depth == 0 {
			line = strings.TrimPrefix(line, " ") // space-stuffed
		}
		soft := strings.HasSuffix(line, " ") && line != "-- " && i+1 < len(lines) && quoteDepth(lines[i+1]) == depth
		if soft && delsp {
			line = strings.TrimSuffix(line, " ")
		}
		if soft && depth > 0 {
			lines[i+1] = strings.TrimLeft(lines[i+1], "> ")
			lines[i+1] = strings.Repeat(">", depth) + " " + lines[i+1]
			soft = false
		}
		b.WriteString(line)
		if !soft && i+1 < len(lines) {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func quoteDepth(line string) int {
	n := 0
	for n < len(line) && line[n] == '>' {
		n++
	}
	return n
}

// join makes Text and HTML of the pieces.
func (p *parsing) join() {
	var texts, htmls []string
	hasHTML := slices.ContainsFunc(p.pieces, func(x piece) bool { return x.html != "" })
	for _, x := range p.pieces {
		if strings.TrimSpace(x.text) == "" && x.html != "" {
			x.text = p.htmlText(x.html)
		}
		if t := strings.TrimRight(x.text, " \t\n"); strings.TrimSpace(t) != "" {
			texts = append(texts, strings.TrimLeft(t, "\n"))
		}
		if hasHTML && x.html == "" {
			x.html = "<pre>" + html.EscapeString(x.text) + "</pre>"
		}
		htmls = append(htmls, x.html)
	}
	p.msg.Text = p.cut("text", strings.Join(texts, "\n\n"))
	if hasHTML {
		p.msg.HTML = p.cut("HTML", strings.Join(htmls, "\n"))
	}
}

func (p *parsing) cut(what, s string) string {
	short, was := cutBytes(s, p.o.maxText())
	if was {
		p.defect("the %s has %d bytes; it was cut after %d", what, len(s), p.o.maxText())
	}
	return short
}

// complaints passes on what the MIME reader stumbled over.
func (p *parsing) complaints(root *enmime.Part) {
	root.DepthMatchAll(func(part *enmime.Part) bool {
		for _, e := range part.Errors {
			if e.Name != enmime.ErrorCharsetDeclaration && e.Name != enmime.ErrorMissingContentType {
				p.defect("%s: %s", strings.ToLower(e.Name), e.Detail)
			}
		}
		return false
	})
}
