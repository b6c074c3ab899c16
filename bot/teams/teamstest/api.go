package teamstest

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Call is one call of the app.
type Call struct {
	Op           string // as FailNext calls it
	Tenant       string
	Conversation string // as in the address, with ";messageid=…"
	ID           string // of the message or member in the address
	Body         json.RawMessage
	Status       int
	Code         string // "" when it was done; else the error's, or "dropped"
}

// fields are one JSON object.
type fields = map[string]any

// answer is what a call brings; status 200 if 0.
type answer struct {
	status int
	body   any
}

// refusal is an answer that refuses.
type refusal struct {
	status  int
	code    string
	message string
	retry   time.Duration // > 0: with Retry-After
	body    any           // instead of Teams' usual form
}

func (r *refusal) Error() string { return fmt.Sprint(r.status, " ", r.code, " ", r.message) }

func no(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, code: code, message: fmt.Sprintf(format, args...)}
}

// operation does one call. The lock is held.
type operation func(*http.Request, []byte) (answer, *refusal)

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	open := func(pattern, op string, do operation) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, op, do) })
	}
	rest := func(pattern, op string, do operation) {
		method, path, _ := strings.Cut(pattern, " ")
		open(method+" /emea/{tenant}/v3"+path, op, s.guarded(op, do))
	}
	open("POST /{tenant}/oauth2/v2.0/token", "token", s.token)
	open("GET /v1/.well-known/openidconfiguration", "metadata", s.metadata)
	open("GET /v1/.well-known/keys", "keys", s.jwks)
	rest("POST /conversations/{conversation}/activities", "send", s.send)
	rest("POST /conversations/{conversation}/activities/{id}", "send", s.send)
	rest("PUT /conversations/{conversation}/activities/{id}", "update", s.update)
	rest("DELETE /conversations/{conversation}/activities/{id}", "delete", s.remove)
	rest("POST /conversations", "create", s.create)
	rest("GET /conversations/{conversation}/members", "members", s.allMembers)
	rest("GET /conversations/{conversation}/pagedmembers", "members", s.pagedMembers)
	rest("GET /conversations/{conversation}/members/{id}", "member", s.oneMember)
	rest("GET /teams/{id}", "team", s.teamDetails)
	rest("GET /teams/{id}/conversations", "channels", s.channels)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.locked(func() { s.unexpected("%s %s is no address of Teams'", r.Method, r.URL.Path) })
		http.NotFound(w, r)
	})
	return mux
}

// bodyLimit is what is read of a call or an answer at most.
const bodyLimit = 4 << 20

// serve does one call with the faults planned for it, and answers.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, op string, do operation) {
	s.enter()
	defer s.leave()
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		return // the app is gone
	}
	c := Call{Op: op, Tenant: r.PathValue("tenant"), Conversation: r.PathValue("conversation"), ID: r.PathValue("id"), Body: body}
	fault := s.nextFault(op)
	if fault != nil && !fault.After && s.goWrong(w, c, fault) {
		return
	}
	var out answer
	var refused *refusal
	s.locked(func() { out, refused = do(r, body) })
	if fault != nil && fault.After && s.goWrong(w, c, fault) {
		return
	}
	s.reply(w, c, out, refused)
}

// guarded is an operation of the REST API: authorised and counted first.
func (s *Server) guarded(op string, do operation) operation {
	return func(r *http.Request, body []byte) (answer, *refusal) {
		if refused := s.authorise(op, r); refused != nil {
			return answer{}, refused
		}
		if refused := s.rationTenant(r.PathValue("tenant")); refused != nil {
			return answer{}, refused
		}
		return do(r, body)
	}
}

// authorise tells whether the token is one that was handed out and still holds. The lock is held.
func (s *Server) authorise(op string, r *http.Request) *refusal {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	until, known := s.tokens[token]
	switch {
	case s.o.Insecure && r.Header.Get("Authorization") != "":
		s.unexpected("%s was called with a token by an app without credentials", op)
		return nil
	case s.o.Insecure || known && s.now().Before(until):
		return nil
	case !bearer:
		s.unexpected("%s was called without a token", op)
	case !s.issued[token]:
		s.unexpected("%s was called with an unknown token", op)
	}
	return no(http.StatusUnauthorized, "Unauthorized", "Authorization has been denied for this request.")
}

// reply answers a call and keeps it for tests.
func (s *Server) reply(w http.ResponseWriter, c Call, out answer, refused *refusal) {
	c.Status = out.status
	if c.Status == 0 {
		c.Status = http.StatusOK
	}
	body := out.body
	if refused != nil {
		c.Status, c.Code, body = refused.status, refused.code, refused.body
		if body == nil {
			body = fields{"error": fields{"code": refused.code, "message": refused.message}}
		}
		if refused.retry > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(refused.retry.Seconds()))))
		}
	}
	s.locked(func() { s.calls = append(s.calls, c) })
	if body == nil {
		w.WriteHeader(c.Status)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(c.Status)
	_, _ = w.Write(encode(body)) // a client that is gone is no matter here
}

// enter and leave count what is under way.
func (s *Server) enter() { s.locked(func() { s.busy++ }) }
func (s *Server) leave() { s.locked(func() { s.busy-- }) }
