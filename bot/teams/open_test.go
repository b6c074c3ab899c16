package teams

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/bottest"
	"salesclerk/bot/teams/adaptive"
	"salesclerk/bot/teams/connector"
	"salesclerk/bot/teams/teamstest"
)

const pdfBytes = "%PDF-1.7\nthe quote\n%%EOF\n"

// openTown is one where files are opened, over HTTP; every link in a card must be
// one of ours.
func openTown(tb testing.TB, bare bool, more ...*bottest.Shop) *town {
	tb.Helper()
	var a atomic.Pointer[App]
	files := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { a.Load().Files().ServeHTTP(w, r) }))
	tb.Cleanup(files.Close)
	n := build(tb, bare)
	n.public = files.URL
	n.a = n.app(channel, more...)
	n.serve(n.a)
	a.Store(n.a)
	n.SetCheck(func(card []byte) []string { return adaptive.Check(card, files.URL+FilePath+"?t=") })
	n.d.PutBlob("b-pdf", []byte(pdfBytes))
	n.poster(n.a)
	return n
}

// linksIn are the links of a card, by the words around them.
func linksIn(buttons []teamstest.Button) (out []string) {
	for _, b := range buttons {
		if b.Type == "Action.OpenUrl" {
			out = append(out, b.URL)
		}
	}
	return out
}

// get asks for a link, or another method with headers.
func (n *town) get(link string, header ...string) (*http.Response, string) {
	n.Helper()
	method := http.MethodGet
	if len(header)%2 == 1 {
		method, header = header[0], header[1:]
	}
	r, err := http.NewRequestWithContext(n.ctx, method, link, nil)
	if err != nil {
		n.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		n.Fatal(err)
	}
	defer got.Body.Close()
	data, err := io.ReadAll(got.Body)
	if err != nil {
		n.Fatal(err)
	}
	return got, string(data)
}

// linkFor is the link that somebody gets by a click on the card of a new task.
func (n *town) linkFor(user, id string) string {
	n.Helper()
	r := n.click(user, n.card(id, task.StepOutgoing, "quote"), "file")
	found := linksIn(r.Shown.Buttons())
	if len(found) == 0 {
		n.Fatal("no link: ", r.Words, r.Shown.Words())
	}
	return found[0]
}

// From the card to the PDF, for who clicked alone; and back to the card.
func TestTheQuoteIsSeenBeforeItIsConfirmed(t *testing.T) {
	for _, bare := range []bool{false, true} {
		n := openTown(t, bare)
		m := n.card("T-1042", task.StepOutgoing, "quote")
		r := n.click("bo", m, "file")
		found := linksIn(r.Shown.Buttons())
		if len(found) != 3 || !r.Shown.Has("Q-1001.pdf") || !r.Shown.Has("DC1011234.pdf") || !r.Shown.Has("15 minutes") {
			t.Fatalf("bare %v: Bo sees %d links: %s", bare, len(found), r.Shown.Words())
		}
		got, data := n.get(found[0])
		if got.StatusCode != 200 || data != pdfBytes || got.Header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(got.Header.Get("Content-Disposition"), "inline") {
			t.Errorf("%d %q %v", got.StatusCode, data, got.Header)
		}
		if seen := n.look("bea", m); len(linksIn(seen.Buttons())) > 0 || strings.Contains(string(n.Messages(channel)[len(n.Messages(channel))-1].Raw), FilePath) {
			t.Errorf("others see links: %s", seen.Words())
		}
		back, err := n.Click(n.ctx, "bo", m, "Back to the card", teamstest.AsSeen(r.Shown))
		if _, ok := back.Shown.Button("Confirm"); err != nil || !ok {
			t.Errorf("no way back: %v %s", err, back.Shown.Words())
		}
		if contains(n.log.String(), FilePath+"?") || contains(n.log.String(), strings.SplitAfter(found[0], "?t=")[1]) || !contains(n.log.String(), "a file is opened") {
			t.Error("the log has the link, or not that it was used")
		}
		if now := n.click("bo", m, "Confirm", teamstest.AsSeen(r.Shown)); !now.Shown.Has("Confirmed by Bo Lund") || len(n.d.Sent()) != 1 {
			t.Errorf("it is not confirmed where its files are: %s", now.Shown.Words())
		}
	}
}

