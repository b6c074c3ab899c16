package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"salesclerk/agent/task"
)

func TestBlob(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		noise := make([]byte, 100_000)
		_, _ = rand.Read(noise)
		for name, data := range map[string][]byte{"empty": {}, "short": []byte("a"), "words": []byte(strings.Repeat("Dear Sirs, ", 5000)), "noise": noise} {
			key := must(d.PutBlob(ctx, data))
			same(t, must(d.PutBlob(ctx, data)), key)
			if got := must(d.Blob(ctx, key)); !bytes.Equal(got, data) {
				t.Errorf("%s came back with %d bytes", name, len(got))
			}
			n := must(d.c.rdb.StrLen(ctx, d.keys.blob(key)).Result())
			if name == "words" && n > 5000 || n > int64(len(data))+1 {
				t.Errorf("%s takes %d bytes", name, n)
			}
		}
		if _, err := d.Blob(ctx, "nothing"); !errors.Is(err, ErrNotFound) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestBlobTooBig(t *testing.T) {
	both(t, func(t *testing.T, p place) {
		d := p.open(t, func(o *Options) { o.MaxBlob = 10 }).Desk("north")
		must(d.PutBlob(ctx, make([]byte, 10)))
		if _, err := d.PutBlob(ctx, make([]byte, 11)); !errors.Is(err, ErrTooBig) {
			t.Fatalf("got %v", err)
		}
	})
}

func TestBlobsOfTask(t *testing.T) {
	v := task.Task{
		Messages: []task.Message{{Raw: "1", TextBlob: "2", Files: []task.Attachment{{Blob: "3"}, {}}}, {Raw: "1"}},
		Draft:    &task.Draft{Summary: "4", Files: []task.Attachment{{Blob: "5"}}},
		Steps:    []task.Step{{}, {Draft: &task.Draft{Summary: "6", Files: []task.Attachment{{Blob: "7"}}}}},
	}
	same(t, Blobs(v), []string{"1", "2", "3", "4", "5", "6", "7"})
}

// holding is a task that refers to blobs.
func holding(id string, rev int64, blobs ...string) task.Task {
	v := sample(id, rev, task.Attention)
	for _, b := range blobs {
		v.Messages = append(v.Messages, task.Message{ID: "<" + b + ">", Raw: b})
	}
	return v
}

func TestDeleteTakesItsBlobsAlong(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		own, shared := must(d.PutBlob(ctx, []byte("own"))), must(d.PutBlob(ctx, []byte("shared")))
		ok(t, d.Write(ctx, change(holding("T-1", 1, own))))
		c := change(holding("T-1", 2, own, shared))
		c.MailKey, c.Threads = "m", []string{"<1>", "<both>"}
		ok(t, d.Write(ctx, c))
		ok(t, d.Write(ctx, change(holding("T-1", 3, own, shared))))
		c = change(holding("T-2", 1, shared))
		c.Threads = []string{"<both>"}
		ok(t, d.Write(ctx, c))
		must2(d.Mark(ctx, "T-1/7/send", "x"))
		ok(t, d.SetCardRef(ctx, "T-1/3", "room", "C1"))

		ok(t, d.DeleteTask(ctx, "T-1"))
		gone(t, d, own)
		same(t, string(must(d.Blob(ctx, shared))), "shared")
		same(t, ids(must(d.List(ctx, ListOptions{}))), []string{"T-2"})
		same(t, must(d.CardRef(ctx, "T-1/3", "room")), "")
		id, found, _ := d.TaskOfThread(ctx, []string{"<1>", "<both>"})
		same(t, []any{id, found}, []any{"T-2", true})
		_, found, _ = d.TaskOfMail(ctx, "m")
		same(t, found, true)

		ok(t, d.DeleteTask(ctx, "T-2"))
		gone(t, d, shared)
		if err := d.DeleteTask(ctx, "T-2"); !errors.Is(err, ErrNotFound) {
			t.Fatalf("got %v", err)
		}
		same(t, left(t, d), []string{d.keys.fixed("mails")})
	})
}

func must2(a string, b bool, err error) { must(a, err) }

func (k keys) fixed(name string) string { return k.base + name }

func left(t *testing.T, d *Desk) []string {
	return must(d.c.rdb.Keys(t.Context(), "*").Result())
}

func gone(t *testing.T, d *Desk, blob string) {
	t.Helper()
	if _, err := d.Blob(ctx, blob); !errors.Is(err, ErrNotFound) {
		t.Fatalf("blob %s: got %v", blob, err)
	}
}

// TestMissingBlob finds that no task is written that refers to lost data, and
// that a task that had it already goes on.
func TestMissingBlob(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		var missing *MissingBlobError
		if err := d.Write(ctx, change(holding("T-1", 1, "abc"))); !errors.As(err, &missing) || missing.Blob != "abc" {
			t.Fatalf("got %v", err)
		}
		same(t, left(t, d), []string{})
		key := must(d.PutBlob(ctx, []byte("x")))
		ok(t, d.Write(ctx, change(holding("T-1", 1, key))))
		ok(t, d.c.rdb.Del(ctx, d.keys.blob(key)).Err())
		ok(t, d.Write(ctx, change(holding("T-1", 2, key))))
	})
}

// TestBlobStays finds that a blob has no end once a task refers to it, and one
// until then.
func TestBlobStays(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		key := must(d.PutBlob(ctx, []byte("x")))
		if ttl := must(d.c.rdb.TTL(ctx, d.keys.blob(key)).Result()); ttl <= 0 || ttl > unreferenced {
			t.Fatalf("ends after %v", ttl)
		}
		ok(t, d.Write(ctx, change(holding("T-1", 1, key))))
		must(d.PutBlob(ctx, []byte("x")))
		if ttl := must(d.c.rdb.TTL(ctx, d.keys.blob(key)).Result()); ttl != -1 {
			t.Fatalf("ends after %v", ttl)
		}
	})
}

// TestManyBlobs goes past what Lua unpacks at once.
func TestManyBlobs(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		var blobs []string
		p := d.c.rdb.Pipeline() // one by one takes long
		for i := range 2500 {
			blobs = append(blobs, fmt.Sprintf("%04d", i))
			p.Set(ctx, d.keys.blob(blobs[i]), "0x", 0)
		}
		must(p.Exec(ctx))
		ok(t, d.Write(ctx, change(holding("T-1", 1, blobs...))))
		ok(t, d.Write(ctx, change(holding("T-1", 2, blobs...))))
		same(t, must(d.c.rdb.HGet(ctx, d.keys.blobRefs(), blobs[2499]).Result()), "1")
		ok(t, d.DeleteTask(ctx, "T-1"))
		same(t, left(t, d), []string{})
	})
}

func TestSize(t *testing.T) {
	bothDesks(t, func(t *testing.T, d *Desk) {
		put(t, d, "T-1", 1, task.Working)
		if n := must(d.Size(ctx, "T-1")); n < 200 || n > 5000 {
			t.Fatalf("got %d", n)
		}
		if _, err := d.Size(ctx, "T-2"); !errors.Is(err, ErrNotFound) {
			t.Fatalf("got %v", err)
		}
	})
}
