package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// server is a desk on a real Redis of its own.
func server(t testing.TB, args ...string) (*redistest.Server, *Client, *Desk) {
	s := redistest.Start(t, args...)
	c := place{"server", Options{URL: s.URL}}.open(t, nil)
	return s, c, c.Desk("north")
}

// every tries each kind of write; all must fail alike.
func every(d *Desk, r *Records, from task.Task, j *Delivery) map[string]error {
	w := change(sample(from.ID, from.Rev+1, task.Paused), jobEffect(9), count("mails", 1))
	w.MailKey = "new"
	_, id := d.NewID(ctx)
	_, blob := d.PutBlob(ctx, []byte("new"))
	_, _, mark := d.Mark(ctx, "m", "v")
	_, lease := d.Lease(ctx, "l", "h", time.Minute)
	_, com := r.Commit(ctx, []Write{{"item", "2", 0, []byte("x")}})
	_, next := r.Next(ctx, "n", 1)
	return map[string]error{"Write": d.Write(ctx, w), "NewID": id, "PutBlob": blob, "Mark": mark, "Lease": lease,
		"Commit": com, "Next": next, "SetValue": d.SetValue(ctx, "v", "x"), "SetCardRef": d.SetCardRef(ctx, "c", "r", "x"),
		"AddNotice": d.AddNotice(ctx, "n", []byte("{}")), "Later": d.Later(ctx, j, t0, j.Job)}
}

// allRefused finds that nothing was written, that each error says so in a
// sentence, and that everything can be read as before.
func allRefused(t *testing.T, s *redistest.Server, d *Desk, r *Records, v task.Task, j *Delivery, word string) {
	t.Helper()
	before := dump(s)
	for what, err := range every(d, r, v, j) {
		if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: got %v, want %q", what, err, word)
		}
	}
	if diff := cmp.Diff(before, dump(s)); diff != "" {
		t.Errorf("something was written (-before +after)\n%s", diff)
	}
	same(t, must(d.Task(ctx, v.ID)), v)
}

// dump is everything a Redis holds: a fingerprint for each key.
func dump(s *redistest.Server) map[string]string {
	out := map[string]string{}
	for _, k := range s.Do("KEYS", "*").([]any) {
		out[k.(string)] = fmt.Sprintf("%x", s.Do("DUMP", k))
	}
	return out
}

// prepared is a task, a job in hand and a record.
func prepared(t *testing.T, c *Client, d *Desk) (*Records, task.Task, *Delivery) {
	v := put(t, d, "T-1", 1, task.Attention, jobEffect(1))
	r := c.Records("main")
	commit(t, r, true, Write{"item", "1", 0, []byte("x")})
	return r, v, take(t, d, "a")
}

func TestMemoryFull(t *testing.T) {
	s, c, d := server(t)
	r, v, j := prepared(t, c, d)
	s.Set("maxmemory", "1")
	allRefused(t, s, d, r, v, j, "memory is full")
	s.Set("maxmemory", "0")
	worksAgain(t, d, r, v, j)
}

// worksAgain finds that the very same writes go through when the fault is over.
func worksAgain(t *testing.T, d *Desk, r *Records, v task.Task, j *Delivery) {
	t.Helper()
	for what, err := range every(d, r, v, j) {
		if err != nil {
			t.Errorf("%s: got %v", what, err)
		}
	}
	same(t, must(d.Task(ctx, v.ID)).Rev, v.Rev+1)
	backlog(t, d, 1, 1)
}

func TestReadOnlyReplica(t *testing.T) {
	s, c, d := server(t)
	r, v, j := prepared(t, c, d)
	s.Set("replica-serve-stale-data", "yes")
	s.Do("REPLICAOF", "127.0.0.1", "1") // a primary that is not there
	allRefused(t, s, d, r, v, j, "read-only replica")
	if found := strings.Join(c.Check(ctx), "\n"); !strings.Contains(found, "error: this Redis is a replica") {
		t.Errorf("check says %q", found)
	}
	s.Do("REPLICAOF", "NO", "ONE")
	worksAgain(t, d, r, v, j)
}

// TestDiskFull lets a save fail, as on a full disk: Redis refuses writes then.
func TestDiskFull(t *testing.T) {
	s, c, d := server(t, "--appendonly", "no", "--save", "3600 1000000", "--stop-writes-on-bgsave-error", "yes", "--dbfilename", "dump.rdb")
	r, v, j := prepared(t, c, d)
	s.BreakDisk()
	allRefused(t, s, d, r, v, j, "cannot save to its disk")
	found := strings.Join(c.Check(ctx), "\n")
	if !strings.Contains(found, "error: reach Redis: Redis refuses to write because it cannot save") {
		t.Errorf("check says %q", found)
	}
	s.MendDisk()
	worksAgain(t, d, r, v, j)
}

