package mail_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"salesclerk/agent/mail"
)

func outgoing() mail.Outgoing {
	return mail.Outgoing{
		ID: "<job-7@company.example>", From: "desk@company.example", FromName: "Salg, Kødbyen",
		To: []mail.Address{{Name: "Anna Hølm", Addr: "anna@nordlys.example"}}, Cc: []mail.Address{{Addr: "bo@nordlys.example"}},
		Subject: "Tilbud på 2 borde – så snart som muligt, og derefter flere af de samme borde til kælderen",
		Text:    "Kære Anna\n\nTak.\n.\nFrom here\n" + strings.Repeat("langt ord ", 300),
		HTML:    "<p>Kære Anna</p>", InReplyTo: "<a@nordlys.example>", References: []string{"<z@nordlys.example>", "<a@nordlys.example>"},
		Date: time.Date(2027, 3, 1, 10, 0, 0, 0, time.FixedZone("", 3600)), Lang: "da",
		Files:   []mail.File{{Name: "Tilbud nr. 1011 – æøå.pdf", Type: "application/pdf", Data: bytes.Repeat([]byte("%PDF\x00\xff\r\n"), 1000)}},
		Headers: map[string]string{"X-Task": "T-1042", "X-Another": "é"},
	}
}

func TestComposeComesBackWhole(t *testing.T) {
	o := outgoing()
	raw, err := mail.Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range bytes.Split(raw, []byte("\r\n")) {
		if len(line) > 78 && !bytes.HasPrefix(line, []byte(" filename*")) || bytes.ContainsAny(line, "\r\n") {
			t.Errorf("line %d has %d bytes: %q", i, len(line), line)
		}
		for _, c := range line {
			if c >= 0x80 {
				t.Fatalf("line %d is not ASCII: %q", i, line)
			}
		}
	}
	m, err := mail.Parse(raw, mail.ParseOptions{})
	if err != nil || len(m.Defects) > 0 {
		t.Fatalf("%v %v", err, m.Defects)
	}
	text := strings.TrimRight(o.Text, " \n")
	if m.ID != o.ID || m.Subject != o.Subject || m.Text != text || strings.TrimSpace(m.HTML) != o.HTML || !m.Date.Equal(o.Date) {
		t.Errorf("%+v", m)
	}
	if d := cmp.Diff([]mail.Address{{Name: o.FromName, Addr: o.From}, o.To[0], o.Cc[0]}, []mail.Address{m.From, m.To[0], m.Cc[0]}); d != "" {
		t.Error(d)
	}
	if len(m.Files) != 1 || m.Files[0].Name != o.Files[0].Name || m.Files[0].Type != "application/pdf" || !bytes.Equal(m.Files[0].Data, o.Files[0].Data) {
		t.Errorf("files %+v", m.Files)
	}
	if d := cmp.Diff(o.References, m.References); d != "" || m.InReplyTo != o.InReplyTo {
		t.Error(d)
	}
}

func TestComposeIsDeterministic(t *testing.T) {
	first, err := mail.Compose(outgoing())
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		if again, _ := mail.Compose(outgoing()); !bytes.Equal(first, again) {
			t.Fatalf("differs:\n%s\n%s", first, again)
		}
	}
	other := outgoing()
	other.ID = "<job-8@company.example>"
	if again, _ := mail.Compose(other); bytes.Equal(first, again) {
		t.Error("another mail has the same bytes")
	}
}

func TestComposeRefuses(t *testing.T) {
	for name, change := range map[string]func(*mail.Outgoing){
		"no id":         func(o *mail.Outgoing) { o.ID = "" },
		"id injection":  func(o *mail.Outgoing) { o.ID = "<a@b>\r\nBcc: x@y.example" },
		"no recipient":  func(o *mail.Outgoing) { o.To, o.Cc = nil, nil },
		"to injection":  func(o *mail.Outgoing) { o.To[0].Addr = "a@b.example>\r\nBcc: <x@y.example" },
		"two addresses": func(o *mail.Outgoing) { o.To[0].Addr = "a@b.example, x@y.example" },
		"own field":     func(o *mail.Outgoing) { o.Headers = map[string]string{"bcc": "x@y.example"} },
		"bad field":     func(o *mail.Outgoing) { o.Headers = map[string]string{"X: y\r\nBcc": "x@y.example"} },
		"field value":   func(o *mail.Outgoing) { o.Headers = map[string]string{"X-Y": "a\r\nBcc: x@y.example"} },
		"no date":       func(o *mail.Outgoing) { o.Date = time.Time{} },
	} {
		o := outgoing()
		change(&o)
		if raw, err := mail.Compose(o); err == nil {
			t.Errorf("%s was written:\n%s", name, raw)
		}
	}
}

// Whatever strangers put into subject, names and file names, the header has the
// fields that it should have and each line is short.
func TestComposeNothingIsInjected(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wild := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a\r\n\t "<>:;=?é]{0,300}`), rapid.Map(rapid.IntRange(0, 2000), func(n int) string { return strings.Repeat("a", n) }))
		o := outgoing()
		o.Subject, o.FromName, o.To[0].Name = wild.Draw(t, "subject"), wild.Draw(t, "from"), wild.Draw(t, "to")
		o.Files[0].Name, o.Files[0].Type, o.Text = wild.Draw(t, "file"), wild.Draw(t, "type"), wild.Draw(t, "text")
		o.References = []string{wild.Draw(t, "ref")}
		raw, err := mail.Compose(o)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.SplitSeq(raw, []byte("\r\n")) {
			if len(line) > 998 || bytes.ContainsAny(line, "\r\n") {
				t.Fatalf("line of %d bytes: %q", len(line), line)
			}
		}
		m, err := mail.Parse(raw, mail.ParseOptions{})
		if err != nil || len(m.To) != 1 || len(m.Cc) != 1 || len(m.Files) != 1 || m.From.Addr != o.From || m.ID != o.ID {
			t.Fatalf("%v %+v", err, m)
		}
		if !bytes.Equal(m.Files[0].Data, o.Files[0].Data) {
			t.Fatal("the file was changed")
		}
	})
}
