package data

import (
	"fmt"
	"strings"
)

// Mistake is something wrong at one place of the data.
type Mistake struct {
	File   string // "items.csv", or the sheet's name
	Line   int    // from 1; 0: the file as a whole
	Column string // name of the column; "" if it is about the line
	Value  string // as it stands there, cut to 80 runes
	Text   string // one sentence that says what to do
}

func (m Mistake) String() string {
	var b strings.Builder
	b.WriteString(m.File)
	if m.Line > 0 {
		fmt.Fprintf(&b, ", line %d", m.Line)
	}
	if m.Column != "" {
		fmt.Fprintf(&b, ", column %s", m.Column)
	}
	if m.Value != "" {
		fmt.Fprintf(&b, ", %q", m.Value)
	}
	return b.String() + ": " + m.Text
}

// Mistakes is every mistake of a data folder, in order of file and line. Of very
// many only the first are kept; Count is how many there are.
type Mistakes struct {
	List  []Mistake
	Count int
}

const (
	keptMistakes    = 1000
	printedMistakes = 200
	valueRunes      = 80
)

func (m *Mistakes) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the data has %d %s; nothing was loaded", m.Count, plural(m.Count, "mistake", "mistakes"))
	shown := min(len(m.List), printedMistakes)
	for _, x := range m.List[:shown] {
		b.WriteString("\n" + x.String())
	}
	if more := m.Count - shown; more > 0 {
		fmt.Fprintf(&b, "\n… and %d more", more)
	}
	return b.String()
}

func (m *Mistakes) add(x Mistake) {
	m.Count++
	if len(m.List) < keptMistakes {
		x.Value = cut(x.Value)
		m.List = append(m.List, x)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// cut shortens a value on a rune border, visibly.
func cut(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	r := []rune(s)
	if len(r) <= valueRunes {
		return s
	}
	return string(r[:valueRunes-1]) + "…"
}

// nearest is the known name closest to name, or "" if none is near.
func nearest(name string, known []string) string {
	best, bestD := "", len([]rune(name))/3+2
	for _, k := range known {
		if d := distance(strings.ToLower(name), k); d < bestD {
			best, bestD = k, d
		}
	}
	return best
}

// distance counts the letters to change, add or drop between a and b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 {
		x = x[:64]
	}
	prev := make([]int, len(y)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(prev[j]+cost, prev[j+1]+1, row[j]+1)
		}
		prev = row
	}
	return prev[len(y)]
}
