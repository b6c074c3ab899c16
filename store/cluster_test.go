package store

import (
	"context"
	"strings"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// cluster is a Redis Cluster of one node that has all slots: it refuses what
// crosses slots as any cluster does.
func cluster(t *testing.T) place {
	s := redistest.Start(t, "--cluster-enabled", "yes")
	s.Do("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
	limit, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	for !strings.Contains(s.Do("CLUSTER", "INFO").(string), "cluster_state:ok") {
		if limit.Err() != nil {
			t.Fatal("the cluster does not come up")
		}
	}
	return place{"cluster", Options{URL: s.URL, Cluster: true}}
}

// TestCluster does everything once on a Redis Cluster.
func TestCluster(t *testing.T) {
	c := cluster(t).open(t, nil)
	everyScript(t, c, "north")
	d, r := c.Desk("north"), c.Records("main")
	news := must(d.Watch(t.Context()))
	c2 := change(holding("T-2", 1, must(d.PutBlob(ctx, []byte("x")))), jobEffect(1), count("mails", 1))
	c2.MailKey, c2.Threads = "m2", []string{"<m2>"}
	ok(t, d.Write(ctx, c2))
	same(t, <-news, "T-2")
	same(t, ids(must(d.List(ctx, ListOptions{}))), []string{"T-2"})
	same(t, must(d.AttentionCount(ctx)), int64(1))
	same(t, must(d.Counts(ctx, "2027-03-01", "2027-03-01")), map[string]int64{"mails": 2})
	id, found, err := d.TaskOfThread(ctx, []string{"<no>", "<m2>"})
	same(t, []any{id, found, err}, []any{"T-2", true, nil})
	n := 0
	ok(t, d.Export(ctx, func(task.Task) error { n++; return nil }))
	same(t, n, 1)
	must(d.Size(ctx, "T-2"))
	same(t, len(must(d.Notices(ctx, 9))), 1)
	commit(t, r, true, Write{"item", "1", 0, []byte("x")}, Write{"price", "1", 0, []byte("y")})
	same(t, must(r.GetMany(ctx, "item", []string{"2", "1"})), [][]byte{nil, []byte("x")})
	ok(t, r.All(ctx, "item", func(string, []byte) error { n++; return nil }))
	same(t, n, 2)
	same(t, len(c.Check(ctx)), 0)
	ok(t, d.DeleteTask(ctx, "T-2"))
}
