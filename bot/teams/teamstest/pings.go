package teamstest

import (
	"regexp"
	"strings"
	"unicode"
)

// Ping is something that Teams makes of a text that words of strangers must not
// lead to. Kind: "format" (Markdown's bold, italics, strike, code), "link", "image",
// "list", "heading", "quote", "date" ({{DATE()}}), "mention", "address" (turned into
// a link by itself), "control" (in a notification), "html".
type Ping struct{ Where, Kind, Text string }

var (
	escaped  = regexp.MustCompile("\\\\[!-/:-@\\[-`{-~]")
	mention  = regexp.MustCompile(`(?i)</?at\b[^>]*>`)
	markdown = []struct {
		kind string
		like *regexp.Regexp
	}{
		{"image", regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)},
		{"link", regexp.MustCompile(`\[[^\]]+\]\s?\([^)]*\)|\[[^\]]+\]\[[^\]]*\]|(?m:^\s*\[[^\]]+\]:\s*\S+)|<(?:https?|mailto|ftp|tel):[^>\s]*>`)},
		{"format", regexp.MustCompile("\\*[^*\\s](?:[^*\\n]*[^*\\s])?\\*|(?:^|[^\\pL\\pN])_[^_\\s](?:[^_\\n]*[^_\\s])?_(?:$|[^\\pL\\pN])|~~[^~\\n]+~~|`[^`\\n]+`|(?m:^ {4,}\\S)|(?m:^\\s*```)")},
		{"list", regexp.MustCompile(`(?m)^\s*(?:[-*+]|\d{1,9}[.)])\s+\S`)},
		{"heading", regexp.MustCompile(`(?m)^\s{0,3}#{1,6}\s+\S|^\S.*\n\s{0,3}(?:=+|-+)\s*$`)},
		{"quote", regexp.MustCompile(`(?m)^\s{0,3}>\s*\S`)},
	}
	dateTime = regexp.MustCompile(`\{\{\s*(?:DATE|TIME)\s*\([^}]*\}\}`)
	address  = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s<>|]+`)
	html     = regexp.MustCompile(`(?i)</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-f]+|[a-z]+);`)
)

// notice keeps what a message's texts lead to. The lock is held.
func (s *Server) notice(where string, m Message, mentioned bool) {
	s.pings = append(s.pings, pingsOfText(where+" text", m.Text, m.Format)...)
	s.pings = append(s.pings, pingsOfSummary(where+" summary", m.Summary)...)
	if mentioned {
		s.pings = append(s.pings, all(where, "mention", mention, string(m.Raw))...)
	}
	s.noticeCard(where, cardOf(m.Card))
}

// noticeCard is notice for a card. The lock is held.
func (s *Server) noticeCard(where string, card fields) {
	s.pings = append(s.pings, pingsIn(where, card)...)
	if list, _ := child(card, "msteams")["entities"].([]any); len(list) > 0 {
		s.pings = append(s.pings, all(where, "mention", mention, string(encode(card)))...)
	}
}

func pingsOfText(where, words, format string) []Ping {
	switch format {
	case "plain":
		return append(all(where, "mention", mention, words), all(where, "address", address, words)...)
	case "xml":
		return append(all(where, "html", html, words), all(where, "address", address, words)...)
	}
	return append(inMarkdown(where, words), all(where, "html", html, words)...)
}

// pingsOfSummary judges what a notification shows: plain text.
func pingsOfSummary(where, words string) []Ping {
	found := all(where, "mention", mention, words)
	for _, r := range words {
		if unicode.IsControl(r) || strings.ContainsRune("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r) {
			return append(found, Ping{where, "control", words})
		}
	}
	return found
}

// pingsIn are those of all texts that a client reads as Markdown: TextBlock, Fact,
// what stands beside a checkbox or radio button.
// What is written in a RichTextBlock or an input is never read so, but dates are.
func pingsIn(where string, v fields) (found []Ping) {
	switch kind := text(v, "type"); kind {
	case "TextBlock":
		found = inMarkdown(where+" "+kind, text(v, "text"))
	case "FactSet":
		for _, f := range objects(v["facts"]) {
			found = append(found, inMarkdown(where+" Fact", text(f, "title"))...)
			found = append(found, inMarkdown(where+" Fact", text(f, "value"))...)
		}
	case "Input.Toggle":
		found = inMarkdown(where+" "+kind, text(v, "title"))
	case "Input.ChoiceSet":
		if text(v, "style") == "expanded" || v["isMultiSelect"] == true {
			for _, o := range objects(v["choices"]) {
				found = append(found, inMarkdown(where+" "+kind, text(o, "title"))...)
			}
		}
	case "TextRun":
		found = all(where+" "+kind, "mention", mention, text(v, "text"))
		if child(v, "selectAction") != nil {
			found = append(found, Ping{where + " " + kind, "link", text(v, "text")})
		}
	case "Action.OpenUrl":
		found = append(found, Ping{where, "link", text(v, "url")})
	}
	for _, name := range append([]string{"card"}, parts...) {
		for _, o := range objects(v[name]) {
			found = append(found, pingsIn(where, o)...)
		}
		if one := child(v, name); one != nil {
			found = append(found, pingsIn(where, one)...)
		}
	}
	return found
}

// inMarkdown reads Markdown as the clients do, with its escapes.
func inMarkdown(where, words string) (found []Ping) {
	inert := escaped.ReplaceAllString(words, "\uFFFC")
	for _, m := range markdown {
		found = append(found, all(where, m.kind, m.like, inert)...)
	}
	found = append(found, all(where, "date", dateTime, words)...)
	found = append(found, all(where, "mention", mention, words)...)
	return append(found, all(where, "address", address, inert)...)
}

func all(where, kind string, like *regexp.Regexp, words string) (found []Ping) {
	for _, m := range like.FindAllString(words, -1) {
		found = append(found, Ping{where, kind, strings.TrimSpace(m)})
	}
	return found
}

// Pings are all formats, links and mentions that texts of the app led to.
func (s *Server) Pings() []Ping {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Ping(nil), s.pings...)
}

// shown is what a person reads of a TextBlock: escapes undone.
func shown(words string) string {
	return escaped.ReplaceAllStringFunc(words, func(e string) string { return e[1:] })
}
