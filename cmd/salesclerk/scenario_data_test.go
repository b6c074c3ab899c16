package main

import (
	"os"
	"path/filepath"
	"testing"

	"salesclerk/agent/task"
)

// sharedData is a data folder beside the repository.
func sharedData(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && filepath.Dir(dir) != dir {
		if _, e := os.Stat(filepath.Join(dir, "go.mod")); e == nil {
			if folder := filepath.Join(dir, "..", "shared", "data", name); stat(folder) {
				return folder
			}
			break
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("no data folder beside the repository")
	return ""
}

func stat(path string) bool { _, err := os.Stat(path); return err == nil }

// TestOwnData: the demo works on another company's data, its first mails included.
func TestOwnData(t *testing.T) {
	s := playing(t, demoCommand{Listen: "127.0.0.1:0", Lang: "en", Data: sharedData(t, "cronus")})
	s.until(t, "the first cards", func() bool { return len(s.room(t, "en")) >= 3 })
	a := s.actor(t, "mark.mcarthur@selangorian-ltd.example")
	a.writes("Desks and chairs", "Hello,\n\nPlease quote 2 x 1896-S and 4 x 1908-S, delivery by {{date+60 en}}.\n\nMark")
	c := a.card("incoming")
	has(t, "the card", c.says(), day("{{date+60 en}}"), "2 | 1896-S ATHENS Desk", "4 | 1908-S LONDON Swivel Chair")
	a.click(c, "confirm", nil)
	a.confirms("outgoing quote")
	m := a.gets()
	has(t, "the quote", m.Text, "2 PCS", "1896-S", "4 PCS", "1908-S")
	has(t, "the PDF", a.paper(m), "Selangorian", "1896-S")
	a.is(task.Waiting)
	a.replies("Please make it 3 desks, and we accept the quote.\n\nMark")
	a.confirms("outgoing quote")
	has(t, "the changed quote", a.gets().Text, "3 PCS")
	a.is(task.Waiting)
	a.replies("We accept.\n\nMark")
	a.confirms("outgoing order")
	has(t, "the order", a.gets().Text, "3 PCS", "4 PCS")
	a.is(task.Completed)
	a.nothing()
}

// TestFirstMails: the demo's own mails lead to cards one would want to see.
func TestFirstMails(t *testing.T) {
	s := playing(t, demoCommand{Listen: "127.0.0.1:0", Lang: "en"})
	s.until(t, "the first six cards", func() bool { return len(s.room(t, "en")) >= 6 })
	for _, c := range s.room(t, "en") {
		if c.Kind != task.StepIncoming {
			t.Errorf("%s is %s %s", c.ID, c.Kind, c.Variant)
		}
		hasNot(t, "the card", c.says(), "no item found", "not sure")
	}
}
