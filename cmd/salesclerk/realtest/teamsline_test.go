package realtest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
)

// requests reads what one side asks of the other over HTTP, in turn; label is what
// each of them is as a point.
func requests(r io.Reader, unit func(message) bool, label func(*http.Request, []byte) string) {
	in := bufio.NewReader(r)
	for {
		req, raw, err := wholeRequest(in)
		if err != nil {
			return
		}
		_, body, _ := bytes.Cut(raw, []byte("\r\n\r\n"))
		if !unit(message{raw: raw, label: label(req, body), answered: anything}) {
			return
		}
	}
}

// connectorSpeech reads what the program asks of Teams.
func connectorSpeech(r io.Reader, unit func(message) bool) {
	requests(r, unit, func(req *http.Request, _ []byte) string {
		switch path := req.URL.Path; {
		case strings.HasSuffix(path, "/token"):
			return "teams_token"
		case strings.HasSuffix(path, "members"):
			return "teams_members"
		case strings.Contains(path, "/.well-known/"):
			return "teams_keys"
		case req.Method == http.MethodPut:
			return "teams_update"
		case strings.Contains(path, "/activities"):
			return "teams_send"
		}
		return "teams_other"
	})
}

// activitySpeech reads what Teams tells the program.
func activitySpeech(r io.Reader, unit func(message) bool) {
	requests(r, unit, func(_ *http.Request, body []byte) string {
		var a struct {
			Type  string
			Value struct{ Trigger string }
		}
		_ = json.Unmarshal(body, &a)
		switch {
		case a.Type == "invoke" && a.Value.Trigger == "automatic":
			return "teams_look"
		case a.Type == "invoke":
			return "teams_click"
		case a.Type == "conversationUpdate" || a.Type == "installationUpdate":
			return "teams_install"
		}
		return "teams_message"
	})
}
