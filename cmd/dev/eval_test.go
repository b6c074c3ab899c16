package main

import (
	"strings"
	"testing"
)

// TestEvalIsExplained has wrong uses answered by the usage, before anything is built.
func TestEvalIsExplained(t *testing.T) {
	for _, args := range []string{"eval -nothing", "eval a b", "eval -write DIR", "eval -write -only en"} {
		var out, err strings.Builder
		if code := run(t.Context(), strings.Fields(args), streams{&out, &err}); code != exitUsage || !strings.Contains(err.String(), "usage: dev eval") {
			t.Errorf("%s: %d, %s", args, code, err.String())
		}
	}
}
