package slacktest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one Socket Mode connection. Each has a goroutine that reads and one that pings; both end when it is cut.
// https://docs.slack.dev/apis/events-api/using-socket-mode
type socket struct {
	conn    *websocket.Conn
	gone    chan struct{} // closed when it is cut
	end     sync.Once
	writing sync.Mutex
	frozen  bool // a ghost: open, but nothing passes; under Server.mu
	leaving bool // was asked to come again: gets nothing new; under Server.mu
}

// pending is a delivery that waits for its acknowledgement, twice where it was delivered twice.
type pending struct {
	answer chan []byte
	waits  int
}

const (
	mostSockets  = 10
	mostResponse = 20_000 // bytes; larger acknowledgements are dropped silently (r)
)

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	valid, many := s.tickets[ticket], len(s.sockets) >= mostSockets
	delete(s.tickets, ticket)
	if many {
		s.unexpected("more than %d sockets", mostSockets)
	}
	s.mu.Unlock()
	if !valid || many {
		http.Error(w, "no such ticket", http.StatusForbidden)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // Upgrade has answered
	}
	s.welcome(&socket{conn: conn, gone: make(chan struct{})})
}

// welcome takes a new connection in, says hello on it before anything else, and starts its goroutines.
func (s *Server) welcome(k *socket) {
	k.writing.Lock()
	defer k.writing.Unlock()
	n := s.takeIn(k)
	if n == 0 {
		k.cut()
		return
	}
	hello := fields{
		"type": "hello", "num_connections": n, "connection_info": fields{"app_id": s.o.AppID},
		"debug_info": fields{"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060},
	}
	if k.writeFrame(encode(hello)) != nil {
		k.cut()
	}
}

// takeIn adds a connection and gives their number; none once the server is closed.
func (s *Server) takeIn(k *socket) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return 0
	}
	s.sockets = append(s.sockets, k)
	s.work.Go(func() { s.readSocket(k) })
	s.work.Go(func() { s.pingSocket(k) })
	s.touch()
	return len(s.sockets)
}

func (k *socket) write(frame []byte) error {
	k.writing.Lock()
	defer k.writing.Unlock()
	return k.writeFrame(frame)
}

func (k *socket) writeFrame(frame []byte) error {
	if err := k.conn.SetWriteDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	return k.conn.WriteMessage(websocket.TextMessage, frame)
}

func (k *socket) cut() {
	k.end.Do(func() {
		close(k.gone)
		_ = k.conn.Close()
	})
}

func (s *Server) readSocket(k *socket) {
	defer s.locked(func() { s.sockets = slices.DeleteFunc(s.sockets, func(o *socket) bool { return o == k }) })
	defer k.cut()
	for {
		_, frame, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		s.mu.Lock()
		if !k.frozen {
			s.takeAck(frame)
		}
		s.mu.Unlock()
	}
}

// takeAck reads an acknowledgement. The lock is held.
func (s *Server) takeAck(frame []byte) {
	var a struct {
		ID      string          `json:"envelope_id"`
		Payload json.RawMessage `json:"payload"`
	}
	switch err := json.Unmarshal(frame, &a); {
	case err != nil:
		s.unexpected("a frame over the socket that is no JSON object: %.80q", frame)
	case len(frame) >= mostResponse:
		s.unexpected("an acknowledgement of %d bytes, which Slack drops", len(frame))
	case s.pending[a.ID] != nil:
		select {
		case s.pending[a.ID].answer <- a.Payload:
		default: // acknowledged more often than delivered
		}
	case s.sent[a.ID] == nil:
		s.unexpected("an acknowledgement of %q, which was never delivered", a.ID)
	}
}

func (s *Server) pingSocket(k *socket) {
	ticker := time.NewTicker(s.o.PingEvery)
	defer ticker.Stop()
	for {
		s.mu.Lock()
		frozen := k.frozen
		s.mu.Unlock()
		if !frozen && k.conn.WriteControl(websocket.PingMessage, []byte("Ping from applink-1"), time.Now().Add(time.Second)) != nil {
			return
		}
		select {
		case <-k.gone:
			return
		case <-ticker.C:
		}
	}
}

