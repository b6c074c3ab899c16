package web

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"salesclerk/bot"
	"salesclerk/bot/file"
)

// mailbox is what an address sent and got.
type mailbox struct {
	Address string      `json:"address"`
	Name    string      `json:"name"`
	Company string      `json:"company,omitempty"`
	Lang    string      `json:"lang,omitempty"`
	Mails   []mailShown `json:"mails"`
}

type mailShown struct {
	ID          string      `json:"id"`
	From        string      `json:"from"`
	To          []string    `json:"to"`
	Subject     string      `json:"subject"`
	Date        time.Time   `json:"date"`
	Text        string      `json:"text"`
	HTML        string      `json:"html,omitempty"`
	HTMLURL     string      `json:"html_url,omitempty"` // the same in a closed frame
	InReplyTo   string      `json:"in_reply_to"`
	MessageID   string      `json:"message_id"`
	Attachments []mailFiled `json:"attachments"`
}

type mailFiled struct {
	Name string `json:"name"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

// mailboxes is GET /api/mail, of everybody or of ?address=.
func (s *Server) mailboxes(r *http.Request) (any, error) {
	if s.o.Customers == nil {
		return nil, errMailAway
	}
	people, err := s.o.Customers.People(r.Context())
	if err != nil {
		return nil, fmt.Errorf("list the customers: %w", err)
	}
	only := r.URL.Query().Get("address")
	out := []mailbox{}
	for _, p := range people {
		if only != "" && !strings.EqualFold(only, p.Address) {
			continue
		}
		list, err := s.o.Customers.Mails(r.Context(), p.Address)
		if err != nil {
			return nil, fmt.Errorf("read a customer's mailbox: %w", err)
		}
		box := mailbox{Address: p.Address, Name: p.Name, Company: p.Company, Lang: p.Lang, Mails: []mailShown{}}
		for _, m := range list {
			box.Mails = append(box.Mails, showMail(p.Address, m))
		}
		out = append(out, box)
	}
	return out, nil
}

func showMail(address string, m CustomerMail) mailShown {
	at := url.Values{"address": {address}, "mail": {m.ID}}.Encode()
	out := mailShown{ID: m.ID, From: m.From, To: m.To, Subject: m.Subject, Date: m.Date, Text: m.Text, HTML: m.HTML,
		InReplyTo: m.InReplyTo, MessageID: m.MessageID, Attachments: []mailFiled{}}
	if m.To == nil {
		out.To = []string{}
	}
	if m.HTML != "" {
		out.HTMLURL = "/api/mail/html?" + at
	}
	for i, f := range m.Files {
		out.Attachments = append(out.Attachments, mailFiled{file.Name(f.Name), f.Size, "/api/mail/file?" + at + "&n=" + strconv.Itoa(i)})
	}
	return out
}

// mailFile is GET /api/mail/file?address=&mail=&n=.
func (s *Server) mailFile(w http.ResponseWriter, r *http.Request) {
	if s.o.Customers == nil {
		s.fail(w, r, errMailAway)
		return
	}
	q := r.URL.Query()
	name, kind, data, err := s.o.Customers.File(r.Context(), q.Get("address"), q.Get("mail"), number(q.Get("n"), -1))
	if err != nil {
		s.fail(w, r, fmt.Errorf("read a customer's file: %w", err))
		return
	}
	file.Serve(w, r, name, kind, data)
}

// mailPolicy closes a mail's HTML in: no script, no form, nothing fetched. The
// page may measure it, and links open elsewhere.
const mailPolicy = "sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"

// mailHTML is GET /api/mail/html?address=&mail=: the HTML of a mail for a frame.
func (s *Server) mailHTML(w http.ResponseWriter, r *http.Request) {
	if s.o.Customers == nil {
		s.fail(w, r, errMailAway)
		return
	}
	q := r.URL.Query()
	list, err := s.o.Customers.Mails(r.Context(), q.Get("address"))
	if err != nil {
		s.fail(w, r, fmt.Errorf("read a customer's mailbox: %w", err))
		return
	}
	for _, m := range list {
		if m.ID == q.Get("mail") && m.HTML != "" {
			w.Header().Set("Content-Security-Policy", mailPolicy)
			w.Header().Set("X-Frame-Options", "SAMEORIGIN")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte(`<!doctype html><base target="_blank">` + m.HTML))
			return
		}
	}
	s.fail(w, r, bot.ErrNotFound)
}

// letter is the body of POST /api/mail.
type letter struct {
	From        string `json:"from"`
	Subject     string `json:"subject"`
	Text        string `json:"text"`
	HTML        string `json:"html"`
	InReplyTo   string `json:"in_reply_to"`
	Attachments []struct {
		Name   string `json:"name"`
		Base64 string `json:"base64"`
	} `json:"attachments"`
}

// write is POST /api/mail: a customer writes to the desk.
func (s *Server) write(r *http.Request) (any, error) {
	if s.o.Customers == nil {
		return nil, errMailAway
	}
	var in letter
	if err := read(r, &in); err != nil {
		return nil, err
	}
	out, err := in.mail(eventID(r, s.o.People[0], ""))
	if err != nil {
		return nil, err
	}
	id, err := s.o.Customers.Send(r.Context(), out)
	if err != nil {
		return nil, fmt.Errorf("deliver a customer's mail: %w", err)
	}
	return map[string]string{"message_id": id}, nil
}

func (in letter) mail(key string) (OutMail, error) {
	from, err := mail.ParseAddress(in.From)
	switch {
	case err != nil:
		return OutMail{}, unusable("web.error.from", "from")
	case strings.ContainsAny(in.Subject, "\r\n"):
		return OutMail{}, unusable("web.error.subject", "subject")
	case strings.ContainsAny(in.InReplyTo, "\r\n"):
		return OutMail{}, unusable("web.error.subject", "in_reply_to")
	}
	out := OutMail{Key: key, From: from.Address, Subject: in.Subject, Text: in.Text, HTML: in.HTML, ReplyTo: in.InReplyTo}
	if from.Name != "" {
		out.From = from.String()
	}
	for _, a := range in.Attachments {
		data, err := base64.StdEncoding.DecodeString(a.Base64)
		if err != nil {
			return OutMail{}, errors.Join(unusable("web.error.base64", "attachments"), err)
		}
		out.Files = append(out.Files, OutFile{Name: a.Name, Data: data})
	}
	return out, nil
}

func unusable(key, field string) error {
	return &wrong{status: http.StatusUnprocessableEntity, key: key, field: field}
}
