// Package redistest runs a real redis-server for tests: on a free port of the
// loopback, with its data in the test's own directory, ended with the test. It
// can be killed, restarted with its data, and set to refuse. It is no fake: what
// it does, Redis does.
package redistest

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Server is a running redis-server.
type Server struct {
	URL  string // redis://127.0.0.1:PORT
	Addr string

	tb   testing.TB
	dir  string
	args []string
	cmd  *exec.Cmd
}

// Need skips a test where there is no redis-server, and fails it with CI=true.
func Need(tb testing.TB) {
	tb.Helper()
	if _, err := exec.LookPath("redis-server"); err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		tb.Fatal("redis-server is not installed")
	}
	tb.Skip("redis-server is not installed")
}

// Start runs a redis-server that keeps an append-only file, with further
// settings as on its command line ("--maxmemory", "10mb"). Without one it is as Need says.
func Start(tb testing.TB, args ...string) *Server {
	tb.Helper()
	Need(tb)
	s := &Server{tb: tb, dir: tb.TempDir(), args: args}
	for range 5 { // another process may take the free port first
		s.Addr = free(tb)
		s.URL = "redis://" + s.Addr
		if s.run() {
			tb.Cleanup(s.Kill)
			return s
		}
	}
	tb.Fatal("redis-server does not start")
	return nil
}

func free(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// run starts the process and reads its log until it takes connections.
func (s *Server) run() bool {
	_, port, _ := net.SplitHostPort(s.Addr)
	args := append([]string{"--port", port, "--bind", "127.0.0.1", "--dir", s.dir,
		"--save", "", "--appendonly", "yes", "--appendfsync", "always", "--daemonize", "no"}, s.args...)
	s.cmd = exec.Command("redis-server", args...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		s.tb.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		s.tb.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() { // a full pipe would stop the server
				for lines.Scan() {
				}
			}()
			return true
		}
	}
	_ = s.cmd.Wait()
	return false
}

// Kill ends the server as kill -9 does. Killing twice is fine.
func (s *Server) Kill() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	s.cmd = nil
}

// Restart kills the server and starts it anew with its data on the same port.
func (s *Server) Restart() {
	s.tb.Helper()
	s.Kill()
	s.Resume()
}

// Resume starts a killed server with its data on the same port.
func (s *Server) Resume() {
	s.tb.Helper()
	if !s.run() {
		s.tb.Fatal("redis-server does not start again")
	}
}

// Set changes a setting while the server runs: CONFIG SET.
func (s *Server) Set(name, value string) {
	s.tb.Helper()
	s.Do("CONFIG", "SET", name, value)
}

// Do sends any command and fails the test when Redis refuses it.
func (s *Server) Do(args ...any) any {
	s.tb.Helper()
	c := redis.NewClient(&redis.Options{Addr: s.Addr})
	defer c.Close()
	v, err := c.Do(context.Background(), args...).Result()
	if err != nil && err != redis.Nil {
		s.tb.Fatal(fmt.Errorf("%v: %w", args, err))
	}
	return v
}

// BreakDisk makes saving fail as on a full disk and waits until Redis has seen
// it; it refuses writes from then on. The server must have been started with a
// save setting and stop-writes-on-bgsave-error.
func (s *Server) BreakDisk() {
	s.tb.Helper()
	if err := os.Mkdir(s.dump(), 0o700); err != nil { // no file can be renamed onto it
		s.tb.Fatal(err)
	}
	s.save("err")
}

// MendDisk ends BreakDisk.
func (s *Server) MendDisk() {
	s.tb.Helper()
	if err := os.Remove(s.dump()); err != nil {
		s.tb.Fatal(err)
	}
	s.save("ok")
}

func (s *Server) dump() string { return filepath.Join(s.dir, "dump.rdb") }

// save saves in the background and asks until that ended as wanted.
func (s *Server) save(status string) {
	s.tb.Helper()
	s.Do("BGSAVE")
	for range 100_000 {
		info := s.Do("INFO", "persistence").(string)
		if strings.Contains(info, "rdb_bgsave_in_progress:0") && strings.Contains(info, "rdb_last_bgsave_status:"+status) {
			return
		}
	}
	s.tb.Fatal("redis-server does not end its save with " + status)
}
