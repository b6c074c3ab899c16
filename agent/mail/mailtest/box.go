// Package mailtest starts mail servers for tests and breaks them on purpose:
// the memory server, a real Dovecot, a real OpenSMTPD, an SMTP server that
// fails in every way, and a proxy that spoils an IMAP line.
//
// It holds no tests of its own and is never part of the program. A test starts a
// server, fills it through Box, and points the code under test at its address;
// everything ends with the test.
package mailtest

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailserver"
)

// Box is a mailbox on a test server.
type Box struct{ Addr, User, Password string }

// At names a mailbox: mailtest.At(mailtest.StartMemory(t)).
func At(addr, user, password string) Box { return Box{addr, user, password} }

// Account is the box as the program's settings name it.
func (b Box) Account() mail.Account {
	return mail.Account{Addr: b.Addr, Security: mail.Plain, User: b.User, Password: b.Password, Timeout: 10 * time.Second}
}

// StartMemory starts the embedded server and answers a mailbox on it.
func StartMemory(tb testing.TB) (addr, user, password string) {
	tb.Helper()
	s := StartServer(tb)
	if err := s.Create("desk@company.example"); err != nil {
		tb.Fatal(err)
	}
	return s.IMAPAddr(), "desk@company.example", "any"
}

// StartServer starts the embedded IMAP and SMTP pair.
func StartServer(tb testing.TB) *mailserver.Server {
	tb.Helper()
	s, err := mailserver.Start(mailserver.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return s
}

// open logs in; the caller need not close.
func (b Box) open(tb testing.TB) *imapclient.Client {
	tb.Helper()
	c, err := imapclient.DialInsecure(b.Addr, nil)
	if err != nil {
		tb.Fatalf("connecting to %s: %v", b.Addr, err)
	}
	tb.Cleanup(func() { c.Close() })
	if err := c.Login(b.User, b.Password).Wait(); err != nil {
		tb.Fatalf("logging in as %s: %v", b.User, err)
	}
	return c
}

// Put appends a mail to a folder as if it had arrived at that time.
func (b Box) Put(tb testing.TB, folder string, raw []byte, arrived time.Time, flags ...imap.Flag) {
	tb.Helper()
	c := b.open(tb)
	defer c.Close()
	cmd := c.Append(folder, int64(len(raw)), &imap.AppendOptions{Time: arrived, Flags: flags})
	_, err := cmd.Write(raw)
	if err == nil {
		err = cmd.Close()
	}
	if err == nil {
		_, err = cmd.Wait()
	}
	if err != nil {
		tb.Fatalf("appending to %s: %v", folder, err)
	}
}

// Create makes a folder.
func (b Box) Create(tb testing.TB, folder string) {
	tb.Helper()
	c := b.open(tb)
	defer c.Close()
	if err := c.Create(folder, nil).Wait(); err != nil {
		tb.Fatalf("creating %s: %v", folder, err)
	}
}

// Recreate removes a folder and makes it again, which gives it a new UIDVALIDITY.
func (b Box) Recreate(tb testing.TB, folder string) {
	tb.Helper()
	c := b.open(tb)
	defer c.Close()
	if err := c.Delete(folder).Wait(); err != nil {
		tb.Fatalf("deleting %s: %v", folder, err)
	}
	if err := c.Create(folder, nil).Wait(); err != nil {
		tb.Fatalf("creating %s: %v", folder, err)
	}
}

// Held is one mail of a folder.
type Held struct {
	UID   imap.UID
	Flags []imap.Flag
	Raw   []byte
}

// Has says whether a flag is set.
func (h Held) Has(f imap.Flag) bool {
	for _, have := range h.Flags {
		if bytes.EqualFold([]byte(have), []byte(f)) {
			return true
		}
	}
	return false
}

// List is what a folder holds, without marking anything as read.
func (b Box) List(tb testing.TB, folder string) []Held {
	tb.Helper()
	c := b.open(tb)
	defer c.Close()
	data, err := c.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		tb.Fatalf("opening %s: %v", folder, err)
	}
	if data.NumMessages == 0 {
		return nil
	}
	section := &imap.FetchItemBodySection{Peek: true}
	all := imap.SeqSet{{Start: 1, Stop: 0}}
	list, err := c.Fetch(all, &imap.FetchOptions{UID: true, Flags: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil {
		tb.Fatalf("listing %s: %v", folder, err)
	}
	var held []Held
	for _, m := range list {
		held = append(held, Held{m.UID, m.Flags, m.FindBodySection(section)})
	}
	return held
}

// Letter is a plain mail with a Message-ID made of n.
func Letter(n int) []byte {
	return fmt.Appendf(nil, "From: Anna Holm <anna@nordlys.example>\r\nTo: desk@company.example\r\nSubject: Request %d\r\n"+
		"Message-ID: <letter-%d@nordlys.example>\r\nDate: Mon, 01 Mar 2027 10:%02d:00 +0100\r\n\r\nPlease quote %d tables.\r\n", n, n, n%60, n)
}
