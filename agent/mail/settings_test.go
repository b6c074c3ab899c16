package mail_test

import (
	"strings"
	"testing"
	"time"

	"salesclerk/agent/mail"
	"salesclerk/agent/mail/mailtest"
)

func TestWrongSettingsAreSaid(t *testing.T) {
	b := mailtest.At(mailtest.StartMemory(t))
	for name, c := range map[string]struct {
		change func(*mail.Watcher)
		want   string
	}{
		"folder": {func(w *mail.Watcher) { w.Folder = "Orders" }, "the folder Orders cannot be opened"},
		"port":   {func(w *mail.Watcher) { w.Account.Addr = "127.0.0.1:1" }, "does not accept connections"},
		"tls":    {func(w *mail.Watcher) { w.Account.Security = mail.TLS }, "does not speak TLS"},
	} {
		t.Run(name, func(t *testing.T) {
			w := watcher(b, newDesk())
			c.change(w)
			start(t, w)
			tick := time.NewTicker(5 * time.Millisecond)
			defer tick.Stop()
			for deadline := time.Now().Add(20 * time.Second); !strings.Contains(w.Status().LastError, c.want); <-tick.C {
				if time.Now().After(deadline) {
					t.Fatalf("status %+v", w.Status())
				}
			}
		})
	}
}
