package realtest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
)

// asked are the calls of the Web API that are points: those that change
// something. The others are repeated, and by the clock.
var asked = map[string]bool{"chat.postMessage": true, "chat.update": true, "files.getUploadURLExternal": true, "files.completeUploadExternal": true}

// slackSpeech reads what the program says to Slack: calls, and acknowledgements
// over a socket.
func slackSpeech(r io.Reader, unit func(message) bool) {
	in := bufio.NewReader(r)
	for {
		req, raw, err := wholeRequest(in)
		if err != nil {
			return
		}
		m := message{raw: raw, label: slackLabel(req.URL.Path), answered: anything}
		up := req.Header.Get("Upgrade") == "websocket"
		if up {
			m.back = func(r io.Reader, unit func(message) bool) { told(bufio.NewReader(r), unit) }
		}
		if !unit(m) {
			return
		}
		if up {
			frames(in, "slack_ack", unit)
			return
		}
	}
}

// clickSpeech reads what Slack says to the program over HTTP.
func clickSpeech(r io.Reader, unit func(message) bool) {
	requests(r, unit, func(req *http.Request, _ []byte) string {
		if strings.HasSuffix(req.URL.Path, "/interactions") {
			return "slack_click"
		}
		return ""
	})
}

// wholeRequest is one whole request, read and as bytes.
func wholeRequest(in *bufio.Reader) (*http.Request, []byte, error) {
	req, err := http.ReadRequest(in)
	if err != nil {
		return nil, nil, err
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	var raw bytes.Buffer
	err = req.Write(&raw)
	return req, raw.Bytes(), err
}

func slackLabel(path string) string {
	method, api := strings.CutPrefix(path, "/api/")
	switch {
	case api && asked[method]:
		return "slack_" + method
	case strings.HasPrefix(path, "/actions/"):
		return "slack_response_url"
	case strings.HasPrefix(path, "/upload/"):
		return "slack_upload"
	}
	return ""
}

// told reads what Slack says on a connection that becomes a socket.
func told(in *bufio.Reader, unit func(message) bool) {
	var head []byte
	for !bytes.HasSuffix(head, []byte("\r\n\r\n")) {
		b, err := in.ReadByte()
		if err != nil {
			return
		}
		head = append(head, b)
	}
	if unit(message{raw: head}) {
		frames(in, "slack_click", unit)
	}
}

// frames reads the frames of one direction of a socket (RFC 6455, section 5.2);
// the label is of those that carry an envelope.
func frames(in *bufio.Reader, label string, unit func(message) bool) {
	for {
		raw, text, err := frame(in)
		if err != nil {
			return
		}
		m := message{raw: raw}
		if bytes.Contains(text, []byte(`"envelope_id"`)) {
			m.label = label
		}
		if !unit(m) {
			return
		}
	}
}

// frame is one frame as bytes, and the text in it.
func frame(in *bufio.Reader) (raw, text []byte, err error) {
	take := func(n int) []byte {
		part := make([]byte, n)
		if err == nil {
			_, err = io.ReadFull(in, part)
			raw = append(raw, part...)
		}
		return part
	}
	head := take(2)
	n := int(head[1] & 0x7f)
	if extra := map[int]int{126: 2, 127: 8}[n]; extra > 0 {
		n = 0
		for _, b := range take(extra) {
			n = n<<8 | int(b)
		}
	}
	mask := make([]byte, 4)
	if head[1]&0x80 != 0 {
		mask = take(4)
	}
	if err != nil || n > 1<<24 {
		return nil, nil, errors.Join(err, io.ErrUnexpectedEOF)
	}
	for i, b := range take(n) {
		text = append(text, b^mask[i%4])
	}
	return raw, text, err
}
