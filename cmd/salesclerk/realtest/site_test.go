package realtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/mail/mailtest"
	"salesclerk/agent/task"
	"salesclerk/store"
	"salesclerk/store/redistest"
)

// servers are what the program works with.
type servers struct {
	redis *redistest.Server
	imap  string
	smtp  *mailtest.RealSMTP // nil: the site says where
}

// start starts the servers with a mailbox for each user.
func start(tb testing.TB, users ...string) *servers {
	tb.Helper()
	return &servers{redis: redistest.Start(tb), imap: mailtest.StartDovecotFor(tb, users...), smtp: mailtest.StartSMTP(tb)}
}

// site is a configuration with everything of its own.
type site struct {
	*servers
	user    string // of the mailbox, and the prefix in Redis
	box     mailtest.Box
	redisAt string // where the program finds the servers
	imapAt  string
	smtpAt  string
	set     settings
	file    string
	client  *store.Client
	desk    *store.Desk
}

// settings are what a test wants otherwise than usual.
type settings struct {
	jobLease, lease, answer, timeout, pauses string
	dailyLimit                               int
	smtpUser                                 string
	policy                                   string
	workers                                  int
	oauth                                    string
	folder                                   string
	chat, channels                           string // YAML beside the desks, and at the desk
}

// site makes the configuration; the program talks to the servers directly until
// a test says otherwise and writes it again.
func (v *servers) site(tb testing.TB, user string) *site {
	tb.Helper()
	s := &site{servers: v, user: user, box: mailtest.At(v.imap, user, "secret"), redisAt: v.redis.Addr, imapAt: v.imap,
		set: settings{jobLease: "500ms", lease: "2s", answer: "20s", timeout: "20s", pauses: "[200ms, 300ms, 400ms, 500ms]", dailyLimit: 1000, workers: 4, folder: "INBOX"}}
	if v.smtp != nil {
		s.smtpAt = v.smtp.Addr
	}
	s.file = filepath.Join(tb.TempDir(), "salesclerk.yaml")
	var err error
	if s.client, err = store.Open(store.Options{URL: v.redis.URL, Prefix: user + ":"}); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(s.client.Close)
	s.desk = s.client.Desk("sales")
	s.write(tb)
	return s
}

// write writes the configuration.
func (s *site) write(tb testing.TB) {
	tb.Helper()
	var people strings.Builder
	for i := range 50 {
		fmt.Fprintf(&people, "    - {id: p%d, name: Person %d, roles: [approver]}\n", i, i)
	}
	login := ""
	if s.set.smtpUser != "" {
		login = "\n      user: " + s.set.smtpUser + "\n      password: secret"
	}
	secret := "password: secret"
	if s.set.oauth != "" {
		secret = "oauth: " + s.set.oauth
		login = "\n      user: " + s.user + "\n      " + secret
	}
	conf := fmt.Sprintf(`redis: {url: "redis://%s", prefix: "%s:", job_lease: %s}
web:
  listen: "127.0.0.1:0"
  people:
    - {id: anna, name: Anna Berg, roles: [admin]}
%s%sdesks:
  - name: sales
    time_zone: Europe/Copenhagen
    address: sales@lyngvang.example
    from_name: Lyngvang Supply
    daily_limit: %d
    workers: %d
    mailbox:
      server: "%s"
      security: plain
      user: %s
      folder: %s
      %s
      since: "%s"
      poll: 300ms
      lease: %s
      timeout: %s
    sending:
      server: "%s"
      security: plain
      timeout: %s
      answer_timeout: %s
      pauses: %s%s
    policy: {%s}
%s`, s.redisAt, s.user, s.set.jobLease, people.String(), s.set.chat, s.set.dailyLimit, s.set.workers, s.imapAt, s.user, s.set.folder, secret,
		time.Now().AddDate(0, 0, -1).Format(time.DateOnly), s.set.lease, s.set.timeout, s.smtpAt, s.set.timeout, s.set.answer, s.set.pauses, login, s.set.policy, s.set.channels)
	if err := os.WriteFile(s.file, []byte(conf), 0o600); err != nil {
		tb.Fatal(err)
	}
}

// tell runs one command of the program to its end and answers what it printed.
func (s *site) tell(tb testing.TB, args ...string) string {
	tb.Helper()
	out, err := exec.Command(binary, append(args, "--config", s.file)...).CombinedOutput()
	if err != nil {
		tb.Fatalf("salesclerk %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// load brings the sample company into the back office.
func (s *site) load(tb testing.TB) *site {
	tb.Helper()
	s.tell(tb, "import", "../sample/data")
	return s
}

// tasks are all tasks of the desk.
func (s *site) tasks(tb testing.TB) []task.Task {
	tb.Helper()
	var all []task.Task
	err := s.desk.Export(context.Background(), func(t task.Task) error { all = append(all, t); return nil })
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// records is how many records of a kind the back office holds.
func (s *site) records(tb testing.TB, kind string) (ids []string) {
	tb.Helper()
	err := s.client.Records("main").All(context.Background(), kind, func(id string, _ []byte) error { ids = append(ids, id); return nil })
	if err != nil {
		tb.Fatal(err)
	}
	return ids
}

// counts are the figures of yesterday to tomorrow, wherever midnight falls.
func (s *site) counts(tb testing.TB) map[string]int64 {
	tb.Helper()
	now := time.Now()
	c, err := s.desk.Counts(context.Background(), now.AddDate(0, 0, -1).Format(time.DateOnly), now.AddDate(0, 0, 1).Format(time.DateOnly))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}
