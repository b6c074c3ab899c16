package teamstest

import (
	"maps"
	"slices"
	"strings"
)

// known are the fields of an activity that may be sent.
// https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
var known = strings.Fields("type id timestamp localTimestamp localTimezone serviceUrl channelId from conversation recipient textFormat attachmentLayout " +
	"membersAdded membersRemoved reactionsAdded reactionsRemoved topicName historyDisclosed locale text speak inputHint summary suggestedActions attachments " +
	"entities channelData action replyToId label valueType value name relatesTo code expiration importance deliveryMode listenFor textHighlights semanticAction")

// judgeNames notes what no activity has, and what makes Teams take a message and
// show nothing of it. The lock is held.
func (s *Server) judgeNames(where string, a fields) {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !slices.Contains(known, name) {
			s.unexpected("%s: an activity has no %q", where, name)
		}
	}
}

// judgeMessage notes messages that nobody sees. The lock is held.
func (s *Server) judgeMessage(where string, a fields, m *Message) {
	invisible := func(why string) {
		m.Invisible = true
		s.unexpected("%s: nobody sees the message: %s", where, why)
	}
	for _, name := range []string{"timestamp", "localTimestamp", "expiration"} {
		if strings.HasPrefix(text(a, name), "0001-01-01") {
			invisible("its " + name + " is zero")
		}
	}
	if actions, there := a["suggestedActions"]; there && len(objects(child(a, "suggestedActions")["actions"])) == 0 {
		invisible("its suggestedActions are " + string(encode(actions)))
	}
	if strings.TrimSpace(m.Text) == "" && m.Card == nil {
		invisible("it has neither text nor card")
	}
	if id := text(child(a, "conversation"), "id"); id != "" && !strings.HasPrefix(id, either(m.Conversation, id)) {
		s.unexpected("%s: the activity names another conversation, %s", where, id)
	}
	if !slices.Contains([]string{"markdown", "plain", "xml"}, m.Format) {
		s.unexpected("%s: textFormat %q", where, m.Format)
	}
}

// judgeViews notes people in a refresh who are not there. The lock is held.
func (s *Server) judgeViews(where string, m *Message) {
	for _, id := range texts(child(cardOf(m.Card), "refresh")["userIds"]) {
		if u := s.byTeamsID(id); u == nil || s.TeamsID(u.ID) != id {
			s.unexpected("%s: refresh for %q, which is no user id of a conversation", where, id)
		}
	}
}
