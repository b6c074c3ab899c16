package wire

import (
	"context"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"salesclerk/bot/intake"
)

// A verified click over HTTP with a handler that does nothing: signature, form,
// JSON, pool, acknowledgement. Slack sends the whole message with the click.
func BenchmarkVerifiedClick(b *testing.B) {
	block := `{"type":"section","block_id":"b","text":{"type":"plain_text","text":"` + strings.Repeat("word ", 50) + `"}}`
	blocks := block + strings.Repeat(","+block, 39)
	large := strings.Replace(click, `"message":{"ts":"1.1"}`, `"message":{"ts":"1.1","blocks":[`+blocks+`]}`, 1)
	for name, payload := range map[string]string{"small": click, "card of 13 KB": large} {
		body := url.Values{"payload": {payload}}.Encode()
		b.Run(name, func(b *testing.B) { clicked(b, body) })
	}
}

func clicked(b *testing.B, body string) {
	in := NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: intake.New(intake.Options{}),
		Handler: func(context.Context, Request) (Answer, error) { return Answer{}, nil }})
	r := sign(post(PathInteractions, formType, body), secret, body, time.Now())
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		again := r.Clone(r.Context())
		again.Body = struct {
			*strings.Reader
			nothingToClose
		}{Reader: strings.NewReader(body)}
		w := httptest.NewRecorder()
		in.ServeHTTP(w, again)
		if w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

type nothingToClose struct{}

func (nothingToClose) Close() error { return nil }

// What a forger costs: a wrong signature on a body of the same size.
func BenchmarkForgedClick(b *testing.B) {
	in := NewHTTP(HTTPOptions{Secrets: []string{secret}, Pool: intake.New(intake.Options{}),
		Handler: func(context.Context, Request) (Answer, error) { b.Error("handled"); return Answer{}, nil }})
	body := clickForm()
	b.ReportAllocs()
	for b.Loop() {
		w := httptest.NewRecorder()
		in.ServeHTTP(w, sign(post(PathInteractions, formType, body), "guessed", body, time.Now()))
	}
}
