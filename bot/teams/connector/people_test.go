package connector

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

func TestCreatePersonal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says("502 ", `201 {"id":"a:1x","serviceUrl":"https://evil.example/"}`) // found again: no second chat
		got, err := c.CreatePersonal(t.Context(), service, tenant, "29:alice")
		want := Conversation{ID: "a:1x", Type: Personal, Tenant: tenant, ServiceURL: service}
		if err != nil || got != want {
			t.Fatal(cmp.Diff(want, got), err)
		}
		var body object
		json.Unmarshal(m.last().body, &body)
		if diff := cmp.Diff(object{"isGroup": false, "bot": object{"id": "28:" + appID}, "tenantId": tenant,
			"members": []any{object{"id": "29:alice"}}, "channelData": object{"tenant": object{"id": tenant}}}, body); diff != "" {
			t.Error(diff)
		}
		if m.last().path != "/emea/v3/conversations" {
			t.Error(m.last().path)
		}
		m.says(`201 {"id":"a:1x","serviceUrl":"https://smba.trafficmanager.net/de/"}`)
		if got, _ := c.CreatePersonal(t.Context(), service, tenant, "29:alice"); got.ServiceURL != "https://smba.trafficmanager.net/de/" {
			t.Error(got)
		}
		for _, bad := range []string{`201 {}`, `201 {"id":"a/../b"}`, `200 no`} {
			m.says(bad)
			if got, err := c.CreatePersonal(t.Context(), service, tenant, "29:bob"); err == nil || got.ID != "" {
				t.Error(bad, got, err)
			}
		}
	})
}

func TestMembers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.set(func() {
			m.answers = func(w http.ResponseWriter, r *http.Request) {
				q := r.URL.Query()
				if q.Get("pageSize") != "500" {
					t.Error(r.URL)
				}
				switch q.Get("continuationToken") {
				case "":
					fmt.Fprintf(w, `{"members":[{"id":"29:a","name":"A","aadObjectId":"%s","tenantId":"T","userPrincipalName":"a@x"}],"continuationToken":"x&y="}`, strings.ToUpper(alice))
				case "x&y=":
					fmt.Fprint(w, `{"members":[{"id":"29:b","objectId":"B","email":"b@x"}]}`)
				}
			}
		})
		got, err := c.Members(t.Context(), channel)
		want := []Member{{ID: "29:a", Name: "A", AAD: alice, Tenant: "t", UPN: "a@x"}, {ID: "29:b", AAD: "b", Email: "b@x"}}
		if err != nil || !cmp.Equal(got, want) {
			t.Error(cmp.Diff(want, got), err)
		}
		if path, _, _ := strings.Cut(m.last().path, "?"); path != "/emea/v3/conversations/19:general@thread.tacv2/pagedmembers" {
			t.Error(path)
		}
	})
}

// A list that never ends is read up to a bound.
func TestMembersWithoutEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		page, n := strings.Repeat(`{"id":"29:x"},`, 4999)+`{"id":"29:x"}`, 0
		m.set(func() {
			m.answers = func(w http.ResponseWriter, _ *http.Request) {
				n++
				fmt.Fprintf(w, `{"members":[%s],"continuationToken":"%d"}`, page, n)
			}
		})
		got, err := c.Members(t.Context(), channel)
		if err != nil || len(got) != MembersMax || n != 2 {
			t.Error(len(got), n, err)
		}
		n = -1
		m.says(`200 {"members":[],"continuationToken":"same"}`)
		if got, err := c.Members(t.Context(), channel); err != nil || len(got) != 0 {
			t.Error(len(got), err)
		}
	})
}

func TestMember(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, c := newTestClient(t)
		m.says(`200 {"id":"29:a","aadObjectId":"` + alice + `"}`)
		if got, err := c.Member(t.Context(), channel, alice); err != nil || got.AAD != alice {
			t.Error(got, err)
		}
		if got := m.last().path; got != "/emea/v3/conversations/19:general@thread.tacv2/members/"+alice {
			t.Error(got)
		}
		m.says(`404 {"error":{"code":"MemberNotFoundInConversation"}}`)
		if _, err := c.Member(t.Context(), channel, alice); !errors.Is(err, ErrGone) {
			t.Error(err)
		}
	})
}

// Without credentials no token is sent, and nobody but this machine called.
func TestInsecureClient(t *testing.T) {
	m := newMicrosoft(t)
	m.t = t
	var path, auth string
	_, h := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, auth = r.URL.Path, r.Header.Get("Authorization")
		fmt.Fprint(w, `{"id":"7"}`)
	}))
	c, err := NewClient(Options{Insecure: true, HTTP: h})
	if err != nil {
		t.Fatal(err)
	}
	to := Conversation{ID: "personal-chat-id", ServiceURL: "http://127.0.0.1:56150/_connector"}
	if id, err := c.Send(t.Context(), to, "", hello); err != nil || id != "7" || auth != "" || path != "/_connector/v3/conversations/personal-chat-id/activities" {
		t.Error(id, err, auth, path)
	}
	if _, err := c.Send(t.Context(), channel, "", hello); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
}
