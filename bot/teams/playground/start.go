package playground

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/cards/judge"
)

// The packages, each in one exact version.
const (
	Package    = "@microsoft/m365agentsplayground@0.2.28"
	Playwright = "playwright-core@1.65.1"
)

//go:embed loopback.cjs
var loopback []byte

// Options of a Playground.
type Options struct {
	// ServiceURL is what the bot is told to post to, where something stands between
	// the bot and the Playground; "": the Playground itself.
	ServiceURL string
	// Lacks are features that the bot's cards use although the Playground has them not;
	// others that it complains of fail the test.
	Lacks []string
	// Patience is how long a page may take to show something; a minute.
	Patience time.Duration
}

// Features of Teams that the Playground says it has not, in its words.
const (
	FullWidth = "Full width control is not supported"
	Views     = "User specific view is not supported"
	TypeAhead = "Typeahead Search is not supported"
	Dialogs   = "Task module (task/fetch) is not supported"
	Typing    = "typing activity is not supported"
	Deletion  = "delete activity is not implemented"
)

// Playground is one that runs.
type Playground struct {
	URL string // without a slash at the end
	tb  testing.TB
	o   Options
	dir string
	d   *driver
}

// Connector is the base of the REST API.
func (p *Playground) Connector() string { return p.URL + "/_connector" }

// Start runs a Playground for the bot that takes activities at bot (".../api/messages")
// until the test ends. The bot must listen already. The test is skipped where node,
// npm, the packages or Chromium can not be had, unless CI=true.
func Start(tb testing.TB, bot string, o Options) *Playground {
	tb.Helper()
	if o.Patience == 0 {
		o.Patience = time.Minute
	}
	browser := chromium(tb)
	judge.Node(tb)
	packages := judge.NPM(tb, Package, Playwright)
	p := &Playground{tb: tb, o: o, dir: tb.TempDir()}
	must(tb, os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(p.dir, "node_modules")))
	for name, content := range map[string][]byte{"loopback.cjs": loopback, "driver.mjs": driverCode, ".m365agentsplayground.yml": config()} {
		must(tb, os.WriteFile(filepath.Join(p.dir, name), content, 0o644))
	}
	p.run(bot)
	p.d = startDriver(tb, p.dir, browser, p.URL+"/", o)
	return p
}

// run starts the Playground on a free port and waits until it answers.
func (p *Playground) run(bot string) {
	p.tb.Helper()
	args := []string{"--require", "./loopback.cjs", "node_modules/@microsoft/m365agentsplayground/cli.js", "-e", bot, "-c", "msteams", "-p", "0", "--disable-telemetry"}
	if p.o.ServiceURL != "" {
		args = append(args, "--service-url", p.o.ServiceURL)
	}
	c := exec.Command("node", args...)
	c.Dir = p.dir
	c.Env = append(os.Environ(), "TEAMSAPPTESTER_BROWSER=none")
	said := &tail{}
	c.Stderr = said
	out, err := c.StdoutPipe()
	must(p.tb, err)
	must(p.tb, c.Start())
	p.tb.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	port, err := listening(out)
	if err != nil {
		p.tb.Fatalf("starting the Playground: %v\n%s", err, said)
	}
	p.URL = "http://127.0.0.1:" + port
	ctx, end := context.WithTimeout(context.Background(), p.o.Patience)
	defer end()
	if err := answers(ctx, p.URL+"/_debug/ping"); err != nil {
		p.tb.Fatalf("starting the Playground: %v\n%s", err, said)
	}
}

// listening reads until the program says where it listens; what it says then is
// thrown away, since a full pipe would stop it.
func listening(out io.Reader) (port string, err error) {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p, ok := strings.CutPrefix(lines.Text(), "Listening on "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return strings.TrimSpace(p), nil
		}
	}
	return "", fmt.Errorf("it ended without saying where it listens")
}

// answers asks until there is an answer.
func answers(ctx context.Context, address string) error {
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		if res, err := http.DefaultClient.Do(req); err == nil {
			body, _ := io.ReadAll(res.Body)
			res.Body.Close()
			if res.StatusCode == http.StatusOK && bytes.Contains(body, []byte("pong")) {
				return nil
			}
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", address, ctx.Err())
		}
	}
}

// tail keeps the last of what a program says.
type tail struct {
	mu   sync.Mutex
	said []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.said = append(t.said, b...)
	t.said = t.said[max(0, len(t.said)-4000):]
	return len(b), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.said)
}

func chromium(tb testing.TB) string {
	tb.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		tb.Fatal("chromium is not installed")
	}
	tb.Skip("chromium is not installed")
	return ""
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
