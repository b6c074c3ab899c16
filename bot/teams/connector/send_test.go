package connector

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

var channel = Conversation{ID: "19:general@thread.tacv2", Type: Channel, Tenant: tenant, ServiceURL: service}

func newTestClient(t testing.TB) (*microsoft, *Client) {
	t.Helper()
	m := newMicrosoft(t)
	c, err := NewClient(m.options())
	if err != nil {
		t.Fatal(err)
	}
	return m, c
}

var hello = Post{Text: "hello"}

// What goes over the wire is this and nothing else: no times of year 1, no empty
// suggestedActions, and what is empty in a card stays.
func TestWhatIsSent(t *testing.T) {
	card := object{"type": "AdaptiveCard", "version": "1.5", "body": []any{}, "msteams": object{}, "fallbackText": "a < b & c"}
	base := object{"type": "message", "channelId": "msteams", "serviceUrl": service, "from": object{"id": "28:" + appID},
		"conversation": object{"id": "19:general@thread.tacv2", "conversationType": "channel", "tenantId": tenant}}
	for name, c := range map[string]struct {
		post Post
		want object
	}{
		"text": {hello, with(base, "text", "hello", "textFormat", "plain")},
		"card": {Post{Summary: "New", Card: card, Alert: true}, with(base, "summary", "New",
			"attachments", []any{object{"contentType": CardType, "content": card}},
			"channelData", object{"notification": object{"alert": true}})},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m, cl := newTestClient(t)
				m.says(`201 {"id":"1700000000009"}`)
				id, err := cl.Send(t.Context(), channel, "", c.post)
				if err != nil || id != "1700000000009" {
					t.Fatal(id, err)
				}
				call := m.last()
				var got object
				if json.Unmarshal(call.body, &got); !cmp.Equal(got, c.want) {
					t.Error(cmp.Diff(c.want, got))
				}
				if call.verb+" "+call.path != "POST /emea/v3/conversations/19:general@thread.tacv2/activities" || call.token != "token-1" {
					t.Errorf("%s %s with %q", call.verb, call.path, call.token)
				}
			})
		})
	}
}

func TestWhereItIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`200 {"id":"2"}`)
		where := func() string {
			l := m.last()
			path, err := url.PathUnescape(l.path)
			if err != nil {
				t.Error(err)
			}
			return l.verb + " " + path
		}
		if _, err := c.Send(t.Context(), channel, "1700000000001", hello); err != nil {
			t.Fatal(err)
		}
		if got := where(); got != "POST /emea/v3/conversations/19:general@thread.tacv2;messageid=1700000000001/activities" || strings.Contains(m.last().path, ";") {
			t.Error(got, m.last().path)
		}
		if err := c.Update(t.Context(), channel, "1700000000002", hello); err != nil {
			t.Fatal(err)
		}
		if got := where(); got != "PUT /emea/v3/conversations/19:general@thread.tacv2/activities/1700000000002" {
			t.Error(got)
		}
		if err := c.UpdateReply(t.Context(), channel, "1700000000001", "1700000000003", hello); err != nil {
			t.Fatal(err)
		}
		if got := where(); got != "PUT /emea/v3/conversations/19:general@thread.tacv2;messageid=1700000000001/activities/1700000000003" {
			t.Error(got)
		}
		m.says("202 ")
		if err := c.Typing(t.Context(), channel, ""); err != nil {
			t.Fatal(err)
		}
		if got := where(); got != "POST /emea/v3/conversations/19:general@thread.tacv2/activities" || !strings.Contains(string(m.last().body), `"type":"typing"`) {
			t.Error(got, string(m.last().body))
		}
		m.says("204 ")
		if err := c.Update(t.Context(), channel, "5", hello); err != nil {
			t.Error("204 is no failure:", err)
		}
	})
}

