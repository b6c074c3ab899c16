package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is one call of the Web API, a response_url ("response_url") or an upload ("upload").
type Call struct {
	Method string
	Params url.Values // JSON values as they were sent
	Code   string     // "ok" or the error
	Status int
}

// fields are one JSON object.
type fields = map[string]any

// refusal is an answer with "ok": false.
type refusal struct {
	code     string
	messages []string      // response_metadata.messages
	more     fields        // other fields of the answer
	retry    time.Duration // > 0: status 429
}

func (r *refusal) Error() string { return r.code }

// no refuses with a code and, for blocks and views, what exactly is wrong.
func no(code string, messages ...string) *refusal { return &refusal{code: code, messages: messages} }

// method is one method of the Web API.
type method struct {
	scopes []string // one of them is enough; none: no scope is needed
	params string   // known ones, separated by blanks; token is always known
	tier   int      // calls a minute; 0: not limited
	app    bool     // wants the app-level token
	do     func(*Server, url.Values) (fields, *refusal)
}

const messageParams = "channel text blocks attachments metadata mrkdwn parse link_names unfurl_links unfurl_media as_user thread_ts reply_broadcast "

// methods are all that this Slack knows. Tiers: https://docs.slack.dev/apis/web-api/rate-limits
var methods = map[string]method{
	"auth.test":             {do: (*Server).authTest},
	"apps.connections.open": {app: true, do: (*Server).openConnection},

	"chat.postMessage":   {[]string{"chat:write"}, messageParams + "markdown_text", 0, false, (*Server).postMessage},
	"chat.postEphemeral": {[]string{"chat:write"}, messageParams + "user", 100, false, (*Server).postEphemeral},
	"chat.update":        {[]string{"chat:write"}, messageParams + "ts", 0, false, (*Server).updateMessage},
	"chat.delete":        {[]string{"chat:write"}, "channel ts as_user", 50, false, (*Server).deleteMessage},

	"conversations.history": {[]string{"channels:history", "groups:history"}, "channel cursor limit latest oldest inclusive include_all_metadata", 50, false, (*Server).history},
	"conversations.replies": {[]string{"channels:history", "groups:history"}, "channel ts cursor limit latest oldest inclusive include_all_metadata", 50, false, (*Server).replies},
	"conversations.info":    {[]string{"channels:read", "groups:read"}, "channel include_locale include_num_members", 50, false, (*Server).channelInfo},
	"conversations.list":    {[]string{"channels:read", "groups:read"}, "cursor limit types exclude_archived team_id", 20, false, (*Server).channelList},

	"views.open":    {nil, "trigger_id view", 100, false, (*Server).openView},
	"views.push":    {nil, "trigger_id view", 100, false, (*Server).pushView},
	"views.update":  {nil, "view_id external_id hash view", 100, false, (*Server).updateView},
	"views.publish": {nil, "user_id hash view", 100, false, (*Server).publishView},

	"users.info":            {[]string{"users:read"}, "user include_locale", 100, false, (*Server).userInfo},
	"usergroups.list":       {[]string{"usergroups:read"}, "include_count include_disabled include_users team_id", 20, false, (*Server).groupList},
	"usergroups.users.list": {[]string{"usergroups:read"}, "usergroup include_disabled team_id", 20, false, (*Server).groupUsers},

	"files.getUploadURLExternal":   {[]string{"files:write"}, "filename length alt_txt snippet_type", 100, false, (*Server).uploadURL},
	"files.completeUploadExternal": {[]string{"files:write"}, "files channel_id channels initial_comment blocks thread_ts", 100, false, (*Server).completeUpload},
	"files.info":                   {[]string{"files:read"}, "file count page limit cursor", 100, false, (*Server).fileInfo},
}

// allScopes are those that some method asks for, and those that let events and commands through.
func allScopes() []string {
	set := map[string]bool{"commands": true}
	for _, m := range methods {
		for _, scope := range m.scopes {
			set[scope] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /api/{method}", s.serveMethod)
	mux.HandleFunc("POST /actions/{id}", s.serveAnswer)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	mux.HandleFunc("GET /link/", s.serveSocket)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.locked(func() { s.unexpected("%s %s is no address of Slack's", r.Method, r.URL.Path) })
		http.NotFound(w, r)
	})
	return mux
}

func (s *Server) serveMethod(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	params, err := readParams(r)
	if err != nil {
		s.locked(func() { s.unexpected("%s: %v", name, err) })
		s.reply(w, Call{Method: name}, nil, no("invalid_form_data"))
		return
	}
	token := tokenOf(r, params)
	params.Del("token")
	s.run(w, Call{Method: name, Params: params}, func() (fields, *refusal) { return s.call(name, token, params) })
}

