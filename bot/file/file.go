// Package file is what the surfaces share about the files of a task: which ones a
// person may be shown, what they are called to the outside, and how a stranger's
// bytes are handed to a browser. It reads no store and asks nobody who may see
// what: the surface has done that before.
//
// A file goes through it like this: Of names those of a task, ID is what stands
// for one in an address, and Serve sends the bytes: a PDF to be looked at,
// everything else to be kept, never as something that the browser would run.
package file

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"

	"salesclerk/agent/task"
)

// Of is every file that a task's mails and its drafts bring. Only these may be
// shown; the raw mails may not.
func Of(t *task.Task) []task.Attachment {
	var all []task.Attachment
	for _, m := range t.Messages {
		all = append(all, m.Files...)
	}
	if t.Draft != nil {
		all = append(all, t.Draft.Files...)
	}
	for _, s := range t.Steps {
		if s.Draft != nil {
			all = append(all, s.Draft.Files...)
		}
	}
	return all
}

// OfStep is the files that a step's card is about, each once: those of the mail
// that leaves first, then those of the mail that came. Files whose bytes were not
// kept are left out.
func OfStep(t *task.Task, step int) []task.Attachment {
	s := t.Step(step)
	if s == nil {
		return nil
	}
	var all []task.Attachment
	if d := Draft(t, s); d != nil {
		all = append(all, d.Files...)
	}
	if s.Message >= 0 && s.Message < len(t.Messages) {
		all = append(all, t.Messages[s.Message].Files...)
	}
	seen := map[string]bool{"": true}
	var out []task.Attachment
	for _, f := range all {
		if !seen[f.Blob] {
			seen[f.Blob] = true
			out = append(out, f)
		}
	}
	return out
}

// Draft is the mail of a step that is or was an outgoing one; nil for other steps.
func Draft(t *task.Task, s *task.Step) *task.Draft {
	switch {
	case s.Kind != task.StepOutgoing:
		return nil
	case s.Status == task.StepOpen:
		return t.Draft
	}
	return s.Draft
}

// ID stands for a blob's key in an address: the key itself stays inside.
func ID(blob string) string {
	sum := sha256.Sum256([]byte(blob))
	return hex.EncodeToString(sum[:12])
}

// MaxName is the longest file name that is handed on, in runes.
const MaxName = 120

// Name is a stranger's file name without folders, control characters and marks
// that turn the direction of writing.
func Name(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case r == '/' || r == '\\' || r == '"':
			return '_'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	if runes := []rune(name); len(runes) > MaxName {
		ext := []rune(path.Ext(name))
		ext = ext[:min(len(ext), 12)]
		name = string(runes[:MaxName-len(ext)-1]) + "…" + string(ext)
	}
	if name == "" {
		return "file"
	}
	return name
}
