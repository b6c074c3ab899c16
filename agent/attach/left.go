package attach

import (
	"strings"
)

// maxCell is how many bytes of a cell are kept.
const maxCell = 2000

// places are where something was left out; the first few are named.
type places struct {
	first []string
	more  bool
}

func (p *places) add(place string) {
	switch n := len(p.first); {
	case n > 0 && p.first[n-1] == place:
	case n < 5:
		p.first = append(p.first, place)
	default:
		p.more = true
	}
}

func (p places) String() string {
	s := strings.Join(p.first, ", ")
	if p.more {
		s += " …"
	}
	return s
}

// because adds to what is said of a file of which a part was left out.
func (c *Content) because(s string) {
	if c.Reason != "" {
		c.Reason += "; "
	}
	c.Reason += s
}

// leftOut says which formulas came without a value.
func (c *Content) leftOut(formulas places) {
	if len(formulas.first) > 0 {
		c.because("formulas are not worked out, and these came without a value: " + formulas.String())
	}
}
