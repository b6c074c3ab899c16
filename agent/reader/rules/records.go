package rules

import (
	"regexp"
	"strings"
)

// records reads rows whose every value has its label before it, over one line or more,
// as some programs write orders: "ITEM 00010  MATERIAL 130202  TOILET PAPER" and below it
// "QTY 12 CASE  PRICE 15.41". A record begins with the label that the first began with.
func (l *lexicon) records(lines []string, out []laid, _ int) int {
	first := l.labelledAt(lines[0])
	if first == "" {
		return 0
	}
	end := 0
	for end < len(lines) {
		if l.labelledAt(lines[end]) != first {
			break
		}
		n := 1
		for end+n < len(lines) && n < 12 && l.goesWith(lines[end+n], first) {
			n++
		}
		heads, cells, ok := l.record(lines[end : end+n])
		if !ok {
			break
		}
		out[end] = laid{heads: heads, cells: cells}
		for k := end + 1; k < end+n; k++ {
			out[k] = laid{skip: true}
		}
		end += n
		for end < len(lines) && strings.TrimSpace(lines[end]) == "" && end+1 < len(lines) && l.labelledAt(lines[end+1]) == first {
			end++
		}
	}
	return end
}

// labelledAt is the label that a record begins with: that of a position or of an item's
// number, with a number behind it and more on the line; "" if the line begins none.
func (l *lexicon) labelledAt(line string) string {
	if !anyDigit(line) || strings.ContainsAny(line, "\t|") {
		return ""
	}
	pieces := piecesOf(line)
	if len(pieces) < 2 {
		return ""
	}
	label, role, value := l.labelOf(pieces[0])
	if role != "pos" && role != "item" || !anyDigit(value) || strings.Contains(value, " ") {
		return ""
	}
	return label
}

// goesWith says whether a line belongs to the record above it: it stands in from the
// edge or has labels of its own.
func (l *lexicon) goesWith(line, first string) bool {
	if strings.TrimSpace(line) == "" || l.labelledAt(line) == first {
		return false
	}
	pieces := piecesOf(line)
	_, role, _ := l.labelOf(pieces[0])
	return role != "" || line[0] == ' '
}

// piecesOf cuts a line at wide gaps, else at commas and semicolons.
func piecesOf(line string) []string {
	if parts := partsOf(line, 2); len(parts) > 1 {
		return textsOf(parts)
	}
	var out []string
	for s := range strings.SplitSeq(strings.ReplaceAll(line, ";", ", "), ", ") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	if len(out) == 0 {
		return []string{""}
	}
	return out
}

var labelEnd = regexp.MustCompile(`^[\s.:=#]+`)

// labelOf parts a piece into its label, what the label names, and the value; the role is
// "" where the piece has no label.
func (l *lexicon) labelOf(piece string) (label, role, value string) {
	fields := strings.Fields(piece)
	for n := min(3, len(fields)-1); n > 0; n-- {
		label = strings.Join(fields[:n], " ")
		if anyDigit(label) {
			continue
		}
		if n > 1 && !strings.ContainsAny(label[len(label)-1:], ".:=") && l.roleOf(fields[0], nil) != "" && l.roleOf(label, nil) == "" {
			continue // "ITEM Wood screw"
		}
		role = l.headRolesOf([]string{strings.Trim(label, ".:=# ")})[0]
		value = labelEnd.ReplaceAllString(strings.Join(fields[n:], " "), "")
		if role != "" && l.valueFits(role, value) {
			return strings.ToLower(label), role, value
		}
	}
	return "", "", ""
}

func (l *lexicon) valueFits(role, value string) bool {
	first, _, _ := strings.Cut(value, " ")
	switch role {
	case "pos":
		return fitPos.MatchString(value)
	case "qty", "price", "money":
		return fitNumber.MatchString(first) || fitMoney.MatchString(first) || gluedUnit.MatchString(first)
	case "item":
		return anyDigit(first)
	case "date", "unit", "name":
		return value != ""
	}
	return false
}

// record puts the values of a record under heads. What has no label is the name.
func (l *lexicon) record(lines []string) (heads, cells []string, ok bool) {
	got := map[string]string{}
	for _, line := range lines {
		for _, piece := range piecesOf(line) {
			_, role, value := l.labelOf(piece)
			switch {
			case role == "pos" && got["pos"] != "" && got["item"] == "":
				role = "item"
			case role == "item" && got["item"] != "" && fitPos.MatchString(got["item"]):
				got["pos"], got["item"] = got["item"], "" // the first was a position
			case role == "":
				role, value = "name", piece
			}
			if role == "name" && got["name"] != "" {
				got["name"] += " " + value
			} else if got[role] == "" {
				got[role] = value
			}
		}
	}
	if got["item"] == "" && got["pos"] != "" && got["name"] == "" || got["qty"] == "" {
		return nil, nil, false
	}
	for _, h := range [][2]string{{"item", "item no"}, {"name", "description"}, {"qty", "quantity"}, {"unit", "uom"}, {"price", "unit price"}, {"date", "delivery date"}} {
		if got[h[0]] != "" {
			heads, cells = append(heads, h[1]), append(cells, got[h[0]])
		}
	}
	return heads, cells, got["item"]+got["name"] != ""
}
