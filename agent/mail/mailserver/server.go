// Package mailserver is a small mail server in the program's own process: SMTP
// takes mail for every address, IMAP shows each address its mailbox. It serves
// the demo and tests on the loopback interface.
//
// It is not a mail server for the open network: it believes every sender, lets
// everybody in with any password, relays nothing, and forgets all when it ends.
//
// A mail comes in by SMTP (or Deliver), is copied to the INBOX of each recipient
// and kept for Messages; IMAP clients of that address are told at once.
package mailserver

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
	"github.com/emersion/go-smtp"
)

// Options say where to listen; the zero value takes free ports on 127.0.0.1.
type Options struct {
	IMAP, SMTP  string // addresses to listen on
	AllowRemote bool   // else other addresses than loopback are refused
	MaxBytes    int64  // of one mail; 0 is 40 MiB
	MaxMails    int    // kept for each address; 0 is 10,000
}

// Stored is one mail as it arrived.
type Stored struct {
	Number   int // counts up within the mailbox from 1
	Received time.Time
	Raw      []byte
}

// Server is the running pair. All methods can be called at any time.
type Server struct {
	o          Options
	imap       *imapserver.Server
	smtp       *smtp.Server
	imapAddr   string
	smtpAddr   string
	serving    sync.WaitGroup
	mu         sync.Mutex
	boxes      map[string]*box
	changed    chan struct{}
	closeError error
	closing    sync.Once
}

// box is the mailbox of one address.
type box struct {
	user  *imapmemserver.User
	mails []Stored
	count int
}

const maxBoxes = 10_000

// Start listens and serves until Close.
func Start(o Options) (*Server, error) {
	s := &Server{o: o, boxes: map[string]*box{}, changed: make(chan struct{})}
	imapListener, err := s.listen(o.IMAP)
	if err != nil {
		return nil, fmt.Errorf("starting the IMAP server: %w", err)
	}
	smtpListener, err := s.listen(o.SMTP)
	if err != nil {
		imapListener.Close()
		return nil, fmt.Errorf("starting the SMTP server: %w", err)
	}
	s.imapAddr, s.smtpAddr = imapListener.Addr().String(), smtpListener.Addr().String()
	s.imap, s.smtp = s.newIMAP(), s.newSMTP()
	s.serving.Go(func() { _ = s.imap.Serve(imapListener) })
	s.serving.Go(func() { _ = s.smtp.Serve(smtpListener) })
	return s, nil
}

func (s *Server) listen(addr string) (net.Listener, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is not host:port: %w", addr, err)
	}
	if ip := net.ParseIP(host); !s.o.AllowRemote && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("%s is reachable from other machines, and this server lets everybody in: use 127.0.0.1", addr)
	}
	return net.Listen("tcp", addr)
}

// IMAPAddr and SMTPAddr are where it listens, as host:port.
func (s *Server) IMAPAddr() string { return s.imapAddr }

// SMTPAddr is the counterpart of IMAPAddr.
func (s *Server) SMTPAddr() string { return s.smtpAddr }

// Close ends both servers and all connections.
func (s *Server) Close() error {
	s.closing.Do(func() {
		s.closeError = errors.Join(s.smtp.Close(), s.imap.Close())
		s.serving.Wait()
	})
	return s.closeError
}

// Changed is closed at the next change of any mailbox; ask again after it.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

// Messages are the mails that an address has received, oldest first.
func (s *Server) Messages(addr string) []Stored {
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.boxes[normal(addr)]; b != nil {
		return slices.Clone(b.mails)
	}
	return nil
}

// Addresses are those with a mailbox, sorted.
func (s *Server) Addresses() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for a := range s.boxes {
		list = append(list, a)
	}
	slices.Sort(list)
	return list
}

func normal(addr string) string { return strings.ToLower(strings.Trim(strings.TrimSpace(addr), "<>")) }

// Create makes a mailbox with INBOX and Sent before any mail has come.
func (s *Server) Create(addr string) error {
	_, err := s.box(addr)
	return err
}

// box finds or makes the mailbox of an address.
func (s *Server) box(addr string) (*box, error) {
	addr = normal(addr)
	if addr == "" || len(addr) > 320 {
		return nil, errors.New("an address is needed")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if b := s.boxes[addr]; b != nil {
		return b, nil
	}
	if len(s.boxes) >= maxBoxes {
		return nil, errors.New("there are too many mailboxes")
	}
	b := &box{user: imapmemserver.NewUser(addr, "")}
	for _, folder := range []string{"INBOX", "Sent"} {
		if err := b.user.Create(folder, nil); err != nil {
			return nil, fmt.Errorf("making the folder %s: %w", folder, err)
		}
	}
	s.boxes[addr] = b
	return b, nil
}
