package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxHTML = 8 << 20

// htmlText makes plain text of HTML: what a reader would see, with table rows
// as tab-separated lines and quoted parts marked with "> ". Hidden text is left
// out: it was not meant for the eye, and may be meant for a machine.
func (p *parsing) htmlText(s string) string {
	if len(s) > maxHTML {
		p.defect("the HTML has %d bytes; only the first %d were read", len(s), maxHTML)
		s = strings.ToValidUTF8(s[:maxHTML], "")
	}
	doc, err := html.Parse(strings.NewReader(s))
	if err != nil {
		p.defect("the HTML cannot be read as a page (%v); its words were taken one after the other", err)
		return wordsOnly(s)
	}
	w := &htmlWriter{eye: newHTMLEye(doc)}
	w.node(doc)
	return w.String()
}

// HTMLText is the plain text of an HTML body, as Parse makes it.
func HTMLText(s string) string { return (&parsing{}).htmlText(s) }

// wordsOnly drops tags and nothing else, for pages too deep to be a tree.
func wordsOnly(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	skip := false
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(b.String())
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			skip = (a == atom.Script || a == atom.Style) && !skip
			if isBlock(a) && !strings.HasSuffix(b.String()[max(0, b.Len()-1):], "\n") {
				b.WriteByte('\n')
			}
		case html.TextToken:
			if t := strings.Join(strings.Fields(string(z.Text())), " "); t != "" && !skip {
				b.WriteString(t + " ")
			}
		}
	}
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Table, atom.Tr, atom.Ul, atom.Ol, atom.Li, atom.Blockquote, atom.Pre,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Hr, atom.Br, atom.Section, atom.Article,
		atom.Header, atom.Footer, atom.Address, atom.Dl, atom.Dt, atom.Dd, atom.Fieldset, atom.Form, atom.Center, atom.Caption:
		return true
	}
	return false
}

func isParagraph(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Ul, atom.Ol, atom.Table, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// neverShown are elements without words for the reader.
func neverShown(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript, atom.Object, atom.Svg,
		atom.Meta, atom.Link, atom.Iframe, atom.Select, atom.Textarea, atom.Button, atom.Datalist:
		return true
	}
	return false
}
