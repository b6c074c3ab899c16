package adaptive

import (
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// The datasets of the type-ahead (application/search): value.dataset of the invoke.
const (
	SetItems     = "items"
	SetContacts  = "contacts"
	SetCustomers = "customers"
)

// Suggestions is the value of the answer to application/search, whose type is
// "application/vnd.microsoft.search.searchResponse".
type Suggestions struct {
	Results []choice `json:"results"`
}

// maxSuggestions is how many Teams shows.
const maxSuggestions = 15

// Items is items as the inputs of our forms take them.
func Items(list []task.Candidate) Suggestions {
	l := newChoices()
	for _, c := range list[:min(len(list), maxSuggestions)] {
		l.add(encode(c.Number, c.Variant), cards.Text{S: dotted(c.Number, c.Variant, c.Description), From: cards.Colleague})
	}
	return suggested(l)
}

// Contacts is contacts to choose from.
func Contacts(list []task.Contact) Suggestions {
	l := newChoices()
	for _, c := range list[:min(len(list), maxSuggestions)] {
		l.add(encode(c.Number), cards.Text{S: dotted(c.Name, c.Company, c.Email, c.Number), From: cards.Colleague})
	}
	return suggested(l)
}

// Customers is the customers of contacts, each once.
func Customers(list []task.Contact) Suggestions {
	l := newChoices()
	for _, c := range list {
		if c.Customer != "" && len(l.all) < maxSuggestions {
			l.add(encode(c.Customer), cards.Text{S: dotted(c.Company, c.Customer), From: cards.Colleague})
		}
	}
	return suggested(l)
}

func suggested(l *choices) Suggestions {
	if l.all == nil {
		l.all = []choice{}
	}
	return Suggestions{Results: l.all}
}
