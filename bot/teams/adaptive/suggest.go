package adaptive

import "salesclerk/agent/task"

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

// Items, Contacts and Customers are suggestions as the inputs of our forms take
// them, at most 15.
func Items(list []task.Candidate) Suggestions   { return Suggestions{} }
func Contacts(list []task.Contact) Suggestions  { return Suggestions{} }
func Customers(list []task.Contact) Suggestions { return Suggestions{} }
