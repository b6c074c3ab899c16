package judge

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// NPM gives a folder whose node_modules holds the packages ("name@1.2.3", exact
// versions only). It is in the user's cache, shared by all tests that ask for the
// same list, and must not be written to. Scripts of packages are not run.
func NPM(tb testing.TB, packages ...string) (dir string) {
	tb.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			without(tb, program+" is not installed")
		}
	}
	list := slices.Sorted(slices.Values(packages))
	dir, err := installed(list)
	if errors.Is(err, errUnreachable) {
		without(tb, "npm packages can not be fetched here: "+strings.Join(list, " "))
	}
	if err != nil {
		tb.Fatal(err)
	}
	return dir
}

// oldestNode runs all packages: those that draw and Bolt load modules in a way that
// older ones do not know. The compiler is content with less.
var oldestNode = [2]int{20, 19}

// Node makes sure that node is new enough to run packages, and skips the test
// otherwise.
func Node(tb testing.TB) {
	tb.Helper()
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		without(tb, "node is not installed")
	}
	var has [2]int
	if _, err := fmt.Sscanf(string(out), "v%d.%d", &has[0], &has[1]); err != nil {
		tb.Fatalf("node --version says %q", out)
	}
	if slices.Compare(has[:], oldestNode[:]) < 0 {
		without(tb, fmt.Sprintf("node is %s and must be %d.%d or newer", strings.TrimSpace(string(out)), oldestNode[0], oldestNode[1]))
	}
}

// without ends a test that lacks something: skipped, and failed with CI=true.
func without(tb testing.TB, what string) {
	tb.Helper()
	if os.Getenv("CI") == "true" {
		tb.Fatal(what)
	}
	tb.Skip(what)
}

// errUnreachable is an install that failed for want of a registry.
var errUnreachable = errors.New("the package registry can not be reached")

// once remembers what became of each list, so that a machine without network
// waits once and not for each test.
var once sync.Map // of func() (string, error), by list

func installed(list []string) (string, error) {
	f, _ := once.LoadOrStore(strings.Join(list, " "), sync.OnceValues(func() (string, error) { return install(list) }))
	return f.(func() (string, error))()
}

// pinned is a package with one exact version: no range, no tag, no address.
var pinned = regexp.MustCompile(`^(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*@\d+\.\d+\.\d+(-[\w.]+)?$`)

// install finds the list's folder in the cache or makes it. A folder is there
// under its name only once it is complete.
func install(list []string) (string, error) {
	for _, p := range list {
		if !pinned.MatchString(p) {
			return "", fmt.Errorf("npm package %q: want name@1.2.3", p)
		}
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("finding the cache for npm packages: %w", err)
	}
	shelf := filepath.Join(cache, "salesclerk", "npm")
	if err := os.MkdirAll(shelf, 0o755); err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(resolvedAsOfDay + "\n" + strings.Join(list, "\n")))
	dir := filepath.Join(shelf, hex.EncodeToString(sum[:8]))
	free, err := lock(dir + ".lock")
	if err != nil {
		return "", err
	}
	defer free()
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	return dir, fetch(shelf, dir, list)
}

// fetch installs beside the folder and moves it there when it is whole.
func fetch(shelf, dir string, list []string) error {
	raw, err := os.MkdirTemp(shelf, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(raw)
	if err := os.WriteFile(filepath.Join(raw, "package.json"), []byte(`{"private":true,"type":"module"}`), 0o644); err != nil {
		return err
	}
	ctx, end := context.WithTimeout(context.Background(), 5*time.Minute)
	defer end()
	c := exec.CommandContext(ctx, "npm", append([]string{"install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier",
		"--before=" + resolvedAsOfDay + "T00:00:00Z", "--fetch-retries=1", "--fetch-retry-mintimeout=1000"}, list...)...)
	c.Dir = raw
	out, err := c.CombinedOutput()
	if err != nil && (ctx.Err() != nil || offline.Match(out)) {
		return fmt.Errorf("%w: %s", errUnreachable, lastLines(out, 3))
	}
	if err != nil {
		return fmt.Errorf("npm install %s: %w\n%s", strings.Join(list, " "), err, lastLines(out, 20))
	}
	return os.Rename(raw, dir)
}

// offline are npm's codes for a registry that is not there.
var offline = regexp.MustCompile(`\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED|E5\d\d)\b`)

// lastLines are the last lines of what a program said, long ones cut: packages
// come in files of one line.
func lastLines(b []byte, n int) string {
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	lines = lines[max(0, len(lines)-n):]
	for i, l := range lines {
		lines[i] = cut(strings.TrimRight(l, " "))
	}
	return strings.Join(lines, "\n")
}

func cut(line string) string {
	const longest = 200
	if r := []rune(line); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return line
}
