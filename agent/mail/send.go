package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// Sender hands mails to an SMTP server (RFC 5321, submission by RFC 6409).
type Sender struct {
	Account Account
	Hello   string        // our name for EHLO; empty is localhost
	Answer  time.Duration // longest wait for the answer to the final dot; 0 is 10 min (RFC 5321 4.5.3.2.6)
	Grace   time.Duration // wait for that answer after ctx has ended; 0 is 20 s
	Commit  time.Duration // longest that commit may take; 0 is 30 s. Longer, and others may have gone on without us
}

// SendError says why a mail did not leave, or that nobody knows.
type SendError struct {
	Temporary bool   // worth another try
	Uncertain bool   // the line broke after commit: the server may have it
	Code      int    // the server's reply code; 0 if there was none
	Words     string // the server's words, one line
	err       error
}

func (e *SendError) Error() string {
	switch {
	case e.Uncertain:
		return "it is not known whether the mail server took the mail: " + e.Words
	case e.Temporary:
		return "the mail could not be sent now: " + e.Words
	}
	return "the mail server refused the mail: " + e.Words
}

func (e *SendError) Unwrap() error { return e.err }

// Send sends raw to every recipient or to none. commit is called when all is
// written and only the final dot is missing: what it stores says that from here
// on the server may have the mail. Its error stops the mail for certain.
//
// Errors are *SendError, but for a ctx that ended or a commit that failed.
func (s *Sender) Send(ctx context.Context, raw []byte, from string, rcpts []string, commit func(ctx context.Context) error) error {
	from, rcpts, err := envelope(from, rcpts)
	if err != nil {
		return &SendError{Words: err.Error(), err: err}
	}
	line, err := s.open(ctx)
	if err != nil {
		return sendFailure(ctx, err)
	}
	defer line.drop()
	data, err := line.begin(from, rcpts, len(raw))
	if err == nil {
		err = line.write(data, raw)
	}
	if err != nil {
		return sendFailure(ctx, err)
	}
	if !line.release(s.grace()) {
		return ctx.Err()
	}
	if commit != nil {
		began := time.Now()
		if err := commit(ctx); err != nil {
			return fmt.Errorf("noting that the mail is about to leave: %w", err)
		}
		if took := time.Since(began); took > orDuration(s.Commit, 30*time.Second) {
			err := fmt.Errorf("noting that the mail is about to leave took %s, which is too long to go on", took.Round(time.Second))
			return &SendError{Temporary: true, Words: err.Error(), err: err}
		}
	}
	return line.finish(data)
}

func (s *Sender) grace() time.Duration { return orDuration(s.Grace, 20*time.Second) }

func envelope(from string, rcpts []string) (string, []string, error) {
	if len(rcpts) == 0 {
		return "", nil, errors.New("the mail has no recipient")
	}
	from, err := envelopeAddr(from)
	if err != nil {
		return "", nil, fmt.Errorf("the sender: %w", err)
	}
	var list []string
	for _, r := range rcpts {
		addr, err := envelopeAddr(r)
		if err != nil {
			return "", nil, err
		}
		list = append(list, addr)
	}
	return from, list, nil
}

// smtpLine is one connection for one mail.
type smtpLine struct {
	*smtp.Client
	conn    net.Conn
	timeout time.Duration
	ctx     context.Context
	stop    func() bool
}

// open connects, secures and logs in. The end of ctx cuts the line until release.
func (s *Sender) open(ctx context.Context) (*smtpLine, error) {
	conn, err := s.Account.dial(ctx)
	if err != nil {
		return nil, err
	}
	l := &smtpLine{conn: conn, timeout: s.Account.timeout(), ctx: ctx}
	l.stop = context.AfterFunc(ctx, func() { conn.Close() })
	if err := l.start(s); err != nil {
		l.stop()
		conn.Close()
		return nil, err
	}
	return l, nil
}

func (l *smtpLine) start(s *Sender) error {
	// The library starts TLS before its own time limit can be set.
	late := time.AfterFunc(l.timeout, func() { l.conn.Close() })
	defer late.Stop()
	var err error
	if s.Account.Security == StartTLS {
		if l.Client, err = smtp.NewClientStartTLS(l.conn, s.Account.tlsConfig()); err != nil {
			return explainStartTLS(s.Account, err)
		}
	} else {
		l.Client = smtp.NewClient(l.conn)
	}
	l.CommandTimeout = l.timeout
	l.SubmissionTimeout = orDuration(s.Answer, 10*time.Minute)
	if err := l.Hello(orWords(s.Hello, "localhost")); err != nil {
		return err
	}
	late.Stop()
	return l.login(s.Account)
}

func explainStartTLS(a Account, err error) error {
	var said *smtp.SMTPError
	if errors.As(err, &said) {
		return err
	}
	if strings.Contains(err.Error(), "support STARTTLS") {
		return fmt.Errorf("%s does not offer STARTTLS: use security tls or another port", a.Addr)
	}
	return a.explain(err)
}

