package realtest

import (
	"bufio"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience is the longest anything may take on a busy machine.
const patience = 60 * time.Second

// until asks again and again until ok says yes.
func until(tb testing.TB, what string, ok func() bool) {
	tb.Helper()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !ok(); <-tick.C {
		if time.Now().After(end) {
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

// process is one running copy of the program.
type process struct {
	name string
	url  string // of its page
	cmd  *exec.Cmd
	done chan struct{} // closed when it has ended

	mu  sync.Mutex
	log []string
}

// run starts a copy and waits until its page listens.
func (s *site) run(tb testing.TB, name string) *process {
	tb.Helper()
	p, err := s.start(name)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		p.kill()
		if w := p.words(); strings.Contains(w, "DATA RACE") || strings.Contains(w, "panic:") {
			tb.Errorf("copy %s:\n%s", name, w)
		}
	})
	if p.url == "" {
		tb.Fatalf("copy %s ended at its start:\n%s", name, p.words())
	}
	return p
}

func (s *site) start(name string) (*process, error) {
	p := &process{name: name, done: make(chan struct{}), cmd: exec.Command(binary, "run", "--config", s.file, "--json-log", "--copy", name)}
	out, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	up := make(chan string, 1)
	go p.read(out, up)
	select {
	case p.url = <-up:
	case <-p.done:
	}
	return p, nil
}

// read keeps the log and finds in it where the page listens.
func (p *process) read(r io.Reader, up chan<- string) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.mu.Lock()
		p.log = append(p.log, lines.Text())
		p.mu.Unlock()
		var l struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &l) == nil && l.Msg == "listening" {
			select {
			case up <- "http://" + l.Address:
			default:
			}
		}
	}
	_ = p.cmd.Wait()
	close(p.done)
}

// words is the log so far.
func (p *process) words() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.log, "\n")
}

// says waits for words in the log.
func (p *process) says(tb testing.TB, words string) {
	tb.Helper()
	until(tb, "the log saying "+words, func() bool { return strings.Contains(p.words(), words) })
}

// kill is kill -9, and waits for the end.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.done
}

// end is SIGTERM; it answers the exit code.
func (p *process) end(tb testing.TB) int {
	tb.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		tb.Fatal(err)
	}
	select {
	case <-p.done:
	case <-time.After(patience):
		_ = p.cmd.Process.Signal(syscall.SIGQUIT) // it tells where it hangs
		<-p.done
		tb.Fatalf("copy %s does not end:\n%s", p.name, p.words())
	}
	return p.cmd.ProcessState.ExitCode()
}
