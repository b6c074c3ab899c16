package bot

import "fmt"

// Finding is one thing that was looked at on a platform, in one English sentence.
type Finding struct {
	Desk  string // "": what all desks share
	What  string // "bot token", "scope files:write", "room 19:…", "people"
	Words string
	Wrong bool // it will not work like this; the words say how to mend it
	Note  bool // it works, but somebody should know
}

// Findings are what was found so far, and of which desk.
type Findings struct {
	Desk string
	All  []Finding
}

// Wrong is what will not work.
func (f *Findings) Wrong(what, words string, args ...any) {
	f.All = append(f.All, Finding{Desk: f.Desk, What: what, Words: fmt.Sprintf(words, args...), Wrong: true})
}

// Note is what somebody should know.
func (f *Findings) Note(what, words string, args ...any) {
	f.All = append(f.All, Finding{Desk: f.Desk, What: what, Words: fmt.Sprintf(words, args...), Note: true})
}

// Fine is what is as it should be.
func (f *Findings) Fine(what, words string, args ...any) {
	f.All = append(f.All, Finding{Desk: f.Desk, What: what, Words: fmt.Sprintf(words, args...)})
}
