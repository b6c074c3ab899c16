package catalog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"salesclerk/agent/erp"
)

const crashDir = "SALESCLERK_TEST_CRASH_DIR"

// TestMain is the program that is killed in the middle of a build, where TestCrash
// runs it so.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		crash(dir)
	}
	os.Exit(m.Run())
}

func crash(dir string) {
	x, err := New(Options{Dir: dir})
	if err != nil {
		os.Exit(3)
	}
	_ = x.Build(context.Background(), func(yield func(erp.Item, error) bool) {
		for i := range batchOnDisk + 100 { // one batch is written, another is begun
			if !yield(erp.Item{Number: fmt.Sprint("C-", i), Description: "Crate"}, nil) {
				return
			}
		}
		os.Exit(2)
	}, nil, nil, nil)
}

// TestCrash kills a build in the middle: what was there before is found again, what
// is half written is not, and goes with the next build.
func TestCrash(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	x := onDisk(t, dir)
	if err := x.Build(ctx, generated(200), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	killed := exec.Command(self)
	killed.Env = append(os.Environ(), crashDir+"="+dir)
	var exit *exec.ExitError
	if err := killed.Run(); !errors.As(err, &exit) || exit.ExitCode() != 2 {
		t.Fatalf("the build was not killed in the middle: %v", err)
	}
	if n := len(generations(t, dir)); n != 2 {
		t.Fatalf("%d indexes on disk, want the old one and the half one", n)
	}
	x = onDisk(t, dir)
	defer x.Close()
	if x.Len() != 200 || !x.Knows("G-000199") || x.Knows("G-000200") {
		t.Errorf("after the crash it holds %d items, want the 200 of before", x.Len())
	}
	if err := x.Build(ctx, generated(300), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if n := len(generations(t, dir)); n != 1 || x.Len() != 300 {
		t.Errorf("%d indexes on disk with %d items after the next build", n, x.Len())
	}
}

// TestBroken opens an index of which only half of each file is there: it is not
// used, and can be built anew.
func TestBroken(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	x := onDisk(t, dir)
	if err := x.Build(ctx, generated(200), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(generations(t, dir)[0], func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return os.Truncate(path, info.Size()/2)
	})
	if err != nil {
		t.Fatal(err)
	}
	x = onDisk(t, dir)
	defer x.Close()
	if n := x.Len(); n != 0 {
		t.Errorf("a broken index answers with %d items", n)
	}
	if err := x.Build(ctx, generated(200), nil, nil, nil); err != nil || x.Len() != 200 {
		t.Errorf("built anew it holds %d items: %v", x.Len(), err)
	}
}

// TestUpdatesAreKept closes an index on disk after updates: they are there when it
// is opened again.
func TestUpdatesAreKept(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	x := onDisk(t, dir)
	if err := x.Build(ctx, generated(200), nil, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := x.Update(ctx, []erp.Item{{Number: "NEW-1", Description: "Rubber boots"}}, []string{"G-000007"}); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	x = onDisk(t, dir)
	defer x.Close()
	if !x.Knows("NEW-1") || x.Knows("G-000007") || x.Len() != 200 {
		t.Errorf("opened again it holds %d items", x.Len())
	}
}

func onDisk(t *testing.T, dir string) *Index {
	t.Helper()
	x, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// generations are the indexes in a directory, finished or not.
func generations(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "items-*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(slices.Values(all))
}
