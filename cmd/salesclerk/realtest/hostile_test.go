package realtest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// head is a header without Content-Type; extra are further fields.
func head(id, subject string, extra ...string) string {
	h := "From: Grace Holloway <" + customer + ">\r\nTo: " + address + "\r\nMessage-ID: <" + id + "@hartwell-joinery.example>\r\nDate: " + time.Now().Format(time.RFC1123Z) +
		"\r\nSubject: " + subject + "\r\nMIME-Version: 1.0\r\n"
	for _, e := range extra {
		h += e + "\r\n"
	}
	return h
}

// withFile is a mail with one attachment.
func withFile(id, name, kind string, data []byte) []byte {
	var b bytes.Buffer
	b.WriteString(head(id, "With a file", `Content-Type: multipart/mixed; boundary=BB`) + "\r\n--BB\r\nContent-Type: text/plain\r\n\r\n" +
		strings.ReplaceAll(request, "\n", "\r\n") + "\r\n--BB\r\nContent-Type: " + kind + "\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n")
	text := base64.StdEncoding.EncodeToString(data)
	for len(text) > 0 {
		n := min(76, len(text))
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	b.WriteString("--BB--\r\n")
	return b.Bytes()
}

func random(n int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func nested(depth int) []byte {
	var b strings.Builder
	b.WriteString(head("nested", "Nested"))
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=B%d\r\n\r\n--B%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\n" + strings.ReplaceAll(request, "\n", "\r\n"))
	for i := depth - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "\r\n--B%d--\r\n", i)
	}
	return []byte(b.String())
}

func long(lines int) []byte {
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "%d x silicone sealant 310 ml, grey\r\n", i%40+1)
	}
	return []byte(head("long", "Long", "Content-Type: text/plain; charset=utf-8") + "\r\nPlease quote:\r\n\r\n" + b.String())
}

const evil = `<script>alert(1)</script><img src=x onerror=alert(2)>`

// hostiles are mails that programs break on, each by what is special about it.
func hostiles() map[string][]byte {
	return map[string][]byte{
		"25 MB":        withFile("big", "drawing.bin", "application/octet-stream", random(18<<20)),
		"10000 lines":  long(10_000),
		"nested 200":   nested(200),
		"broken utf-8": []byte(head("utf8", "=?utf-8?B?//79?= broken", "Content-Type: text/plain; charset=utf-8") + "\r\n20 x combination spanner 13 mm \xff\xfe\xc3\r\n"),
		"broken base64": []byte(head("b64", "=?utf-8?B?!!!?=", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64") +
			"\r\n@@@@not base64 at all\r\n\x00\x01\r\n"),
		"unknown charset": []byte(head("charset", "Charset", "Content-Type: text/plain; charset=x-klingon") + "\r\nPlease quote 20 x combination spanner 13 mm.\r\n"),
		"no header":       []byte("\r\nPlease quote 20 x combination spanner 13 mm.\r\n"),
		"only from":       []byte("From: " + customer + "\r\n\r\nPlease quote 20 x combination spanner 13 mm.\r\n"),
		"two froms":       []byte("From: a@b.example\r\n" + head("two", "Two senders", "Content-Type: text/plain") + "\r\nPlease quote 20 x combination spanner 13 mm.\r\n"),
		"no end":          []byte(head("cut", "Cut off", "Content-Type: multipart/mixed; boundary=never") + "\r\n--never\r\nContent-Type: text/plain\r\n\r\n20 x combination spanner 13 mm"),
		"file names":      withFile("name", `../../../etc/passwd;$(reboot)`+evil, "text/csv", []byte("item,quantity\ncombination spanner 13 mm,20\n")),
		"markup":          []byte(head("markup", evil, "Content-Type: text/plain", `X-Evil: `+evil) + "\r\n" + evil + "\r\n<!channel> @everyone [click](http://evil.example)\r\n20 x combination spanner 13 mm\r\n"),
		"long line":       []byte(head("line", strings.Repeat("very ", 3000)+"long", "Content-Type: text/plain") + "\r\n" + strings.Repeat("x", 200_000) + "\r\n20 x combination spanner 13 mm\r\n"),
	}
}

// TestHostileMails has each of them come through the real mailbox: each becomes a
// task whose card can be looked at and answered, none keeps others waiting.
func TestHostileMails(t *testing.T) {
	s := quiet(t)
	s.set.policy = "review_known: always"
	s.write(t)
	p := s.run(t, "a")
	all := hostiles()
	began := time.Now()
	for name, raw := range all {
		t.Logf("%s: %d bytes", name, len(raw))
		s.box.Put(t, s.set.folder, raw, time.Now())
	}
	until(t, "a card for each mail", func() bool {
		open, err := p.open()
		return err == nil && len(open) == len(all)
	})
	t.Logf("%d mails on the page after %s", len(all), time.Since(began).Round(10*time.Millisecond))
	if n := s.done(t); n != len(all) {
		t.Errorf("%d of %d have the keyword", n, len(all))
	}
	open, err := p.open()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range open {
		if c.Kind != task.StepIncoming {
			t.Errorf("%s is a card %s %s: %s", c.ID, c.Kind, c.Variant, c.text())
		}
		if strings.Contains(c.HTML, "<script") || strings.Contains(c.HTML, "<img") {
			t.Errorf("%s has markup of the mail: %s", c.ID, c.HTML)
		}
		for _, path := range []string{"/api/tasks/" + c.Task} {
			if body, err := p.get(path); err != nil || !strings.Contains(body, c.Task) {
				t.Errorf("%s: %v %.200s", path, err, body)
			}
		}
		press(t, p, c, "confirm", nil)
	}
	until(t, "every card being answered", func() bool {
		for _, x := range s.tasks(t) {
			if x.State == task.Working {
				return false
			}
		}
		return true
	})
	for _, x := range s.tasks(t) {
		words := ""
		if o := x.Open(); o != nil && o.Problem != nil {
			words = o.Problem.Code
		}
		t.Logf("%s %.40q: %s %s", x.ID, x.Subject, x.State, words)
		if words == task.BackOffice {
			t.Errorf("%s: %+v", x.ID, x.Open().Problem)
		}
	}
	if w := p.words(); strings.Contains(w, `"ERROR"`) {
		t.Errorf("the log:\n%s", w)
	}
}
