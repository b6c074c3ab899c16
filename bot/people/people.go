// Package people is what the chat surfaces share about how people are called, in
// which language they read, and what the configuration's entries give them. It
// knows no platform and asks nobody.
package people

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"salesclerk/agent/lang"
	"salesclerk/agent/task"
	"salesclerk/cards"
)

// Given is what an entry of the configuration that means a person gives them.
type Given struct {
	Name  string // shown instead of the platform's; may be empty
	Lang  string // instead of the platform's; may be empty
	Roles []task.Role
}

// All is what several entries give together: all roles, each once, and the first
// name and language among them.
func All(list []Given) (g Given) {
	for _, e := range list {
		g.Name, g.Lang = cmp.Or(g.Name, e.Name), cmp.Or(g.Lang, e.Lang)
		g.Roles = append(g.Roles, e.Roles...)
	}
	slices.Sort(g.Roles)
	g.Roles = slices.Compact(g.Roles)
	return g
}

// Called is the first of the names that can be read, on a line and not too long;
// else the id.
func Called(id string, names ...string) string {
	for _, n := range names {
		if n = (cards.Text{S: n}).Line(); n != "" {
			return shorten(n, cards.NameRunes)
		}
	}
	return id
}

// Spoken is the language we have words in for a locale like "fr-FR"; false if none.
func Spoken(locale string) (string, bool) {
	tag, err := language.Parse(strings.ReplaceAll(locale, "_", "-"))
	if err != nil {
		return "", false
	}
	base, sure := tag.Base()
	return base.String(), sure == language.Exact && slices.Contains(lang.Supported(), base.String())
}

// shorten cuts s to n runes, the last of them "…" if something is gone.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimRight(string(r[:n-1]), " ") + "…"
	}
	return s
}
