package connector

import (
	"bytes"
	"context"
	"io"
	"net/http/httptest"
	"strings"
	"testing"
)

// A verified Action.Execute with a handler that does nothing: token, envelope,
// activity, pool, answer with a card of 8 KB.
func BenchmarkVerifiedInvoke(b *testing.B) {
	card := object{"statusCode": 200, "type": CardType, "value": object{"body": strings.Repeat("word ", 1600)}}
	h, _ := opened(b, quiet(), func(context.Context, Request) (Answer, error) { return Answer{Body: card}, nil })
	form := object{}
	for _, name := range strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z") {
		form["line."+name] = strings.Repeat("word ", 50)
	}
	for name, click := range map[string]object{"small": goodClick(), "form of 7 KB": with(goodClick(), "value", object{"action": object{"data": form}})} {
		b.Run(name, func(b *testing.B) {
			body, r := mustJSON(click), post(good(b), click)
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				again := r.Clone(r.Context())
				again.Body = io.NopCloser(bytes.NewReader(body))
				w := httptest.NewRecorder()
				if h.ServeHTTP(w, again); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// What a forger costs: a wrong signature, and a key that is not known.
func BenchmarkForgedInvoke(b *testing.B) {
	h, _ := opened(b, quiet(), func(context.Context, Request) (Answer, error) { b.Error("handled"); return Answer{}, nil })
	for name, token := range map[string]string{
		"signature": mint(b, "RS256", rsaKeys()[1], "k0", goodClaims()), "key": mint(b, "RS256", rsaKeys()[1], "k9", goodClaims())} {
		b.Run(name, func(b *testing.B) {
			r := post(token, goodClick())
			b.ReportAllocs()
			for b.Loop() {
				knock(h, r)
			}
		})
	}
}
