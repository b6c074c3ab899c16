package realtest

import (
	"bytes"
	"io"
	"net"
	"sync"
	"testing"
)

// line stands between the program and one server.
type line struct {
	addr, server string
	tap          *tap
	read         func(r io.Reader, unit func(message) bool)

	mu    sync.Mutex
	conns map[net.Conn]bool
	moved []string // where new connections go in turn, if not to the server
	turn  int
}

// to leads new connections to other addresses, in turn.
func (x *line) to(addrs ...string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.moved = addrs
}

func (x *line) target() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.moved) == 0 {
		return x.server
	}
	x.turn++
	return x.moved[x.turn%len(x.moved)]
}

// message is a piece of what the program says, or of what it is told. A label
// makes it a point; the answer to it has come when answered says so of what the
// server sent. What nobody answers (nil) is over when it is passed on.
type message struct {
	raw      []byte
	label    string
	answered func(sent []byte) bool
	back     func(r io.Reader, unit func(message) bool) // reads all that the server says from here on
}

// newLine listens in front of a server until the test ends.
func newLine(tb testing.TB, server string, t *tap, read func(io.Reader, func(message) bool)) *line {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	x := &line{addr: l.Addr().String(), server: server, tap: t, read: read, conns: map[net.Conn]bool{}}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { x.carry(c) })
		}
	})
	tb.Cleanup(func() {
		l.Close()
		x.cut()
		wg.Wait()
	})
	return x
}

// cut closes all lines that are open now.
func (x *line) cut() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for c := range x.conns {
		c.Close()
	}
	clear(x.conns)
}

func (x *line) keep(conns ...net.Conn) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range conns {
		x.conns[c] = true
	}
}

// talk is one connection of a line.
type talk struct {
	*line
	client, server net.Conn

	mu   sync.Mutex
	wait func([]byte) bool // the answer to strike at
	back func(io.Reader, func(message) bool)
}

func (x *line) carry(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", x.target())
	if err != nil {
		return
	}
	defer server.Close()
	x.keep(client, server)
	k := &talk{line: x, client: client, server: server}
	done := make(chan struct{})
	go func() {
		defer close(done)
		k.answers()
	}()
	x.read(client, k.pass)
	server.Close()
	<-done
	x.mu.Lock()
	delete(x.conns, client)
	delete(x.conns, server)
	x.mu.Unlock()
}

// pass carries one message to the server, unless the program ends before it.
func (k *talk) pass(m message) bool {
	if m.back != nil {
		k.mu.Lock()
		k.back = m.back
		k.mu.Unlock()
	}
	return k.passTo(k.server, m)
}

func (k *talk) passTo(to net.Conn, m message) bool {
	after := false
	if m.label != "" {
		var before bool
		before, after = k.tap.see(m.label)
		if before {
			k.tap.strike()
			if !k.tap.goOn {
				return false
			}
		}
		if after && m.answered != nil {
			k.mu.Lock()
			k.wait = m.answered
			k.mu.Unlock()
		}
	}
	_, err := to.Write(m.raw)
	if after && m.answered == nil {
		k.tap.strike()
	}
	return err == nil
}

// answers carries the server's words to the program, unless it ends before it
// hears them.
func (k *talk) answers() {
	defer k.client.Close()
	buf := make([]byte, 64<<10)
	for {
		n, err := k.server.Read(buf)
		k.mu.Lock()
		wait, back := k.wait, k.back
		k.mu.Unlock()
		if back != nil {
			back(io.MultiReader(bytes.NewReader(buf[:n]), k.server), func(m message) bool { return k.passTo(k.client, m) })
			return
		}
		if n > 0 && wait != nil && wait(buf[:n]) {
			k.tap.strike()
			if !k.tap.goOn {
				return
			}
			k.mu.Lock()
			k.wait = nil
			k.mu.Unlock()
		}
		if n > 0 {
			if _, err := k.client.Write(buf[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// anything is the answer of a server that answers in turn.
func anything([]byte) bool { return true }

// tagged is the answer to an IMAP command.
func tagged(tag string) func([]byte) bool {
	return func(sent []byte) bool {
		return bytes.HasPrefix(sent, []byte(tag+" ")) || bytes.Contains(sent, []byte("\n"+tag+" "))
	}
}
