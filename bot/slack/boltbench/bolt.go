package boltbench

import (
	"bufio"
	_ "embed"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"salesclerk/cards/judge"
)

//go:embed bolt.mjs
var app []byte

// Bolt is a running handler.
type Bolt struct {
	URL    string // takes Slack's interactions
	Secret string // its signing secret
}

// Start runs Bolt's handler, writing to the Redis, until the test ends. The test
// is skipped where node, npm or their packages can not be had, unless CI=true.
func Start(tb testing.TB, redisURL string) Bolt {
	tb.Helper()
	const secret, endpoint = "0123456789abcdef0123456789abcdef", "/slack/interactions"
	judge.Node(tb)
	packages := judge.NPM(tb, judge.Bolt, judge.RedisClient)
	dir := tb.TempDir()
	must(tb, os.Symlink(filepath.Join(packages, "node_modules"), filepath.Join(dir, "node_modules")))
	must(tb, os.WriteFile(filepath.Join(dir, "bolt.mjs"), app, 0o644))
	c := exec.Command("node", "bolt.mjs")
	c.Dir, c.Stderr = dir, os.Stderr
	c.Env = append(os.Environ(), "NODE_ENV=production", "REDIS_URL="+redisURL, "SIGNING_SECRET="+secret, "ENDPOINT="+endpoint)
	in, err := c.StdinPipe()
	must(tb, err)
	out, err := c.StdoutPipe()
	must(tb, err)
	must(tb, c.Start())
	tb.Cleanup(func() { in.Close(); _ = c.Process.Kill(); _ = c.Wait() })
	return Bolt{URL: "http://127.0.0.1:" + port(tb, out) + endpoint, Secret: secret}
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
		tb.Log("bolt: ", lines.Text())
	}
	tb.Fatal("the Bolt handler does not start")
	return ""
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
