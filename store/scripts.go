package store

import (
	"context"
	"embed"

	"github.com/redis/go-redis/v9"
)

//go:embed scripts/*.lua
var scriptFiles embed.FS

// The scripts. Each says its KEYS, ARGV and results at its head.
var (
	writeScript   = load("write")
	deleteScript  = load("delete")
	doneScript    = load("done")
	laterScript   = load("later")
	extendScript  = load("extend")
	promoteScript = load("promote")
	leaveScript   = load("leave")
	putBlobScript = load("putblob")
	markScript    = load("mark")
	noticeScript  = load("notice")
	leaseScript   = load("lease")
	renewScript   = load("renew")
	releaseScript = load("release")
	commitScript  = load("commit")
	changedScript = load("changed")
	nextScript    = load("next")
	dueScript     = load("due")
	dueListScript = load("duelist")
	settleScript  = load("settle")
	spendScript   = load("spend")
	aliasScript   = load("alias")
)

func load(name string) *redis.Script {
	b, err := scriptFiles.ReadFile("scripts/" + name + ".lua")
	if err != nil {
		panic("store: " + err.Error()) // it is embedded: the code is wrong
	}
	return redis.NewScript(string(b))
}

// seen is called with the keys of every script run; a test computes their slots.
var seen func(keys []string)

// run runs a script by its hash and sends its text when Redis does not know it,
// as after a restart.
func (c *Client) run(ctx context.Context, s *redis.Script, keys []string, args ...any) *redis.Cmd {
	if seen != nil {
		seen(keys)
	}
	return s.Run(ctx, c.rdb, keys, args...)
}
