//go:build !unix

package judge

// lock holds nothing here: two processes may fetch the same packages at once,
// and the one that comes second fails once.
func lock(string) (free func(), err error) { return func() {}, nil }
