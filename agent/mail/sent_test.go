package mail_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
)

// A line that breaks while the copy is being written must end in an error at
// once: a hanging copy would keep a worker for ever.
func TestSentFolderLineBreaks(t *testing.T) {
	eachServer(t, func(t *testing.T, b mailtest.Box) {
		proxy, b := mailtest.StartProxy(t, b)
		f := &mail.SentFolder{Account: b.Account(), Folder: "Copies"}
		raw := slices.Concat([]byte("Message-ID: <big@company.example>\r\nSubject: big\r\n\r\n"), bytes.Repeat([]byte("some words to fill the line with\r\n"), 300_000))
		if err := f.Append(t.Context(), mailtest.Letter(1)); err != nil { // makes the folder
			t.Fatal(err)
		}
		proxy.DropOn("APPEND", false)
		ended := make(chan error, 1)
		go func() { ended <- f.Append(t.Context(), raw) }()
		select {
		case err := <-ended:
			if err == nil {
				t.Error("the broken line went unnoticed")
			}
		case <-time.After(30 * time.Second):
			t.Fatal("it hangs")
		}
		if err := f.Append(t.Context(), raw); err != nil {
			t.Fatal(err)
		}
		if has, err := f.Has(t.Context(), "<big@company.example>"); err != nil || !has {
			t.Error(has, err)
		}
	})
}
