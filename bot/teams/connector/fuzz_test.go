package connector

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/infracloudio/msbotbuilder-go/core"

	"salesclerk/bot/intake"
)

// still is Microsoft without a network: what every fetch finds.
type still struct{}

func (still) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	m := &microsoft{keys: []published{{kid: "k0", public: &rsaKeys()[0].PublicKey, channels: []string{"msteams"}}}}
	if strings.HasSuffix(r.URL.Path, "/keys") {
		m.jwks(w)
	} else {
		m.metadata(w)
	}
	return w.Result(), nil
}

func quiet() Options {
	return Options{AppID: appID, Secret: "s3cret", Tenant: tenant, HTTP: &http.Client{Transport: still{}}}
}

// Whatever is in a body with a good token, what is handed on is of the tenant and
// the service URL that the token speaks for.
func FuzzBody(f *testing.F) {
	f.Add(mustJSON(goodClick()))
	f.Add([]byte(`{"type":"invoke","serviceUrl":"` + service + `","channelId":"msteams","conversation":{"tenantId":"` + tenant + `"},"value":null,"entities":[null,{"type":"clientInfo","locale":"x"}]}`))
	f.Add([]byte(`{"type":"message","serviceUrl":"` + service + `","channelId":"msteams","Conversation":{"tenantId":"` + tenant + `"},"conversation":{"TENANTID":"` + tenant + `","id":7}}`))
	f.Add([]byte(`{"channelData":[],"conversation":null}`))
	f.Add([]byte(`{"serviceUrl":"` + service + `","SERVICEURL":"https://evil.example"}`))
	o, err := quiet().complete()
	if err != nil {
		f.Fatal(err)
	}
	pr := &prover{o: o}
	p := parser{&core.BotFrameworkAdapter{TokenValidator: pr}}
	proven := proof{serviceURL: service, key: key{channels: []string{teams}}}
	ctx := context.WithValue(f.Context(), proofKey{}, proven)
	f.Fuzz(func(t *testing.T, body []byte) { // all but the signature, which would take the time
		var fields map[string]json.RawMessage
		if json.Unmarshal(body, &fields) != nil || pr.admits(proven, envelopeOf(fields)) != nil {
			return
		}
		r, ok, err := p.parse(ctx, nil, fields)
		if err != nil || !ok {
			return
		}
		if r.Kind == "" || r.Person.Tenant != tenant || r.Conversation.Tenant != tenant || r.Conversation.ServiceURL != service {
			t.Errorf("handed on: %+v", r)
		}
		if r.Value != nil && !json.Valid(r.Value) {
			t.Errorf("a value that is no JSON: %q", r.Value)
		}
	})
}

// No claims, however signed, break anything; and only those of ours open.
func FuzzClaims(f *testing.F) {
	f.Add([]byte(`{"aud":["` + appID + `"],"iss":"https://api.botframework.com","exp":99999999999,"serviceurl":"` + service + `"}`))
	f.Add([]byte(`{"aud":null,"iss":[],"exp":{},"nbf":"x","serviceurl":7}`))
	f.Add([]byte(`{"exp":1e400}`))
	f.Add([]byte(`[[[[`))
	h, _ := opened(f, quiet(), func(context.Context, Request) (Answer, error) { return Answer{}, nil })
	f.Fuzz(func(t *testing.T, payload []byte) {
		code := knock(h, post(mint(t, "RS256", rsaKeys()[0], "k0", payload), goodClick()))
		if code != 200 && code != 401 && code != 403 {
			t.Errorf("status %d", code)
		}
		var c map[string]any
		if code == 200 && (json.Unmarshal(payload, &c) != nil || c["iss"] != publicIssuer || c["serviceurl"] != service) {
			t.Errorf("opened by %q", payload)
		}
	})
}

// No header opens, or breaks anything.
func FuzzAuthorization(f *testing.F) {
	f.Add("Bearer a.b.c")
	f.Add("Bearer " + unsigned("none"))
	f.Add("Bearer " + good(f) + "x")
	f.Add("bearer  ..")
	h, _ := opened(f, quiet(), func(context.Context, Request) (Answer, error) { return Answer{}, nil })
	ours := good(f)
	f.Fuzz(func(t *testing.T, header string) {
		r := post("", goodClick())
		r.Header["Authorization"] = []string{header}
		if code := knock(h, r); code != 401 && !strings.Contains(header, ours) {
			t.Errorf("status %d", code)
		}
	})
}

// Washing leaves nothing that was not meant, and takes nothing that was.
func FuzzWash(f *testing.F) {
	f.Add("text", "", `{"body":[],"msteams":{},"x":null}`)
	f.Add("0001-01-01T00:00:00Z", "sum", `{"at":"0001-01-01T00:00:00Z"}`)
	f.Fuzz(func(t *testing.T, text, summary, card string) {
		if !json.Valid([]byte(card)) || len(text)+len(summary)+len(card) > 10_000 {
			return
		}
		a, err := Post{Text: text, Summary: summary, Card: json.RawMessage(card)}.activity(channel, "")
		if err != nil {
			t.Fatal(err)
		}
		body, err := washed(a)
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Text        string
			Suggested   any `json:"suggestedActions"`
			Timestamp   any
			Relates     any `json:"relatesTo"`
			Attachments []struct{ Content json.RawMessage }
		}
		if err := json.Unmarshal(body, &got); err != nil || got.Suggested != nil || got.Timestamp != nil || got.Relates != nil || len(got.Attachments) != 1 {
			t.Fatalf("%v: %s", err, body)
		}
		if utf8.ValidString(text) && got.Text != text {
			t.Errorf("%q became %q", text, got.Text)
		}
		if a, b := compacted(card), compacted(string(got.Attachments[0].Content)); a != b {
			t.Errorf("%s became %s", a, b)
		}
	})
}

// compacted is JSON as encoding/json would write it again.
func compacted(s string) string {
	raw, _ := intake.JSON(json.RawMessage(s))
	return string(raw)
}

// What Teams answers is read without harm, whatever it is.
func FuzzAnswer(f *testing.F) {
	f.Add(201, []byte(`{"id":"1"}`))
	f.Add(403, []byte(`{"error":{"code":7}}`))
	f.Add(429, []byte(``))
	f.Fuzz(func(t *testing.T, code int, body []byte) {
		if code < 200 || code > 599 {
			return
		}
		c, err := NewClient(Options{Insecure: true, HTTP: &http.Client{Transport: answering{code, body}}})
		if err != nil {
			t.Fatal(err)
		}
		to := Conversation{ID: "x", ServiceURL: "http://127.0.0.1:1"}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond) // no second try
		defer cancel()
		if id, err := c.Send(ctx, to, "", hello); (id == "") != (err != nil) || err == nil && code > 299 {
			t.Errorf("%q %v", id, err)
		}
		_, _ = c.Members(ctx, to)
	})
}

type answering struct {
	code int
	body []byte
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: a.code, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(a.body))), Request: r}, nil
}
