package file

import (
	"net/http/httptest"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"po.pdf": "po.pdf", "": "file", "...": "file", "a/b\\c.pdf": "a_b_c.pdf", "x\x00y\u202E\r\n.txt": "xy.txt",
		strings.Repeat("é", 300) + ".pdf": strings.Repeat("é", 115) + "….pdf", "bad\xff.pdf": "bad.pdf",
	} {
		if got := Name(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func FuzzName(f *testing.F) {
	f.Add("../../etc/passwd")
	f.Add("x\u202Egpj.exe")
	f.Fuzz(func(t *testing.T, name string) {
		got := Name(name)
		if got == "" || strings.ContainsAny(got, "/\\\r\n\x00\"") || len([]rune(got)) > MaxName {
			t.Errorf("%q became %q", name, got)
		}
	})
}

func TestTheFilesOfAStep(t *testing.T) {
	x := task.Task{Messages: []task.Message{{Files: []task.Attachment{{Name: "po.pdf", Blob: "in"}, {Name: "lost.doc"}}}},
		Draft: &task.Draft{Files: []task.Attachment{{Name: "Q-2.pdf", Blob: "new"}, {Name: "po.pdf", Blob: "in"}}},
		Steps: []task.Step{{N: 1, Kind: task.StepIncoming, Status: task.StepConfirmed},
			{N: 2, Kind: task.StepOutgoing, Status: task.StepDiscarded, Draft: &task.Draft{Files: []task.Attachment{{Name: "Q-1.pdf", Blob: "old"}}}},
			{N: 3, Kind: task.StepOutgoing, Status: task.StepOpen}, {N: 4, Kind: task.StepLog, Message: -1}}}
	for step, want := range map[int]string{0: "", 1: "in", 2: "old in", 3: "new in", 4: "", 5: ""} {
		var got []string
		for _, f := range OfStep(&x, step) {
			got = append(got, f.Blob)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("step %d: %q, want %q", step, got, want)
		}
	}
	if n := len(Of(&x)); n != 5 {
		t.Errorf("the task has %d files", n)
	}
}

func serve(method, name, contentType, data string, header ...string) *httptest.ResponseRecorder {
	w, r := httptest.NewRecorder(), httptest.NewRequest(method, "/", nil)
	if len(header) > 0 {
		r.Header.Set(header[0], header[1])
	}
	Serve(w, r, name, contentType, []byte(data))
	return w
}

func TestServe(t *testing.T) {
	const pdf = "%PDF-1.7 words"
	for _, c := range []struct{ name, as, data, want, say string }{
		{"po.pdf", "application/pdf", pdf, "application/pdf", "inline; filename=po.pdf"},
		{"po.PDF", "", pdf, "application/pdf", "inline; filename=po.PDF"},
		{"po.pdf", "application/pdf", "<script>", "application/octet-stream", "attachment; filename=po.pdf"},
		{"x.html", "text/html", pdf, "application/octet-stream", "attachment; filename=x.html"},
		{"a\r\nSet-Cookie: b=\"c/../d.exe", "application/pdf; x", "MZ", "application/octet-stream", `attachment; filename="aSet-Cookie: b=_c_.._d.exe"`},
		{"Ærø\u202efdp.exe", "", "MZ", "application/octet-stream", "attachment; filename*=utf-8''%C3%86r%C3%B8fdp.exe"},
	} {
		w := serve("GET", c.name, c.as, c.data)
		h := w.Header()
		if w.Code != 200 || w.Body.String() != c.data || h.Get("Content-Type") != c.want || h.Get("Content-Disposition") != c.say {
			t.Errorf("%q: %d %q %v", c.name, w.Code, w.Body, h)
		}
		csp := h.Get("Content-Security-Policy")
		if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || h.Get("Set-Cookie") != "" ||
			!strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "script") || strings.HasPrefix(csp, "sandbox") == (c.want == "application/pdf") {
			t.Errorf("%q: %v", c.name, h)
		}
	}
}

func TestPartsOfAFile(t *testing.T) {
	const pdf = "%PDF-1.7 words"
	for _, c := range []struct {
		method, part string
		status       int
		want         string
	}{{"HEAD", "", 200, ""}, {"GET", "bytes=9-", 206, "words"}, {"GET", "bytes=0-3", 206, "%PDF"}, {"GET", "bytes=-2", 206, "ds"},
		{"GET", "bytes=99-", 416, ""}, {"GET", "bytes=a", 416, ""}} {
		w := serve(c.method, "po.pdf", "", pdf, "Range", c.part)
		if w.Code != c.status || c.status < 400 && w.Body.String() != c.want || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s %q: %d %q", c.method, c.part, w.Code, w.Body)
		}
	}
}
