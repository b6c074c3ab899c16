package web

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"salesclerk/agent/task"
	"salesclerk/bot/file"
)

func TestOnlyThisPageGetsThrough(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	for _, x := range []struct {
		name, method, path string
		headers            []string
		status             int
	}{
		{"a script on this machine", "GET", "/api/room", nil, 200},
		{"the page itself", "POST", "/api/room/T-1001.2/timeline", []string{"Sec-Fetch-Site", "same-origin", "Origin", "http://localhost"}, 200},
		{"another site clicks", "POST", "/api/room/T-1001.2/confirm", []string{"Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example"}, 403},
		{"another port clicks", "POST", "/api/room/T-1001.2/confirm", []string{"Sec-Fetch-Site", "same-site", "Origin", "http://localhost:9"}, 403},
		{"an old browser, another site", "POST", "/api/room/T-1001.2/confirm", []string{"Origin", "https://evil.example"}, 403},
		{"another site writes a mail", "POST", "/api/mail", []string{"Origin", "https://evil.example", "Content-Type", "text/plain"}, 403},
		{"another site reads", "GET", "/api/room", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a link from elsewhere", "GET", "/", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		{"a foreign name that leads here", "GET", "/api/room", []string{"Host", "evil.example"}, 421},
		{"a foreign name with our port", "POST", "/api/room/T-1001.2/confirm", []string{"Host", "evil.example:8080"}, 421},
		{"a name that begins like ours", "GET", "/", []string{"Host", "localhost.evil.example"}, 421},
		{"the address", "GET", "/", []string{"Host", "127.0.0.1:8080"}, 200},
		{"the address, six", "GET", "/", []string{"Host", "[::1]:8080"}, 200},
		{"a name that was allowed", "GET", "/", []string{"Host", "desk.example"}, 200},
		{"no such page", "GET", "/etc/passwd", nil, 404},
		{"the template itself", "GET", "/assets/index.html", nil, 404},
		{"out of the folder", "GET", "/assets/..%2fweb.go", nil, 404},
	} {
		t.Run(x.name, func(t *testing.T) {
			s.o.Hosts = []string{"desk.example"}
			call(t, s, x.method, x.path, "", x.headers...).is(x.status)
		})
	}
	if got := d.get("T-1001"); got.Step(2).Status != task.StepOpen || len(d.sends) != 0 {
		t.Error("a foreign request had an effect")
	}
}

func TestHeaders(t *testing.T) {
	a := call(t, newServer(t, newDesk()), "GET", "/", "").is(200)
	csp := a.Header().Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy: %q", csp)
	}
	if strings.Contains(a.Body.String(), "<script>") || strings.Contains(a.Body.String(), "style=") || strings.Contains(a.Body.String(), " onclick") {
		t.Error("the page has inline script or style")
	}
	if a.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Error("no nosniff")
	}
}

func TestBodiesAreBounded(t *testing.T) {
	d := furnished()
	s := newServer(t, d)
	big := `{"text":"` + strings.Repeat("a", maxBody) + `"}`
	call(t, s, "POST", "/api/room/T-1002.2/save", big).is(413)
	mail := func(n int) string {
		return `{"from":"a@b.example","attachments":[{"name":"x","base64":"` + base64.StdEncoding.EncodeToString(make([]byte, n)) + `"}]}`
	}
	call(t, s, "POST", "/api/mail", mail(25<<20)).is(200)
	call(t, s, "POST", "/api/mail", mail(27<<20)).is(413)
	if len(d.sends) != 1 || len(d.sends[0].Files[0].Data) != 25<<20 {
		t.Error("the mail within the bound was not delivered whole")
	}
	call(t, s, "GET", "/api/items?q="+strings.Repeat("x", 300), "").is(413)
}

func TestMailsThatCannotBeSent(t *testing.T) {
	d := newDesk()
	s := newServer(t, d)
	for body, field := range map[string]string{
		`{"from":"nobody"}`: "from",
		`{"from":""}`:       "from",
		`{"from":"a@b.example","subject":"x\r\nBcc: c@d.example"}`:                "subject",
		`{"from":"a@b.example","in_reply_to":"<x>\r\nBcc: c@d.example"}`:          "in_reply_to",
		`{"from":"a@b.example","attachments":[{"name":"x","base64":"not that"}]}`: "attachments",
	} {
		if got := parsed[refusal](call(t, s, "POST", "/api/mail", body).is(422)); got.Field != field {
			t.Errorf("%s: %+v", body, got)
		}
	}
	if len(d.sends) != 0 {
		t.Error("a mail left")
	}
	s.o.Customers = nil
	call(t, s, "GET", "/api/mail", "").is(404)
	call(t, s, "POST", "/api/mail", `{"from":"a@b.example"}`).is(404)
}