func (l *smtpLine) login(a Account) error {
	if a.User == "" && a.Tokens == nil {
		return nil
	}
	if ok, _ := l.Extension("AUTH"); !ok {
		return fmt.Errorf("%s offers no login: use the submission port (587 or 465) or leave the user empty", a.Addr)
	}
	mech, err := a.login(l.ctx, l.SupportsAuth)
	if err != nil {
		return err
	}
	if err := l.Auth(mech); err != nil {
		return &loginError{a.User, err}
	}
	return nil
}

type loginError struct {
	user string
	err  error
}

func (e *loginError) Error() string {
	return fmt.Sprintf("the mail server refused the login of %s: check user and password or the token's rights: %v", e.user, e.err)
}
func (e *loginError) Unwrap() error { return e.err }

// begin names sender and recipients. One refused recipient stops the mail: half
// a delivery could not be repeated.
func (l *smtpLine) begin(from string, rcpts []string, size int) (*smtp.DataCommand, error) {
	o := &smtp.MailOptions{Size: int64(size)}
	if !isASCII(from + strings.Join(rcpts, "")) {
		o.UTF8 = true
	}
	if most, ok := l.MaxMessageSize(); ok && most > 0 && size > most {
		return nil, &smtp.SMTPError{Code: 552, Message: fmt.Sprintf("the mail has %d bytes, the server takes %d: send fewer or smaller files", size, most)}
	}
	if err := l.Mail(from, o); err != nil {
		return nil, err
	}
	for _, r := range rcpts {
		if err := l.Rcpt(r, nil); err != nil {
			return nil, &rcptError{r, err}
		}
	}
	return l.Data()
}

type rcptError struct {
	rcpt string
	err  error
}

func (e *rcptError) Error() string { return e.rcpt + ": " + e.err.Error() }
func (e *rcptError) Unwrap() error { return e.err }

// write sends all but the final dot. Each piece must get through in time.
func (l *smtpLine) write(data *smtp.DataCommand, raw []byte) error {
	raw = bytes.TrimSuffix(raw, []byte("\r\n"))
	for len(raw) > 0 {
		n := min(len(raw), 64<<10)
		_ = l.conn.SetDeadline(time.Now().Add(l.timeout))
		if _, err := data.Write(raw[:n]); err != nil {
			return err
		}
		raw = raw[n:]
	}
	return nil
}

// release keeps the end of ctx from cutting the line at once: after commit the
// answer is worth waiting for. It answers false if the line was cut already.
func (l *smtpLine) release(grace time.Duration) bool {
	if !l.stop() {
		return false
	}
	_ = l.conn.SetDeadline(time.Now().Add(l.SubmissionTimeout))
	l.stop = context.AfterFunc(l.ctx, func() {
		time.AfterFunc(grace, func() { l.conn.Close() })
	})
	return true
}

// finish sends the final dot and reads the answer. Without one nobody knows.
func (l *smtpLine) finish(data *smtp.DataCommand) error {
	_, err := data.CloseWithResponse()
	var said *smtp.SMTPError
	switch {
	case err == nil:
		l.goodbye()
		return nil
	case errors.As(err, &said):
		return fromServer(said, err)
	}
	return &SendError{Uncertain: true, Words: lineWords(err), err: err}
}

// goodbye does not wait: the mail is the server's.
func (l *smtpLine) goodbye() {
	l.CommandTimeout = 2 * time.Second
	_ = l.Quit()
}

func (l *smtpLine) drop() {
	l.stop()
	l.conn.Close()
}

// sendFailure classes an error from before the final dot: nothing has left.
func sendFailure(ctx context.Context, err error) error {
	var said *smtp.SMTPError
	var login *loginError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &login):
		e := &SendError{Words: cutRunes(oneLine(err.Error()), 500), err: err}
		if errors.As(err, &said) {
			e.Code, e.Temporary = said.Code, said.Code < 500
		}
		return e
	case errors.As(err, &said):
		return fromServer(said, err)
	}
	return &SendError{Temporary: true, Words: lineWords(err), err: err}
}

func fromServer(said *smtp.SMTPError, err error) *SendError {
	words := said.Message
	var r *rcptError
	if errors.As(err, &r) {
		words = r.rcpt + ": " + words
	}
	return &SendError{Temporary: said.Code < 500, Code: said.Code, Words: cutRunes(oneLine(words), 500), err: err}
}

func lineWords(err error) string {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() || errors.Is(err, net.ErrClosed) { // we closed it
		return "the mail server did not answer in time"
	}
	if isBroken(err) {
		return "the mail server closed the line without an answer"
	}
	return cutRunes(oneLine(err.Error()), 500)
}
