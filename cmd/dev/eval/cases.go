package eval

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Case is a mail with its truth. In a file it is written as
//
//	== name, unique in the file
//	> quote_request ref=4711 date=2027-03-01      what the whole mail says, see Truth
//	> 20 LV-1704                                  a line that is asked for, see Line
//	kind: prose
//	customer: 30100
//	subject: Tools
//
//	Hello, we need twenty combination spanners 13 mm ...
//
// The head may further have: from (an address, else the customer's first contact),
// lang (else the file's name says it), sent (RFC 3339, else Noon), header (a field of
// the mail, as often as needed), asked (the customer's mail before, answered by us
// with a question), and offered (what was quoted before: "20 LV-1704; 5 BOX LV-1205").
// A body that begins with < is HTML. A line "--- attach NAME" begins a file.
type Case struct {
	File, Name string
	Company    *Company // whose customer writes
	Origin     Origin
	Lang, Kind string
	Truth      Truth
	Lines      []Line
	Head       map[string]string
	Fields     []string // further fields of the mail's header
	Body       string
	Attached   []Attached
}

// Origin says who has seen a case.
type Origin int

const (
	Fresh  Origin = iota // written for this measurement; whoever mends a reader looks at it
	Known                // readers were built with it
	Unseen               // written for this measurement, and not shown: it tells learning from learning by heart
)

// Attached is a file of a mail.
type Attached struct{ Name, Text string }

// Noon is when mails were sent that say nothing else: a Wednesday.
var Noon = time.Date(2027, 2, 10, 9, 0, 0, 0, time.UTC)

// heads are the words that the head of a case may use.
var heads = []string{"kind", "customer", "subject", "from", "lang", "sent", "header", "asked", "offered"}

// ID names a case in reports.
func (c *Case) ID() string { return c.File + "/" + c.Name }

// Load reads the cases of all files *.txt of a folder.
func Load(dir string, from Origin) ([]Case, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, n := range names {
		raw, err := os.ReadFile(n)
		if err != nil {
			return nil, err
		}
		list, err := Parse(strings.TrimSuffix(filepath.Base(n), ".txt"), string(raw), from)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", n, err)
		}
		out = append(out, list...)
	}
	return out, nil
}

// Parse reads the cases of one file, whose name is the language unless a case says
// another.
func Parse(file, text string, from Origin) ([]Case, error) {
	var out []Case
	seen := map[string]bool{}
	parts := strings.Split("\n"+strings.ReplaceAll(text, "\r\n", "\n"), "\n== ")
	if s := strings.TrimSpace(parts[0]); s != "" {
		return nil, fmt.Errorf("%q stands before the first case", firstLine(s))
	}
	for _, p := range parts[1:] {
		c, err := parseCase(p)
		if err == nil && seen[c.Name] {
			err = fmt.Errorf("there are two cases of this name")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", firstLine(p), err)
		}
		seen[c.Name] = true
		c.File, c.Origin = file, from
		c.Lang = cmp.Or(c.Head["lang"], file)
		c.Kind = cmp.Or(c.Head["kind"], "not sorted")
		out = append(out, c)
	}
	return out, nil
}

func parseCase(text string) (Case, error) {
	top, body, _ := strings.Cut(text, "\n\n")
	rows := strings.Split(top, "\n")
	c := Case{Name: strings.TrimSpace(rows[0]), Head: map[string]string{}}
	truths := 0
	for _, s := range rows[1:] {
		t, ok := strings.CutPrefix(s, "> ")
		var err error
		switch {
		case ok && truths == 0:
			c.Truth, err = parseTruth(t)
			truths++
		case ok:
			var l Line
			l, err = parseLine(t)
			c.Lines = append(c.Lines, l)
		default:
			err = c.head(s)
		}
		if err != nil {
			return c, err
		}
	}
	if truths == 0 {
		return c, fmt.Errorf("it has no truth")
	}
	c.body(body)
	return c, c.check()
}

func (c *Case) head(s string) error {
	k, v, ok := strings.Cut(s, ":")
	k, v = strings.TrimSpace(k), strings.TrimSpace(v)
	switch {
	case !ok || !slices.Contains(heads, k):
		return fmt.Errorf("the head holds %q; it may hold %s", s, strings.Join(heads, ", "))
	case k == "header":
		c.Fields = append(c.Fields, v)
	case c.Head[k] != "":
		return fmt.Errorf("the head has two of %s", k)
	default:
		c.Head[k] = v
	}
	return nil
}

// body parts the mail's text from its files.
func (c *Case) body(text string) {
	parts := strings.Split("\n"+text, "\n--- attach ")
	c.Body = strings.Trim(parts[0], "\n") + "\n"
	for _, p := range parts[1:] {
		name, t, _ := strings.Cut(p, "\n")
		c.Attached = append(c.Attached, Attached{strings.TrimSpace(name), strings.Trim(t, "\n") + "\n"})
	}
}

// check finds what cannot be meant.
func (c *Case) check() error {
	if strings.TrimSpace(c.Body) == "" && len(c.Attached) == 0 && c.Head["subject"] == "" {
		return fmt.Errorf("the mail is empty")
	}
	if s := c.Head["sent"]; s != "" {
		if _, err := time.Parse(time.RFC3339, s); err != nil {
			return err
		}
	}
	if _, err := c.Offered(); err != nil {
		return err
	}
	for _, l := range c.Lines {
		if (l.Change == "set" || l.Change == "remove") && c.Head["offered"] == "" {
			return fmt.Errorf("line %s changes what was never offered", l)
		}
	}
	return nil
}

// Sent is when the mail was sent.
func (c *Case) Sent() time.Time {
	if t, err := time.Parse(time.RFC3339, c.Head["sent"]); err == nil {
		return t
	}
	return Noon
}

// Offered are the lines of the quote before, in the form of the truth.
func (c *Case) Offered() ([]Line, error) {
	var out []Line
	if c.Head["offered"] == "" {
		return nil, nil
	}
	for s := range strings.SplitSeq(c.Head["offered"], ";") {
		l, err := parseLine(strings.TrimSpace(s))
		if err != nil {
			return nil, fmt.Errorf("offered: %w", err)
		}
		if len(l.Items) != 1 || l.Change != "" {
			return nil, fmt.Errorf("offered: %s is not one item", s)
		}
		out = append(out, l)
	}
	return out, nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}
