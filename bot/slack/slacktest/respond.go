package slacktest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// answerURL is a response_url. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
type answerURL struct {
	user            *User
	channel, thread string
	source          *post // what was clicked; nil for commands
	made            time.Time
	uses            int
}

const (
	mostAnswers = 5
	answerLife  = 30 * time.Minute
)

// newURL makes a response_url. The lock is held.
func (s *Server) newURL(u *User, channel, thread string, source *post) string {
	id := s.id("r")
	s.urls[id] = &answerURL{user: u, channel: channel, thread: thread, source: source, made: s.now()}
	return s.url + "/actions/" + id
}

func (s *Server) serveAnswer(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	var object map[string]json.RawMessage
	if err == nil {
		err = json.Unmarshal(body, &object)
	}
	c := Call{Method: "response_url", Params: flatten(object)}
	s.run(w, c, func() (fields, *refusal) {
		if err != nil {
			s.unexpected("response_url: the body is no JSON object")
			return nil, failed("invalid_payload", http.StatusBadRequest)
		}
		return s.answer(r.PathValue("id"), c.Params)
	})
}

// failed refuses with a status of its own, as response_urls do.
func failed(code string, status int) *refusal {
	return &refusal{code: code, more: fields{"status": status}}
}

var answerParams = []string{"text", "blocks", "attachments", "response_type", "replace_original", "delete_original", "thread_ts", "metadata",
	"mrkdwn", "parse", "link_names", "unfurl_links", "unfurl_media"}

// answer is one use of a response_url. The lock is held.
func (s *Server) answer(id string, p url.Values) (fields, *refusal) {
	a := s.urls[id]
	switch {
	case a == nil:
		s.unexpected("response_url %s was never given out", id)
		return nil, failed("invalid_url", http.StatusNotFound)
	case s.now().Sub(a.made) > answerLife:
		return nil, failed("expired_url", http.StatusNotFound)
	case a.uses >= mostAnswers:
		return nil, failed("used_url", http.StatusNotFound)
	}
	for _, name := range slices.Sorted(maps.Keys(p)) {
		if !slices.Contains(answerParams, name) {
			s.unexpected("response_url has no parameter %q", name)
		}
	}
	if truth(p.Get("delete_original")) {
		return s.answerDelete(a)
	}
	d, r := s.draft("response_url", dropEmpty(p))
	if r != nil {
		r.more = fields{"status": http.StatusBadRequest}
		return nil, r
	}
	a.uses++
	return s.say(a, d, p)
}

// dropEmpty takes out what slack-go writes where there is nothing.
func dropEmpty(p url.Values) url.Values {
	p = maps.Clone(p)
	for _, name := range []string{"blocks", "attachments", "metadata"} {
		if v := p.Get(name); v == "null" || v == "[]" {
			p.Del(name)
		}
	}
	return p
}

// say replaces the original, or answers in private or for all.
func (s *Server) say(a *answerURL, d draft, p url.Values) (fields, *refusal) {
	thread := a.thread
	if p.Get("thread_ts") != "" {
		thread = p.Get("thread_ts")
	}
	switch {
	case truth(p.Get("replace_original")):
		if a.source == nil || !s.isThere(a.source) {
			return nil, failed("message_not_found", http.StatusNotFound)
		}
		s.edit(a.source, d)
	case p.Get("response_type") == "in_channel":
		s.add(s.channels[a.channel], thread, d)
	default:
		s.whisper(a.user, a.channel, thread, d)
	}
	return nil, nil
}

func (s *Server) answerDelete(a *answerURL) (fields, *refusal) {
	if a.source == nil || !s.isThere(a.source) {
		return nil, failed("message_not_found", http.StatusNotFound)
	}
	a.uses++
	if a.source.For != "" {
		s.private = slices.DeleteFunc(s.private, func(p *post) bool { return p == a.source })
		return nil, nil
	}
	s.remove(a.source)
	return nil, nil
}

func (s *Server) isThere(p *post) bool {
	if p.For != "" {
		return slices.Contains(s.private, p)
	}
	return s.find(p.Channel, p.TS) == p
}
