package agent

import (
	"slices"

	"salesclerk/agent/attach"
	"salesclerk/agent/task"
)

// misread has a person look at what was taken from numbers that text recognition
// is not sure of: whatever reader took them, and however well an item fits.
func misread(r *task.Reading, files []attach.Content) {
	const look = task.LowConfidence - 0.05
	doubts := func(where, words string) bool {
		return slices.ContainsFunc(files, func(f attach.Content) bool { return f.Doubts(where, words) })
	}
	for i := range r.Lines {
		if l := &r.Lines[i]; doubts(l.Where, l.Text) {
			l.Confidence = min(l.Confidence, look)
		}
	}
	for i := range r.Evidence {
		if e := &r.Evidence[i]; doubts(e.Where, e.Words) {
			e.Confidence = min(e.Confidence, look)
		}
	}
}
