package mail

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"syscall"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"golang.org/x/net/html/charset"
)

// session is one logged-in IMAP connection whose every answer is awaited for a
// bounded time: the client library itself waits for ever.
type session struct {
	*imapclient.Client
	conn    net.Conn
	timeout time.Duration
	stop    func() bool // ends the watch on the context
}

// openIMAP connects and logs in. notify, if given, is called whenever the server
// says that the number of mails has changed.
func openIMAP(ctx context.Context, a Account, notify func()) (*session, error) {
	conn, err := a.dial(ctx)
	if err != nil {
		return nil, err
	}
	s := &session{conn: conn, timeout: a.timeout()}
	s.stop = context.AfterFunc(ctx, func() { conn.Close() })
	if err := s.within(ctx, func() error { return s.start(a, notify) }); err != nil {
		s.drop()
		return nil, fmt.Errorf("the mail server %s gives no greeting: %w", a.Addr, err)
	}
	if err := s.login(ctx, a); err != nil {
		s.drop()
		return nil, err
	}
	return s, nil
}

func (s *session) start(a Account, notify func()) error {
	o := &imapclient.Options{
		TLSConfig:   a.tlsConfig(),
		WordDecoder: &mime.WordDecoder{CharsetReader: func(n string, r io.Reader) (io.Reader, error) { return charset.NewReaderLabel(n, r) }},
	}
	if notify != nil {
		o.UnilateralDataHandler = &imapclient.UnilateralDataHandler{
			Mailbox: func(d *imapclient.UnilateralDataMailbox) {
				if d.NumMessages != nil {
					notify()
				}
			},
			Expunge: func(uint32) {},
		}
	}
	var err error
	if a.Security == StartTLS {
		s.Client, err = imapclient.NewStartTLS(s.conn, o)
		return err
	}
	s.Client = imapclient.New(s.conn, o)
	return s.WaitGreeting()
}

func (s *session) login(ctx context.Context, a Account) error {
	err := s.within(ctx, func() error {
		caps := s.Caps()
		if a.Tokens == nil && !caps.Has(imap.AuthCap("PLAIN")) {
			return s.Login(a.User, a.Password).Wait()
		}
		mech, err := a.login(ctx, func(m string) bool { return caps.Has(imap.AuthCap(m)) })
		if err != nil {
			return err
		}
		return s.Authenticate(mech)
	})
	var no *imap.Error
	if errors.As(err, &no) {
		return fmt.Errorf("the mail server refused the login of %s: check user and password or the token's rights: %w", a.User, err)
	}
	if err != nil {
		return fmt.Errorf("logging in as %s: %w", a.User, err)
	}
	return nil
}

// within runs one exchange and cuts the line when the server does not answer in
// time; the exchange then ends with an error.
func (s *session) within(ctx context.Context, do func() error) error {
	return s.withinTime(ctx, s.timeout, do)
}

func (s *session) withinTime(ctx context.Context, d time.Duration, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	late := make(chan struct{})
	timer := time.AfterFunc(d, func() {
		close(late)
		s.conn.Close()
	})
	err := do()
	timer.Stop()
	select {
	case <-late:
		return fmt.Errorf("the mail server did not answer within %s", d)
	default:
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if isBroken(err) {
		return &brokenError{err}
	}
	return err
}

// brokenError is a line that ended in the middle of an exchange.
type brokenError struct{ err error }

func (e *brokenError) Error() string { return "the mail server closed the line" }
func (e *brokenError) Unwrap() error { return e.err }

func isBroken(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// drop closes the line at once.
func (s *session) drop() {
	s.stop()
	if s.Client != nil {
		s.Client.Close()
	}
	s.conn.Close()
}

// close says goodbye, briefly. After a command that broke off the library may
// never let another one begin; that must not hold up the caller.
func (s *session) close() {
	said := make(chan struct{})
	go func() {
		defer close(said)
		_ = s.Logout().Wait()
	}()
	late := time.NewTimer(2 * time.Second)
	defer late.Stop()
	select {
	case <-said:
	case <-late.C:
	}
	s.drop()
}
