package connector

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Claims of any shape, signed as they should be, break nothing; and only those
// open that are right one by one.
func TestClaimsOfAnyShape(t *testing.T) {
	h, _ := opened(t, quiet(), func(context.Context, Request) (Answer, error) { return Answer{}, nil })
	now := time.Now().Unix()
	shapes := []any{nil, "", "x", 7, -1.5, true, []any{}, []any{"x", 3}, object{}, object{"a": []any{}}, 1e300}
	right := map[string][]any{"iss": {publicIssuer}, "aud": {appID, []any{appID}, []any{"x", appID}},
		"serviceurl": {service}, "exp": {now + 900, float64(now) + 900.5}, "nbf": {now - 900}, "iat": {now - 900}}
	need := map[string]bool{"iss": true, "aud": true, "serviceurl": true, "exp": true}
	rapid.Check(t, func(t *rapid.T) {
		claims, opens := object{}, true
		for _, name := range []string{"iss", "aud", "serviceurl", "exp", "nbf", "iat"} {
			if n := rapid.IntRange(0, 5).Draw(t, name); n > 0 {
				claims[name] = rapid.SampledFrom(right[name]).Draw(t, "right "+name)
				continue
			}
			odd := rapid.SampledFrom(shapes).Draw(t, "odd "+name)
			if claims[name] = odd; need[name] {
				opens = false
			}
		}
		_, nbf := claims["nbf"].(int64)
		_, iat := claims["iat"].(int64)
		code := knock(h, post(mint(t, "RS256", rsaKeys()[0], "k0", claims), goodClick()))
		switch {
		case code == 200 && !opens, code != 200 && opens && nbf && iat:
			t.Fatalf("%d for %v", code, claims)
		case code != 200 && code != 401 && code != 403:
			t.Fatalf("status %d for %v", code, claims)
		}
	})
}
