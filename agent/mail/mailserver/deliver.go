package mailserver

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// Deliver puts a mail into the INBOX of an address.
func (s *Server) Deliver(addr string, raw []byte) error {
	b, err := s.box(addr)
	if err != nil {
		return err
	}
	now := time.Now()
	if err := appendTo(b.user, "INBOX", raw, now); err != nil {
		return fmt.Errorf("delivering to %s: %w", addr, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	b.count++
	b.mails = append(b.mails, Stored{Number: b.count, Received: now, Raw: bytes.Clone(raw)})
	if n := len(b.mails) - s.maxMails(); n > 0 {
		b.mails = append([]Stored(nil), b.mails[n:]...)
	}
	s.tell()
	return nil
}

// tell wakes everybody who waits for a change; the caller holds the lock.
func (s *Server) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) maxMails() int {
	if s.o.MaxMails > 0 {
		return s.o.MaxMails
	}
	return 10_000
}

func (s *Server) maxBytes() int64 {
	if s.o.MaxBytes > 0 {
		return s.o.MaxBytes
	}
	return 40 << 20
}

// literal is what the memory server wants to read a mail from.
type literal struct{ *bytes.Reader }

func appendTo(u *imapmemserver.User, folder string, raw []byte, at time.Time) error {
	_, err := u.Append(folder, literal{bytes.NewReader(raw)}, &imap.AppendOptions{Time: at})
	return err
}

func (s *Server) newIMAP() *imapserver.Server {
	return imapserver.New(&imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &session{server: s}, nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		InsecureAuth: true,
		Logger:       log.New(io.Discard, "", 0),
	})
}

// session lets every address in, whatever the password.
type session struct {
	*imapmemserver.UserSession // nil before the login
	server                     *Server
}

// Login opens the mailbox of the address.
func (s *session) Login(user, _ string) error {
	b, err := s.server.box(user)
	if err != nil {
		return imapserver.ErrAuthFailed
	}
	s.UserSession = imapmemserver.NewUserSession(b.user)
	return nil
}

// Append stores a client's copy and tells the others.
func (s *session) Append(folder string, r imap.LiteralReader, o *imap.AppendOptions) (*imap.AppendData, error) {
	data, err := s.UserSession.Append(folder, r, o)
	s.server.mu.Lock()
	defer s.server.mu.Unlock()
	s.server.tell()
	return data, err
}

// Idle tells what has happened since the last command, too: the memory server's
// own would only tell what happens from now on, and a mail that came in between
// would wait. The ticker brings changes of flags.
func (s *session) Idle(w *imapserver.UpdateWriter, stop <-chan struct{}) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		changed := s.server.Changed()
		if err := s.Poll(w, true); err != nil {
			return err
		}
		select {
		case <-stop:
			return nil
		case <-changed:
		case <-tick.C:
		}
	}
}

func (s *Server) newSMTP() *smtp.Server {
	srv := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &incoming{server: s}, nil }))
	srv.Domain = "localhost"
	srv.AllowInsecureAuth = true
	srv.MaxMessageBytes = s.maxBytes()
	srv.MaxRecipients = 100
	srv.ReadTimeout, srv.WriteTimeout = 2*time.Minute, 2*time.Minute
	srv.ErrorLog = log.New(io.Discard, "", 0)
	return srv
}

// incoming is one SMTP connection.
type incoming struct {
	server *Server
	from   string
	rcpts  []string
}

// AuthMechanisms and Auth accept any login, because mail programs insist on one.
func (i *incoming) AuthMechanisms() []string { return []string{sasl.Plain} }

// Auth accepts any user and password.
func (i *incoming) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
}

// Mail begins a mail.
func (i *incoming) Mail(from string, _ *smtp.MailOptions) error {
	i.from, i.rcpts = from, nil
	return nil
}

// Rcpt accepts every address.
func (i *incoming) Rcpt(to string, _ *smtp.RcptOptions) error {
	if normal(to) == "" {
		return &smtp.SMTPError{Code: 501, EnhancedCode: smtp.EnhancedCode{5, 1, 3}, Message: "an address is needed"}
	}
	i.rcpts = append(i.rcpts, to)
	return nil
}

// Data takes the mail and delivers it with the trace fields of RFC 5321 4.4.
func (i *incoming) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	trace := fmt.Sprintf("Return-Path: <%s>\r\nReceived: by localhost; %s\r\n", i.from, time.Now().Format(time.RFC1123Z))
	raw = append([]byte(trace), raw...)
	var errs []error
	for _, to := range i.rcpts {
		errs = append(errs, i.server.Deliver(to, raw))
	}
	return errors.Join(errs...)
}

// Reset forgets the mail begun.
func (i *incoming) Reset() { i.from, i.rcpts = "", nil }

// Logout ends the connection.
func (i *incoming) Logout() error { return nil }
