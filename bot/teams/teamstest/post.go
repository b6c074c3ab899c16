package teamstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

func errNoMessage(conversation, id string) error {
	return fmt.Errorf("no message %s in %s", id, conversation)
}

// target finds the conversation of a call and the thread in its address. The lock is held.
func (s *Server) target(r *http.Request) (*room, string, *refusal) {
	id, thread, _ := strings.Cut(r.PathValue("conversation"), ";messageid=")
	to := s.rooms[id]
	switch {
	case to == nil || to.gone:
		return nil, "", no(http.StatusNotFound, "ConversationNotFound", "The conversation was not found.")
	case to.tenant != r.PathValue("tenant"):
		s.unexpected("%s is a conversation of another tenant than the service URL's", id)
		return nil, "", no(http.StatusForbidden, "Forbidden", "The conversation is another tenant's.")
	case to.blocked:
		return nil, "", no(http.StatusForbidden, "MessageWritesBlocked", "The user blocked the conversation with the bot.")
	case !to.has():
		return nil, "", no(http.StatusForbidden, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
	case thread != "" && to.kind != channel:
		s.unexpected("%s has no threads: it is no channel", id)
	case thread != "" && !slices.ContainsFunc(to.posts, func(p *post) bool { return p.ID == thread && p.Thread == "" }):
		return nil, "", no(http.StatusNotFound, "ConversationNotFound", "There is no thread %s.", thread)
	}
	return to, thread, nil
}

// send posts an activity. The lock is held.
func (s *Server) send(r *http.Request, body []byte) (answer, *refusal) {
	to, thread, refused := s.target(r)
	if refused != nil {
		return answer{}, refused
	}
	if reply := r.PathValue("id"); reply != "" && to.kind == channel {
		p, err := s.find(to.id, reply)
		if err != nil {
			return answer{}, no(http.StatusNotFound, "ActivityNotFoundInConversation", "%v", err)
		}
		thread = either(p.Thread, p.ID)
	}
	if refused := s.rationRoom(to); refused != nil {
		return answer{}, refused
	}
	return s.add(to, thread, "send", body)
}

// add puts a message of the app into a conversation. The lock is held.
func (s *Server) add(to *room, thread, op string, body []byte) (answer, *refusal) {
	m, refused := s.draft(op+" to "+to.id, to, body)
	if refused != nil {
		return answer{}, refused
	}
	id := s.messageID()
	if m == nil { // typing
		return answer{http.StatusCreated, fields{"id": id}}, nil
	}
	m.Conversation, m.ID, m.Thread, m.First = to.id, id, thread, m.Card
	to.posts = append(to.posts, &post{Message: *m})
	return answer{http.StatusCreated, fields{"id": id}}, nil
}

// own finds a message of the app that is to be changed. The lock is held.
func (s *Server) own(r *http.Request) (*room, *post, *refusal) {
	in, thread, refused := s.target(r)
	if refused != nil {
		return nil, nil, refused
	}
	p, err := s.find(in.id, r.PathValue("id"))
	if err != nil {
		return nil, nil, no(http.StatusNotFound, "ActivityNotFoundInConversation", "%v", err)
	}
	if p.From != "" {
		s.unexpected("the app changes message %s, which is %s's", p.ID, p.From)
		return nil, nil, no(http.StatusForbidden, "Forbidden", "The message is another's.")
	}
	if thread != p.Thread && thread != p.ID {
		s.unexpected("message %s of the thread %q is changed by way of %q", p.ID, p.Thread, thread)
	}
	return in, p, s.rationRoom(in)
}

// update replaces a message and what single people see of it. The lock is held.
func (s *Server) update(r *http.Request, body []byte) (answer, *refusal) {
	in, p, refused := s.own(r)
	if refused != nil {
		return answer{}, refused
	}
	m, refused := s.draft("update in "+in.id, in, body)
	if refused != nil {
		return answer{}, refused
	}
	if m == nil {
		s.unexpected("a message in %s is replaced by typing", in.id)
		return answer{}, no(http.StatusBadRequest, "BadSyntax", "typing replaces nothing")
	}
	m.Conversation, m.ID, m.Thread, m.First, m.Edits = p.Conversation, p.ID, p.Thread, p.First, p.Edits+1
	p.Message, p.views, p.looked = *m, nil, nil
	return answer{body: fields{"id": p.ID}}, nil
}

// remove deletes a message. The lock is held.
func (s *Server) remove(r *http.Request, _ []byte) (answer, *refusal) {
	in, p, refused := s.own(r)
	if refused != nil {
		return answer{}, refused
	}
	in.posts = slices.DeleteFunc(in.posts, func(o *post) bool { return o == p })
	return answer{}, nil
}

// draft reads and judges an activity of the app; nil for typing. The lock is held.
func (s *Server) draft(where string, to *room, body []byte) (*Message, *refusal) {
	if most := s.limits.Bytes; most > 0 && len(body) > most {
		s.unexpected("%s: %d bytes", where, len(body))
		return nil, no(http.StatusRequestEntityTooLarge, "MessageSizeTooBig", "The message is too large.")
	}
	var a fields
	if err := decode(body, &a); err != nil {
		s.unexpected("%s: the body is no JSON object", where)
		return nil, no(http.StatusBadRequest, "BadSyntax", "%v", err)
	}
	s.judgeNames(where, a)
	switch text(a, "type") {
	case "typing":
		return nil, nil
	case "message":
	default:
		s.unexpected("%s: activity of type %q", where, text(a, "type"))
		return nil, no(http.StatusBadRequest, "BadSyntax", "Activity type is not known.")
	}
	m := &Message{Conversation: to.id, Text: text(a, "text"), Format: either(text(a, "textFormat"), "markdown"), Summary: text(a, "summary"), Raw: slices.Clone(body)}
	m.Alert = child(child(a, "channelData"), "notification")["alert"] == true
	if refused := s.attach(where, a, m); refused != nil {
		return nil, refused
	}
	s.judgeMessage(where, a, m)
	s.judgeViews(where, m)
	s.notice(where, *m, mentions(a))
	return m, nil
}

func mentions(a fields) bool {
	return slices.ContainsFunc(objects(a["entities"]), func(e fields) bool { return text(e, "type") == "mention" })
}

const cardType = "application/vnd.microsoft.card.adaptive"

// attach reads the card of an activity. The lock is held.
func (s *Server) attach(where string, a fields, m *Message) *refusal {
	list := objects(a["attachments"])
	if len(list) > 1 {
		s.unexpected("%s: %d attachments", where, len(list))
	}
	for _, one := range list {
		card := child(one, "content")
		if text(one, "contentType") != cardType || card == nil {
			s.unexpected("%s: an attachment of type %q", where, text(one, "contentType"))
			return no(http.StatusBadRequest, "BadSyntax", "The attachment is not known.")
		}
		m.Card = encode(card)
		if refused := s.judgeCard(where, m.Card); refused != nil {
			return refused
		}
	}
	return nil
}

// judgeCard refuses a card that breaks a rule. The lock is held.
func (s *Server) judgeCard(where string, card json.RawMessage) *refusal {
	wrong := s.wrong(card)
	if len(wrong) == 0 {
		return nil
	}
	s.unexpected("%s: the card is wrong: %s", where, strings.Join(wrong, "; "))
	return no(http.StatusBadRequest, "BadSyntax", "%s", strings.Join(wrong, "; "))
}

// wrong is what is wrong with a card. The lock is held.
func (s *Server) wrong(card json.RawMessage) []string {
	wrong := s.ownRules(cardOf(card))
	if s.check != nil {
		wrong = append(wrong, s.check(card)...)
	}
	return wrong
}

// ownRules are the few rules of this package, beside those of the judge.
func (s *Server) ownRules(card fields) (wrong []string) {
	if text(card, "type") != "AdaptiveCard" || text(card, "version") == "" {
		wrong = append(wrong, "no AdaptiveCard with a version")
	}
	if ids := texts(child(card, "refresh")["userIds"]); s.limits.Views > 0 && len(ids) > s.limits.Views {
		wrong = append(wrong, fmt.Sprintf("refresh for %d people", len(ids)))
	}
	seen := map[string]bool{}
	for _, c := range controlsOf(card) {
		id := text(c.json, "id")
		if c.input() && (id == "" || seen[id]) {
			wrong = append(wrong, fmt.Sprintf("an input without an id of its own: %q", id))
		}
		seen[id] = true
	}
	return wrong
}
