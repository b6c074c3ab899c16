package teams

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"salesclerk/agent/task"
	"salesclerk/bot/intake"
)

// FilePath is where files are opened by their links, below the public URL and on
// the address that Teams calls, too.
const FilePath = "/teams/file"

const (
	linkLife   = 15 * time.Minute
	linkLeeway = time.Minute // of clocks: another copy may have made the link
	linkFor    = "salesclerk: a file in Teams"
	linkLabel  = "salesclerk: the key of links to files in Teams, first form"
	maxToken   = 8 << 10
)

// links are addresses by which one person opens one file for some minutes. Nothing
// of them is kept: who has the key made them. All copies have the same, for it is
// derived from the app's secret.
type links struct {
	base  string // "https://sales.company.example/teams/file?t="
	key   []byte
	local bool // nobody on another machine is answered
	now   func() time.Time
}

// claims are what a link says (RFC 7519): for whom, about what, until when.
type claims struct {
	jwt.Claims
	Desk string `json:"desk"`
	Task string `json:"task"`
	Step int    `json:"step"`
	File string `json:"file"` // fileSum
}

var (
	errForged  = errors.New("not a link of ours")
	errExpired = errors.New("the link has expired")
)

// newLinks are the links below a public URL; nil without one. Without a secret the
// key is a random one, and links lead to this machine alone.
func newLinks(public, secret string, now func() time.Time) (*links, error) {
	if public == "" {
		return nil, nil
	}
	u, err := url.Parse(public)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !intake.Loopback(u.Hostname())) {
		return nil, errors.New("teams: the public URL must be like https://sales.company.example")
	}
	l := &links{base: strings.TrimSuffix(u.String(), "/") + FilePath + "?t=", local: secret == "", now: now}
	if !l.local {
		l.key, err = hkdf.Key(sha256.New, []byte(secret), nil, linkLabel, sha256.Size)
		if err != nil {
			return nil, fmt.Errorf("teams: the key of links: %w", err)
		}
		return l, nil
	}
	if !intake.Loopback(u.Hostname()) {
		return nil, errors.New("teams: without a secret files are opened on this machine alone, as at http://127.0.0.1:3978")
	}
	l.key = make([]byte, sha256.Size)
	_, _ = rand.Read(l.key) // it never fails
	return l, nil
}

// to is the link by which a person opens a file of a step's.
func (l *links) to(k asker, taskID string, step int, f task.Attachment) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.HS256, Key: l.key}, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return "", fmt.Errorf("link to a file: %w", err)
	}
	now := l.now()
	c := claims{Claims: jwt.Claims{Audience: jwt.Audience{linkFor}, Subject: k.Person.ID, IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(linkLife))},
		Desk: k.d.Name, Task: taskID, Step: step, File: fileSum(f)}
	token, err := jwt.Signed(signer).Claims(c).Serialize()
	if err != nil {
		return "", fmt.Errorf("link to a file: %w", err)
	}
	return l.base + token, nil
}

// read is what a link says, if it is one of ours and still good.
func (l *links) read(token string) (c claims, err error) {
	if token == "" || len(token) > maxToken {
		return c, errForged
	}
	t, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.HS256})
	if err != nil || len(t.Headers) != 1 || t.Claims(l.key, &c) != nil {
		return claims{}, errForged
	}
	err = c.ValidateWithLeeway(jwt.Expected{AnyAudience: jwt.Audience{linkFor}, Time: l.now()}, linkLeeway)
	switch {
	case c.Expiry == nil, c.IssuedAt == nil, len(c.Audience) != 1:
		return claims{}, errForged
	case errors.Is(err, jwt.ErrExpired):
		return claims{}, errExpired
	case err != nil, c.Expiry.Time().Sub(c.IssuedAt.Time()) > linkLife:
		return claims{}, errForged
	}
	return c, nil
}

// fileSum tells files apart by all that people were told of them and by their
// bytes, whose digest a blob's key is: another file is not opened in its place.
func fileSum(f task.Attachment) string {
	data, err := json.Marshal([]any{f.Name, f.Type, f.Size, f.Blob})
	if err != nil {
		panic("teams: a file's name is no JSON: " + err.Error()) // never of these types
	}
	sum := sha256.Sum256(data)
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