func TestFilesOfStrangers(t *testing.T) {
	d := furnished()
	hostile := d.get("T-1001")
	hostile.Messages[0].Files = append(hostile.Messages[0].Files, task.Attachment{Name: "../../x\u202Efdp\r\nSet-Cookie: a=b\".pdf", Type: "application/pdf", Blob: "evil"})
	d.blobs["evil"] = []byte("<html><script>alert(1)</script>")
	d.put("T-1001", hostile)
	s := newServer(t, d)
	base := "/api/tasks/T-1001/files/"
	pdf := call(t, s, "GET", base+file.ID("b-po"), "").is(200)
	if pdf.Header().Get("Content-Type") != "application/pdf" || !strings.HasPrefix(pdf.Header().Get("Content-Disposition"), "inline") {
		t.Errorf("a PDF: %v", pdf.Header())
	}
	for _, blob := range []string{"b-logo", "evil"} { // called a picture, called a PDF; neither is
		a := call(t, s, "GET", base+file.ID(blob), "").is(200)
		h := a.Header()
		if h.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
			!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Set-Cookie") != "" {
			t.Errorf("%s: %v", blob, h)
		}
		if strings.ContainsAny(h.Get("Content-Disposition"), "\r\n/\\") {
			t.Errorf("name: %q", h.Get("Content-Disposition"))
		}
	}
	for _, name := range []string{file.ID("secret"), "secret", "b-po", "..%2f..%2fsecret"} { // kept, but not this task's
		call(t, s, "GET", base+name, "").is(404)
	}
	call(t, s, "GET", "/api/tasks/T-1002/files/"+file.ID("evil"), "").is(404)
}

func TestMailHTMLIsClosedIn(t *testing.T) {
	d := newDesk()
	d.deliver(task.Draft{ID: "m1", To: []string{"lene@nordlys.example"}, Text: "hello"})
	s := newServer(t, d)
	boxes := parsed[[]mailbox](call(t, s, "GET", "/api/mail", "").is(200))
	m := boxes[0].Mails[0]
	a := call(t, s, "GET", m.HTMLURL, "").is(200)
	csp := a.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "sandbox") || strings.Contains(csp, "allow-scripts") || strings.Contains(csp, "script-src") {
		t.Errorf("policy %q", csp)
	}
	call(t, s, "GET", m.Attachments[0].URL, "").is(200)
	if got := m.Attachments[1].Name; got != "_.._etc_<b>passwd" {
		t.Errorf("name %q", got)
	}
	if got := call(t, s, "GET", m.Attachments[1].URL, "").is(200).Header().Get("Content-Type"); got != "application/octet-stream" {
		t.Errorf("HTML is served as %q", got)
	}
	call(t, s, "GET", "/api/mail/html?address=paul@roux.example&mail=m1", "").is(404)
}

// FuzzClick sends anything to a card: never a fault of ours, and nothing leaves
// without a confirm.
func FuzzClick(f *testing.F) {
	f.Add("T-1002.2", "save", `{"to":["a@b.example"],"text":"x"}`)
	f.Add("T-1003.2", "pick_item", `{"picks":[{"line":-1}]}`)
	f.Add("T-1004.2", "save", `{"document":{"lines":[{"quantity":"1e9","item":"x"}]}}`)
	f.Fuzz(func(t *testing.T, card, action, body string) {
		if action == "confirm" {
			return
		}
		d := furnished()
		s, err := New(Options{Desk: d, People: []task.Person{anna}})
		if err != nil {
			t.Fatal(err)
		}
		r := httptest.NewRequest("POST", "http://localhost/", strings.NewReader(body))
		r.URL.Path = "/api/room/" + card + "/" + action
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code >= http.StatusInternalServerError || len(d.sent) != 0 {
			t.Errorf("%s %s %s: %d, %d mails", card, action, body, w.Code, len(d.sent))
		}
	})
}
