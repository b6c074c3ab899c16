package task

import (
	"fmt"
	"sort"
	"strings"
)

// Picture is the table as a Mermaid state diagram: a box for each state, step
// and job, an arrow for each row. `go test ./agent/task -update` writes it to
// table.md.
func Picture() string {
	var b strings.Builder
	b.WriteString("stateDiagram-v2\n    direction LR\n")
	boxes := map[string]bool{}
	var arrows []string
	for _, r := range table {
		from, to := box(r.In, r.At, r.Code), r.target()
		boxes[from], boxes[to] = true, true
		arrows = append(arrows, fmt.Sprintf("    %s --> %s: %s\n", id(from), id(to), r.label()))
	}
	names := make([]string, 0, len(boxes))
	for n := range boxes {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		if id(n) != "[*]" {
			fmt.Fprintf(&b, "    state %q as %s\n", n, id(n))
		}
	}
	for _, a := range arrows {
		b.WriteString(a)
	}
	return b.String()
}

func (r Row) label() string {
	s := string(r.On)
	if r.When.name != "" {
		s += " [" + r.When.name + "]"
	}
	if r.Starts == JobCompose && r.Draft != "" {
		s += " / " + string(r.Draft) + " mail"
	}
	return s
}

func (r Row) target() string {
	switch {
	case r.Opens != "":
		code := r.Problem
		return box(r.To, string(r.Opens), code)
	case r.Starts != "":
		return box(r.To, string(r.Starts), "")
	case r.To == r.In && !r.Returns:
		return box(r.In, r.At, r.Code)
	}
	return box(r.To, "", "")
}

func box(s State, at, code string) string {
	n := string(s)
	if at != "" {
		n += " " + at
	}
	if code != "" {
		n += " " + code
	}
	return n
}

func id(box string) string {
	if box == "" {
		return "[*]"
	}
	return strings.NewReplacer(" ", "_", "?", "").Replace(box)
}
