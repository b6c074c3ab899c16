package rules

import "strings"

// field is one "Label: value" of a form.
type field struct{ label, value string }

// forms writes what a form says on lines of its own, "Product: office chair",
// "Colour: blue", "Quantity: 6", as one line of a list: "6 office chair, blue".
// Lines that are no form stay as they are.
func (l *lexicon) forms(lines []string) []string {
	var out []string
	for i := 0; i < len(lines); {
		n, got := l.form(lines[i:])
		if got["qty"] == "" || got["item"]+got["name"] == "" {
			out = append(out, lines[i:i+max(n, 1)]...)
			i += max(n, 1)
			continue
		}
		out = append(out, "", "- "+strings.Join(strings.Fields(got["qty"]+" "+got["unit"]+" "+got["item"]+" "+got["name"]+tail(got["trait"])), " "), "")
		out = append(out, got["others"])
		i += n
	}
	return out
}

func tail(trait string) string {
	if trait == "" {
		return ""
	}
	return ", " + trait
}

// form reads the fields at the start of lines: how many lines, and what they say.
// A label that was there begins the next form.
func (l *lexicon) form(lines []string) (int, map[string]string) {
	got := map[string]string{}
	for n, line := range lines {
		fields, ok := fieldsOf(line)
		if !ok {
			return n, got
		}
		for _, f := range fields {
			kind := l.kindOf(f.label)
			switch {
			case kind == "":
				got["others"] += f.label + ": " + f.value + "\n"
			case kind == "trait":
				got[kind] = strings.TrimSpace(got[kind] + " " + f.value)
			case got[kind] != "":
				return n, got
			case kind == "qty" && !anyDigit(f.value):
			default:
				got[kind] = f.value
			}
		}
	}
	return len(lines), got
}

// kindOf is what a label of a form names.
func (l *lexicon) kindOf(label string) string {
	for _, k := range []struct{ section, kind string }{{"col_qty", "qty"}, {"col_item", "item"}, {"col_name", "name"}, {"col_unit", "unit"}, {"size", "trait"}, {"color_label", "trait"}} {
		if l.of(k.section).is(label) {
			return k.kind
		}
	}
	return ""
}

// fieldsOf splits "qty: 15; item: LV-1722" into its fields. False: it is no form.
func fieldsOf(line string) ([]field, bool) {
	var out []field
	for part := range strings.SplitSeq(line, ";") {
		label, value, ok := strings.Cut(strings.TrimSpace(part), ":")
		label, value = strings.TrimSpace(label), strings.TrimSpace(value)
		if !ok || value == "" || len(label) > 30 || strings.Count(label, " ") > 2 {
			return nil, false
		}
		out = append(out, field{label, value})
	}
	return out, true
}