// Nothing is sent where it should not be, or that cannot be.
func TestNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		in := func(id, at string) Conversation { return Conversation{ID: id, Tenant: tenant, ServiceURL: at} }
		for name, f := range map[string]func() error{
			"foreign": func() error {
				_, err := c.Send(t.Context(), in("19:x", "https://evil.example/"), "", hello)
				return err
			},
			"http": func() error { return c.Update(t.Context(), in("19:x", "http://smba.trafficmanager.net/"), "1", hello) },
			"create": func() error {
				_, err := c.CreatePersonal(t.Context(), "https://evil.example", tenant, alice)
				return err
			},
			"members":  func() error { _, err := c.Members(t.Context(), in("19:x", "https://evil.example")); return err },
			"path":     func() error { _, err := c.Send(t.Context(), in("../../x", service), "", hello); return err },
			"no id":    func() error { _, err := c.Send(t.Context(), in("", service), "", hello); return err },
			"thread":   func() error { _, err := c.Send(t.Context(), channel, "1/../../y", hello); return err },
			"update":   func() error { return c.Update(t.Context(), channel, "..", hello) },
			"empty":    func() error { _, err := c.Send(t.Context(), channel, "", Post{Summary: "x"}); return err },
			"not JSON": func() error { _, err := c.Send(t.Context(), channel, "", Post{Card: func() {}}); return err },
			"too large": func() error {
				_, err := c.Send(t.Context(), channel, "", Post{Text: strings.Repeat("x", MessageMax)})
				return err
			},
			"member": func() error { _, err := c.Member(t.Context(), channel, "a/b"); return err },
		} {
			err := f()
			if err == nil || errors.Is(err, ErrUncertain) || errors.Is(err, ErrTooBig) != (name == "too large") {
				t.Errorf("%s: %v", name, err)
			}
			if at := name == "foreign" || name == "http" || name == "create" || name == "members"; errors.Is(err, ErrForeign) != at {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, grants, calls := m.counts(); grants+calls != 0 {
			t.Errorf("%d tokens and %d calls", grants, calls)
		}
	})
}

// What a post and an edit make of each answer: how many tries, and which error.
func TestVerdicts(t *testing.T) {
	const notIn = `{"error":{"code":"BotNotInConversationRoster","message":"The bot is not part of the\nconversation roster."}}`
	is := func(kinds ...error) []error { return append([]error{}, kinds...) }
	for name, c := range map[string]struct {
		answers         []string
		sends, updates  int     // tries
		sendErr, updErr []error // of ErrUncertain, ErrRemoved, ErrGone, ErrTooBig; nil: none at all
	}{
		"yes":                {[]string{`201 {"id":"1"}`}, 1, 1, nil, nil},
		"yes without id":     {[]string{`201 {}`}, 1, 1, is(ErrUncertain), nil},
		"yes in no JSON":     {[]string{`200 <html>`}, 1, 1, is(ErrUncertain), nil},
		"412 then yes":       {[]string{"412 ", `201 {"id":"1"}`}, 2, 2, nil, nil},
		"412 for ever":       {[]string{"412 "}, 4, 4, is(), is()},
		"502 then yes":       {[]string{"502 ", `201 {"id":"1"}`}, 1, 2, is(ErrUncertain), nil},
		"504 for ever":       {[]string{"504 "}, 1, 4, is(ErrUncertain), is()},
		"503 for ever":       {[]string{"503 "}, 1, 4, is(ErrUncertain), is()},
		"500":                {[]string{"500 "}, 1, 1, is(ErrUncertain), is()},
		"408":                {[]string{"408 "}, 1, 1, is(ErrUncertain), is()},
		"lost answer":        {[]string{"cut"}, 1, 4, is(ErrUncertain), is()},
		"lost, then yes":     {[]string{"cut", `200 {"id":"1"}`}, 1, 2, is(ErrUncertain), nil},
		"412, then lost":     {[]string{"412 ", "cut"}, 2, 4, is(ErrUncertain), is()},
		"removed":            {[]string{"403 " + notIn}, 1, 1, is(ErrRemoved), is(ErrRemoved)},
		"gone":               {[]string{`404 {"error":{"code":"ConversationNotFound"}}`}, 1, 1, is(ErrGone), is(ErrGone)},
		"too large":          {[]string{`413 {"error":{"code":"MessageSizeTooBig"}}`}, 1, 1, is(ErrTooBig), is(ErrTooBig)},
		"too large as a 400": {[]string{`400 {"error":{"code":"MessageSizeTooBig"}}`}, 1, 1, is(ErrTooBig), is(ErrTooBig)},
		"bad":                {[]string{`400 {"error":{"code":"BadSyntax"}}`}, 1, 1, is(), is()},
		"redirect":           {[]string{"307 "}, 1, 1, is(), is()},
		"unauthorized":       {[]string{"401 "}, 2, 2, is(), is()},
		"401 then yes":       {[]string{"401 ", `201 {"id":"1"}`}, 2, 2, nil, nil},
		"401 then lost":      {[]string{"401 ", "cut"}, 2, 4, is(ErrUncertain), is()},
	} {
		t.Run(name, func(t *testing.T) {
			judged := func(call func(context.Context, *Client) error, tries int, want []error) {
				synctest.Test(t, func(t *testing.T) {
					m, cl := newTestClient(t)
					m.says(c.answers...)
					err := call(t.Context(), cl)
					if (err == nil) != (want == nil) {
						t.Error(err)
					}
					for _, kind := range is(ErrUncertain, ErrRemoved, ErrGone, ErrTooBig) {
						if errors.Is(err, kind) != contains(want, kind) {
							t.Errorf("%v: is %v?", err, kind)
						}
					}
					if _, _, calls := m.counts(); calls != tries {
						t.Errorf("%d tries, want %d", calls, tries)
					}
				})
			}
			judged(func(ctx context.Context, c *Client) error { _, err := c.Send(ctx, channel, "", hello); return err }, c.sends, c.sendErr)
			judged(func(ctx context.Context, c *Client) error { return c.Update(ctx, channel, "1", hello) }, c.updates, c.updErr)
		})
	}
}

