package judge

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

func TestOnlyExactVersions(t *testing.T) {
	for _, p := range []string{"", "react", "react@latest", "react@^19.0.0", "react@19", "@slack/types", "-g", "../x", "https://example.com/x.tgz", "react@file:../x", "react@1.2.3 left-pad@1.0.0"} {
		if dir, err := install([]string{p}); err == nil {
			t.Errorf("%q is installed in %s", p, dir)
		}
	}
	for _, p := range []string{TypeScript, SlackTypes, TeamsCards, AdaptiveCards, SlackBlocks, React, ReactDOM, Bolt, RedisClient, "x@1.0.0-beta.2"} {
		if !pinned.MatchString(p) {
			t.Errorf("%q is no exact version", p)
		}
	}
}

// TestNoRegistry asks one that is not there.
func TestNoRegistry(t *testing.T) {
	haveNPM(t)
	t.Setenv("npm_config_registry", "http://127.0.0.1:1/")
	t.Setenv("npm_config_cache", t.TempDir())
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, err := install([]string{SlackTypes})
	if !errors.Is(err, errUnreachable) {
		t.Errorf("error: %v", err)
	}
	cache, _ := os.UserCacheDir()
	left, err := os.ReadDir(filepath.Join(cache, "salesclerk", "npm"))
	if err != nil || len(left) != 1 || filepath.Ext(left[0].Name()) != ".lock" {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestInstallingAtOnce installs a small package from many sides into an empty cache.
func TestInstallingAtOnce(t *testing.T) {
	haveNPM(t)
	NPM(t, SlackTypes) // skips where there is no registry
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	var all sync.WaitGroup
	dirs := make([]string, 4)
	for i := range dirs {
		all.Go(func() {
			dir, err := install([]string{SlackTypes})
			if err != nil {
				t.Error(err)
			}
			dirs[i] = dir
		})
	}
	all.Wait()
	for _, d := range dirs {
		if _, err := os.Stat(filepath.Join(d, "node_modules", "@slack", "types", "package.json")); err != nil || d != dirs[0] {
			t.Errorf("installed in %q, and in %q: %v", d, dirs[0], err)
		}
	}
}

func haveNPM(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		without(t, "npm is not installed")
	}
}
