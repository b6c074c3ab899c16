package connector

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// A token that came before is worth no more than one that is new: each case has
// a good one come twice, and then something happen.
func TestATokenThatCameBefore(t *testing.T) {
	day := func(d *door, token string) { // the keys are fetched again
		pass(keysFresh)
		knock(d, post(token, goodClick()))
		synctest.Wait()
	}
	for name, c := range map[string]struct {
		then func(m *microsoft, d *door, token string) (next string)
		want int
	}{
		"again":                  {func(_ *microsoft, _ *door, token string) string { return token }, 200},
		"with another signature": {func(_ *microsoft, _ *door, token string) string { return token[:len(token)-8] + "AAAAAAAA" }, 401},
		"a day later":            {func(_ *microsoft, d *door, token string) string { day(d, token); return token }, 200},
		"once it has ended": {func(_ *microsoft, _ *door, token string) string {
			pass(72*time.Hour + leeway + time.Second)
			return token
		}, 401},
		"once its key is withdrawn": {func(m *microsoft, d *door, token string) string {
			m.rotate(true)
			day(d, token)
			return token
		}, 401},
		"once its key is another": {func(m *microsoft, d *door, token string) string {
			m.set(func() { m.keys[0].public = &rsaKeys()[1].PublicKey })
			day(d, token)
			return token
		}, 401},
		"once its key is not endorsed": {func(m *microsoft, d *door, token string) string {
			m.set(func() { m.keys[0].channels = nil })
			day(d, token)
			return token
		}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMicrosoft(t)
				d := newDoor(t, m.options())
				token := mint(t, jose.RS256, rsaKeys()[0], "k0", with(goodClaims(), "exp", time.Now().Add(72*time.Hour).Unix()))
				for range 2 {
					if got := knock(d, post(token, goodClick())); got != 200 {
						t.Fatal(got)
					}
				}
				if got := knock(d, post(c.then(m, d, token), goodClick())); got != c.want {
					t.Errorf("status %d, want %d", got, c.want)
				}
			})
		})
	}
}

// Only tokens whose signature is good are remembered: strangers fill nothing.
func TestGoodTokensAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o, err := newMicrosoft(t).options().complete()
		if err != nil {
			t.Fatal(err)
		}
		p, h := newProver(o), post(good(t), goodClick()).Header
		for range 3 {
			if _, err := p.prove(t.Context(), h); err != nil || p.good.Len() != 1 {
				t.Errorf("%v, %d tokens are remembered", err, p.good.Len())
			}
		}
		forged := post(mint(t, jose.RS256, rsaKeys()[1], "k0", goodClaims()), goodClick()).Header
		if _, err := p.prove(t.Context(), forged); err == nil || p.good.Len() != 1 {
			t.Errorf("%v, %d tokens are remembered", err, p.good.Len())
		}
	})
}
