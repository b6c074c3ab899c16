package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"salesclerk/agent/task"
)

const (
	beat      = 20 * time.Second // a comment so often tells that the line is alive
	sendLimit = 10 * time.Second // a page that takes no more is let go
)

// live is GET /api/live: Server-Sent Events. "hello" comes first and after every
// reconnect, and means: fetch everything. "change" names the task that changed;
// "" is anything else. https://html.spec.whatwg.org/multipage/server-sent-events.html
func (s *Server) live(w http.ResponseWriter, r *http.Request) {
	if _, err := s.with(r, task.Viewer); err != nil {
		s.fail(w, r, err)
		return
	}
	changes, err := s.o.Desk.Watch(r.Context())
	if err != nil {
		s.fail(w, r, fmt.Errorf("watch for changes: %w", err))
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	out := &stream{w: w, c: http.NewResponseController(w)}
	if out.send("retry: 1500\nevent: hello\ndata: {}\n\n") != nil {
		return
	}
	s.follow(r, out, changes)
}

func (s *Server) follow(r *http.Request, out *stream, changes <-chan string) {
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for {
		words := ": still here\n\n"
		select {
		case <-r.Context().Done():
			return
		case <-s.ctx.Done():
			return
		case <-tick.C:
		case id, ok := <-changes:
			if !ok {
				return // the page comes again and is told everything
			}
			data, _ := json.Marshal(map[string]string{"task": id})
			words = "event: change\ndata: " + string(data) + "\n\n"
		}
		if out.send(words) != nil {
			return
		}
	}
}

// stream writes to a page at once, and not for ever to one that does not read.
type stream struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (o *stream) send(words string) error {
	_ = o.c.SetWriteDeadline(time.Now().Add(sendLimit)) // not every writer can; then it has no limit
	if _, err := o.w.Write([]byte(words)); err != nil {
		return err
	}
	return o.c.Flush()
}
