package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"mime"
	netmail "net/mail"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"salesclerk/agent/erp/data"
	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailserver"
	"salesclerk/bot"
	"salesclerk/bot/web"
)

// customers is the customers' side of the demo: what the embedded mail server
// holds, seen from their end.
type customers struct {
	mails *mailserver.Server
	desk  string // the desk's address
	known []web.CustomerPerson

	mu   sync.Mutex
	sent map[string]string // click → Message-ID: the same click twice is one mail
}

var _ web.Customers = (*customers)(nil)

func newCustomers(s *mailserver.Server, desk string, set *data.Dataset) *customers {
	c := &customers{mails: s, desk: strings.ToLower(desk), sent: map[string]string{}}
	company := map[string]string{}
	for _, x := range set.Customers {
		company[x.Number] = x.Name
	}
	seen := map[string]bool{}
	for _, x := range set.Contacts {
		for _, a := range x.Emails {
			if !seen[strings.ToLower(a)] {
				seen[strings.ToLower(a)] = true
				c.known = append(c.known, web.CustomerPerson{Name: x.Name, Address: a, Company: company[x.Customer], Lang: x.Lang})
			}
		}
	}
	return c
}

// People is the contacts, and the strangers who wrote.
func (c *customers) People(context.Context) ([]web.CustomerPerson, error) {
	out := slices.Clone(c.known)
	seen := map[string]bool{c.desk: true}
	for _, p := range out {
		seen[strings.ToLower(p.Address)] = true
	}
	for _, m := range c.parsed(c.desk) {
		if a := strings.ToLower(m.From.Addr); a != "" && !seen[a] {
			seen[a] = true
			out = append(out, web.CustomerPerson{Name: m.From.Name, Address: m.From.Addr})
		}
	}
	return out, nil
}

// stored is a mail with where it lies.
type stored struct {
	mail.Message
	id string
}

func (c *customers) parsed(box string) []stored {
	var out []stored
	for _, s := range c.mails.Messages(box) {
		m, err := mail.Parse(s.Raw, mail.ParseOptions{})
		if err != nil {
			continue
		}
		if m.Date.IsZero() {
			m.Date = s.Received
		}
		out = append(out, stored{m, strconv.Itoa(s.Number)})
	}
	return out
}

// Mails is what an address got, and what it wrote to the desk.
func (c *customers) Mails(_ context.Context, address string) ([]web.CustomerMail, error) {
	var out []web.CustomerMail
	for _, m := range c.parsed(address) {
		out = append(out, customerMail(m, "in-"+m.id))
	}
	for _, m := range c.parsed(c.desk) {
		if strings.EqualFold(m.From.Addr, address) {
			out = append(out, customerMail(m, "out-"+m.id))
		}
	}
	return out, nil
}

func customerMail(m stored, id string) web.CustomerMail {
	from := netmail.Address{Name: m.From.Name, Address: m.From.Addr}
	out := web.CustomerMail{ID: id, MessageID: m.Message.ID, InReplyTo: m.InReplyTo, From: from.String(), Subject: m.Subject, Date: m.Date, Text: m.Text, HTML: m.HTML}
	for _, a := range m.To {
		out.To = append(out.To, a.Addr)
	}
	for _, f := range m.Files {
		out.Files = append(out.Files, web.CustomerFile{Name: f.Name, Size: f.Size})
	}
	return out
}

// Send delivers a customer's mail to the desk.
func (c *customers) Send(_ context.Context, m web.OutMail) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if id, ok := c.sent[m.Key]; ok && m.Key != "" {
		return id, nil
	}
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return "", fmt.Errorf("the sender %q is no mail address", m.From)
	}
	out := mail.Outgoing{ID: c.messageID(m, from.Address), From: from.Address, FromName: c.nameOf(from), To: []mail.Address{{Addr: c.desk}},
		Subject: m.Subject, Text: m.Text, HTML: m.HTML, InReplyTo: m.ReplyTo, References: c.references(from.Address, m.ReplyTo), Date: time.Now()}
	for _, f := range m.Files {
		out.Files = append(out.Files, mail.File{Name: f.Name, Type: mime.TypeByExtension(filepath.Ext(f.Name)), Data: f.Data})
	}
	raw, err := mail.Compose(out)
	if err != nil {
		return "", fmt.Errorf("writing the customer's mail: %w", err)
	}
	if err := c.mails.Create(from.Address); err != nil {
		return "", err
	}
	if err := c.mails.Deliver(c.desk, bytes.Clone(raw)); err != nil {
		return "", err
	}
	c.sent[m.Key] = out.ID
	return out.ID, nil
}

func (c *customers) messageID(m web.OutMail, from string) string {
	sum := sha256.Sum256([]byte(m.Key + "\x00" + from + "\x00" + m.Text + time.Now().String()))
	return "<" + hex.EncodeToString(sum[:12]) + "@" + hostOf(from) + ">"
}

func (c *customers) nameOf(a *netmail.Address) string {
	if a.Name != "" {
		return a.Name
	}
	for _, p := range c.known {
		if strings.EqualFold(p.Address, a.Address) {
			return p.Name
		}
	}
	return ""
}

// references are those of the mail that is answered, as a mail program sets them.
func (c *customers) references(from, replyTo string) []string {
	if replyTo == "" {
		return nil
	}
	for _, m := range c.parsed(from) {
		if m.Message.ID == replyTo {
			return append(slices.Clone(m.References), replyTo)
		}
	}
	return []string{replyTo}
}

// File is an attachment of a mail.
func (c *customers) File(_ context.Context, address, mailID string, n int) (name, contentType string, data []byte, err error) {
	way, number, _ := strings.Cut(mailID, "-")
	box := address
	if way == "out" {
		box = c.desk
	}
	for _, m := range c.parsed(box) {
		if m.id == number && (way == "in" || strings.EqualFold(m.From.Addr, address)) && n >= 0 && n < len(m.Files) {
			f := m.Files[n]
			return f.Name, f.Type, f.Data, nil
		}
	}
	return "", "", nil, bot.ErrNotFound
}

// demoRoom is the room that also tells of changes in the customers' mailboxes.
type demoRoom struct {
	room
	mails *mailserver.Server
}

// Watch tells of changed tasks, and of mail as "".
func (r demoRoom) Watch(ctx context.Context) (<-chan string, error) {
	tasks, err := r.room.Watch(ctx)
	if err != nil {
		return nil, err
	}
	out := make(chan string, 16)
	go func() {
		defer close(out)
		for {
			changed := r.mails.Changed()
			var id string
			var ok bool
			select {
			case <-ctx.Done():
				return
			case id, ok = <-tasks:
				if !ok {
					return
				}
			case <-changed:
			}
			select {
			case out <- id:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}
