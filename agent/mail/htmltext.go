package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlWriter walks a page and writes lines. pending counts the line ends that
// are owed before the next word; pre keeps white space as it is.
type htmlWriter struct {
	b       strings.Builder
	pending int
	space   bool
	pre     int
	eye     *htmlEye
}

// String is the text so far, without empty lines at its ends.
func (w *htmlWriter) String() string { return strings.Trim(w.b.String(), "\n ") }

func (w *htmlWriter) breakLines(n int) {
	w.pending = max(w.pending, n)
	w.space = false
}

func (w *htmlWriter) word(s string) {
	if w.b.Len() > 0 {
		w.b.WriteString(strings.Repeat("\n", w.pending))
		if w.space && w.pending == 0 {
			w.b.WriteByte(' ')
		}
	}
	w.pending, w.space = 0, false
	w.b.WriteString(s)
}

// text writes a text node; outside pre, white space is one space.
func (w *htmlWriter) text(s string) {
	s = strings.NewReplacer("\u00a0", " ", "\u200b", "", "\u00ad", "", "\u200c", "", "\ufeff", "").Replace(s)
	if w.pre > 0 {
		if s != "" {
			w.word(s)
		}
		return
	}
	words := strings.Fields(s)
	if len(words) == 0 {
		w.space = w.space || s != "" && w.pending == 0
		return
	}
	w.space = w.space || strings.ContainsAny(s[:1], " \t\r\n\f")
	w.word(strings.Join(words, " "))
	w.space = strings.ContainsAny(s[len(s)-1:], " \t\r\n\f")
}

func (w *htmlWriter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
	case n.Type == html.ElementNode && (neverShown(n.DataAtom) || w.eye.hidden(n)):
	case n.Type == html.ElementNode:
		w.element(n)
	default:
		w.children(n)
	}
}

func (w *htmlWriter) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *htmlWriter) element(n *html.Node) {
	lines := 0
	if isParagraph(n.DataAtom) {
		lines = 2
	} else if isBlock(n.DataAtom) {
		lines = 1
	}
	w.breakBefore(n, lines)
	switch n.DataAtom {
	case atom.Br:
		w.pending++
	case atom.Hr:
		w.word("----------")
	case atom.Img:
		w.image(n)
	case atom.Tr:
		w.row(n)
	case atom.Blockquote:
		w.quote(n)
	case atom.Pre:
		w.pre++
		w.children(n)
		w.pre--
	case atom.Li:
		w.word("- ")
		w.children(n)
	default:
		w.children(n)
	}
	if lines > 0 && n.DataAtom != atom.Br {
		w.breakLines(lines)
	}
}

// breakBefore ends the line before a block. Br adds its own; a paragraph within
// a list or a list within a list needs no empty line.
func (w *htmlWriter) breakBefore(n *html.Node, lines int) {
	if lines == 0 || n.DataAtom == atom.Br {
		return
	}
	if n.Parent != nil && n.Parent.DataAtom == atom.Li {
		if n.PrevSibling == nil {
			return
		}
		lines = 1
	}
	w.breakLines(lines)
}

func (w *htmlWriter) image(n *html.Node) {
	for _, a := range n.Attr {
		if a.Key == "alt" && strings.TrimSpace(a.Val) != "" {
			w.text("[" + strings.Join(strings.Fields(a.Val), " ") + "]")
		}
	}
}

// row writes a table row. Cells of a data table stay on one line, separated by
// tabs, empty ones too, so that columns keep their place. A table that only
// lays out the page has tables or long texts in its cells: those go below each
// other.
func (w *htmlWriter) row(n *html.Node) {
	var cells []string
	layout := false
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || c.DataAtom != atom.Td && c.DataAtom != atom.Th || w.eye.hidden(c) {
			continue
		}
		inner := &htmlWriter{eye: w.eye}
		inner.children(c)
		s := inner.String()
		layout = layout || hasTable(c) || len(s) > 1000
		cells = append(cells, s)
	}
	if len(cells) == 1 || layout {
		w.below(cells)
		return
	}
	for i := range cells {
		cells[i] = strings.Join(strings.Fields(cells[i]), " ")
	}
	if line := strings.TrimRight(strings.Join(cells, "\t"), "\t"); line != "" {
		w.word(line)
	}
}

func (w *htmlWriter) below(cells []string) {
	for _, s := range cells {
		if s != "" {
			w.word(s)
			w.breakLines(1)
		}
	}
}

// hasTable looks for rows in a cell. The parser bounds the depth of the tree.
func hasTable(n *html.Node) bool {
	for c := range n.Descendants() {
		if c.DataAtom == atom.Tr {
			return true
		}
	}
	return false
}

func (w *htmlWriter) quote(n *html.Node) {
	inner := &htmlWriter{eye: w.eye}
	inner.children(n)
	if s := inner.String(); s != "" {
		w.word("> " + strings.ReplaceAll(s, "\n", "\n> "))
	}
}
