package agent

import (
	"testing"

	"salesclerk/agent/attach"
	"salesclerk/agent/task"
)

func TestMisread(t *testing.T) {
	cell := func(text, place string, unsure bool) attach.Cell {
		return attach.Cell{Text: text, Place: place, Unsure: unsure}
	}
	scan := attach.Content{Name: "scan.pdf", Unsure: []string{"il", "4500O17"}, Tables: []attach.Table{{Rows: [][]attach.Cell{
		{cell("LV-1", "p1 r1", false), cell("11", "p1 r1", false)}, {cell("LV-2", "p1 r2", false), cell("il", "p1 r2", true)}}}}}
	r := task.Reading{
		Lines: []task.Line{{Text: "LV-1 11", Where: "scan.pdf p1 r1", Confidence: 0.9}, {Text: "LV-2 il", Where: "scan.pdf p1 r2", Confidence: 0.9},
			{Text: "il desks", Where: "scan.pdf", Confidence: 0.9}, {Text: "il desks", Where: "body", Confidence: 0.9}, {Text: "3 il desks", Where: "scan.pdf", Confidence: 0.2}},
		Evidence: []task.Evidence{{Field: "reference", Words: "Order 4500O17", Where: "scan.pdf", Confidence: 0.9}, {Field: "reference", Words: "Order 4711", Where: "scan.pdf", Confidence: 0.9}},
	}
	misread(&r, []attach.Content{{Name: "a.csv"}, scan})
	for i, low := range []bool{false, true, true, false, true} {
		if got := r.Lines[i].Confidence < task.LowConfidence; got != low {
			t.Errorf("line %d: %v", i, r.Lines[i].Confidence)
		}
	}
	if r.Lines[4].Confidence != 0.2 {
		t.Errorf("a low confidence was raised to %v", r.Lines[4].Confidence)
	}
	if r.Evidence[0].Confidence >= task.LowConfidence || r.Evidence[1].Confidence < task.LowConfidence {
		t.Errorf("%+v", r.Evidence)
	}
}
