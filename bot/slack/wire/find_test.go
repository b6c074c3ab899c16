package wire

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

const authJSON = `{"ok":true,"url":"https://sales.slack.com/","team":"Sales","user":"clerk","team_id":"T1","user_id":"UB","bot_id":"BB","enterprise_id":"E1"}`

func authed(t *testing.T) *api {
	a := newAPI(t)
	a.do("auth.test", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-OAuth-Scopes", "files:write,chat:write, commands,chat:write")
		io.WriteString(w, authJSON)
	})
	return a
}

func message(ts, who, key string) string {
	return fmt.Sprintf(`{"ts":%q,%s,"blocks":7,"metadata":{"event_type":"salesclerk_card","event_payload":{"key":%q}}}`, ts, who, key)
}

func TestFind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := authed(t)
		ours, theirs := `"bot_id":"BB"`, `"user":"U1","bot_id":"BX"`
		pages := []string{
			message("9.1", theirs, "card/3") + `,` + message("5.0", theirs, "card/3") + `,` + message("8.1", ours, "card/2") + `,{"ts":"7.9","user":"U7","text":"hello","metadata":[]}`,
			message("6.1", `"user":"UB"`, "card/3") + `,` + message("7.1", ours, "card/3") + `,{"ts":"5.1","bot_id":"BB","metadata":{"event_type":"other","event_payload":{"key":"card/3"}}}`,
		}
		a.do("conversations.history", func(w http.ResponseWriter, r *http.Request) {
			page, next := pages[0], `"bmV4dA=="`
			if a.of("conversations.history")[len(a.of("conversations.history"))-1].form.Get("cursor") != "" {
				page, next = pages[1], `""`
			}
			fmt.Fprintf(w, `{"ok":true,"messages":[%s],"response_metadata":{"next_cursor":%s}}`, page, next)
		})
		c := a.client()
		ts, found, err := c.Find(t.Context(), "C1", "", "card/3", time.Unix(1700000100, 5000))
		if ts != "6.1" || !found || err != nil {
			t.Errorf("%s %v %v", ts, found, err)
		}
		want := url.Values{"channel": {"C1"}, "oldest": {"1700000040.000005"}, "inclusive": {"true"}, "limit": {"200"}, "include_all_metadata": {"true"}}
		if d := cmp.Diff(want, a.of("conversations.history")[0].form); d != "" {
			t.Error(d)
		}
		if ts, found, err := c.Find(t.Context(), "C1", "", "card/4", time.Now()); ts != "" || found || err != nil {
			t.Errorf("%s %v %v", ts, found, err)
		}
		if n := len(a.of("auth.test")); n != 1 {
			t.Errorf("asked %d times who we are", n)
		}
	})
}

func TestFindInThread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := authed(t)
		a.on("conversations.replies", `{"ok":true,"messages":[`+message("2.1", `"bot_id":"BB"`, "history/0")+`]}`)
		ts, found, err := a.client().Find(t.Context(), "C1", "1.1", "history/0", time.Now())
		if ts != "2.1" || !found || err != nil || a.of("conversations.replies")[0].form.Get("ts") != "1.1" {
			t.Errorf("%s %v %v", ts, found, err)
		}
	})
}