func TestServerGone(t *testing.T) {
	s, c, d := server(t)
	r, v, j := prepared(t, c, d)
	s.Kill()
	short, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for what, err := range every(d, r, v, j) {
		if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "see that it runs") {
			t.Errorf("%s: got %v", what, err)
		}
	}
	_, err := d.Task(short, "T-1")
	_, err2 := d.Take(short, "a", 0)
	_, err3 := d.List(short, ListOptions{})
	for _, err := range []error{err, err2, err3, c.Ping(short)} {
		if !errors.Is(err, ErrUnavailable) || errors.Is(err, ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
	s.Resume()                                       // scripts are unknown to it now
	for c.Ping(short) != nil && short.Err() == nil { // the client looks every second whether it is back
	}
	worksAgain(t, d, r, v, j)
}

// TestRestartUnderLoad kills Redis while many write: what was answered is there,
// each event once, and no job is missing or doubled.
func TestRestartUnderLoad(t *testing.T) {
	s, _, d := server(t)
	const writers, each = 8, 30
	var wg, half sync.WaitGroup
	half.Add(writers)
	for w := range writers {
		wg.Go(func() { writeThrough(t, d, fmt.Sprint("T-", w), each, half.Done) })
	}
	half.Wait()
	s.Restart()
	wg.Wait()
	same(t, must(d.Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{"written": writers * each})
	got := map[string]bool{}
	for range writers * each {
		got[take(t, d, "a").Job.Key] = true
	}
	same(t, len(got), writers*each)
	none(t, d, "a")
}

// writeThrough writes n revisions, repeating what Redis did not answer.
func writeThrough(t *testing.T, d *Desk, id string, n int, half func()) {
	for rev := range n {
		if rev == n/2 {
			half()
		}
		j := task.Job{Key: fmt.Sprint(id, "/", rev), Task: id}
		c := change(sample(id, int64(rev+1), task.Working), task.Effect{Job: &j}, count("written", 1))
		err := d.Write(ctx, c)
		for errors.Is(err, ErrUnavailable) {
			err = d.Write(ctx, c)
		}
		if err != nil {
			t.Error(err)
			return
		}
	}
}

// TestScriptsForgotten is a restart without one.
func TestScriptsForgotten(t *testing.T) {
	s, _, d := server(t)
	put(t, d, "T-1", 1, task.Working)
	s.Do("SCRIPT", "FLUSH")
	put(t, d, "T-1", 2, task.Working)
}

// TestGroupLost finds that jobs are taken after the group was lost with the rest.
func TestGroupLost(t *testing.T) {
	s, _, d := server(t)
	none(t, d, "a")
	s.Do("FLUSHALL")
	put(t, d, "T-1", 1, task.Working, jobEffect(1))
	take(t, d, "a")
}

// TestWatchComesBack finds that a watcher is told after a restart of Redis.
func TestWatchComesBack(t *testing.T) {
	s, _, d := server(t)
	news := must(d.Watch(t.Context()))
	s.Restart()
	same(t, <-news, "") // look at everything: something may have been missed
	put(t, d, "T-1", 1, task.Working)
	for id := range news {
		if id == "T-1" {
			break
		}
	}
}

func TestCheck(t *testing.T) {
	s, c, _ := server(t)
	same(t, c.Check(ctx), []string(nil))
	s.Set("maxmemory-policy", "allkeys-lru")
	s.Set("appendonly", "no")
	found := strings.Join(c.Check(ctx), "\n")
	for _, want := range []string{"error: Redis may drop tasks", "warning: Redis keeps nothing on disk"} {
		if !strings.Contains(found, want) {
			t.Errorf("%q is missing in %q", want, found)
		}
	}
	s.Set("save", "60 1")
	s.Set("maxmemory-policy", "volatile-ttl")
	found = strings.Join(c.Check(ctx), "\n")
	if strings.Contains(found, "error:") || !strings.Contains(found, "a crash loses the last minutes") {
		t.Errorf("got %q", found)
	}
	s.Kill()
	if found := c.Check(ctx); len(found) != 1 || !strings.HasPrefix(found[0], "error: reach Redis: ") {
		t.Errorf("got %q", found)
	}
}

func TestCheckEmbedded(t *testing.T) {
	c, stop, err := Embedded()
	ok(t, err)
	same(t, c.Check(ctx), []string{"warning: the embedded Redis keeps everything in memory and forgets it when the program ends"})
	stop()
	stop()
	if err := c.Ping(ctx); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("got %v", err)
	}
}

func TestFaultWords(t *testing.T) {
	for text, want := range map[string]string{
		"OOM command not allowed when used memory > 'maxmemory'.":                                       "memory is full",
		"ERR Error running script (call to f_1): @user_script:41: -MISCONF Redis is configured to save": "cannot save",
		"LOADING Redis is loading the dataset in memory":                                                "still loading",
		"ERR max number of clients reached":                                                             "too many connections",
		"NOPERM this user has no permissions":                                                           "may not do this",
	} {
		err := fault("write task T-1", errors.New(text))
		if !errors.Is(err, ErrUnavailable) || !strings.HasPrefix(err.Error(), "write task T-1: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v", text, err)
		}
	}
	if err := fault("x", errors.New("WRONGTYPE no OOM here")); errors.Is(err, ErrUnavailable) {
		t.Error("a wrong type is no outage")
	}
	if err := fault("x", context.Canceled); errors.Is(err, ErrUnavailable) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := fault("x", io.EOF); !errors.Is(err, ErrUnavailable) || !errors.Is(err, io.EOF) {
		t.Errorf("got %v", err)
	}
	same(t, fault("x", nil), nil)
}

func TestOpen(t *testing.T) {
	for name, o := range map[string]Options{"nothing": {}, "both": {URL: "redis://a:1", Addrs: []string{"b:1"}},
		"bad": {URL: "http://secret@x"}, "cluster database": {Addrs: []string{"a:1", "b:1"}, DB: 1}} {
		_, err := Open(o)
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	for _, o := range []Options{{URL: "rediss://u:p@a:1/3"}, {Addrs: []string{"a:1"}, MasterName: "m", DB: 2}, {Addrs: []string{"a:1", "b:1"}}} {
		c, err := Open(o)
		ok(t, err)
		c.Close()
		c.Close()
	}
	u := must(universal(Options{URL: "rediss://u:p@a:1/3", Password: "q"}))
	same(t, []any{u.Addrs, u.Username, u.Password, u.DB, u.TLSConfig != nil}, []any{[]string{"a:1"}, "u", "q", 3, true})
}
