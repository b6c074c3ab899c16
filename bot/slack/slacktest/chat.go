package slacktest

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// post is a message with what Slack alone knows of it.
type post struct {
	Message
	list   layout
	state  values // what people chose in its selects
	tomb   bool   // deleted, but replies hang on it
	edited string // ts of the latest edit
}

// draft is what a message shall be.
type draft struct {
	text     string
	list     layout
	metadata json.RawMessage
}

// Numbers: https://docs.slack.dev/reference/methods/chat.postMessage
const (
	mostText     = 40_000
	mostMetadata = 16_000
)

var tsForm = regexp.MustCompile(`^\d+\.\d{6}$`)

func (s *Server) postMessage(p url.Values) (fields, *refusal) {
	c, r := s.writable(p.Get("channel"))
	if r != nil {
		return nil, r
	}
	thread := p.Get("thread_ts")
	if thread != "" && !tsForm.MatchString(thread) {
		return nil, no("invalid_thread_ts")
	}
	d, r := s.draft("chat.postMessage "+c.ID, p)
	if r != nil {
		return nil, r
	}
	if p.Get("unfurl_links") != "false" || p.Get("unfurl_media") != "false" {
		s.pings = append(s.pings, all("chat.postMessage "+c.ID, "unfurl", address, d.text)...)
	}
	made := s.add(c, s.threadOf(c, thread), d)
	return fields{"channel": c.ID, "ts": made.TS, "message": s.messageJSON(made, true)}, nil
}

// add puts a message of the app into a channel.
func (s *Server) add(c *room, thread string, d draft) *post {
	made := &post{Message: s.ours(Message{Channel: c.ID, TS: s.ts(), Thread: thread})}
	made.set(d)
	made.Metadata = d.metadata
	c.posts = append(c.posts, made)
	return made
}

// ours signs a message as the app's.
func (s *Server) ours(m Message) Message {
	m.User, m.BotID, m.AppID = s.BotUser(), botID, s.o.AppID
	return m
}

// set replaces what a message says; text alone drops the old blocks.
func (p *post) set(d draft) {
	p.Text, p.list, p.Blocks = escapeText(d.text), d.list, nil
	if len(d.list) > 0 {
		p.Blocks = encode(d.list)
	}
}

// writable finds a channel where the app may post.
func (s *Server) writable(id string) (*room, *refusal) {
	c := s.channels[id]
	switch {
	case c == nil, c.Private && !c.Member:
		return nil, no("channel_not_found")
	case c.Archived:
		return nil, no("is_archived")
	case !c.Member && !slices.Contains(s.scopes, "chat:write.public"):
		return nil, no("not_in_channel")
	}
	return c, nil
}

// threadOf is the first message of the thread that a reply goes to. Where that is gone, Slack posts outside of any thread.
func (s *Server) threadOf(c *room, thread string) string {
	parent := c.find(thread)
	switch {
	case parent == nil:
		return ""
	case parent.Thread != "":
		s.unexpected("thread_ts %s in %s is a reply's; use its parent's", thread, c.ID)
		return parent.Thread
	}
	return parent.TS
}

func (c *room) find(ts string) *post {
	for _, p := range c.posts {
		if p.TS == ts {
			return p
		}
	}
	return nil
}

// find finds a message that is there. The lock is held.
func (s *Server) find(channel, ts string) *post {
	c := s.channels[channel]
	if c == nil {
		return nil
	}
	if p := c.find(ts); p != nil && !p.tomb {
		return p
	}
	return nil
}

// draft reads and judges a message: texts, blocks, their weight, metadata. The lock is held.
func (s *Server) draft(where string, p url.Values) (draft, *refusal) {
	d := draft{text: p.Get("text")}
	if p.Get("attachments") != "" || p.Get("markdown_text") != "" {
		s.unexpected("%s: attachments and markdown_text are not for cards", where)
	}
	list, r := s.messageBlocks(where, p.Get("blocks"))
	if r != nil {
		return d, r
	}
	d.list = list
	switch {
	case d.text == "" && len(d.list) == 0 && p.Get("file_ids") == "":
		s.unexpected("%s: neither text nor blocks", where)
		return d, no("no_text")
	case utf8.RuneCountInString(d.text) > mostText:
		s.unexpected("%s: the text is %d characters long", where, utf8.RuneCountInString(d.text))
		return d, no("msg_too_long")
	case d.text == "":
		s.unexpected("%s: without text neither notifications nor screen readers have words", where)
	}
	d.metadata, r = s.readMetadata(where, p.Get("metadata"))
	s.notice(where, d.text, p.Get("parse"), truth(p.Get("link_names")), d.list)
	return d, r
}

// messageBlocks judges the blocks of a message and what they weigh.
func (s *Server) messageBlocks(where, data string) (layout, *refusal) {
	if data == "" || data == "null" {
		return nil, nil
	}
	list, wrong := s.readBlocks(data, "message")
	// the weight is judged here, by the limits of this server
	wrong = slices.DeleteFunc(wrong, func(w string) bool { return strings.HasPrefix(w, "msg_blocks_too_long") })
	if len(wrong) > 0 {
		s.unexpected("%s: invalid_blocks: %s", where, strings.Join(wrong, "; "))
		return nil, no("invalid_blocks", wrong...)
	}
	if n := weight(list); s.limits.MessageChars > 0 && n > s.limits.MessageChars {
		s.unexpected("%s: msg_blocks_too_long: %d characters", where, n)
		return nil, no("msg_blocks_too_long")
	}
	return list, nil
}

