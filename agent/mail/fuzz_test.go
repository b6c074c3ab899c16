package mail_test

import (
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"salesclerk/agent/mail"
)

func FuzzParse(f *testing.F) {
	for _, s := range []string{head + "\nwords", dsn, head + "Content-Type: multipart/alternative; boundary=x\n\n--x\n\na\n--x\nContent-Type: text/html\n\n<table><tr><td>a<td>b</table>\n--x--"} {
		f.Add(crlf(s))
	}
	f.Add(nested(20))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := mail.Parse(raw, mail.ParseOptions{Own: []string{"desk@company.example"}, TrustedServers: []string{"mx.example"}})
		if err != nil {
			return
		}
		if m.ID == "" || m.Verified == "" || m.Automatic != (m.AutomaticReason != "") {
			t.Errorf("%+v", m)
		}
		if !utf8.ValidString(m.Text+m.HTML+m.Subject+m.From.Name) || strings.ContainsAny(m.Subject+m.From.Addr+m.From.Name, "\r\n\x00") {
			t.Errorf("%+v", m)
		}
		if again, _ := mail.Parse(raw, mail.ParseOptions{}); mail.Key(raw, m) != mail.Key(raw, again) {
			t.Error("the key depends on the options")
		}
	})
}

// FuzzHTML leaves the frame of the mail aside: words that are shown stay, in a
// text that is no longer than its source by more than a bound.
func FuzzHTML(f *testing.F) {
	f.Add("<p>Please send <b>5</b> desks<br>Anna<blockquote>old</blockquote>", "")
	f.Add("<table><tr><th rowspan=2>Item<td colspan=99999999>Qty<tr><td hidden>900<table><tr><td style='display:none'>x</table>", "font-size:0;color:#fff")
	f.Add("<style>p{display:none}</style><p>a<!-- <p> --><script>b</script><a href='cid:x'><img alt='3 lamps'>&#0;&#8203;&nbsp;", "text-indent:-9999px")
	f.Fuzz(func(t *testing.T, page, style string) {
		html := strings.ReplaceAll(page, "\n--", "\n-") + "<div style=\"" + strings.ReplaceAll(style, "\"", "") + "\">hidden?</div>"
		m, err := mail.Parse(crlf(head+"Content-Type: text/html; charset=utf-8\n\n"+html), mail.ParseOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.ValidString(m.Text) || len(m.Text) > 20*len(html)+10_000 {
			t.Errorf("%d bytes became %d", len(html), len(m.Text))
		}
	})
}

func FuzzNewText(f *testing.F) {
	f.Add("Yes.\n\nOn 1 Mar 2027 Anna wrote:\n> old")
	f.Add("Fra: a@b\nSendt: x\nEmne: y\n\nz")
	f.Fuzz(func(t *testing.T, s string) {
		words, old := mail.NewText(s)
		if a, b := lines(s), lines(words+"\n"+old); strings.Join(a, "\n") != strings.Join(b, "\n") {
			t.Errorf("lines were lost: %q became %q and %q", s, words, old)
		}
	})
}

func lines(s string) []string {
	var list []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.Trim(line, " \t\r"); line != "" {
			list = append(list, line)
		}
	}
	sort.Strings(list)
	return list
}

func FuzzAuthenticationResults(f *testing.F) {
	f.Add("mx.example; dmarc=pass header.from=nordlys.example", "nordlys.example")
	f.Add("mx.example 1; spf=fail (x) smtp.mailfrom=a@b", "b")
	f.Fuzz(func(t *testing.T, field, domain string) {
		raw := "Authentication-Results: " + strings.NewReplacer("\r", "", "\n", "").Replace(field) + "\nFrom: a@nordlys.example\n\nwords"
		m, err := mail.Parse([]byte(raw), mail.ParseOptions{TrustedServers: []string{"trusted.example"}})
		if err == nil && m.Verified == "pass" && !strings.Contains(strings.ToLower(field), "trusted.example") {
			t.Errorf("%q was believed", field)
		}
	})
}

func FuzzBounce(f *testing.F) {
	f.Add("Final-Recipient: rfc822; anna@nordlys.example\n\nAction: failed\nStatus: 5.1.1", "Message-ID: <a@b>")
	f.Fuzz(func(t *testing.T, status, original string) {
		raw := "Content-Type: multipart/report; boundary=xyzzy\n\n--xyzzy\nContent-Type: message/delivery-status\n\n" + status +
			"\n--xyzzy\nContent-Type: message/rfc822\n\n" + original + "\n--xyzzy--\n"
		m, err := mail.Parse([]byte(raw), mail.ParseOptions{OurID: func(id string) bool { return id == "<ours@x>" }})
		if err != nil || m.Bounce != nil && m.Bounce.OriginalID != "" && m.Bounce.OriginalID != "<ours@x>" {
			t.Errorf("%v %+v", err, m.Bounce)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	small, err := mail.Compose(outgoing())
	if err != nil {
		b.Fatal(err)
	}
	for name, raw := range map[string][]byte{"reply": small, "200 parts": nested(200), "10,000 lines": []byte(head + "\r\n" + strings.Repeat("2 pcs of 1920-S\r\n", 10_000))} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := mail.Parse(raw, mail.ParseOptions{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