// Not knowing is never "not found": the message would be posted again.
func TestFindDoesNotGuess(t *testing.T) {
	for name, json := range map[string]string{
		"refused": `{"ok":false,"error":"not_in_channel"}`, "no messages as documented": `{"ok":true,"messages":"none"}`,
		"endless pages": `{"ok":true,"messages":[],"response_metadata":{"next_cursor":"x"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := authed(t)
				a.on("conversations.history", json)
				if _, found, err := a.client().Find(t.Context(), "C1", "", "k", time.Now()); err == nil || found {
					t.Errorf("%v %v", found, err)
				}
			})
		})
	}
}

func TestLookups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := authed(t)
		a.on("users.info", `{"ok":true,"user":{"id":"U1","team_id":"T2","name":"bo","deleted":true,"is_restricted":true,"is_stranger":true,"tz":"Europe/Copenhagen","locale":"da-DK","profile":{"real_name":"Bo Berg","display_name":""}}}`)
		a.on("usergroups.users.list", `{"ok":true,"users":["U1","U2"]}`)
		a.on("conversations.info", `{"ok":true,"channel":{"id":"C1","name":"quotes","is_member":true,"is_private":true,"is_ext_shared":true}}`)
		a.on("apps.connections.open", `{"ok":false,"error":"missing_scope","needed":"connections:write","provided":"x"}`)
		c := a.client()
		u, err := c.User(t.Context(), "U1")
		if d := cmp.Diff(User{ID: "U1", Team: "T2", Name: "Bo Berg", Locale: "da-DK", TZ: "Europe/Copenhagen", Deleted: true, Guest: true, Stranger: true}, u); d != "" || err != nil {
			t.Error(d, err)
		}
		if f := a.of("users.info")[0].form; f.Get("include_locale") != "true" {
			t.Error(f)
		}
		if m, err := c.GroupMembers(t.Context(), "S1"); strings.Join(m, " ") != "U1 U2" || err != nil || a.of("usergroups.users.list")[0].form.Get("usergroup") != "S1" {
			t.Error(m, err)
		}
		ch, err := c.Channel(t.Context(), "C1")
		if d := cmp.Diff(Channel{ID: "C1", Name: "quotes", Member: true, Private: true, Shared: true}, ch); d != "" || err != nil {
			t.Error(d, err)
		}
		who, err := c.Auth(t.Context())
		if d := cmp.Diff(Auth{Team: "T1", TeamName: "Sales", Enterprise: "E1", BotUser: "UB", BotID: "BB", URL: "https://sales.slack.com/", Scopes: []string{"chat:write", "commands", "files:write"}}, who); d != "" || err != nil {
			t.Error(d, err)
		}
		if err := c.AppToken(t.Context()); err == nil || err.Error() != "apps.connections.open: missing_scope; needs connections:write" {
			t.Error(err)
		}
	})
}

func TestUpload(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newAPI(t)
		a.on("files.getUploadURLExternal", `{"ok":true,"upload_url":"http://slack.test/api/put/1","file_id":"F1"}`)
		a.on("put/1", "OK - 3")
		a.on("files.completeUploadExternal", `{"ok":true,"files":[{"id":"F1"}]}`)
		c := a.client()
		address, id, err := c.UploadStart(t.Context(), "Q-1.pdf", 3)
		if id != "F1" || err != nil {
			t.Fatal(id, err)
		}
		if err := c.UploadPut(t.Context(), address, "Q-1.pdf", []byte("PDF")); err != nil {
			t.Fatal(err)
		}
		if b := a.of("put/1")[0].body; !strings.Contains(b, "\r\n\r\nPDF\r\n") {
			t.Errorf("sent %q", b)
		}
		if err := c.UploadFinish(t.Context(), id, "Quote", "C1", "1.1", "here"); err != nil {
			t.Fatal(err)
		}
		want := url.Values{"token": {"xoxb-test"}, "files": {`[{"id":"F1","title":"Quote"}]`}, "channel_id": {"C1"}, "thread_ts": {"1.1"}, "initial_comment": {"here"}}
		if d := cmp.Diff(want, a.of("files.completeUploadExternal")[0].form); d != "" {
			t.Error(d)
		}
		a.on("files.getUploadURLExternal", `{"ok":true,"upload_url":"https://evil.test/","file_id":"F1"}`)
		if _, _, err := c.UploadStart(t.Context(), "x", 3); err == nil {
			t.Error("a file would go to somebody else")
		}
	})
}

func TestFileShared(t *testing.T) {
	for name, c := range map[string]struct {
		json   string
		shared bool
		code   string
	}{
		"public":     {`{"ok":true,"file":{"id":"F1","shares":{"public":{"C1":[{"ts":"1.1"}]}}}}`, true, ""},
		"private":    {`{"ok":true,"file":{"id":"F1","shares":{"private":{"C1":[{"ts":"1.1"}]}}}}`, true, ""},
		"listed":     {`{"ok":true,"file":{"id":"F1","groups":["C1"]}}`, true, ""},
		"elsewhere":  {`{"ok":true,"file":{"id":"F1","channels":["C2"],"shares":{"public":{"C2":[]}}}}`, false, ""},
		"unfinished": {`{"ok":false,"error":"file_not_found"}`, false, ""},
		"deleted":    {`{"ok":false,"error":"file_deleted"}`, false, "file_deleted"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := newAPI(t)
				a.on("files.info", c.json)
				shared, err := a.client().FileShared(t.Context(), "F1", "C1")
				if shared != c.shared || Code(err) != c.code || (err != nil) != (c.code != "") {
					t.Error(shared, err)
				}
			})
		})
	}
}
