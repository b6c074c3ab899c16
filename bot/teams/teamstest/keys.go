package teamstest

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"sync"
	"time"
)

// key is one of the keys that deliveries are signed with.
type key struct {
	id string
	pair
	serves []string // endorsements: for which channels it may sign
}

// pair is a key and the certificate that is published with it.
type pair struct {
	private *rsa.PrivateKey
	cert    []byte // DER
}

// pool keeps keys for the whole run of tests: making one takes long.
var pool struct {
	sync.Mutex
	pairs []pair
}

// newKey is the nth key of the pool under an id of its own.
func newKey(n int) *key {
	pool.Lock()
	defer pool.Unlock()
	for len(pool.pairs) <= n {
		pool.pairs = append(pool.pairs, newPair())
	}
	return &key{id: fmt.Sprintf("key-%d", n), pair: pool.pairs[n], serves: []string{"msteams", "webchat", "directline"}}
}

func newPair() pair {
	k, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic("teamstest: making a key: " + err.Error())
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "bots.botframework.com"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &k.PublicKey, k)
	if err != nil {
		panic("teamstest: making a certificate: " + err.Error())
	}
	return pair{k, der}
}

// thumb is what x5t is in both keys and tokens, RFC 7517, 4.8.
func (p pair) thumb() string {
	sum := sha1.Sum(p.cert) // #nosec: the RFC's own
	return b64(sum[:])
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
		"issuer": s.o.Issuer, "authorization_endpoint": "https://invalid.botframework.com",
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
	j := fields{"kty": "RSA", "use": "sig", "kid": k.id, "x5t": k.thumb(), "x5c": []string{base64.StdEncoding.EncodeToString(k.cert)},
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
