package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"
)

// Finding is something an administrator should know about Redis.
type Finding struct {
	Fatal bool // the program must not start on it
	Says  string
}

func (f Finding) String() string {
	if f.Fatal {
		return "error: " + f.Says
	}
	return "warning: " + f.Says
}

// Check says in sentences what is wrong with Redis, each after "error: " or
// "warning: "; none when all is well.
func (c *Client) Check(ctx context.Context) []string {
	var out []string
	for _, f := range c.Inspect(ctx) {
		out = append(out, f.String())
	}
	return out
}

// Inspect finds what is wrong with Redis: it does not answer or is too old, is a
// replica, may drop tasks when memory is short, or keeps nothing on disk.
func (c *Client) Inspect(ctx context.Context) []Finding {
	if err := c.Ping(ctx); err != nil {
		return []Finding{{true, err.Error()}}
	}
	if c.embedded {
		return []Finding{{false, "the embedded Redis keeps everything in memory and forgets it when the program ends"}}
	}
	cluster, ok := c.rdb.(*redis.ClusterClient)
	if !ok {
		return inspect(ctx, c.rdb)
	}
	var mu sync.Mutex
	var out []Finding
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		found := inspect(ctx, node)
		mu.Lock()
		defer mu.Unlock()
		for _, f := range found {
			out = append(out, Finding{f.Fatal, node.Options().Addr + ": " + f.Says})
		}
		return nil
	})
	if err != nil {
		out = append(out, Finding{true, fault("ask the nodes of the Redis Cluster", err).Error()})
	}
	return out
}

// inspect looks at one server.
func inspect(ctx context.Context, rdb redis.Cmdable) []Finding {
	text, err := rdb.Info(ctx).Result()
	if err != nil {
		return []Finding{{false, fault("look at the settings of Redis (INFO)", err).Error()}}
	}
	info := fields(text)
	var out []Finding
	out = append(out, version(info)...)
	out = append(out, role(info)...)
	out = append(out, eviction(info)...)
	out = append(out, saving(info)...)
	if info["aof_enabled"] != "1" {
		out = append(out, persistence(ctx, rdb)...)
	}
	return out
}

// fields reads the "name:value" lines of INFO.
func fields(text string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), ":"); ok {
			out[name] = value
		}
	}
	return out
}

func version(info map[string]string) []Finding {
	v := info["redis_version"]
	major, rest, _ := strings.Cut(v, ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, err1 := strconv.Atoi(major)
	b, err2 := strconv.Atoi(minor)
	switch {
	case err1 != nil || err2 != nil:
		return []Finding{{false, "Redis does not tell its version; 6.2 or newer is needed"}}
	case a < 6 || a == 6 && b < 2:
		return []Finding{{true, "Redis " + v + " is too old; 6.2 or newer is needed"}}
	}
	return nil
}

func role(info map[string]string) []Finding {
	if info["role"] != "slave" {
		return nil
	}
	return []Finding{{true, "this Redis is a replica; point the program at the primary, or name it by Sentinel"}}
}

func eviction(info map[string]string) []Finding {
	policy := info["maxmemory_policy"]
	switch {
	case strings.HasPrefix(policy, "allkeys-"):
		return []Finding{{true, "Redis may drop tasks when its memory is full: set maxmemory-policy to noeviction (it is " + policy + ")"}}
	case policy == "":
		return []Finding{{false, "Redis does not tell its eviction policy; see that maxmemory-policy is noeviction"}}
	case policy != "noeviction":
		return []Finding{{false, "Redis may drop leases when its memory is full: set maxmemory-policy to noeviction (it is " + policy + ")"}}
	}
	return nil
}

// saving finds that the last attempt to write to disk failed.
func saving(info map[string]string) []Finding {
	var out []Finding
	for _, k := range []string{"rdb_last_bgsave_status", "aof_last_write_status", "aof_last_bgrewrite_status"} {
		if v := info[k]; v != "" && v != "ok" {
			out = append(out, Finding{true, fmt.Sprintf("Redis could not save to its disk the last time (%s is %s): free disk space or mend the directory it saves to", k, v)})
		}
	}
	return out
}

// persistence looks at a server without an append-only file.
func persistence(ctx context.Context, rdb redis.Cmdable) []Finding {
	save, err := rdb.ConfigGet(ctx, "save").Result()
	switch {
	case err != nil:
		return []Finding{{false, "Redis writes no append-only file and does not tell whether it saves at all; see that it keeps its data on disk"}}
	case save["save"] == "":
		return []Finding{{false, "Redis keeps nothing on disk: a restart loses all tasks; set appendonly to yes"}}
	}
	return []Finding{{false, "Redis only saves now and then (save " + save["save"] + "): a crash loses the last minutes; set appendonly to yes"}}
}
