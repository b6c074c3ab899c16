//go:build unix

package judge

import (
	"fmt"
	"os"
	"syscall"
)

// lock waits until no other process holds the file. The lock ends with the
// process, however it ends.
func lock(name string) (free func(), err error) {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("locking the cache for npm packages: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, fmt.Errorf("locking the cache for npm packages: %w", err)
	}
	return func() { f.Close() }, nil
}
