package slacktest

import (
	"fmt"
	"regexp"
	"strings"
)

// Ping is something that Slack makes of a text: a mention that notifies, a link with a label of its own, an emoji or a
// format, a preview of what lies behind an address. Words of strangers must not lead to any.
type Ping struct{ Where, Kind, Text string } // Kind: "channel", "here", "everyone", "user", "group", "link", "emoji", "format", "unfurl"

var (
	bareMention = regexp.MustCompile(`@(channel|here|everyone)\b`)
	emojiName   = regexp.MustCompile(`:[a-z][a-z0-9_+'-]*:`)
	address     = regexp.MustCompile(`https?://[^\s<>|]+`)
	formatMark  = regexp.MustCompile("(?:^|[\\s(])(\\*[^*\\s][^*\\n]*\\*|_[^_\\s][^_\\n]*_|~[^~\\s][^~\\n]*~|`[^`\\n]+`)|(?:^|\\n)(?:&gt;|>)")
)

// notice keeps what a message's texts lead to. The lock is held.
func (s *Server) notice(where, words, parse string, linkNames bool, list layout) {
	s.pings = append(s.pings, tokens(where+" text", words)...)
	if parse == "full" || linkNames {
		s.pings = append(s.pings, bare(where+" text", words)...)
	}
	for _, b := range list {
		s.pings = append(s.pings, pingsIn(where, b)...)
	}
}

func pingsIn(where string, v any) (found []Ping) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			found = append(found, pingsIn(where, one)...)
		}
	case fields:
		found = append(found, pingsOf(where, v)...)
		for _, one := range v {
			found = append(found, pingsIn(where, one)...)
		}
	}
	return found
}

func pingsOf(where string, v fields) (found []Ping) {
	words := text(v, "text")
	switch text(v, "type") {
	case "plain_text":
		if v["emoji"] != false {
			found = append(found, all(where, "emoji", emojiName, words)...)
		}
	case "mrkdwn", "markdown":
		found = append(tokens(where, words), all(where, "emoji", emojiName, words)...)
		found = append(found, all(where, "format", formatMark, words)...)
		if v["verbatim"] != true {
			found = append(found, bare(where, words)...)
		}
	case "user", "usergroup":
		kind := strings.TrimPrefix(text(v, "type"), "user")
		found = append(found, Ping{where, map[string]string{"": "user", "group": "group"}[kind], fmt.Sprint(v)})
	case "broadcast":
		found = append(found, Ping{where, text(v, "range"), fmt.Sprint(v)})
	case "link":
		if words != "" && words != text(v, "url") {
			found = append(found, Ping{where, "link", fmt.Sprint(v)})
		}
	}
	return found
}

// tokens are the mentions and labelled links in mrkdwn.
func tokens(where, words string) (found []Ping) {
	for _, t := range token.FindAllString(words, -1) {
		inner := t[1 : len(t)-1]
		target, label, labelled := strings.Cut(inner, "|")
		switch {
		case strings.HasPrefix(inner, "@"):
			found = append(found, Ping{where, "user", t})
		case strings.HasPrefix(inner, "!subteam"):
			found = append(found, Ping{where, "group", t})
		case target == "!channel" || target == "!here" || target == "!everyone":
			found = append(found, Ping{where, target[1:], t})
		case labelled && label != target && !strings.HasPrefix(inner, "!"):
			found = append(found, Ping{where, "link", t})
		}
	}
	return found
}

func bare(where, words string) (found []Ping) {
	for _, m := range bareMention.FindAllStringSubmatch(words, -1) {
		found = append(found, Ping{where, m[1], m[0]})
	}
	return found
}

func all(where, kind string, like *regexp.Regexp, words string) (found []Ping) {
	for _, m := range like.FindAllString(words, -1) {
		found = append(found, Ping{where, kind, strings.TrimSpace(m)})
	}
	return found
}

// Pings are all mentions, labelled links, emoji and formats that texts of the app led to.
func (s *Server) Pings() []Ping {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Ping(nil), s.pings...)
}
