package mail

import (
	"context"
	"fmt"

	"github.com/emersion/go-imap/v2"
)

// Report is what a doctor says about one server: what was found, and what is
// not as it should be but works.
type Report struct {
	Found    string
	Warnings []string
}

// CheckIMAP tries the login and the folder that Watcher needs. The error says in
// a sentence what is wrong and how to mend it. Nothing in the mailbox changes.
func CheckIMAP(ctx context.Context, a Account, folder string) (Report, error) {
	w := &Watcher{Account: a, Folder: folder, seen: newSeen()}
	s, err := openIMAP(ctx, a, nil)
	if err != nil {
		return Report{}, err
	}
	defer s.close()
	var data *imap.SelectData
	can, err := w.enter(ctx, s)
	if err != nil {
		return Report{}, err
	}
	err = s.within(ctx, func() (err error) {
		data, err = s.Select(w.folder(), &imap.SelectOptions{ReadOnly: true}).Wait()
		return err
	})
	if err != nil {
		return Report{}, fmt.Errorf("opening the folder %s: %w", w.folder(), err)
	}
	r := Report{Found: fmt.Sprintf("%s has %d mails in %s", a.Addr, data.NumMessages, w.folder())}
	if !can.done {
		r.Warnings = append(r.Warnings, fmt.Sprintf("the folder %s takes no keywords, so taken mails are known by memory only: let the user set flags there", w.folder()))
	}
	if !s.Caps().Has(imap.CapIdle) {
		r.Warnings = append(r.Warnings, "the server does not tell of new mail by itself (IDLE); the folder is read at intervals")
	}
	return r, nil
}

// CheckSent finds the Sent folder; a named one that is missing is created.
func CheckSent(ctx context.Context, f SentFolder) (Report, error) {
	var r Report
	err := f.with(ctx, func(_ *session, folder string) error {
		r.Found = "copies are kept in " + folder
		return nil
	})
	return r, err
}

// CheckSMTP tries connection, protection and login, and whether the sender's
// address is accepted. No mail is sent.
func CheckSMTP(ctx context.Context, s Sender, from string) (Report, error) {
	addr, err := envelopeAddr(from)
	if err != nil {
		return Report{}, err
	}
	l, err := s.open(ctx)
	if err != nil {
		return Report{}, sendFailure(ctx, err)
	}
	defer l.drop()
	if err := l.Mail(addr, nil); err != nil {
		return Report{}, fmt.Errorf("the mail server does not let %s send as %s: use an address of this mailbox: %w", s.Account.User, addr, err)
	}
	_ = l.Reset()
	l.goodbye()
	r := Report{Found: s.Account.Addr + " accepts mail from " + addr}
	if s.Account.Security == Plain && !isLoopback(s.Account.host()) {
		r.Warnings = append(r.Warnings, "passwords and mails go to "+s.Account.Addr+" without protection: use tls or starttls")
	}
	return r, nil
}
