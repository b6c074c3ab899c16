package connector

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
)

func unsigned(alg string) string {
	enc := base64.RawURLEncoding.EncodeToString
	return enc([]byte(`{"alg":"`+alg+`","kid":"k0"}`)) + "." +
		enc([]byte(`{"iss":"https://api.botframework.com","aud":"`+appID+`","serviceurl":"`+service+`","exp":99999999999}`)) + "."
}

// Every way in which a token can be right or wrong.
func TestToken(t *testing.T) {
	right := func(t *testing.T, c object) string { return mint(t, jose.RS256, rsaKeys()[0], "k0", c) }
	pub, _ := x509.MarshalPKIXPublicKey(&rsaKeys()[0].PublicKey)
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: pub})
	in := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	for name, c := range map[string]struct {
		token func(t *testing.T) string
		want  int
	}{
		"good":                  {func(t *testing.T) string { return good(t) }, 200},
		"list audience":         {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", []string{"x", appID})) }, 200},
		"list without us":       {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", []string{"x", "y"})) }, 401},
		"empty list":            {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", []string{})) }, 401},
		"audience of numbers":   {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", []any{1, appID})) }, 401},
		"audience is an object": {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", object{"a": appID})) }, 401},
		"wrong audience":        {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", alice)) }, 401},
		"no audience":           {func(t *testing.T) string { return right(t, with(goodClaims(), "aud", nil)) }, 401},
		"wrong issuer": {func(t *testing.T) string {
			return right(t, with(goodClaims(), "iss", "https://sts.windows.net/"+tenant+"/"))
		}, 401},
		"no issuer":                {func(t *testing.T) string { return right(t, with(goodClaims(), "iss", nil)) }, 401},
		"issuer is a list":         {func(t *testing.T) string { return right(t, with(goodClaims(), "iss", []string{publicIssuer})) }, 401},
		"expired within leeway":    {func(t *testing.T) string { return right(t, with(goodClaims(), "exp", in(-4*time.Minute))) }, 200},
		"expired":                  {func(t *testing.T) string { return right(t, with(goodClaims(), "exp", in(-6*time.Minute))) }, 401},
		"never expires":            {func(t *testing.T) string { return right(t, with(goodClaims(), "exp", nil)) }, 401},
		"exp is words":             {func(t *testing.T) string { return right(t, with(goodClaims(), "exp", "tomorrow")) }, 401},
		"exp is too large":         {func(t *testing.T) string { return right(t, with(goodClaims(), "exp", 1e300)) }, 401},
		"not yet within leeway":    {func(t *testing.T) string { return right(t, with(goodClaims(), "nbf", in(4*time.Minute))) }, 200},
		"not yet":                  {func(t *testing.T) string { return right(t, with(goodClaims(), "nbf", in(6*time.Minute))) }, 401},
		"without nbf":              {func(t *testing.T) string { return right(t, with(goodClaims(), "nbf", nil)) }, 200},
		"no service URL":           {func(t *testing.T) string { return right(t, with(goodClaims(), "serviceurl", nil)) }, 401},
		"service URL is an object": {func(t *testing.T) string { return right(t, with(goodClaims(), "serviceurl", object{})) }, 401},
		"service URL of another": {func(t *testing.T) string {
			return right(t, with(goodClaims(), "serviceurl", "https://smba.trafficmanager.net/amer/"))
		}, 403},
		"forged": {func(t *testing.T) string { return mint(t, jose.RS256, rsaKeys()[1], "k0", goodClaims()) }, 401},
		"cut":    {func(t *testing.T) string { s := good(t); return s[:len(s)-8] }, 401},
		"payload changed": {func(t *testing.T) string {
			return swapPayload(good(t), right(t, with(goodClaims(), "exp", in(99*time.Hour))))
		}, 401},
		"alg none":                  {func(t *testing.T) string { return unsigned("none") }, 401},
		"RS256 without a signature": {func(t *testing.T) string { return unsigned("RS256") }, 401},
		"HS256 with the public key": {func(t *testing.T) string { return mint(t, jose.HS256, asPEM, "k0", goodClaims()) }, 401},
		"HS256 with its DER":        {func(t *testing.T) string { return mint(t, jose.HS256, pub, "k0", goodClaims()) }, 401},
		"RS512":                     {func(t *testing.T) string { return mint(t, jose.RS512, rsaKeys()[0], "k0", goodClaims()) }, 401},
		"no kid":                    {func(t *testing.T) string { return mint(t, jose.RS256, rsaKeys()[0], "", goodClaims()) }, 401},
		"unknown kid":               {func(t *testing.T) string { return mint(t, jose.RS256, rsaKeys()[0], "k9", goodClaims()) }, 401},
		"claims are a list":         {func(t *testing.T) string { return right2(t, []byte(`[]`)) }, 401},
		"claims are null":           {func(t *testing.T) string { return right2(t, []byte(`null`)) }, 401},
		"claims are no JSON":        {func(t *testing.T) string { return right2(t, []byte(`hello`)) }, 401},
		"claims twice":              {func(t *testing.T) string { return right2(t, []byte(`{"aud":"x","aud":"`+appID+`"}`)) }, 401},
		"large":                     {func(t *testing.T) string { return right(t, with(goodClaims(), "x", strings.Repeat("x", tokenSize))) }, 401},
		"no token":                  {func(*testing.T) string { return "" }, 401},
		"words":                     {func(*testing.T) string { return "let me in" }, 401},
		"dots":                      {func(*testing.T) string { return "..." }, 401},
		"huge":                      {func(*testing.T) string { return strings.Repeat("a", 1<<20) }, 401},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMicrosoft(t)
				d := newDoor(t, m.options())
				w := httptest.NewRecorder()
				d.ServeHTTP(w, post(c.token(t), goodClick()))
				if w.Code != c.want || (len(d.got) == 1) != (c.want == 200) {
					t.Errorf("status %d, want %d; handled %d", w.Code, c.want, len(d.got))
				}
				if c.want != 200 && strings.TrimSpace(w.Body.String()) != http.StatusText(c.want) {
					t.Errorf("the refusal says %q", w.Body)
				}
			})
		})
	}
}

func curveKey() *ecdsa.PublicKey {
	k, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	return &k.PublicKey
}

func right2(t *testing.T, payload []byte) string {
	return mint(t, jose.RS256, rsaKeys()[0], "k0", payload)
}

func swapPayload(token, other string) string {
	a, b := strings.Split(token, "."), strings.Split(other, ".")
	return a[0] + "." + b[1] + "." + a[2]
}

// A token that is right speaks only for the body it was made for, and that body
// has to be for us.
func TestWhatATokenSpeaksFor(t *testing.T) {
	data := func(id string) object { return object{"tenant": object{"id": id}} }
	place := func(id any) object {
		return object{"id": "19:x@thread.v2", "conversationType": "groupChat", "tenantId": id}
	}
	other := alice
	for name, c := range map[string]struct {
		body any
		want int
	}{
		"good":                       {goodClick(), 200},
		"tenant in upper case":       {with(goodClick(), "conversation", place(strings.ToUpper(tenant))), 200},
		"tenant only in channelData": {with(goodClick(), "conversation", place(nil)), 200},
		"tenant only in the place":   {with(goodClick(), "channelData", nil), 200},
		"channelData is a list":      {with(goodClick(), "channelData", []int{1}), 200},
		"second tenant":              {with(goodClick(), "conversation", place(other), "channelData", data(other)), 200},
		"two tenants at once":        {with(goodClick(), "conversation", place(other)), 403},
		"no tenant":                  {with(goodClick(), "conversation", place(nil), "channelData", nil), 403},
		"foreign tenant":             {with(goodClick(), "conversation", place("evil"), "channelData", data("evil")), 403},
		"foreign in one place":       {with(goodClick(), "channelData", data("evil")), 403},
		"other service URL":          {with(goodClick(), "serviceUrl", "https://smba.trafficmanager.net/amer/"), 403},
		"foreign service URL":        {with(goodClick(), "serviceUrl", "https://evil.example/"), 403},
		"no service URL":             {with(goodClick(), "serviceUrl", nil), 403},
		"other channel":              {with(goodClick(), "channelId", "skype"), 403},
		"unendorsed channel":         {with(goodClick(), "channelId", "directline"), 403},
		"no channel":                 {with(goodClick(), "channelId", nil), 403},
		"list":                       {[]byte(`[]`), 400},
		"no JSON":                    {[]byte(`{"type":`), 400},
		"empty":                      {[]byte(``), 400},
		"null":                       {[]byte(`null`), 403},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMicrosoft(t)
				o := m.options()
				o.Tenants = []string{tenant, other}
				d := newDoor(t, o)
				if got := knock(d, post(good(t), c.body)); got != c.want || (len(d.got) == 1) != (c.want == 200) {
					t.Errorf("status %d, want %d; handled %d", got, c.want, len(d.got))
				}
			})
		})
	}
}

