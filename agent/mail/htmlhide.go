package mail

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// htmlEye tells what of a page can be seen.
type htmlEye struct {
	sheet bool // a style sheet sets backgrounds, which may lie behind anything
	left  int  // elements that may still be looked at for their colours
}

func newHTMLEye(doc *html.Node) *htmlEye {
	e := &htmlEye{left: 100_000}
	for c := range doc.Descendants() {
		if c.Type == html.TextNode && c.Parent.DataAtom == atom.Style && strings.Contains(c.Data, "background") {
			e.sheet = true
		}
	}
	return e
}

// hidden reads the attributes and inline styles that hide an element from the
// eye: not shown at all, of no size, off the page, white on white. Rules of a
// style sheet are not worked out.
func (e *htmlEye) hidden(n *html.Node) bool {
	style := declared(n)
	if _, hidden := style["hidden"]; hidden {
		return true
	}
	for key, val := range style {
		if hides(key, val) {
			return true
		}
	}
	return white(style["color"]) && !e.sheet && e.onWhite(n) && !e.recoloured(n)
}

// declared are an element's attributes of looks and its inline style, in small
// letters.
func declared(n *html.Node) map[string]string {
	var out map[string]string
	set := func(key, val string) {
		if out == nil {
			out = map[string]string{}
		}
		out[strings.TrimSpace(key)] = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(val), "!important"))
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden", "color", "bgcolor", "background":
			set(a.Key, strings.ToLower(a.Val))
		case "style":
			for decl := range strings.SplitSeq(strings.ToLower(a.Val), ";") {
				if key, val, ok := strings.Cut(decl, ":"); ok {
					set(key, val)
				}
			}
		}
	}
	return out
}

func hides(key, val string) bool {
	switch key {
	case "display":
		return val == "none"
	case "visibility":
		return val == "hidden" || val == "collapse"
	case "mso-hide":
		return val == "all"
	case "opacity", "max-height":
		return isZero(val)
	case "font-size":
		return isZero(val) || pixels(val) <= 1
	case "text-indent", "left", "top", "margin-left":
		return pixels(val) < -900
	}
	return false
}

func isZero(v string) bool {
	v = strings.TrimRight(v, "pxtem%r ")
	return v != "" && strings.Trim(v, "0.") == "" && strings.Contains(v, "0")
}

// pixels is a length in pixels or points; a large one where it is neither.
func pixels(v string) float64 {
	number, ok := strings.CutSuffix(v, "px")
	if !ok {
		number, ok = strings.CutSuffix(v, "pt")
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if !ok || err != nil {
		return 1e6
	}
	return n
}

func white(colour string) bool {
	switch strings.ReplaceAll(colour, " ", "") {
	case "white", "#fff", "#ffffff", "#fefefe", "transparent", "rgb(255,255,255)", "rgba(255,255,255,1)":
		return true
	}
	return strings.HasPrefix(colour, "rgba(") && strings.HasSuffix(strings.ReplaceAll(colour, " ", ""), ",0)")
}

// onWhite says whether nothing is declared to lie behind an element.
func (e *htmlEye) onWhite(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if e.coloured(n, "") {
			return false
		}
	}
	return true
}

// recoloured says whether something within an element has a colour or background
// of its own.
func (e *htmlEye) recoloured(n *html.Node) bool {
	for c := range n.Descendants() {
		if e.coloured(c, "color") {
			return true
		}
	}
	return false
}

// coloured says whether an element has a background, or what else is asked for,
// that is not white. When too many were looked at already, each may have.
func (e *htmlEye) coloured(n *html.Node, or string) bool {
	if e.left--; e.left < 0 {
		return true
	}
	for key, val := range declared(n) {
		if (key == or || key == "bgcolor" || strings.HasPrefix(key, "background")) && val != "" && !white(val) {
			return true
		}
	}
	return false
}