func contains(list []error, e error) bool {
	for _, x := range list {
		if x == e {
			return true
		}
	}
	return false
}

func TestErrorWords(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`403 {"error":{"code":"BotNotInConversationRoster","message":"The bot is not\npart of it. ` + strings.Repeat("x", 400) + `"}}`)
		_, err := c.Send(t.Context(), channel, "", hello)
		e, ok := errors.AsType[*APIError](err)
		if !ok || e.Status != 403 || e.Code != "BotNotInConversationRoster" || strings.Contains(e.Error(), "\n") || len(e.Message) > 310 {
			t.Errorf("%#v", err)
		}
		m.says(`400 {"message":"no"}`)
		if err := c.Update(t.Context(), channel, "1", hello); err.Error() != "update: 400 no" {
			t.Error(err)
		}
	})
}

// Where nobody can be called nothing was sent, and there is no doubt of it.
func TestUnreachable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`201 {"id":"1"}`)
		if _, err := c.Send(t.Context(), channel, "", hello); err != nil {
			t.Fatal(err)
		}
		m.net.mu.Lock()
		m.net.cut = true
		m.net.mu.Unlock()
		m.http.CloseIdleConnections()
		if _, err := c.Send(t.Context(), channel, "", hello); err == nil || errors.Is(err, ErrUncertain) || strings.Contains(err.Error(), "smba") {
			t.Error(err)
		}
		if _, _, calls := m.counts(); calls != 1 {
			t.Error(calls)
		}
	})
}

// An answer that does not come ends the call in time, in doubt; so does the caller.
func TestCallsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		block := make(chan struct{})
		m.set(func() { m.answers = blocked(block) })
		began := time.Now()
		if _, err := c.Send(t.Context(), channel, "", hello); !errors.Is(err, ErrUncertain) || time.Since(began) != callTime {
			t.Error(err, time.Since(began))
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began = time.Now()
		if err := c.Update(ctx, channel, "1", hello); err == nil || errors.Is(err, ErrUncertain) || time.Since(began) != time.Second {
			t.Error(err, time.Since(began))
		}
		close(block)
	})
}

// Pauses between tries grow and are never the same for two.
func TestPausesGrow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says("412 ")
		_ = c.Update(t.Context(), channel, "1", hello)
		for i, low := range []time.Duration{triesPause, 2 * triesPause, 4 * triesPause} {
			if d := m.calls[i+1].at.Sub(m.calls[i].at); d < low || d > low*3/2 {
				t.Errorf("pause %d is %v", i, d)
			}
		}
	})
}

func TestManySendAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`201 {"id":"1"}`)
		var all sync.WaitGroup
		for i := range 20 {
			to := channel
			to.ID += strings.Repeat("x", i)
			all.Go(func() {
				if _, err := c.Send(t.Context(), to, "", hello); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if _, grants, calls := m.counts(); grants != 1 || calls != 20 {
			t.Errorf("%d tokens, %d calls", grants, calls)
		}
	})
}
