package teamstest_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/bot/teams/teamstest"
)

type object = map[string]any

// app is a small bot of its own: it shares nothing with the program's.
type app struct {
	t     *testing.T
	s     *teamstest.Server
	token string
	says  *string // instead of its own answers
	mu    sync.Mutex
	heard []string // installs
}

// hears keeps what was told of installs: "installationUpdate+add".
func (a *app) hears(in object) {
	sign := "+"
	if in["membersRemoved"] != nil || strings.HasPrefix(fmt.Sprint(in["action"]), "remove") {
		sign = "-"
	}
	action, _ := in["action"].(string)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.heard = append(a.heard, fmt.Sprint(in["type"], sign, action))
}

func (a *app) takeHeard() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() { a.heard = nil }()
	return a.heard
}

const orders = "19:orders@thread.tacv2"

// world is a server with people, a team and a chat, and the bot in it.
func world(t *testing.T, o teamstest.Options) (*teamstest.Server, *app) {
	t.Helper()
	return worldOf(t, t, o)
}

// loud is a world whose errors are kept instead of failing the test.
func loud(t *testing.T, said *[]string) (*teamstest.Server, *app) {
	t.Helper()
	return worldOf(quiet{t, said}, t, teamstest.Options{Check: judge})
}

func worldOf(tb teamstest.TB, t *testing.T, o teamstest.Options) (*teamstest.Server, *app) {
	t.Helper()
	if o.Check == nil {
		o.Check = func([]byte) []string { return nil }
	}
	s := teamstest.New(tb, o)
	s.AddUser(teamstest.User{ID: "anna", Name: "Anna", Locale: "da-DK", TZ: "Europe/Copenhagen"})
	s.AddUser(teamstest.User{ID: "bo"})
	s.AddUser(teamstest.User{ID: "eve", Tenant: "another-tenant"})
	s.AddTeam(teamstest.Team{ID: "19:sales@thread.tacv2", Name: "Sales", Channels: []teamstest.Channel{{ID: orders, Name: "Orders"}}, Installed: true})
	s.AddChat(teamstest.Chat{ID: "19:chat@thread.v2", Members: []string{"anna", "eve"}, Installed: true})
	a := &app{t: t, s: s}
	server := httptest.NewServer(http.HandlerFunc(a.serve))
	t.Cleanup(server.Close)
	s.Connect(server.URL + "/api/messages")
	return s, a
}

func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// serve proves the token and answers.
func (a *app) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var in object
	if err != nil || json.Unmarshal(body, &in) != nil {
		http.Error(w, "no JSON", http.StatusBadRequest)
		return
	}
	if err := a.prove(r, in); err != nil {
		http.Error(w, err.Error(), http.StatusUnauthorized)
		return
	}
	if a.says != nil {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, *a.says)
		return
	}
	if out := a.answer(in); out != nil {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out)
	}
}

// prove checks a token as RFC 7519 and the Bot Framework's pages say.
func (a *app) prove(r *http.Request, in object) error {
	parts := strings.Split(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
	if len(parts) != 3 {
		return fmt.Errorf("no token")
	}
	var head, claims object
	sig, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || unpack(parts[0], &head) != nil || unpack(parts[1], &claims) != nil || head["alg"] != "RS256" {
		return fmt.Errorf("no token of that kind")
	}
	key, err := a.key(fmt.Sprint(head["kid"]))
	if err != nil {
		return err
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], sig); err != nil {
		return err
	}
	return a.claims(claims, in)
}

func (a *app) claims(claims, in object) error {
	list, _ := claims["aud"].([]any)
	exp, _ := claims["exp"].(float64)
	nbf, _ := claims["nbf"].(float64)
	now := float64(time.Now().Unix())
	if claims["iss"] != a.s.Issuer() || claims["aud"] != a.s.AppID() && !slices.Contains(list, any(a.s.AppID())) ||
		now > exp || now < nbf || claims["serviceurl"] == nil || fmt.Sprint(claims["serviceurl"]) != in["serviceUrl"] {
		return fmt.Errorf("claims %v", claims)
	}
	return nil
}

func unpack(part string, into any) error {
	b, err := base64.RawURLEncoding.DecodeString(part)
	if err != nil {
		return err
	}
	return json.Unmarshal(b, into)
}

// key fetches the published key of that id.
func (a *app) key(id string) (*rsa.PublicKey, error) {
	var meta struct {
		JWKS string `json:"jwks_uri"`
	}
	var set struct {
		Keys []struct {
			KID, N, E    string
			Endorsements []string
		}
	}
	if err := fetch(a.s.MetadataURL(), &meta); err != nil {
		return nil, err
	}
	if err := fetch(meta.JWKS, &set); err != nil {
		return nil, err
	}
	for _, k := range set.Keys {
		if k.KID == id && slices.Contains(k.Endorsements, "msteams") {
			n, _ := base64.RawURLEncoding.DecodeString(k.N)
			e, _ := base64.RawURLEncoding.DecodeString(k.E)
			return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(new(big.Int).SetBytes(e).Int64())}, nil
		}
	}
	return nil, fmt.Errorf("no key %q", id)
}

func fetch(address string, into any) error {
	res, err := http.Get(address)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return json.NewDecoder(res.Body).Decode(into)
}

// login gets a token.
func (a *app) login() {
	a.t.Helper()
	res, err := http.PostForm(a.s.TokenURL(), url.Values{"grant_type": {"client_credentials"}, "client_id": {a.s.AppID()},
		"client_secret": {a.s.Secret()}, "scope": {a.s.Scope()}})
	if err != nil {
		a.t.Fatal(err)
	}
	defer res.Body.Close()
	var out struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&out); err != nil || out.Token == "" {
		a.t.Fatalf("no token: status %d, %v", res.StatusCode, err)
	}
	a.token = out.Token
}

// call makes one call of the REST API of the app's own tenant.
func (a *app) call(method, path string, body any) (*http.Response, object) {
	return a.callAt(a.s.ServiceURL(""), method, path, body)
}

func (a *app) callAt(base, method, path string, body any) (*http.Response, object) {
	raw, is := body.([]byte)
	if !is && body != nil {
		raw, _ = json.Marshal(body)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, base+"v3/"+path, bytes.NewReader(raw))
	if err != nil {
		a.t.Error(err)
		return &http.Response{}, nil
	}
	if a.token != "" {
		req.Header.Set("Authorization", "Bearer "+a.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return &http.Response{}, nil
	}
	defer res.Body.Close()
	var out object
	_ = json.NewDecoder(res.Body).Decode(&out)
	return res, out
}

func activities(conversation string) string {
	return "conversations/" + url.PathEscape(conversation) + "/activities"
}

// post posts a card and gives its message.
func (a *app) post(conversation string, card object) teamstest.Message {
	a.t.Helper()
	res, out := a.call("POST", activities(conversation), activity(card))
	if res.StatusCode != http.StatusCreated {
		a.t.Fatalf("posting to %s: %d %v", conversation, res.StatusCode, out)
	}
	at, _, _ := strings.Cut(conversation, ";")
	m, there := a.s.Message(at, fmt.Sprint(out["id"]))
	if !there {
		a.t.Fatalf("no message %v", out["id"])
	}
	return m
}

func activity(card object) object {
	return object{"type": "message", "summary": "A card", "attachments": []any{object{"contentType": cardType, "content": card}}}
}

const cardType = "application/vnd.microsoft.card.adaptive"
