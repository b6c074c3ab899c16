package teamstest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"sync"
)

// issuer signs deliveries, scope is what tokens for the REST API are asked for.
const (
	issuer = "https://api.botframework.com"
	scope  = "https://api.botframework.com/.default"
)

// key is one of the keys that deliveries are signed with.
type key struct {
	id      string
	private *rsa.PrivateKey
	serves  []string // endorsements: for which channels it may sign
}

// pool keeps keys for the whole run of tests: making one takes long.
var pool struct {
	sync.Mutex
	keys []*rsa.PrivateKey
}

// newKey is the nth key of the pool under an id of its own.
func newKey(n int) *key {
	pool.Lock()
	defer pool.Unlock()
	for len(pool.keys) <= n {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic("teamstest: making a key: " + err.Error())
		}
		pool.keys = append(pool.keys, k)
	}
	return &key{id: fmt.Sprintf("key-%d", n), private: pool.keys[n], serves: []string{"msteams", "webchat", "directline"}}
}

// Rotate makes a new key that signs from now on. The old ones stay published when
// keep is set, as the real ones do for some days.
func (s *Server) Rotate(keep bool) {
	s.locked(func() {
		s.turns++
		next := newKey(s.turns)
		next.id = s.id("key-")
		if !keep {
			s.keys = nil
		}
		s.keys = append(s.keys, next)
	})
}

// Endorse replaces the channels for which all published keys may sign; without any
// the keys are published without endorsements.
func (s *Server) Endorse(channels ...string) {
	s.locked(func() {
		for _, k := range s.keys {
			k.serves = channels
		}
	})
}

func (s *Server) metadata(*http.Request, []byte) (answer, *refusal) {
	return answer{body: fields{
		"issuer": issuer, "authorization_endpoint": "https://invalid.botframework.com",
		"jwks_uri":                              "http://" + s.host + "/v1/.well-known/keys",
		"id_token_signing_alg_values_supported": []string{"RS256"}, "token_endpoint_auth_methods_supported": []string{"private_key_jwt"},
	}}, nil
}

func (s *Server) jwks(*http.Request, []byte) (answer, *refusal) {
	var list []any
	for _, k := range s.keys {
		list = append(list, k.json())
	}
	return answer{body: fields{"keys": list}}, nil
}

// json is the key as a JSON Web Key, RFC 7517.
func (k *key) json() fields {
	public := k.private.PublicKey
	j := fields{"kty": "RSA", "use": "sig", "kid": k.id,
		"n": b64(public.N.Bytes()), "e": b64(big.NewInt(int64(public.E)).Bytes())}
	if len(k.serves) > 0 {
		j["endorsements"] = k.serves
	}
	return j
}

func (k *key) sign(words string) []byte {
	sum := sha256.Sum256([]byte(words))
	sig, err := rsa.SignPKCS1v15(rand.Reader, k.private, crypto.SHA256, sum[:])
	if err != nil {
		panic("teamstest: signing: " + err.Error())
	}
	return sig
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
