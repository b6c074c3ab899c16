package mailtest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// StartDovecot starts a real Dovecot on a free loopback port, with a mailbox of
// its own in the test's directory. The test is skipped where Dovecot is not
// installed, and fails there when CI=true.
func StartDovecot(tb testing.TB) (addr, user, password string) {
	tb.Helper()
	return StartDovecotFor(tb, "desk"), "desk", "secret"
}

// StartDovecotFor is StartDovecot with a mailbox for each user; the password of
// all is "secret".
func StartDovecotFor(tb testing.TB, users ...string) (addr string) {
	tb.Helper()
	return startDovecot(tb, "", users)
}

// StartDovecotOAuth is StartDovecotFor that also takes access tokens (XOAUTH2,
// OAUTHBEARER). It asks the URL about each, with the token behind it (RFC 7662);
// the answer is JSON with active and username.
func StartDovecotOAuth(tb testing.TB, introspect string, users ...string) (addr string) {
	tb.Helper()
	program := find(tb, "dovecot", "/usr/sbin/dovecot")
	if v, err := exec.Command(program, "--version").Output(); err != nil || !strings.HasPrefix(string(v), "2.3") {
		tb.Skipf("this test knows how to set up tokens for Dovecot 2.3, not %s", v)
	}
	file := filepath.Join(tb.TempDir(), "oauth2")
	write(tb, file, "introspection_url = "+introspect+"\nintrospection_mode = get\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n")
	for dir := filepath.Dir(file); dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) { // Dovecot's own user reads it
		if err := os.Chmod(dir, 0o755); err != nil {
			tb.Fatal(err)
		}
	}
	return startDovecot(tb, "auth_mechanisms = plain xoauth2 oauthbearer\npassdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = "+file+"\n}\n", users)
}

func startDovecot(tb testing.TB, more string, users []string) (addr string) {
	tb.Helper()
	program := find(tb, "dovecot", "/usr/sbin/dovecot")
	dir, err := os.MkdirTemp("", "dovecot") // short: socket paths have a limit
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { os.RemoveAll(dir) })
	addr = freeAddr(tb)
	conf := filepath.Join(dir, "dovecot.conf")
	write(tb, conf, dovecotConf(tb, program, dir, addr)+more)
	write(tb, filepath.Join(dir, "users"), strings.Join(users, ":{PLAIN}secret\n")+":{PLAIN}secret\n")
	open(tb, dir)
	cmd := exec.Command(program, "-F", "-c", conf)
	run(tb, cmd, filepath.Join(dir, "log"))
	await(tb, addr, "* OK", filepath.Join(dir, "log"))
	return addr
}

// find looks for a program, and skips or fails without it.
func find(tb testing.TB, name, path string) string {
	tb.Helper()
	if p, err := exec.LookPath(name); err == nil {
		return p
	}
	if _, err := os.Stat(path); err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		tb.Fatalf("%s is not installed", name)
	}
	tb.Skipf("%s is not installed", name)
	return ""
}

func freeAddr(tb testing.TB) string {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func write(tb testing.TB, path, text string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// open lets the server's own users into the directory; as root it gives up
// root for the mailbox.
func open(tb testing.TB, dir string) {
	tb.Helper()
	if err := os.Chmod(dir, 0o755); err != nil {
		tb.Fatal(err)
	}
	home := filepath.Join(dir, "mail")
	if err := os.MkdirAll(home, 0o777); err != nil {
		tb.Fatal(err)
	}
	if err := os.Chmod(home, 0o777); err != nil {
		tb.Fatal(err)
	}
}

func run(tb testing.TB, cmd *exec.Cmd, logfile string) {
	tb.Helper()
	out, err := os.Create(logfile)
	if err != nil {
		tb.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		tb.Fatalf("starting %s: %v", cmd.Path, err)
	}
	tb.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		timer := time.AfterFunc(5*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		timer.Stop()
		out.Close()
	})
}

// await connects until the server greets.
func await(tb testing.TB, addr, greeting, logfile string) {
	tb.Helper()
	ticker := time.NewTicker(20 * time.Millisecond)
	defer ticker.Stop()
	deadline := time.After(20 * time.Second)
	for {
		if conn, err := net.Dial("tcp", addr); err == nil {
			_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
			buf := make([]byte, 100)
			n, _ := conn.Read(buf)
			conn.Close()
			if strings.HasPrefix(string(buf[:n]), greeting) {
				return
			}
		}
		select {
		case <-ticker.C:
		case <-deadline:
			words, _ := os.ReadFile(logfile)
			tb.Fatalf("the server at %s did not start:\n%s", addr, words)
		}
	}
}

func dovecotConf(tb testing.TB, program, dir, addr string) string {
	tb.Helper()
	version, err := exec.Command(program, "--version").Output()
	if err != nil {
		tb.Fatalf("asking Dovecot for its version: %v", err)
	}
	host, port, _ := net.SplitHostPort(addr)
	conf := dovecot23
	if v := string(version); strings.HasPrefix(v, "2.4") || strings.HasPrefix(v, "2.5") {
		conf = "dovecot_config_version = " + strings.Fields(v)[0] + "\ndovecot_storage_version = 2.4.0\n" + dovecot24
	}
	login, mailUser := "dovenull", "nobody"
	if os.Geteuid() != 0 {
		login = os.Getenv("USER")
		mailUser = login
	}
	r := strings.NewReplacer("DIR", dir, "HOST", host, "PORT", port, "LOGINUSER", login, "MAILUSER", mailUser, "UID", id(mailUser, "-u"), "GID", id(mailUser, "-g"))
	return r.Replace(conf)
}

func id(user, what string) string {
	out, err := exec.Command("id", what, user).Output()
	if err != nil {
		return fmt.Sprint(os.Getuid())
	}
	return strings.TrimSpace(string(out))
}

const dovecotCommon = `
protocols = imap
base_dir = DIR/run
log_path = /dev/stderr
ssl = no
default_login_user = LOGINUSER
default_internal_user = MAILUSER
first_valid_uid = 1
listen = HOST
service imap-login {
  chroot =
  inet_listener imap {
    port = PORT
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
}
`

const dovecot23 = dovecotCommon + `
disable_plaintext_auth = no
mail_location = maildir:DIR/mail/%u
passdb {
  driver = passwd-file
  args = scheme=plain DIR/users
}
userdb {
  driver = static
  args = uid=UID gid=GID home=DIR/mail/%u
}
`

const dovecot24 = dovecotCommon + `
auth_allow_cleartext = yes
mail_driver = maildir
mail_path = DIR/mail/%{user}
mail_home = DIR/mail/%{user}
passdb passwd-file {
  passwd_file_path = DIR/users
}
userdb static {
  fields {
    uid = UID
    gid = GID
    home = DIR/mail/%{user}
  }
}
`