// weight is the number of characters of the blocks as Slack keeps them.
func weight(list layout) int { return utf8.RuneCount(encode(escaped(list))) }

func (s *Server) readMetadata(where, data string) (json.RawMessage, *refusal) {
	if data == "" {
		return nil, nil
	}
	var m struct {
		Type    string          `json:"event_type"`
		Payload json.RawMessage `json:"event_payload"`
	}
	switch err := json.Unmarshal([]byte(data), &m); {
	case err != nil:
		s.unexpected("%s: metadata is no JSON object", where)
		return nil, no("invalid_metadata_format")
	case len(data) > mostMetadata:
		s.unexpected("%s: metadata has %d bytes", where, len(data))
		return nil, no("metadata_too_large")
	case m.Type == "":
		return nil, nil // slack-go writes it so where there is none
	case len(m.Payload) == 0 || m.Payload[0] != '{':
		s.unexpected("%s: metadata needs an event_payload object", where)
		return nil, no("invalid_metadata_schema")
	}
	return json.RawMessage(data), nil
}

func truth(s string) bool { return s == "1" || s == "true" }

func (s *Server) postEphemeral(p url.Values) (fields, *refusal) {
	c, r := s.writable(p.Get("channel"))
	if r != nil {
		return nil, r
	}
	u := s.byID(p.Get("user"))
	if u == nil || u.Deleted {
		return nil, no("user_not_in_channel")
	}
	d, r := s.draft("chat.postEphemeral "+c.ID, p)
	if r != nil {
		return nil, r
	}
	made := s.whisper(u, c.ID, p.Get("thread_ts"), d)
	return fields{"message_ts": made.TS}, nil
}

// whisper shows one person a private message.
func (s *Server) whisper(u *User, channel, thread string, d draft) *post {
	made := &post{Message: s.ours(Message{Channel: channel, TS: s.ts(), Thread: thread, For: s.key(u)})}
	made.set(d)
	s.private = append(s.private, made)
	return made
}

func (s *Server) updateMessage(p url.Values) (fields, *refusal) {
	c := s.channels[p.Get("channel")]
	switch {
	case c == nil, c.Private && !c.Member:
		return nil, no("channel_not_found")
	case c.Archived:
		return nil, no("is_inactive")
	}
	old := s.find(c.ID, p.Get("ts"))
	switch {
	case old == nil:
		return nil, no("message_not_found")
	case old.BotID != botID:
		s.unexpected("chat.update of a message that is not the app's")
		return nil, no("cant_update_message")
	}
	d, r := s.draft("chat.update "+c.ID, p)
	if r != nil {
		return nil, r
	}
	s.edit(old, d)
	if p.Has("metadata") {
		old.Metadata = d.metadata
	}
	return fields{"channel": c.ID, "ts": old.TS, "text": old.Text, "message": s.messageJSON(old, true)}, nil
}

func (s *Server) edit(old *post, d draft) {
	old.set(d)
	old.Edits++
	old.edited = s.ts()
}

func (s *Server) deleteMessage(p url.Values) (fields, *refusal) {
	old := s.find(p.Get("channel"), p.Get("ts"))
	switch {
	case s.channels[p.Get("channel")] == nil:
		return nil, no("channel_not_found")
	case old == nil:
		return nil, no("message_not_found")
	case old.BotID != botID:
		return nil, no("cant_delete_message")
	}
	s.remove(old)
	return fields{"channel": old.Channel, "ts": old.TS}, nil
}

// remove takes a message away; where replies hang on it a tombstone stays.
func (s *Server) remove(p *post) {
	c := s.channels[p.Channel]
	if slices.ContainsFunc(c.posts, func(o *post) bool { return o.Thread == p.TS }) {
		p.tomb = true
		return
	}
	c.posts = slices.DeleteFunc(c.posts, func(o *post) bool { return o == p })
}

// messageJSON is a message as the API gives it.
func (s *Server) messageJSON(p *post, metadata bool) fields {
	m := fields{"type": "message", "ts": p.TS, "text": p.Text, "user": p.User, "team": s.o.Team}
	if p.tomb {
		m["subtype"], m["text"], m["user"] = "tombstone", "This message was deleted.", "USLACKBOT"
	}
	if p.BotID != "" {
		m["bot_id"], m["app_id"] = p.BotID, p.AppID
		m["bot_profile"] = fields{"id": p.BotID, "app_id": p.AppID, "name": "salesclerk", "team_id": s.o.Team}
	}
	if len(p.list) > 0 && !p.tomb {
		m["blocks"] = escaped(p.list)
	}
	if p.edited != "" {
		m["edited"] = fields{"user": p.User, "ts": p.edited}
	}
	if metadata && p.Metadata != nil {
		m["metadata"] = p.Metadata
	}
	s.threadJSON(m, p)
	s.fileJSON(m, p)
	return m
}

func (s *Server) threadJSON(m fields, p *post) {
	if p.Thread != "" {
		m["thread_ts"] = p.Thread
		return
	}
	c, n := s.channels[p.Channel], 0
	if c == nil || p.For != "" {
		return
	}
	for _, o := range c.posts {
		if o.Thread == p.TS {
			n++
			m["latest_reply"] = o.TS
		}
	}
	if n > 0 {
		m["thread_ts"], m["reply_count"] = p.TS, n
	}
}

func (s *Server) fileJSON(m fields, p *post) {
	var list []any
	for _, id := range p.Files {
		if f := s.file(id); f != nil {
			list = append(list, f.json(s))
		}
	}
	if list != nil {
		m["files"], m["upload"] = list, true
	}
}
