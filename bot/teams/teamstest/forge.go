package teamstest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"time"
)

// JWT is a token before it is signed, for a Forgery to change.
type JWT struct {
	Header, Claims map[string]any
	Raw            *string                   // this instead, "" for no header at all
	Sign           func(words string) []byte // nil: with the key that is published
	Body           map[string]any            // the activity that goes with it
}

// Forgery makes a token wrong.
type Forgery func(*JWT)

// ForgeNext makes the tokens of the next deliveries wrong, each by one forgery.
func (s *Server) ForgeNext(forgeries ...Forgery) {
	s.locked(func() { s.forging = append(s.forging, forgeries...) })
}

// Claim sets a claim, or takes it away (nil); Head does so in the header.
func Claim(name string, value any) Forgery {
	return func(j *JWT) { set(j.Claims, name, value) }
}
func Head(name string, value any) Forgery {
	return func(j *JWT) { set(j.Header, name, value) }
}

func set(v map[string]any, name string, value any) {
	v[name] = value
	if value == nil {
		delete(v, name)
	}
}

// Raw sends that in place of the token; Raw("") no header at all.
func Raw(token string) Forgery { return func(j *JWT) { j.Raw = &token } }

// Shift moves all times of the token.
func Shift(by time.Duration) Forgery {
	return func(j *JWT) {
		for _, name := range []string{"nbf", "exp", "iat"} {
			if at, is := j.Claims[name].(int64); is {
				j.Claims[name] = at + int64(by/time.Second)
			}
		}
	}
}

// Unsigned is the algorithm "none", Symmetric HS256 with a public word for its key,
// Stranger signed by a key that is not published under the id of one that is,
// Broken a right token with another body of claims.
func Unsigned() Forgery {
	return func(j *JWT) {
		j.Header["alg"] = "none"
		j.Sign = func(string) []byte { return nil }
	}
}
func Symmetric() Forgery {
	return func(j *JWT) {
		j.Header["alg"] = "HS256"
		j.Sign = func(words string) []byte {
			mac := hmac.New(sha256.New, []byte(j.Header["kid"].(string)))
			mac.Write([]byte(words))
			return mac.Sum(nil)
		}
	}
}
func Stranger() Forgery {
	return func(j *JWT) {
		k := newKey(strangerKey)
		j.Sign = k.sign
	}
}
func Broken() Forgery {
	return func(j *JWT) {
		j.Sign = func(string) []byte { return newKey(0).sign("other words") }
	}
}

// strangerKey is the place in the pool of a key that is never published.
const strangerKey = 9

// Wrong is a kind of token that must not be taken.
type Wrong struct {
	Name  string
	Forge Forgery
}

// Forgeries are all kinds of wrong tokens, for tests that go through them.
func (s *Server) Forgeries() []Wrong {
	return []Wrong{
		{"no token", Raw("")},
		{"no JWT", Raw("abc")},
		{"half a JWT", Raw("e30.e30")},
		{"unsigned", Unsigned()},
		{"symmetric", Symmetric()},
		{"signed by a stranger", Stranger()},
		{"signature of other words", Broken()},
		{"unknown key", Head("kid", "no-such-key")},
		{"another app's", Claim("aud", guid("another app"))},
		{"no audience", Claim("aud", nil)},
		{"audience of numbers", Claim("aud", []any{1, 2})},
		{"another issuer", Claim("iss", "https://sts.windows.net/"+s.o.Tenant+"/")},
		{"no issuer", Claim("iss", nil)},
		{"expired", Shift(-2 * time.Hour)},
		{"not yet", Shift(2 * time.Hour)},
		{"without an end", Claim("exp", nil)},
		{"end that is no time", Claim("exp", "tomorrow")},
		{"another service URL", Claim("serviceurl", "https://smba.example.org/")},
		{"no service URL", Claim("serviceurl", nil)},
		{"service URL that is a list", Claim("serviceurl", []any{"a"})},
	}
}

// ListAudience is right: an audience may be a list.
func (s *Server) ListAudience() Forgery { return Claim("aud", []any{s.o.AppID}) }

// signed is the token of a delivery. Its times are the clock's. The lock is held.
func (s *Server) signed(d *delivery) string {
	if s.o.Insecure && d.forgery == nil {
		return ""
	}
	k, now := s.keys[len(s.keys)-1], s.now()
	j := &JWT{
		Header: fields{"alg": "RS256", "typ": "JWT", "kid": k.id, "x5t": k.thumb()},
		Claims: fields{"iss": s.o.Issuer, "aud": s.o.AppID, "serviceurl": text(d.activity, "serviceUrl"),
			"nbf": now.Add(-5 * time.Minute).Unix(), "exp": now.Add(time.Hour).Unix()},
		Sign: k.sign, Body: d.activity,
	}
	if d.forgery != nil {
		d.forgery(j)
	}
	if j.Raw != nil {
		return *j.Raw
	}
	words := b64(encode(j.Header)) + "." + b64(encode(j.Claims))
	return words + "." + base64.RawURLEncoding.EncodeToString(j.Sign(words))
}

// Token is that of a delivery, for requests that a test makes itself: right, or
// made wrong by a forgery.
func (s *Server) Token(f Forgery) (token string) {
	s.locked(func() {
		token = s.signed(&delivery{activity: fields{"serviceUrl": s.ServiceURL("")}, forgery: f})
	})
	return token
}