func TestAFileInTheReview(t *testing.T) {
	n := openTown(t, false)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	r := n.click("bea", m, "window")
	if r.Dialog == nil {
		t.Fatal("no dialog")
	}
	found := linksIn(r.Dialog.Buttons())
	if len(found) == 0 {
		t.Fatal(r.Dialog.Words())
	}
	if got, data := n.get(found[0]); got.StatusCode != 200 || data != pdfBytes {
		t.Errorf("%d %q", got.StatusCode, data)
	}
}

// Whoever only looks may open files; who has no role may not, and an old client's
// person is answered in their own chat.
func TestWhoGetsLinks(t *testing.T) {
	n := openTown(t, false)
	n.AddUser(teamstest.User{ID: "bo", Name: "Bo Lund", Locale: "da-DK", Old: true})
	n.install("bo")
	m := n.card("T-1042", task.StepOutgoing, "quote")
	if r := n.click("eve", m, "file"); len(linksIn(r.Shown.Buttons())) != 3 {
		t.Errorf("Eve sees %s", r.Shown.Words())
	}
	seen := n.look("bea", m)
	r, err := n.Click(n.ctx, "max", m, "file", teamstest.AsSeen(seen))
	if err != nil || len(linksIn(r.Shown.Buttons())) > 0 || !contains(r.Words, "no role") {
		t.Errorf("Max sees %q %s, %v", r.Words, r.Shown.Words(), err)
	}
	if r, err := n.Click(n.ctx, "bo", m, "file", teamstest.AsSeen(seen)); err != nil || !r.Acked {
		t.Fatal(err, r)
	}
	own, err := n.WaitMessage(n.ctx, n.Personal("bo"), func(m teamstest.Message) bool { return len(linksIn(m.Buttons())) == 3 })
	if err != nil || !own.Has("Q-1001.pdf") {
		t.Fatal(err, n.log)
	}
}

// What a link says is asked anew when it is used; whoever may not learns nothing.
func TestLinksThatOpenNothing(t *testing.T) {
	other := bottest.New("parts")
	n := openTown(t, false, other)
	good := n.linkFor("bo", "T-1042")
	say := func(desk, taskID string, step int, who string, f task.Attachment) string {
		k := n.a.ask(n.a.desks[0], connector.Person{Tenant: n.Tenant(), AAD: n.AAD(who)})
		k.d = &Desk{Name: desk}
		link, err := n.a.links.to(k, taskID, step, f)
		if err != nil {
			t.Fatal(err)
		}
		return link
	}
	f := bottest.Sample(task.StepOutgoing, "quote").Draft.Files[0]
	f.Size = n.d.Get("T-1042").Draft.Files[0].Size
	renamed, swapped := f, f
	renamed.Name, swapped.Blob = "other.pdf", "b-logo"
	n.d.Put("T-1043", bottest.Sample(task.StepIncoming, "known"))
	other.Put("T-7", bottest.Sample(task.StepOutgoing, "quote"))
	if got, data := n.get(say("sales", "T-1042", 2, "bo", f)); got.StatusCode != 200 || data != pdfBytes {
		t.Fatalf("a fair one: %d %q", got.StatusCode, data)
	}
	for name, c := range map[string]struct {
		link   string
		status int
	}{
		"no token":       {n.public + FilePath, 403},
		"two tokens":     {good + "&t=" + strings.SplitAfter(good, "?t=")[1], 403},
		"cut":            {good[:len(good)-2], 403},
		"turned":         {good[:len(good)-9] + strings.ToUpper(good[len(good)-9:]) + "x", 403},
		"another person": {say("sales", "T-1042", 2, "max", f), 403},
		"another desk":   {say("parts", "T-7", 2, "bo", f), 403}, // only Anna has a role there
		"no desk":        {say("nowhere", "T-1042", 2, "bo", f), 403},
		"another task":   {say("sales", "T-1043", 2, "bo", f), 410},
		"no task":        {say("sales", "T-9", 2, "bo", f), 410},
		"other's task":   {say("sales", "T-7", 2, "anna", f), 410},
		"another step":   {say("sales", "T-1042", 1, "bo", f), 410},
		"no step":        {say("sales", "T-1042", -1, "bo", f), 410},
		"another name":   {say("sales", "T-1042", 2, "bo", renamed), 410},
		"another file":   {say("sales", "T-1042", 2, "bo", swapped), 410},
	} {
		got, data := n.get(c.link, "Accept-Language", "da-DK, en;q=0.5")
		if got.StatusCode != c.status || strings.Count(data, "\n") != 1 || !strings.Contains(data, "ink") || !strings.Contains(data, "Teams.") {
			t.Errorf("%s: %d %q", name, got.StatusCode, data)
		}
		for _, secret := range []string{"T-", "sales", "Q-1001", "PDF", "bo"} {
			if strings.Contains(strings.ReplaceAll(data, "salesclerk", ""), secret) {
				t.Errorf("%s tells %s: %q", name, secret, data)
			}
		}
		h := got.Header
		if h.Get("Cache-Control") != "no-store" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" ||
			!strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("Content-Disposition") != "" {
			t.Errorf("%s: %v", name, h)
		}
	}
}

