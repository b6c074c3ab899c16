package mailtest

import (
	"bufio"
	"io"
	"net"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Proxy stands between an IMAP client and its server and spoils the line.
// It is set up by its methods, at any time.
type Proxy struct {
	Addr   string
	server string

	mu          sync.Mutex
	lines       map[net.Conn]net.Conn
	refuse      bool
	noKeywords  bool
	noIdle      bool
	validity    uint32
	dropOn      string
	dropReplies bool
	silent      bool
	away        bool
	commands    []string
}

// StartProxy listens in front of the box; the box answered goes through it.
func StartProxy(tb testing.TB, b Box) (*Proxy, Box) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	p := &Proxy{Addr: l.Addr().String(), server: b.Addr, lines: map[net.Conn]net.Conn{}}
	var wg sync.WaitGroup
	wg.Go(func() { p.accept(l, &wg) })
	tb.Cleanup(func() {
		l.Close()
		p.Drop()
		wg.Wait()
	})
	b.Addr = p.Addr
	return p, b
}

func (p *Proxy) accept(l net.Listener, wg *sync.WaitGroup) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.server)
		if err != nil {
			client.Close()
			continue
		}
		p.mu.Lock()
		away := p.away
		if !away {
			p.lines[client] = server
		}
		p.mu.Unlock()
		if away {
			client.Close()
			server.Close()
			continue
		}
		wg.Go(func() { p.up(client, server) })
		wg.Go(func() { p.down(client, server) })
	}
}

// Drop cuts all lines that are open now.
func (p *Proxy) Drop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c, s := range p.lines {
		c.Close()
		s.Close()
		delete(p.lines, c)
	}
}

// Down cuts every line and lets none come up, until it is called with false.
func (p *Proxy) Down(on bool) {
	p.set(func() { p.away = on })
	if on {
		p.Drop()
	}
}

func (p *Proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// RefuseFlags makes STORE fail with NO.
func (p *Proxy) RefuseFlags(on bool) { p.set(func() { p.refuse = on }) }

// NoKeywords makes PERMANENTFLAGS say that no keyword may be set.
func (p *Proxy) NoKeywords(on bool) { p.set(func() { p.noKeywords = on }) }

// NoIdle hides the capability IDLE.
func (p *Proxy) NoIdle(on bool) { p.set(func() { p.noIdle = on }) }

// Validity replaces the folder's UIDVALIDITY; 0 is the server's own.
func (p *Proxy) Validity(v uint32) { p.set(func() { p.validity = v }) }

// DropOn cuts the line once, at the next command that contains the word: before
// the server sees it, or, with after, when it has answered.
func (p *Proxy) DropOn(word string, after bool) {
	p.set(func() { p.dropOn, p.dropReplies = strings.ToUpper(word), after })
}

// Silent swallows all answers of the server from now on.
func (p *Proxy) Silent(on bool) { p.set(func() { p.silent = on }) }

// Commands are the command lines seen so far, without tags.
func (p *Proxy) Commands() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.commands...)
}

// up carries the client's lines; literals are lines to it too.
func (p *Proxy) up(client, server net.Conn) {
	defer server.Close()
	r := bufio.NewReader(client)
	for {
		line, err := r.ReadString('\n')
		if line != "" && !p.command(client, server, line) {
			return
		}
		if err != nil {
			return
		}
	}
}

// command forwards one line, or does what was asked for instead.
func (p *Proxy) command(client, server net.Conn, line string) bool {
	tag, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
	upper := strings.ToUpper(rest)
	p.mu.Lock()
	p.commands = append(p.commands, rest)
	refuse := p.refuse && strings.HasPrefix(strings.TrimPrefix(upper, "UID "), "STORE ")
	drop := p.dropOn != "" && strings.Contains(upper, p.dropOn)
	after := p.dropReplies
	if drop {
		p.dropOn = ""
		if after {
			p.dropOn = "\x00" + tag // down cuts at this tag's answer
		}
	}
	p.mu.Unlock()
	switch {
	case drop && !after:
		client.Close()
		return false
	case refuse:
		_, err := io.WriteString(client, tag+" NO [CANNOT] flags cannot be stored here\r\n")
		return err == nil
	}
	_, err := io.WriteString(server, line)
	return err == nil
}

var (
	validityCode = regexp.MustCompile(`\[UIDVALIDITY \d+\]`)
	permanent    = regexp.MustCompile(`\[PERMANENTFLAGS \([^)]*\)\]`)
)

// down carries the server's lines, changed as asked for.
func (p *Proxy) down(client, server net.Conn) {
	defer client.Close()
	r := bufio.NewReader(server)
	for {
		line, err := r.ReadString('\n')
		if line != "" && !p.answer(client, line) {
			return
		}
		if err != nil {
			return
		}
	}
}

func (p *Proxy) answer(client net.Conn, line string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if tag, ok := strings.CutPrefix(p.dropOn, "\x00"); ok && strings.HasPrefix(line, tag+" ") {
		p.dropOn = ""
		return false
	}
	if p.silent {
		return true
	}
	if p.validity != 0 && strings.HasPrefix(line, "* OK [UIDVALIDITY") {
		line = validityCode.ReplaceAllString(line, "[UIDVALIDITY "+strconv.FormatUint(uint64(p.validity), 10)+"]")
	}
	if p.noKeywords {
		line = permanent.ReplaceAllString(line, `[PERMANENTFLAGS (\Seen)]`)
	}
	if p.noIdle && strings.Contains(line, "CAPABILITY") {
		line = strings.ReplaceAll(line, " IDLE", "")
		line = strings.ReplaceAll(line, " IMAP4rev2", "")
	}
	_, err := io.WriteString(client, line)
	return err == nil
}
