package connector

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// rotate publishes another key beside or instead of the first.
func (m *microsoft) rotate(alone bool) {
	m.set(func() {
		next := published{kid: "k1", public: &rsaKeys()[1].PublicKey, channels: []string{"msteams"}}
		if m.keys = append(m.keys, next); alone {
			m.keys = []published{next}
		}
	})
}

func rotated(t testing.TB) string { return mint(t, jose.RS256, rsaKeys()[1], "k1", goodClaims()) }

func TestNoFetchPerRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		d := newDoor(t, m.options())
		if n, _, _ := m.counts(); n != 0 {
			t.Fatal("fetched before the first request")
		}
		for range 50 {
			if got := knock(d, post(good(t), goodClick())); got != 200 {
				t.Fatal(got)
			}
		}
		if n, _, _ := m.counts(); n != 1 {
			t.Errorf("%d fetches for 50 requests", n)
		}
	})
}

func TestKeysRotated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		d := newDoor(t, m.options())
		knock(d, post(good(t), goodClick()))
		m.rotate(true)
		if got := knock(d, post(rotated(t), goodClick())); got != 401 {
			t.Errorf("fetched again at once: %d", got)
		}
		pass(keysFloor)
		if got := knock(d, post(rotated(t), goodClick())); got != 200 {
			t.Errorf("a rotated key: %d", got)
		}
		if got := knock(d, post(good(t), goodClick())); got != 401 {
			t.Errorf("a key that was withdrawn: %d", got)
		}
	})
}

// Whoever asks for keys that are not there causes one fetch in a quarter of a
// minute, and does not keep the others out.
func TestFloodOfUnknownKeys(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		d := newDoor(t, m.options())
		for range 12 { // three minutes
			for i := range 100 {
				bad := mint(t, jose.HS256, []byte("0123456789abcdef0123456789abcdef"), fmt.Sprint(i), goodClaims())
				if i%2 == 0 {
					bad = mint(t, jose.RS256, rsaKeys()[2], fmt.Sprint("x", i), goodClaims())
				}
				if got := knock(d, post(bad, goodClick())); got != 401 {
					t.Fatal(got)
				}
			}
			if got := knock(d, post(good(t), goodClick())); got != 200 {
				t.Fatal(got)
			}
			pass(keysFloor)
		}
		if n, _, _ := m.counts(); n != 12 {
			t.Errorf("%d fetches in three minutes", n)
		}
	})
}

func TestKeysAreFetchedOnceByMany(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		m.slow = time.Second
		h, _ := opened(t, m.options(), func(context.Context, Request) (Answer, error) { return Answer{}, nil })
		token := good(t)
		var all sync.WaitGroup
		var mu sync.Mutex
		counts := map[int]int{}
		for range 40 {
			all.Go(func() {
				code := knock(h, post(token, goodClick()))
				mu.Lock()
				counts[code]++
				mu.Unlock()
			})
		}
		all.Wait()
		if n, _, _ := m.counts(); n != 1 || counts[200] != 40 {
			t.Errorf("%d fetches, answers %v", n, counts)
		}
	})
}

// Unreachable at the start: nothing is accepted, nothing is held up long, and it
// heals by itself.
func TestMetadataUnreachableAtStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		m.down = true
		d := newDoor(t, m.options())
		for range 20 {
			if got := knock(d, post(good(t), goodClick())); got != 503 {
				t.Fatal(got)
			}
		}
		if n, _, _ := m.counts(); n != 1 {
			t.Errorf("%d fetches at once", n)
		}
		for range 60 { // ten minutes
			pass(10 * time.Second)
			knock(d, post(good(t), goodClick()))
		}
		if n, _, _ := m.counts(); n < 10 || n > 15 {
			t.Errorf("%d fetches in ten minutes", n)
		}
		m.set(func() { m.down = false })
		pass(keysAgainMax)
		if got := knock(d, post(good(t), goodClick())); got != 200 {
			t.Errorf("after it came back: %d", got)
		}
	})
}

func TestMetadataUnreachableLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		d := newDoor(t, m.options())
		knock(d, post(good(t), goodClick()))
		m.set(func() { m.down = true })
		for range 3 {
			pass(keysFresh)
			if got := knock(d, post(good(t), goodClick())); got != 200 {
				t.Errorf("the keys at hand are not used: %d", got)
			}
			synctest.Wait()
		}
		if n, _, _ := m.counts(); n != 4 {
			t.Errorf("%d fetches", n)
		}
		m.set(func() { m.down = false })
		m.rotate(false)
		pass(keysAgainMax)
		if got := knock(d, post(rotated(t), goodClick())); got != 200 {
			t.Errorf("a new key after it came back: %d", got)
		}
	})
}

// A metadata server that hangs holds nobody longer than a handler's time.
func TestMetadataHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		m.slow = time.Hour
		d := newDoor(t, m.options())
		began := time.Now()
		if got := knock(d, post(good(t), goodClick())); got != 503 || time.Since(began) != HandlerTime {
			t.Errorf("status %d after %v", got, time.Since(began))
		}
		pass(keysTime) // the fetch ends too
		m.set(func() { m.slow = 0 })
		pass(keysAgainMax)
		if got := knock(d, post(good(t), goodClick())); got != 200 {
			t.Error(got)
		}
		pass(time.Hour) // the server's own handler
	})
}

// A day old, keys are still used while others are fetched behind the request.
func TestKeysADayOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMicrosoft(t)
		d := newDoor(t, m.options())
		knock(d, post(good(t), goodClick()))
		m.set(func() { m.slow = 2 * time.Second })
		m.rotate(true)
		pass(keysFresh)
		began := time.Now()
		if got := knock(d, post(good(t), goodClick())); got != 200 || time.Since(began) != 0 {
			t.Errorf("status %d after %v", got, time.Since(began))
		}
		pass(3 * time.Second)
		if got := knock(d, post(good(t), goodClick())); got != 401 {
			t.Errorf("a key withdrawn a day ago: %d", got)
		}
	})
}
