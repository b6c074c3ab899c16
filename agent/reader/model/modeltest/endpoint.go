// Package modeltest is an endpoint for tests that speaks OpenAI's chat completions
// as documented, refuses what the real ones refuse, and answers what a test says:
// also lies, halves, refusals and errors. It understands no mail.
// https://developers.openai.com/api/docs/api-reference/chat
package modeltest

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Request is what was asked.
type Request struct {
	Model               string          `json:"model"`
	Messages            []Message       `json:"messages"`
	ResponseFormat      *ResponseFormat `json:"response_format"`
	Temperature         *float64        `json:"temperature"`
	MaxTokens           *int64          `json:"max_tokens"`
	MaxCompletionTokens *int64          `json:"max_completion_tokens"`
	Tools               json.RawMessage `json:"tools"`

	Raw    string      `json:"-"`
	Header http.Header `json:"-"`
	Query  string      `json:"-"`
}

// Message is one message of a request.
type Message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// ResponseFormat is how the answer is wanted.
type ResponseFormat struct {
	Type       string `json:"type"`
	JSONSchema *struct {
		Name   string         `json:"name"`
		Strict bool           `json:"strict"`
		Schema map[string]any `json:"schema"`
	} `json:"json_schema"`
}

// Format is the type of the response format, "" if none was wanted.
func (r Request) Format() string {
	if r.ResponseFormat == nil {
		return ""
	}
	return r.ResponseFormat.Type
}

// Data is what the user's message says.
func (r Request) Data() string {
	for _, m := range r.Messages {
		if m.Role == "user" {
			return m.Content
		}
	}
	return ""
}

// Reply is what is answered. The zero value is an empty answer that ended well.
type Reply struct {
	Content string
	Finish  string // "": stop
	Refusal string
	NoUsage bool
	In, Out int64 // tokens; 0: counted from the texts

	Status int // not 200: an error
	Code   string
	Param  string
	Header map[string]string

	Raw  string // the whole body instead
	Hang bool   // no answer before the asker leaves
}

// Endpoint is an API. Its fields may be set before it is asked.
type Endpoint struct {
	Key    string // "": any
	Model  string
	Answer func(Request) Reply

	// What it does not know, as older servers: formats and parameters.
	Refuses []string // json_schema, json_object, temperature, max_completion_tokens

	mu    sync.Mutex
	asked []Request
}

// Requests are those asked so far.
func (e *Endpoint) Requests() []Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.asked)
}

// RoundTrip lets the endpoint be asked without a network.
func (e *Endpoint) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	res := w.Result()
	res.Request = r
	return res, nil
}

// ServeHTTP answers one request.
func (e *Endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	var q Request
	if err != nil || json.Unmarshal(raw, &q) != nil {
		fail(w, 400, "invalid_request_error", "", "We could not parse the JSON body of your request.")
		return
	}
	q.Raw, q.Header, q.Query = string(raw), r.Header.Clone(), r.URL.RawQuery
	e.mu.Lock()
	e.asked = append(e.asked, q)
	e.mu.Unlock()
	if status, code, param := e.mistake(r, q); status != 0 {
		fail(w, status, code, param, "Unsupported or wrong: "+code+" "+param)
		return
	}
	reply := e.Answer(q)
	if reply.Hang {
		<-r.Context().Done()
		return
	}
	write(w, q, reply)
}

// mistake is what a real endpoint would refuse.
func (e *Endpoint) mistake(r *http.Request, q Request) (status int, code, param string) {
	key := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if v := r.Header.Get("Api-Key"); v != "" {
		key = v
	}
	switch {
	case r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/chat/completions"):
		return 404, "unknown_url", ""
	case e.Key != "" && key != e.Key:
		return 401, "invalid_api_key", ""
	case e.Model != "" && q.Model != e.Model:
		return 404, "model_not_found", "model"
	case len(q.Messages) == 0:
		return 400, "missing_required_parameter", "messages"
	case q.MaxTokens != nil && q.MaxCompletionTokens != nil:
		return 400, "invalid_parameter_combination", "max_tokens"
	case slices.Contains(e.Refuses, q.Format()) && q.Format() != "":
		return 400, "unsupported_value", "response_format"
	case slices.Contains(e.Refuses, "temperature") && q.Temperature != nil:
		return 400, "unsupported_value", "temperature"
	case slices.Contains(e.Refuses, "max_completion_tokens") && q.MaxCompletionTokens != nil:
		return 400, "unknown_parameter", "max_completion_tokens"
	case q.Format() == "json_object" && !strings.Contains(q.Raw, "JSON"):
		return 400, "invalid_request_error", "messages" // the word JSON must be there
	case q.Format() == "json_schema" && !strict(q):
		return 400, "invalid_json_schema", "response_format"
	}
	return 0, "", ""
}

// strict says whether a schema keeps to what strict structured output takes: all
// properties required and none besides, at every level.
func strict(q Request) bool {
	s := q.ResponseFormat.JSONSchema
	return s != nil && s.Strict && s.Name != "" && strictly(s.Schema)
}

func strictly(s map[string]any) bool {
	switch s["type"] {
	case "array":
		items, ok := s["items"].(map[string]any)
		return ok && strictly(items)
	case "object":
		properties, ok := s["properties"].(map[string]any)
		required, _ := s["required"].([]any)
		if !ok || s["additionalProperties"] != false || len(required) != len(properties) {
			return false
		}
		for _, p := range properties {
			if of, ok := p.(map[string]any); !ok || !strictly(of) {
				return false
			}
		}
		return true
	}
	return s["type"] == "string" || s["type"] == "integer"
}

func write(w http.ResponseWriter, q Request, reply Reply) {
	for k, v := range reply.Header {
		w.Header().Set(k, v)
	}
	if reply.Status != 0 && reply.Status != 200 {
		fail(w, reply.Status, reply.Code, reply.Param, "The request failed.")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if reply.Raw != "" {
		_, _ = io.WriteString(w, reply.Raw)
		return
	}
	_ = json.NewEncoder(w).Encode(body(q, reply))
}

func body(q Request, reply Reply) map[string]any {
	finish := reply.Finish
	if finish == "" {
		finish = "stop"
	}
	message := map[string]any{"role": "assistant", "content": reply.Content, "refusal": nil}
	if reply.Refusal != "" {
		message["content"], message["refusal"] = nil, reply.Refusal
	}
	out := map[string]any{"id": "chatcmpl-1", "object": "chat.completion", "created": 1780000000, "model": q.Model,
		"choices": []any{map[string]any{"index": 0, "message": message, "finish_reason": finish, "logprobs": nil}}}
	if reply.NoUsage {
		return out
	}
	in, answered := reply.In, reply.Out
	if in == 0 {
		in = int64(len(q.Raw)) / 4
	}
	if answered == 0 {
		answered = int64(len(reply.Content))/4 + 1
	}
	out["usage"] = map[string]any{"prompt_tokens": in, "completion_tokens": answered, "total_tokens": in + answered}
	return out
}

func fail(w http.ResponseWriter, status int, code, param, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if param == "" {
		param = "null"
	} else {
		param = strconv.Quote(param)
	}
	_, _ = io.WriteString(w, `{"error":{"message":`+strconv.Quote(message)+`,"type":"invalid_request_error","param":`+param+`,"code":`+strconv.Quote(code)+`}}`)
}
