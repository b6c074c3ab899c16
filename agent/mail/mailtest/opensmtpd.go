package mailtest

import (
	"bytes"
	"errors"
	"io/fs"
	"net"
	netmail "net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// RealSMTP is an OpenSMTPD that takes mail for every address and keeps it.
type RealSMTP struct {
	Addr string
	dir  string

	mu   sync.Mutex
	read map[string]Mail // by path
}

// StartSMTP starts a real OpenSMTPD on a free loopback port. It knows one spool
// for the whole machine and needs root, so tests that use it take turns. The
// test is skipped where that is not possible, and fails there when CI=true.
func StartSMTP(tb testing.TB) *RealSMTP {
	tb.Helper()
	program := find(tb, "smtpd", "/usr/sbin/smtpd")
	if os.Geteuid() != 0 {
		if os.Getenv("CI") == "true" {
			tb.Fatal("OpenSMTPD needs root")
		}
		tb.Skip("OpenSMTPD needs root")
	}
	turn(tb)
	dir, err := os.MkdirTemp("", "opensmtpd")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.RemoveAll(dir) })
	open(tb, dir)
	s := &RealSMTP{Addr: freeAddr(tb), dir: filepath.Join(dir, "mail")}
	_, port, _ := net.SplitHostPort(s.Addr)
	write(tb, filepath.Join(dir, "keep.sh"), "umask 022; f=$(mktemp "+s.dir+"/new.XXXXXXXX) && cat >$f && chmod a+r $f && mv $f $f.eml\n")
	write(tb, filepath.Join(dir, "conf"), "table all { \"@\" = \"nobody\" }\nlisten on 127.0.0.1 port "+port+
		"\naction \"keep\" mda \"/bin/sh "+filepath.Join(dir, "keep.sh")+"\" virtual <all>\nmatch from any for any action \"keep\"\n")
	if err := os.Chmod(filepath.Join(dir, "conf"), 0o644); err != nil {
		tb.Fatal(err)
	}
	run(tb, exec.Command(program, "-d", "-f", filepath.Join(dir, "conf")), filepath.Join(dir, "log"))
	await(tb, s.Addr, "220", filepath.Join(dir, "log"))
	return s
}

// turn waits until no other test on this machine runs an OpenSMTPD. A listening
// port is a lock that is given back however the test ends.
func turn(tb testing.TB) {
	tb.Helper()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(8 * time.Minute); ; <-tick.C {
		l, err := net.Listen("tcp", "127.0.0.1:29525")
		if err == nil {
			tb.Cleanup(func() { l.Close() })
			return
		}
		if time.Now().After(deadline) {
			tb.Fatalf("another OpenSMTPD test does not end: %v", err)
		}
	}
}

// Settle waits until everything that was taken is delivered.
func (s *RealSMTP) Settle(tb testing.TB) {
	tb.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(time.Minute); !idle(tb); <-tick.C {
		if time.Now().After(deadline) {
			tb.Fatal("OpenSMTPD does not deliver what it took")
		}
	}
}

// queue is where an OpenSMTPD keeps what it has answered for and not yet delivered.
// What is still being handed over, or hangs there, is elsewhere.
const queue = "/var/spool/smtpd/queue"

func idle(tb testing.TB) bool {
	tb.Helper()
	err := filepath.WalkDir(queue, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			return errTaken
		}
		if errors.Is(err, fs.ErrNotExist) { // delivered meanwhile
			return nil
		}
		return err
	})
	if err != nil && !errors.Is(err, errTaken) {
		tb.Fatal(err)
	}
	return err == nil
}

var errTaken = errors.New("a mail is on its way")

// Mails are those kept so far, one for each recipient, in no order. Raw begins
// with the server's trace fields.
func (s *RealSMTP) Mails(tb testing.TB) []Mail {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(s.dir, "*.eml"))
	if err != nil {
		tb.Fatal(err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.read == nil {
		s.read = map[string]Mail{}
	}
	var mails []Mail
	for _, p := range paths {
		if m, ok := s.read[p]; ok {
			mails = append(mails, m)
			continue
		}
		raw, err := os.ReadFile(p)
		if err != nil {
			tb.Fatal(err)
		}
		m, err := netmail.ReadMessage(bytes.NewReader(raw))
		if err != nil {
			tb.Fatal(err)
		}
		s.read[p] = Mail{From: m.Header.Get("Return-Path"), To: []string{m.Header.Get("Delivered-To")}, Raw: raw}
		mails = append(mails, s.read[p])
	}
	return mails
}