// A key vouches for the channels it is endorsed for, and only signing keys of a
// fair size are used.
func TestEndorsements(t *testing.T) {
	for name, c := range map[string]struct {
		key  published
		want int
	}{
		"endorsed":     {published{channels: []string{"msteams"}, use: "sig"}, 200},
		"for others":   {published{channels: []string{"directline", "skype"}}, 403},
		"for nobody":   {published{channels: []string{}}, 403},
		"not at all":   {published{}, 403},
		"not a list":   {published{channels: "msteams"}, 503}, // no key is left
		"for secrets":  {published{channels: []string{"msteams"}, use: "enc"}, 503},
		"not RSA":      {published{channels: []string{"msteams"}, public: curveKey()}, 503},
		"too small":    {published{channels: []string{"msteams"}, public: &rsa.PublicKey{N: new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 1024), big.NewInt(1)), E: 65537}}, 503},
		"not yet ours": {published{channels: []string{"msteams "}}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMicrosoft(t)
				if c.key.kid = "k0"; c.key.public == nil {
					c.key.public = &rsaKeys()[0].PublicKey
				}
				m.keys = []published{c.key}
				d := newDoor(t, m.options())
				if got := knock(d, post(good(t), goodClick())); got != c.want || (len(d.got) == 1) != (c.want == 200) {
					t.Errorf("status %d, want %d; handled %d", got, c.want, len(d.got))
				}
			})
		})
	}
}