// Time, rights and files go by, and the link with them.
func TestLinksThatOpenNothingAnyMore(t *testing.T) {
	for name, c := range map[string]struct {
		change func(n *town)
		status int
	}{
		"time":      {func(n *town) { n.late.Store(int64(17 * time.Minute)) }, 410},
		"rights":    {func(n *town) { n.a.desks[0].People = n.a.desks[0].People[:1] }, 403},
		"a new PDF": {func(n *town) { n.d.Edit("T-1042", func(t *task.Task) { t.Draft.Files[0].Blob = "b-2" }) }, 410},
		"its bytes": {func(n *town) { n.d.Edit("T-1042", func(t *task.Task) { t.Draft.Files[0].Blob = "lost" }) }, 410},
		"the store": {func(n *town) { n.d.SetAway(true) }, 503},
	} {
		n := openTown(t, false)
		link := n.linkFor("bo", "T-1042")
		n.dust()
		c.change(n)
		if got, data := n.get(link); got.StatusCode != c.status || strings.Contains(data, "PDF") || strings.Contains(data, "T-1042") {
			t.Errorf("%s: %d %q", name, got.StatusCode, data)
		}
		n.d.SetAway(false)
	}
}

func TestPartsAndMethods(t *testing.T) {
	n := openTown(t, false)
	link := n.linkFor("bo", "T-1042")
	if got, data := n.get(link, "Range", "bytes=0-3"); got.StatusCode != 206 || data != "%PDF" || got.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %q %v", got.StatusCode, data, got.Header)
	}
	if got, data := n.get(link, "HEAD"); got.StatusCode != 200 || data != "" || got.ContentLength != int64(len(pdfBytes)) {
		t.Errorf("%d %q %d", got.StatusCode, data, got.ContentLength)
	}
	if got, _ := n.get(link, "POST"); got.StatusCode != 405 || got.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("%d %v", got.StatusCode, got.Header)
	}
}

