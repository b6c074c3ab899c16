package teams

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"salesclerk/agent/task"
)

const public = "https://sales.company.example"

var linkNow = time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)

func linksOf(t testing.TB, secret string, late time.Duration) *links {
	t.Helper()
	l, err := newLinks(public+"/", secret, func() time.Time { return linkNow.Add(late) })
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var quotePDF = task.Attachment{Name: "Q-1001.pdf", Type: "application/pdf", Size: 61_440, Blob: "b-pdf"}

func tokenOf(t testing.TB, l *links) string {
	t.Helper()
	var k asker
	k.d, k.Person.ID = &Desk{Name: "sales"}, "teams:tenant/bo"
	link, err := l.to(k, "T-1042", 2, quotePDF)
	token, ok := strings.CutPrefix(link, public+FilePath+"?t=")
	if err != nil || !ok {
		t.Fatal(link, err)
	}
	return token
}

// Every copy takes the links that another made; nobody else's are.
func TestLinksOfAnotherCopy(t *testing.T) {
	token := tokenOf(t, linksOf(t, "secret of the app", 0))
	c, err := linksOf(t, "secret of the app", 0).read(token)
	if err != nil || c.Desk != "sales" || c.Task != "T-1042" || c.Step != 2 || c.Subject != "teams:tenant/bo" || c.File != fileSum(quotePDF) {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := linksOf(t, "another secret", 0).read(token); !errors.Is(err, errForged) {
		t.Error(err)
	}
	if strings.Contains(string(linksOf(t, "secret of the app", 0).key), "secret") {
		t.Error("the secret itself is the key")
	}
}

func TestLinksEnd(t *testing.T) {
	token := tokenOf(t, linksOf(t, "s", 0))
	for late, want := range map[time.Duration]error{0: nil, linkLife: nil, linkLife + linkLeeway + time.Second: errExpired, 24 * time.Hour: errExpired,
		-30 * time.Second: nil, -2 * time.Minute: errForged} {
		if _, err := linksOf(t, "s", late).read(token); !errors.Is(err, want) {
			t.Errorf("%s late: %v, want %v", late, err, want)
		}
	}
}

// made is a token with claims of somebody's own, signed with a key.
func made(t testing.TB, alg jose.SignatureAlgorithm, key any, claims map[string]any) string {
	t.Helper()
	s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(s).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestForgedLinks(t *testing.T) {
	l := linksOf(t, "s", 0)
	fair := func(change map[string]any) map[string]any {
		m := map[string]any{"aud": linkFor, "sub": "teams:tenant/bo", "iat": linkNow.Unix(), "exp": linkNow.Add(linkLife).Unix(), "desk": "sales", "task": "T-1042", "step": 2, "file": fileSum(quotePDF)}
		for k, v := range change {
			if m[k] = v; v == nil {
				delete(m, k)
			}
		}
		return m
	}
	if _, err := l.read(made(t, jose.HS256, l.key, fair(nil))); err != nil {
		t.Fatal("a fair one is refused: ", err)
	}
	long := append(l.key, l.key...)
	good := tokenOf(t, l)
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"nothing": "", "no token": "a.b.c", "unsigned": parts[0] + "." + parts[1] + ".", "none": "eyJhbGciOiJub25lIn0." + parts[1] + ".",
		"another's claims": parts[0] + "." + strings.Split(made(t, jose.HS256, make([]byte, 32), fair(map[string]any{"task": "T-1"})), ".")[1] + "." + parts[2],
		"endless":          strings.Repeat("a", 1<<20),
		"another key":      made(t, jose.HS256, make([]byte, 32), fair(nil)),
		"another method":   made(t, jose.HS512, append(long, l.key...)[:64], fair(nil)),
		"no audience":      made(t, jose.HS256, l.key, fair(map[string]any{"aud": nil})),
		"another audience": made(t, jose.HS256, l.key, fair(map[string]any{"aud": "https://api.botframework.com"})),
		"two audiences":    made(t, jose.HS256, l.key, fair(map[string]any{"aud": []string{linkFor, "other"}})),
		"no end":           made(t, jose.HS256, l.key, fair(map[string]any{"exp": nil})),
		"no beginning":     made(t, jose.HS256, l.key, fair(map[string]any{"iat": nil})),
		"too long":         made(t, jose.HS256, l.key, fair(map[string]any{"exp": linkNow.Add(time.Hour).Unix()})),
		"from tomorrow":    made(t, jose.HS256, l.key, fair(map[string]any{"iat": linkNow.Add(24 * time.Hour).Unix(), "exp": linkNow.Add(24*time.Hour + time.Minute).Unix()})),
		"not yet":          made(t, jose.HS256, l.key, fair(map[string]any{"nbf": linkNow.Add(time.Hour).Unix()})),
		"another form":     made(t, jose.HS256, l.key, fair(map[string]any{"step": "two"})),
	} {
		if c, err := l.read(token); !errors.Is(err, errForged) || c.Task != "" {
			t.Errorf("%s: %+v, %v", name, c, err)
		}
	}
}

func TestWhereLinksLead(t *testing.T) {
	for url, ok := range map[string]bool{"https://sales.company.example": true, "https://sales.company.example/clerk/": true, "http://127.0.0.1:3978": true,
		"http://sales.company.example": false, "sales.company.example": false, "https://": false, "https://u:p@sales.company.example": false,
		"https://sales.company.example?a=b": false, "https://sales.company.example#a": false, "javascript:alert(1)": false} {
		if _, err := newLinks(url, "s", time.Now); (err == nil) != ok {
			t.Errorf("%s: %v", url, err)
		}
	}
	if l, err := newLinks("", "s", time.Now); l != nil || err != nil {
		t.Error("links that lead nowhere", err)
	}
	if _, err := newLinks(public, "", time.Now); err == nil {
		t.Error("without a secret files are opened from other machines")
	}
	one, err1 := newLinks("http://localhost:3978", "", time.Now)
	two, err2 := newLinks("http://localhost:3978", "", time.Now)
	if err1 != nil || err2 != nil || string(one.key) == string(two.key) || !one.local {
		t.Error("without a secret the key is known", err1, err2)
	}
}

// FuzzLinks reads anything as a link.
func FuzzLinks(f *testing.F) {
	l := linksOf(f, "s", 0)
	good := tokenOf(f, l)
	f.Add(good)
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	f.Add(`{"payload":"e30","signatures":[]}`)
	want, _ := l.read(good)
	f.Fuzz(func(t *testing.T, token string) {
		if c, err := l.read(token); err == nil && (c.File != want.File || c.Subject != want.Subject) {
			t.Errorf("%q is taken: %+v", token, c)
		}
	})
}
