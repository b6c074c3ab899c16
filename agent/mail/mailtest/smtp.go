package mailtest

import (
	"io"
	"log"
	"net"
	"slices"
	"sync"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// SMTP is a server in the test's process that fails where it is told to.
type SMTP struct {
	Addr string

	mu    sync.Mutex
	fault Fault
	mails []Mail
}

// Mail is one mail that the server took.
type Mail struct {
	From string
	To   []string
	Raw  []byte
}

// Fault says where the server fails; the zero value is none. Codes are SMTP
// reply codes such as 451 or 550.
type Fault struct {
	Auth, From, To, Data int
	OnlyTo               string // To fails for this recipient only
	DropAtRcpt           bool   // cuts the line instead of answering for a recipient
	DropBeforeDot        bool   // cuts the line while the mail is being written
	DropAfterDot         bool   // takes the mail and cuts the line instead of answering
	SilentAfterDot       bool   // takes the mail and never answers
}

// StartFaultySMTP listens on the loopback interface until the test ends.
func StartFaultySMTP(tb testing.TB) *SMTP {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &SMTP{Addr: l.Addr().String()}
	release := make(chan struct{})
	srv := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &smtpSession{server: s, conn: c, release: release}, nil
	}))
	srv.Domain, srv.AllowInsecureAuth, srv.EnableSMTPUTF8 = "localhost", true, true
	srv.ErrorLog = log.New(io.Discard, "", 0)
	var wg sync.WaitGroup
	wg.Go(func() { _ = srv.Serve(l) })
	tb.Cleanup(func() {
		close(release)
		srv.Close()
		wg.Wait()
	})
	return s
}

// Fail sets what fails from now on.
func (s *SMTP) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = f
}

// Mails are those that the server took, in order.
func (s *SMTP) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.mails)
}

func (s *SMTP) now() Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

type smtpSession struct {
	server  *SMTP
	conn    *smtp.Conn
	release chan struct{}
	mail    Mail
}

func code(n int, words string) error {
	if n == 0 {
		return nil
	}
	return &smtp.SMTPError{Code: n, EnhancedCode: smtp.EnhancedCode{n / 100, 7, 1}, Message: words}
}

// AuthMechanisms offers PLAIN and XOAUTH2.
func (s *smtpSession) AuthMechanisms() []string { return []string{sasl.Plain, "XOAUTH2"} }

// Auth accepts the password "secret" and the token "token".
func (s *smtpSession) Auth(mech string) (sasl.Server, error) {
	if mech == "XOAUTH2" {
		return &bearer{fault: s.server.now().Auth}, nil
	}
	return sasl.NewPlainServer(func(_, _, password string) error {
		if password != "secret" {
			return code(535, "no such user or password")
		}
		return code(s.server.now().Auth, "not now")
	}), nil
}

type bearer struct {
	fault int
	asked bool
}

// Next reads the token, or the client's answer to the error report.
func (b *bearer) Next(response []byte) ([]byte, bool, error) {
	const want = "auth=Bearer token\x01\x01"
	switch {
	case b.asked:
		return nil, false, code(535, "the token is not accepted")
	case len(response) > len(want) && string(response[len(response)-len(want):]) == want:
		return nil, true, code(b.fault, "not now")
	}
	b.asked = true
	return []byte(`{"status":"401"}`), false, nil
}

// Mail begins a mail.
func (s *smtpSession) Mail(from string, _ *smtp.MailOptions) error {
	s.mail = Mail{From: from}
	return code(s.server.now().From, "this sender is refused")
}

// Rcpt takes a recipient.
func (s *smtpSession) Rcpt(to string, _ *smtp.RcptOptions) error {
	f := s.server.now()
	if f.DropAtRcpt {
		s.conn.Conn().Close()
		return io.ErrUnexpectedEOF
	}
	if f.OnlyTo == "" || f.OnlyTo == to {
		if err := code(f.To, "this mailbox is refused"); err != nil {
			return err
		}
	}
	s.mail.To = append(s.mail.To, to)
	return nil
}

// Data takes the mail.
func (s *smtpSession) Data(r io.Reader) error {
	f := s.server.now()
	if f.DropBeforeDot {
		_, _ = io.ReadFull(r, make([]byte, 10))
		s.conn.Conn().Close()
		return io.ErrUnexpectedEOF
	}
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := code(f.Data, "this mail is refused"); err != nil {
		return err
	}
	s.mail.Raw = raw
	s.server.mu.Lock()
	s.server.mails = append(s.server.mails, s.mail)
	s.server.mu.Unlock()
	if f.DropAfterDot {
		s.conn.Conn().Close()
	}
	if f.SilentAfterDot {
		<-s.release
	}
	return nil
}

// Reset forgets the mail begun.
func (s *smtpSession) Reset() { s.mail = Mail{} }

// Logout ends the connection.
func (s *smtpSession) Logout() error { return nil }

// StartSilence accepts connections and never says a word.
func StartSilence(tb testing.TB) (addr string) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			tb.Cleanup(func() { c.Close() })
		}
	})
	tb.Cleanup(func() {
		l.Close()
		wg.Wait()
	})
	return l.Addr().String()
}
