package playground

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

//go:embed driver.mjs
var driverCode []byte

// driver is the node program that looks at pages: one JSON line each way for
// everything that is to be done, told apart by their ids.
type driver struct {
	tb    testing.TB
	in    io.WriteCloser
	said  *tail
	wait  time.Duration
	lacks []string // what the Playground may complain of

	mu      sync.Mutex
	serial  int
	waiting map[int]chan reply
	over    bool
}

// order is what is to be done on a page.
type order struct {
	ID     int      `json:"id"`
	Op     string   `json:"op"`
	Page   string   `json:"page"`
	Who    string   `json:"who,omitempty"`
	Where  string   `json:"where,omitempty"`
	Card   []string `json:"card,omitempty"` // words that the card shows
	Name   string   `json:"name,omitempty"` // of a button or an input
	Value  string   `json:"value,omitempty"`
	Gone   bool     `json:"gone,omitempty"`
	Bot    string   `json:"bot,omitempty"`
	Millis int64    `json:"timeout"`
}

// reply is what came of it. Problems are those of all pages since the last reply.
type reply struct {
	ID       int      `json:"id"`
	Error    string   `json:"error"`
	Text     string   `json:"text"`
	Texts    []string `json:"texts"`
	Problems []string `json:"problems"`
}

func startDriver(tb testing.TB, dir, browser, base string, o Options) *driver {
	tb.Helper()
	d := &driver{tb: tb, said: &tail{}, wait: o.Patience, lacks: o.Lacks, waiting: map[int]chan reply{}}
	c := exec.Command("node", "driver.mjs")
	c.Dir, c.Stderr = dir, d.said
	c.Env = append(os.Environ(), "CHROMIUM="+browser, "PLAYGROUND="+base)
	in, err := c.StdinPipe()
	must(tb, err)
	d.in = in
	out, err := c.StdoutPipe()
	must(tb, err)
	must(tb, c.Start())
	go d.read(out)
	tb.Cleanup(func() {
		if err := d.report(d.do(order{Op: "close"})); err != nil {
			tb.Error(err)
		}
		in.Close()
		timer := time.AfterFunc(10*time.Second, func() { _ = c.Process.Kill() })
		_ = c.Wait()
		timer.Stop()
	})
	return d
}

// read hands replies on until the program ends.
func (d *driver) read(out io.Reader) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var r reply
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			continue // not ours
		}
		d.mu.Lock()
		to := d.waiting[r.ID]
		delete(d.waiting, r.ID)
		d.mu.Unlock()
		if to != nil {
			to <- r
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.over = true
	for _, to := range d.waiting {
		to <- reply{Error: "the driver ended: " + d.said.String()}
	}
	d.waiting = nil
}

// do has something done and waits for the reply.
func (d *driver) do(o order) reply {
	to := make(chan reply, 1)
	d.mu.Lock()
	d.serial++
	o.ID, o.Millis = d.serial, d.wait.Milliseconds()
	if d.over {
		d.mu.Unlock()
		return reply{Error: "the driver ended: " + d.said.String()}
	}
	d.waiting[o.ID] = to
	line, err := json.Marshal(o)
	if err == nil {
		_, err = d.in.Write(append(line, '\n'))
	}
	d.mu.Unlock()
	if err != nil {
		return reply{Error: "asking the driver: " + err.Error()}
	}
	late := time.NewTimer(2*d.wait + 10*time.Second)
	defer late.Stop()
	select {
	case r := <-to:
		return r
	case <-late.C:
		return reply{Error: "the driver does not answer " + strconv.Quote(o.Op) + ": " + d.said.String()}
	}
}

// report fails the test for what went wrong in pages, whoever asked, and gives the error.
func (d *driver) report(r reply) error {
	for _, p := range r.Problems {
		known := func(words string) bool { return strings.Contains(p, words) }
		if !slices.ContainsFunc(d.lacks, known) {
			d.tb.Errorf("playground: %s", p)
		}
	}
	if r.Error != "" {
		return fmt.Errorf("playground: %s", r.Error)
	}
	return nil
}
