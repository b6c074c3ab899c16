package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"salesclerk/bot/intake"
)

// hub is Slack's end of Socket Mode, in memory: every line that is opened is a peer.
type hub struct {
	*api
	peers   chan *peer
	refuse  func() string // an answer of apps.connections.open instead of an address
	mute    bool          // pings are not answered
	silent  bool          // no hello
	log     bytes.Buffer
	logging sync.Mutex
}

// peer is one line as Slack sees it.
type peer struct {
	*websocket.Conn
	got chan string // acknowledgements
	end chan error  // why the line ended
}

func newHub(t *testing.T) *hub {
	h := &hub{api: newAPI(t), peers: make(chan *peer, 100)}
	h.do("apps.connections.open", func(w http.ResponseWriter, _ *http.Request) {
		if h.refuse != nil {
			if no := h.refuse(); no != "" {
				fmt.Fprint(w, no)
				return
			}
		}
		fmt.Fprint(w, `{"ok":true,"url":"ws://slack.test/link/secret-ticket"}`)
	})
	return h
}

// opened is when a line was asked for.
func (h *hub) opened() []seen { return h.of("apps.connections.open") }

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/link/") {
		h.api.ServeHTTP(w, r)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		h.t.Error(err)
		return
	}
	defer conn.Close()
	p := &peer{conn, make(chan string, 2000), make(chan error, 1)}
	conn.SetPingHandler(func(data string) error {
		if !h.mute { // not in this goroutine: a line in memory has no buffers, and both ends would wait
			go conn.WriteControl(websocket.PongMessage, []byte(data), time.Now().Add(time.Hour))
		}
		return nil
	})
	if !h.silent {
		p.send(h.t, `{"type":"hello","num_connections":1}`)
	}
	h.peers <- p
	for {
		_, b, err := conn.ReadMessage()
		if err != nil {
			p.end <- err
			return
		}
		p.got <- string(b)
	}
}

func (h *hub) Write(b []byte) (int, error) {
	h.logging.Lock()
	defer h.logging.Unlock()
	return h.log.Write(b)
}

// run starts a Socket with as many lines; the returned func stops it and waits.
func (h *hub) run(lines int, p *intake.Pool, f Handler) (*Socket, func()) {
	net, client := serve(h.t, h)
	log := slog.New(slog.NewTextHandler(h, &slog.HandlerOptions{Level: slog.LevelDebug}))
	c := NewClient(Options{Token: "xoxb-test", AppToken: "xapp-test", APIURL: "http://slack.test/api/", HTTP: client, Log: log})
	d := dialer()
	d.Proxy, d.NetDialContext = nil, net.dial
	s := NewSocket(SocketOptions{Client: c, Handler: f, Pool: p, Lines: lines, Dialer: d, Log: log})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- s.Run(ctx) }()
	return s, func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			h.t.Errorf("Run returned %v", err)
		}
		for _, word := range []string{"xapp-", "xoxb-", "secret-ticket", "T-1", "trigger"} {
			if strings.Contains(h.log.String(), word) {
				h.t.Errorf("the log tells %q:\n%s", word, h.log.String())
			}
		}
	}
}

func (p *peer) send(t *testing.T, frame string) {
	t.Helper()
	if err := p.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		t.Error(err)
	}
}

func interactive(id string) string {
	return fmt.Sprintf(`{"type":"interactive","envelope_id":%q,"accepts_response_payload":true,"payload":%s}`, id, click)
}

// ack is the next acknowledgement, "" if none comes.
func (p *peer) ack(t *testing.T) string {
	t.Helper()
	select {
	case got := <-p.got:
		return got
	case <-time.After(time.Minute):
		t.Error("no acknowledgement")
		return ""
	}
}

// want is the next acknowledgement.
func (p *peer) want(t *testing.T, ack string) {
	t.Helper()
	if got := p.ack(t); got != ack {
		t.Errorf("acknowledged %s, want %s", got, ack)
	}
}

// quiet fails the test when there was another acknowledgement.
func (p *peer) quiet(t *testing.T) {
	t.Helper()
	select {
	case got := <-p.got:
		t.Errorf("acknowledged %s", got)
	default:
	}
}
