package main

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/lang"
	"salesclerk/agent/mail"
)

// firstMails are the demo's: the sample company's own, or for other data some
// written from its items.
func firstMails(set *data.Dataset, own bool, to string, now time.Time) ([][]byte, error) {
	if !own {
		return writtenMails(set, to, now)
	}
	names, err := fs.Glob(sample, "sample/mails/*.eml")
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, n := range names {
		raw, err := sample.ReadFile(n)
		if err != nil {
			return nil, err
		}
		out = append(out, dated(raw, now))
	}
	return out, nil
}

var datePlace = regexp.MustCompile(`\{\{date\+(\d{1,3}) (rfc|[a-z]{2})\}\}`)

// dated writes the days in that a sample mail leaves open; see sample/README.md.
func dated(raw []byte, now time.Time) []byte {
	return datePlace.ReplaceAllFunc(raw, func(m []byte) []byte {
		p := datePlace.FindSubmatch(m)
		days, _ := strconv.Atoi(string(p[1])) // the pattern has digits only
		day := now.AddDate(0, 0, days)
		if string(p[2]) == "rfc" {
			return []byte(day.Format(time.RFC1123Z))
		}
		return []byte(lang.For(string(p[2])).Date(day.Format(time.DateOnly)))
	})
}

// requests is how a plain request reads in each language.
var requests = map[string]struct{ subject, hello, bye string }{
	"en": {"Request for quotation", "Good morning,\n\nPlease quote for the following:", "Kind regards"},
	"da": {"Forespørgsel", "Hej\n\nVi vil gerne have et tilbud på følgende:", "Med venlig hilsen"},
	"fr": {"Demande de devis", "Bonjour,\n\nMerci de nous faire parvenir un devis pour :", "Cordialement"},
}

// writtenMails are requests from some contacts for some items, one of them from a
// stranger.
func writtenMails(set *data.Dataset, to string, now time.Time) ([][]byte, error) {
	var out [][]byte
	contacts := slices.DeleteFunc(slices.Clone(set.Contacts), func(c erp.Contact) bool { return len(c.Emails) == 0 || c.Customer == "" })
	for i, c := range contacts[:min(3, len(contacts))] {
		raw, err := writtenMail(set, c, to, now, i)
		if err != nil {
			return nil, err
		}
		out = append(out, raw)
	}
	stranger := erp.Contact{Name: "Robin Vale", Emails: []string{"robin.vale@unknown.example"}, Lang: "en"}
	raw, err := writtenMail(set, stranger, to, now, len(out))
	return append(out, raw), err
}

// writtenMail asks for three items that can be sold; n makes mails differ.
func writtenMail(set *data.Dataset, c erp.Contact, to string, now time.Time, n int) ([]byte, error) {
	words, ok := requests[c.Lang]
	if !ok {
		c.Lang, words = "en", requests["en"]
	}
	var b strings.Builder
	fmt.Fprintln(&b, words.hello)
	fmt.Fprintln(&b)
	for i := range 3 {
		it, ok := sellable(set, n*7+i*3)
		if !ok {
			break
		}
		fmt.Fprintf(&b, "- %d x %s %s\n", (i+1)*2, it.Number, it.Name(c.Lang))
	}
	fmt.Fprintf(&b, "\n%s\n%s\n", words.bye, c.Name)
	id := fmt.Sprintf("<sample-%d-%d@%s>", now.UnixNano(), n, hostOf(c.Emails[0]))
	return mail.Compose(mail.Outgoing{ID: id, From: c.Emails[0], FromName: c.Name, To: []mail.Address{{Addr: to}}, Subject: words.subject, Text: b.String(), Date: now, Lang: c.Lang})
}

// sellable is the n-th item that is not blocked, has a price and comes in one
// variant: the mail names none.
func sellable(set *data.Dataset, n int) (erp.Item, bool) {
	var good []int
	for i, it := range set.Items {
		if !it.Blocked && it.Price.IsPositive() && len(it.Variants) == 0 {
			good = append(good, i)
		}
	}
	if len(good) == 0 {
		return erp.Item{}, false
	}
	return set.Items[good[n%len(good)]].Item, true
}