// run does one call with the faults planned for it, and answers.
func (s *Server) run(w http.ResponseWriter, c Call, do func() (fields, *refusal)) {
	s.enter()
	defer s.leave()
	fault := s.nextFault(c.Method)
	if fault != nil && !fault.After && s.goWrong(w, c, fault) {
		return
	}
	var out fields
	var refused *refusal
	s.locked(func() { out, refused = do() })
	if fault != nil && fault.After && s.goWrong(w, c, fault) {
		return
	}
	s.reply(w, c, out, refused)
}

// call is one call of a method. The lock is held.
func (s *Server) call(name, token string, params url.Values) (fields, *refusal) {
	m, known := methods[name]
	if !known {
		s.unexpected("method %s is not known here", name)
		return nil, no("unknown_method")
	}
	if r := s.authorise(name, m, token); r != nil {
		return nil, r
	}
	s.checkParams(name, m, params)
	if r := s.ration(name, m, params); r != nil {
		return nil, r
	}
	return m.do(s, params)
}

// authorise tells whether the token may call the method.
func (s *Server) authorise(name string, m method, token string) *refusal {
	want, other := s.o.BotToken, s.o.AppToken
	if m.app {
		want, other = other, want
	}
	switch {
	case token == "":
		s.unexpected("%s was called without a token", name)
		return no("not_authed")
	case token == other:
		s.unexpected("%s was called with the wrong kind of token", name)
		return no("not_allowed_token_type")
	case token != want:
		s.unexpected("%s was called with an unknown token", name)
		return no("invalid_auth")
	case !m.app && s.revoked:
		return no("token_revoked")
	case !m.app && !s.permitted(m.scopes):
		r := no("missing_scope")
		r.more = fields{"needed": strings.Join(m.scopes, ","), "provided": strings.Join(s.scopes, ",")}
		return r
	}
	return nil
}

// permitted tells whether one of the scopes is granted.
func (s *Server) permitted(scopes []string) bool {
	return len(scopes) == 0 || slices.ContainsFunc(scopes, func(one string) bool { return slices.Contains(s.scopes, one) })
}

// checkParams notes parameters that the method does not have.
func (s *Server) checkParams(name string, m method, params url.Values) {
	known := strings.Fields(m.params)
	for _, p := range slices.Sorted(maps.Keys(params)) {
		if !slices.Contains(known, p) {
			s.unexpected("%s has no parameter %q", name, p)
		}
	}
}

// reply answers a call and keeps it for tests.
func (s *Server) reply(w http.ResponseWriter, c Call, out fields, refused *refusal) {
	c.Code, c.Status = "ok", http.StatusOK
	body := fields{"ok": true}
	maps.Copy(body, out)
	if refused != nil {
		body = fields{"ok": false, "error": refused.code}
		maps.Copy(body, refused.more)
		if len(refused.messages) > 0 {
			body["response_metadata"] = fields{"messages": refused.messages}
		}
		c.Code = refused.code
		if refused.retry > 0 {
			c.Status = http.StatusTooManyRequests
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(refused.retry.Seconds()))))
		}
		if status, own := refused.more["status"].(int); own {
			c.Status = status
			delete(body, "status")
		}
	}
	s.locked(func() {
		w.Header().Set("X-OAuth-Scopes", strings.Join(s.scopes, ","))
		s.calls = append(s.calls, c)
	})
	if words, is := out[""].(string); is && refused == nil { // an answer that is no JSON
		_, _ = io.WriteString(w, words)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(c.Status)
	_, _ = w.Write(encode(body)) // a client that is gone is no matter here
}

// enter and leave count what is under way.
func (s *Server) enter() { s.locked(func() { s.busy++ }) }
func (s *Server) leave() { s.locked(func() { s.busy-- }) }

// bodyLimit is what a call may weigh; the real Slack's is not documented.
const bodyLimit = 4 << 20

// readParams reads a form or a JSON object; values of an object that are no texts stay JSON.
func readParams(r *http.Request) (url.Values, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		return nil, fmt.Errorf("reading the body: %w", err)
	}
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		return url.ParseQuery(string(body))
	}
	if len(body) == 0 {
		return url.Values{}, nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, fmt.Errorf("the body is no JSON object: %w", err)
	}
	return flatten(object), nil
}

func flatten(object map[string]json.RawMessage) url.Values {
	params := url.Values{}
	for name, value := range object {
		var text string
		if json.Unmarshal(value, &text) != nil {
			text = string(value)
		}
		params.Set(name, text)
	}
	return params
}

func tokenOf(r *http.Request, params url.Values) string {
	if bearer, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); is {
		return bearer
	}
	return params.Get("token")
}