// A customer's file names are words: no markup in the card, no header of their own.
func TestFilesOfStrangers(t *testing.T) {
	n := openTown(t, false)
	x := bottest.Sample(task.StepIncoming, "")
	hostile := []string{"[Confirm](https://evil.example) <at>all</at>.html", "../../\u202efdp.exe", "a\r\nSet-Cookie: b=c\".pdf", "{{DATE(2026-11-21T14:00:00Z)}}.pdf"}
	x.Messages[0].Files = nil
	for i, name := range hostile {
		blob := "h" + string(rune('0'+i))
		n.d.PutBlob(blob, []byte("<script>alert(1)</script>"))
		x.Messages[0].Files = append(x.Messages[0].Files, task.Attachment{Name: name, Type: "application/pdf", Size: 10, Blob: blob})
	}
	n.d.Put("T-1050", x)
	r := n.click("bo", n.waitCard(channel, "T-1050"), "file")
	found := linksIn(r.Shown.Buttons())
	if len(found) != len(hostile) {
		t.Fatal(r.Shown.Words())
	}
	for _, p := range n.Pings() {
		if p.Kind != "link" || !strings.HasPrefix(p.Text, n.public+FilePath+"?t=") {
			t.Errorf("%+v", p)
		}
	}
	for i, link := range found {
		got, _ := n.get(link)
		say := got.Header.Get("Content-Disposition")
		if got.StatusCode != 200 || got.Header.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(say, "attachment") || got.Header.Get("Set-Cookie") != "" ||
			strings.ContainsAny(say, "\r\n/\\\u202e") || !strings.HasPrefix(got.Header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%q: %d %v", hostile[i], got.StatusCode, got.Header)
		}
	}
}

// Where nobody said where files are opened, cards name them and no more.
func TestWithoutAPublicURL(t *testing.T) {
	n := newTown(t)
	n.poster(n.a)
	m := n.card("T-1042", task.StepOutgoing, "quote")
	seen := n.look("bo", m)
	if slices.ContainsFunc(seen.Buttons(), func(b teamstest.Button) bool { return b.Verb == "file" }) || !seen.Has("Q-1001.pdf") {
		t.Error(seen.Words())
	}
	if got := n.found(n.a); !contains(got, "note  files: ") || !contains(got, "teams.public_url") {
		t.Error(got)
	}
	w := httptest.NewRecorder()
	n.a.Files().ServeHTTP(w, httptest.NewRequest("GET", FilePath+"?t=x", nil))
	if w.Code != 404 {
		t.Error(w.Code)
	}
}

// Without a secret links are for this machine, and it is asked, not believed.
func TestLinksOfADevelopmentCopy(t *testing.T) {
	n := newTown(t)
	var err error
	if n.a.links, err = newLinks("http://127.0.0.1:3978", "", time.Now); err != nil {
		t.Fatal(err)
	}
	n.SetCheck(func(card []byte) []string { return adaptive.Check(card, n.a.links.base) })
	n.poster(n.a)
	n.d.PutBlob("b-pdf", []byte(pdfBytes))
	link := n.linkFor("bo", "T-1042")
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	for from, status := range map[string]int{"127.0.0.1:5555": 200, "[::1]:5555": 200, "192.0.2.1:5555": 403, "": 403} {
		r, w := httptest.NewRequest("GET", u.RequestURI(), nil), httptest.NewRecorder()
		r.RemoteAddr = from
		n.a.Files().ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("from %q: %d", from, w.Code)
		}
	}
}

// Only so many files are read at once; who finds no place is told to come again, and
// those without a link take no place.
func TestOnlySoManyFilesAtOnce(t *testing.T) {
	n := openTown(t, false)
	u, err := url.Parse(n.linkFor("bo", "T-1042"))
	if err != nil {
		t.Fatal(err)
	}
	for range openings {
		n.a.opening <- struct{}{}
	}
	gone, leave := context.WithCancel(n.ctx)
	leave() // nobody waits for the answer any more
	for path, status := range map[string]int{u.RequestURI(): 503, u.RequestURI() + "x": 403} {
		w := httptest.NewRecorder()
		n.a.Files().ServeHTTP(w, httptest.NewRequest("GET", path, nil).WithContext(gone))
		if w.Code != status || contains(w.Body.String(), "PDF") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
	<-n.a.opening
	for range 2 { // one after the other in the same place
		w := httptest.NewRecorder()
		n.a.Files().ServeHTTP(w, httptest.NewRequest("GET", u.RequestURI(), nil))
		if w.Code != 200 || w.Body.String() != pdfBytes {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}
