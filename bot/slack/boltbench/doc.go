// Package boltbench measures what a click costs beside Slack's own framework: a
// handler in Bolt for JavaScript that verifies the signature of the same request,
// does one write to the same Redis, and acknowledges. It is for benchmarks; the
// program never imports it.
//
// It is not a test of Bolt, and Bolt's handler is no peer in what it does: it
// keeps a stamp, and asks nobody whether the click may be.
//
// One run goes through it like this: Start begins the handler in a process of its
// own on the loopback; Load sends signed clicks (Click) to any address that takes
// Slack's requests, and tells how many a second and how long each took; Compare
// does that to both sides in turns and reports the figures under fixed names.
package boltbench