// carrySocket sends an envelope over the next connection and waits for its acknowledgement.
func (s *Server) carrySocket(ctx context.Context, d delivery) ack {
	k, p := s.nextSocket(d.id)
	if k == nil {
		return ack{reason: "connection_failed"}
	}
	defer s.forget(d.id, p)
	envelope := fields{"envelope_id": d.id, "type": d.kind, "accepts_response_payload": d.answers, "payload": d.payload}
	if d.kind == "events_api" {
		envelope["retry_attempt"], envelope["retry_reason"] = d.attempt, d.reason
	}
	s.mu.Lock()
	frozen := k.frozen
	s.mu.Unlock()
	if !frozen && k.write(encode(envelope)) != nil {
		return ack{reason: "connection_failed"}
	}
	select {
	case body := <-p.answer:
		return s.socketAck(d, body)
	case <-k.gone:
		return s.lastAck(d, p)
	case <-ctx.Done():
		return ack{reason: "timeout"}
	case <-s.done:
		return ack{reason: "timeout"}
	}
}

// lastAck takes an acknowledgement that was there when the connection ended.
func (s *Server) lastAck(d delivery, p *pending) ack {
	select {
	case body := <-p.answer:
		return s.socketAck(d, body)
	default:
		return ack{reason: "connection_failed"}
	}
}

func (s *Server) socketAck(d delivery, body []byte) ack {
	if string(body) == "null" {
		body = nil
	}
	if len(body) > 0 && !d.answers {
		s.locked(func() { s.unexpected("an acknowledgement of %s with a payload: %.80q", text(d.payload, "type"), body) })
	}
	return ack{ok: true, status: http.StatusOK, body: body}
}

// nextSocket is the connection whose turn it is, ghosts too, and the place for the acknowledgement.
func (s *Server) nextSocket(id string) (*socket, *pending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var able []*socket
	for _, k := range s.sockets {
		if !k.leaving {
			able = append(able, k)
		}
	}
	if len(able) == 0 {
		return nil, nil
	}
	s.turn++
	p := s.pending[id]
	if p == nil {
		p = &pending{answer: make(chan []byte, 8)}
		s.pending[id] = p
	}
	p.waits++
	return able[s.turn%len(able)], p
}

func (s *Server) forget(id string, p *pending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.waits--; p.waits == 0 {
		delete(s.pending, id)
	}
}

// Sockets is the number of Socket Mode connections that get deliveries, ghosts too.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// WaitSockets waits until there are n connections or more, ghosts and leaving ones not counted.
func (s *Server) WaitSockets(ctx context.Context, n int) error {
	return s.wait(ctx, fmt.Sprintf("%d sockets", n), s.peek(func() bool {
		live := 0
		for _, k := range s.sockets {
			if !k.frozen && !k.leaving {
				live++
			}
		}
		return live >= n
	}))
}

// DropSockets cuts all connections without a word.
func (s *Server) DropSockets() {
	s.mu.Lock()
	cut := slices.Clone(s.sockets)
	s.sockets = nil
	s.touch()
	s.mu.Unlock()
	for _, k := range cut {
		k.cut()
	}
}

// DisconnectSockets asks the clients to come again, with Slack's reason: "warning", "refresh_requested", "link_disabled".
// What is under way on them may still be acknowledged.
func (s *Server) DisconnectSockets(reason string) {
	frame := encode(fields{"type": "disconnect", "reason": reason, "debug_info": fields{"host": "applink-1"}})
	s.mu.Lock()
	asked := slices.Clone(s.sockets)
	for _, k := range asked {
		k.leaving = true
	}
	s.touch()
	s.mu.Unlock()
	for _, k := range asked {
		if k.write(frame) != nil {
			k.cut()
		}
	}
}

// FreezeSockets makes the present connections ghosts: open and given deliveries, but neither pings nor frames pass.
func (s *Server) FreezeSockets() {
	s.locked(func() {
		for _, k := range s.sockets {
			k.frozen = true
		}
	})
}
