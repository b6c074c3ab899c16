package teamstest

import "strings"

// wordsOf is what a person can read of a card: a line for each text, a row of a
// table in one line, buttons in brackets, inputs by label and value.
func wordsOf(card fields) string { return strings.Join(readWords(nil, card), "\n") }

func readWords(lines []string, v fields) []string {
	switch kind := text(v, "type"); {
	case kind == "TextBlock":
		return append(lines, shown(text(v, "text")))
	case kind == "RichTextBlock":
		return append(lines, inlines(v))
	case kind == "FactSet":
		for _, f := range objects(v["facts"]) {
			lines = append(lines, shown(text(f, "title"))+": "+shown(text(f, "value")))
		}
		return lines
	case kind == "TableRow":
		return append(lines, row(v))
	case kind == "Image":
		return append(lines, text(v, "altText"))
	case strings.HasPrefix(kind, "Input."):
		return readInput(lines, v)
	case strings.HasPrefix(kind, "Action."):
		lines = append(lines, "["+(control{json: v}).name()+"]")
		if inner := child(v, "card"); inner != nil {
			lines = readWords(lines, inner)
		}
		return lines
	}
	return readParts(lines, v)
}

func readParts(lines []string, v fields) []string {
	for _, name := range parts {
		for _, o := range objects(v[name]) {
			lines = readWords(lines, o)
		}
		if one := child(v, name); one != nil && text(one, "title") != "" {
			lines = readWords(lines, one)
		}
	}
	return lines
}

func readInput(lines []string, v fields) []string {
	c := control{json: v}
	lines = append(lines, strings.TrimSpace(c.name()+": "+c.initial()))
	for _, o := range c.options() {
		lines = append(lines, "["+o.Text+"]")
	}
	if action := child(v, "inlineAction"); action != nil {
		lines = readWords(lines, action)
	}
	return lines
}

func row(v fields) string {
	var cells []string
	for _, c := range objects(v["cells"]) {
		cells = append(cells, strings.Join(readParts(nil, c), " "))
	}
	return strings.Join(cells, " | ")
}

// inlines are the runs of a RichTextBlock, which are texts or objects.
func inlines(v fields) string {
	var b strings.Builder
	list, _ := v["inlines"].([]any)
	for _, one := range list {
		switch one := one.(type) {
		case string:
			b.WriteString(one)
		case fields:
			b.WriteString(text(one, "text"))
		}
	}
	return b.String()
}
