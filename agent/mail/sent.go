package mail

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
)

// SentFolder keeps copies of what left, and answers what has left.
type SentFolder struct {
	Account Account
	Folder  string // empty: the one that the server marks as \Sent (RFC 6154). Named: created when missing
}

// Append puts a copy into the folder, marked as read. A copy that is there
// already is left alone, so it can be repeated.
func (f *SentFolder) Append(ctx context.Context, raw []byte) error {
	head, _ := splitHeader(raw)
	fs := scanFields(head)
	id := oneID(fs.get("message-id"))
	if id == "" {
		return errors.New("a mail without Message-ID cannot be kept in the Sent folder")
	}
	return f.with(ctx, func(s *session, folder string) error {
		there, err := has(ctx, s, folder, id)
		if err != nil || there {
			return err
		}
		return store(ctx, s, folder, raw, fs)
	})
}

// Has says whether a mail with this Message-ID is in the folder.
func (f *SentFolder) Has(ctx context.Context, messageID string) (bool, error) {
	id := oneID(messageID)
	if id == "" {
		return false, fmt.Errorf("%q is not a Message-ID", cutRunes(oneLine(messageID), 100))
	}
	var there bool
	err := f.with(ctx, func(s *session, folder string) (err error) {
		there, err = has(ctx, s, folder, id)
		return err
	})
	return there, err
}

func (f *SentFolder) with(ctx context.Context, do func(s *session, folder string) error) error {
	s, err := openIMAP(ctx, f.Account, nil)
	if err != nil {
		return fmt.Errorf("opening the Sent folder: %w", err)
	}
	defer s.close()
	folder, err := f.find(ctx, s)
	if err != nil {
		return err
	}
	if err := do(s, folder); err != nil {
		return fmt.Errorf("the Sent folder %s: %w", folder, err)
	}
	return nil
}

// sentNames are tried where the server marks no folder.
var sentNames = []string{"Sent", "Sent Items", "Sent Messages", "INBOX.Sent", "INBOX/Sent"}

func (f *SentFolder) find(ctx context.Context, s *session) (string, error) {
	var list []*imap.ListData
	err := s.within(ctx, func() (err error) {
		o := &imap.ListOptions{ReturnSpecialUse: s.Caps().Has(imap.CapSpecialUse) && s.Caps().Has(imap.CapListExtended)}
		list, err = s.List("", "*", o).Collect()
		return err
	})
	if err != nil {
		return "", fmt.Errorf("listing the folders: %w", err)
	}
	names := map[string]bool{}
	marked := ""
	for _, l := range list {
		names[l.Mailbox] = true
		for _, a := range l.Attrs {
			if a == imap.MailboxAttrSent && marked == "" {
				marked = l.Mailbox
			}
		}
	}
	if f.Folder != "" {
		if names[f.Folder] {
			return f.Folder, nil
		}
		return f.Folder, create(ctx, s, f.Folder)
	}
	if marked != "" {
		return marked, nil
	}
	for _, n := range sentNames {
		if names[n] {
			return n, nil
		}
	}
	return "", errors.New("the mailbox has no Sent folder: name one in the settings, it is then created")
}

func create(ctx context.Context, s *session, folder string) error {
	err := s.within(ctx, func() error { return s.Create(folder, nil).Wait() })
	var no *imap.Error
	if errors.As(err, &no) && no.Code == imap.ResponseCodeAlreadyExists {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the folder %s cannot be created: name another or create it by hand: %w", folder, err)
	}
	_ = s.within(ctx, func() error { return s.Subscribe(folder).Wait() }) // so that mail programs show it
	return nil
}

// has searches by header. The search finds parts of words, so what it finds is
// compared in full.
func has(ctx context.Context, s *session, folder, id string) (bool, error) {
	var uids []imap.UID
	err := s.withinTime(ctx, 2*s.timeout, func() error {
		if _, err := s.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
			return err
		}
		c := &imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: id[1 : len(id)-1]}}}
		data, err := s.UIDSearch(c, nil).Wait()
		if err == nil {
			uids = data.AllUIDs()
		}
		return err
	})
	if err != nil || len(uids) == 0 {
		return false, err
	}
	return anyHasID(ctx, s, uids[:min(len(uids), 100)], id)
}

func anyHasID(ctx context.Context, s *session, uids []imap.UID, id string) (found bool, err error) {
	section := &imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader, HeaderFields: []string{"Message-ID"}, Peek: true}
	err = s.within(ctx, func() error {
		list, err := s.Fetch(imap.UIDSetNum(uids...), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
		for _, m := range list {
			found = found || oneID(scanFields(m.FindBodySection(section)).get("message-id")) == id
		}
		return err
	})
	return found, err
}

func store(ctx context.Context, s *session, folder string, raw []byte, fs fields) error {
	at, ok := parseDate(fs.get("date"))
	if !ok {
		at = time.Now()
	}
	d := s.timeout + time.Duration(len(raw)>>20)*5*time.Second
	return s.withinTime(ctx, d, func() error {
		cmd := s.Client.Append(folder, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: at})
		_, err := cmd.Write(raw)
		if end := cmd.Close(); err == nil { // in any case: until then no other command can begin
			err = end
		}
		if err != nil {
			return err
		}
		_, err = cmd.Wait()
		return err
	})
}
