package store

import (
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
)

// slot is the slot of a key in a Redis Cluster: CRC16 (XMODEM) of its hash tag
// modulo 16384. https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
func slot(key string) uint16 {
	if a := strings.IndexByte(key, '{'); a >= 0 {
		if n := strings.IndexByte(key[a+1:], '}'); n > 0 {
			key = key[a+1 : a+1+n]
		}
	}
	var crc uint16
	for _, c := range []byte(key) {
		crc ^= uint16(c) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
				continue
			}
			crc <<= 1
		}
	}
	return crc % 16384
}

func TestSlotIsThatOfRedis(t *testing.T) {
	same(t, slot("123456789"), uint16(0x31C3%16384))
	same(t, slot("a{foo}b"), slot("foo"))
	same(t, slot("a{}b{foo}") == slot("foo"), false)
}

// TestOneSlotPerScript calls every script there is, for names that could break a
// hash tag, and finds that all keys of each are in one slot.
func TestOneSlotPerScript(t *testing.T) {
	for _, name := range []string{"north", "", "a}b", "{x}", "erp:north", "100%"} {
		c, stop, err := Embedded()
		ok(t, err)
		calls := watchScripts(t, func() { everyScript(t, c, name) })
		stop()
		if len(calls) < 20 {
			t.Fatalf("%d scripts were called", len(calls))
		}
		for _, keys := range calls {
			for _, k := range keys {
				if slot(k) != slot(keys[0]) {
					t.Errorf("%s and %s are in two slots", k, keys[0])
				}
			}
		}
	}
}

// watchScripts collects the keys of all scripts that do runs.
func watchScripts(t *testing.T, do func()) (calls [][]string) {
	t.Helper()
	var mu sync.Mutex
	seen = func(keys []string) { mu.Lock(); calls = append(calls, keys); mu.Unlock() }
	defer func() { seen = nil }()
	do()
	return calls
}

func everyScript(t *testing.T, c *Client, name string) {
	d, r := c.Desk(name), c.Records(name)
	blob := must(d.PutBlob(ctx, []byte("x")))
	w := change(holding("T-1", 1, blob), jobEffect(1), jobEffect(2), count("mails", 1))
	w.MailKey, w.Threads = "m", []string{"<m>"}
	ok(t, d.Write(ctx, w))
	j := take(t, d, "a")
	ok(t, d.Extend(ctx, j))
	ok(t, d.Later(ctx, j, t0, j.Job))
	must(d.Promote(ctx, t0))
	ok(t, d.Done(ctx, take(t, d, "a")))
	ok(t, d.Leave(ctx, "a"))
	must2(d.Mark(ctx, "T-1/1/send", "x"))
	ok(t, d.AddNotice(ctx, "1", nil))
	ok(t, d.MakeDue(ctx, "slack", "T-1"))
	must(d.Due(ctx, "slack", 1))
	ok(t, d.SettleDue(ctx, "slack", DueName{"T-1", 1}))
	must(d.Spend(ctx, "2026-11-05", map[string]int64{"a": 1, "b": 2}, nil))
	l := must(d.Lease(ctx, "mailbox", "a", time.Minute))
	must(l.Renew(ctx))
	ok(t, l.Release(ctx))
	ok(t, d.DeleteTask(ctx, "T-1"))
	commit(t, r, true, Write{"item", "1", 0, []byte("x")}, Write{"quote", "1", 0, []byte("x")})
	must(r.Next(ctx, "n", 1))
	ok(t, r.PutAlias(ctx, "a}{b", "words", t0, []byte("x")))
	_, _, err := r.Changed(ctx, "item", "")
	ok(t, err)
}

// TestDesksDoNotMix finds that no two names share a key.
func TestDesksDoNotMix(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"", "%", "%25", "a}b", "a%7db", "erp:a", "a"} {
		for _, k := range []string{newKeys("p:", name).base, newRecordKeys("p:", name).base} {
			if was, twice := seen[k]; twice {
				t.Errorf("%q and %q share %s", name, was, k)
			}
			seen[k] = name
		}
	}
	same(t, len(states), len(newKeys("", "x").states()))
	same(t, task.Attention.NeedsPerson(), true)
}
