package connector

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"salesclerk/bot/intake"
)

type object = map[string]any

// goodClaims are those of a token as the Connector sends it.
func goodClaims() object {
	now := time.Now().Unix()
	return object{"iss": publicIssuer, "aud": appID, "serviceurl": service, "nbf": now - 60, "exp": now + 3600}
}

// with is a copy with other values; nil takes one away.
func with(o object, changes ...any) object {
	o = maps.Clone(o)
	for i := 0; i < len(changes); i += 2 {
		if o[changes[i].(string)] = changes[i+1]; changes[i+1] == nil {
			delete(o, changes[i].(string))
		}
	}
	return o
}

// fataler is as much of a test as mint needs.
type fataler interface {
	Helper()
	Fatal(...any)
}

// mint signs claims with a key, as alg says.
func mint(t fataler, alg jose.SignatureAlgorithm, key any, kid string, claims any) string {
	t.Helper()
	o := &jose.SignerOptions{}
	if kid != "" {
		o.WithHeader("kid", kid)
	}
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, o.WithType("JWT"))
	if err != nil {
		t.Fatal(err)
	}
	payload, ok := claims.([]byte)
	if !ok {
		payload, _ = json.Marshal(claims)
	}
	signed, err := s.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// good is a token that is right in all.
func good(t testing.TB) string { return mint(t, jose.RS256, rsaKeys()[0], "k0", goodClaims()) }

// goodClick is an Action.Execute as Teams sends it.
func goodClick() object {
	return object{"type": "invoke", "id": "f:1", "name": CardAction, "channelId": "msteams", "serviceUrl": service,
		"timestamp": "2026-01-02T03:04:05.678Z", "localTimestamp": "2026-01-02T04:04:05.678+01:00", "locale": "de-DE",
		"from":         object{"id": "29:alice", "name": "Alice", "aadObjectId": strings.ToUpper(alice)},
		"recipient":    object{"id": "28:" + appID, "name": "salesclerk"},
		"conversation": object{"id": "19:general@thread.tacv2;messageid=1700000000001", "conversationType": "channel", "tenantId": tenant, "isGroup": true},
		"channelData":  object{"tenant": object{"id": tenant}, "team": object{"id": "19:team@thread.tacv2"}, "channel": object{"id": "19:general@thread.tacv2"}},
		"replyToId":    "1700000000001",
		"value":        object{"action": object{"type": "Action.Execute", "verb": "confirm", "data": object{"t": "sales|T-1|3|7"}}, "trigger": "manual"},
	}
}

// post is a request with a body and a token ("": none).
func post(token string, body any) *http.Request {
	raw, ok := body.([]byte)
	if !ok {
		raw, _ = json.Marshal(body)
	}
	r := httptest.NewRequest("POST", Path, strings.NewReader(string(raw)))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return r
}

// door is NewHTTP with what was handed on.
type door struct {
	http.Handler
	pool *intake.Pool
	got  []Request
}

func newDoor(t testing.TB, o Options) *door {
	t.Helper()
	d := &door{pool: intake.New(intake.Options{})}
	h, err := NewHTTP(o, func(_ context.Context, r Request) (Answer, error) {
		d.got = append(d.got, r)
		return Answer{}, nil
	}, d.pool)
	if err != nil {
		t.Fatal(err)
	}
	d.Handler = h
	return d
}

// knock sends a request and says the status.
func knock(h http.Handler, r *http.Request) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code
}
