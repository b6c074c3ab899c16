package command

import (
	"strings"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
)

// SampleAddress is the address in examples.
const SampleAddress = "you@customer.example"

// Word is what a reader types for a command, in their language.
func Word(w *lang.Words, what string) string {
	word, _, _ := strings.Cut(w.T("chat.command."+what), " ")
	return word
}

// Example is a whole command of a kind, as a reader would type it.
func Example(w *lang.Words, what string) string {
	word := Word(w, what)
	switch what {
	case Task:
		return word + " T-1042"
	case KPI:
		return word + " " + Word(w, "week")
	case Try:
		return word + " " + SampleAddress
	}
	return word
}

// List is every command with what it does, in the reader's words; try only where
// a desk takes sample mails.
func List(w *lang.Words, try bool) (list [][2]string) {
	for _, what := range commands {
		if what != Try || try {
			list = append(list, [2]string{Example(w, what), w.T("chat.help." + what)})
		}
	}
	return list
}

// Place is a person at a desk, as a command may be about it.
type Place interface {
	DeskName() string
	May(role task.Role) bool
}

// Among are those of a person's desks that a command is about: the one that is
// named in it, else those where the person has the role.
func Among[P Place](at []P, o Order, role task.Role) []P {
	var may, named []P
	for _, k := range at {
		if !k.May(role) {
			continue
		}
		may = append(may, k)
		if o.Names(k.DeskName()) {
			named = append(named, k)
		}
	}
	if len(named) > 0 {
		return named
	}
	return may
}
