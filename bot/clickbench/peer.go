package clickbench

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"salesclerk/cards/judge"
)

// start runs a handler in JavaScript with its packages until the test ends, and
// says where it listens ("http://127.0.0.1:1234"). The test is skipped where node,
// npm or the packages can not be had, unless CI=true.
func start(tb testing.TB, program []byte, packages []string, env ...string) string {
	tb.Helper()
	judge.Node(tb)
	dir := tb.TempDir()
	must(tb, os.Symlink(filepath.Join(judge.NPM(tb, packages...), "node_modules"), filepath.Join(dir, "node_modules")))
	must(tb, os.WriteFile(filepath.Join(dir, "peer.mjs"), program, 0o644))
	c := exec.Command("node", "peer.mjs")
	c.Dir, c.Stderr = dir, tb.Output() // it writes down what it refuses
	c.Env = append(append(os.Environ(), "NODE_ENV=production"), env...)
	in, err := c.StdinPipe()
	must(tb, err)
	out, err := c.StdoutPipe()
	must(tb, err)
	must(tb, c.Start())
	tb.Cleanup(func() { in.Close(); _ = c.Process.Kill(); _ = c.Wait() })
	return "http://127.0.0.1:" + port(tb, out)
}

// port reads until the handler says where it listens.
func port(tb testing.TB, out io.Reader) string {
	tb.Helper()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if p, ok := strings.CutPrefix(lines.Text(), "listening "); ok {
			go func() { _, _ = io.Copy(io.Discard, out) }() // a full pipe would stop it
			return p
		}
		tb.Log("peer: ", lines.Text())
	}
	tb.Fatal("the peer's handler does not start")
	return ""
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
