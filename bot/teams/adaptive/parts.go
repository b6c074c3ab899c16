package adaptive

import "salesclerk/cards"

// The pieces that cards are made of. The words they take are harmless already;
// nothing to read is written as a dash, for an element must not be empty.

func plain(s string) run  { return run{Type: "TextRun", Text: s} }
func bold(s string) run   { return run{Type: "TextRun", Text: s, Weight: "Bolder"} }
func subtle(s string) run { return run{Type: "TextRun", Text: s, Subtle: true} }
func small(s string) run  { return run{Type: "TextRun", Text: s, Size: "Small", Subtle: true} }
func alert(s string) run  { return run{Type: "TextRun", Text: s, Color: "Attention"} }

// rich is a paragraph.
func rich(runs ...run) richText {
	var kept []run
	for _, r := range runs {
		if r.Text != "" {
			kept = append(kept, r)
		}
	}
	if kept == nil {
		kept = []run{plain("–")}
	}
	return richText{Type: "RichTextBlock", Inlines: kept}
}

// close is a paragraph right below what stands above it.
func close(runs ...run) richText {
	r := rich(runs...)
	r.Spacing = "None"
	return r
}

// tight is a paragraph with little room above it.
func tight(runs ...run) richText {
	r := rich(runs...)
	r.Spacing = "Small"
	return r
}

// heading is the title of a part.
func heading(s string) richText {
	r := rich(run{Type: "TextRun", Text: s, Weight: "Bolder"})
	r.Spacing = "Medium"
	return r
}

func box(style string, items ...element) container {
	return container{Type: "Container", Style: style, Items: items}
}

// beside is elements side by side, each as wide as the others.
func beside(items ...element) columnSet {
	set := columnSet{Type: "ColumnSet", Spacing: "Small"}
	for _, e := range items {
		set.Columns = append(set.Columns, column{Type: "Column", Width: "stretch", Items: []element{e}})
	}
	return set
}

// failed is a sentence of ours about what is wrong.
func failed(say string) richText { return tight(alert("⚠ " + line(ours(say), maxSentence))) }

// sentences is a paragraph for each text.
func sentences(n int, texts ...cards.Text) []element {
	var out []element
	for _, t := range texts {
		if s := line(t, n); s != "" {
			out = append(out, rich(plain(s)))
		}
	}
	return out
}
