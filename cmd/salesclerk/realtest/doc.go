// Package realtest tests the whole program as people run it: its binary, as
// processes, against a real Redis, a real Dovecot and a real OpenSMTPD. It is
// tests only; nothing imports it.
//
// A site is a configuration with a mailbox and a part of Redis of its own, a
// copy is one running process of it. A story is a customer and a salesperson
// who go on until the order is confirmed, whatever happens to the program
// meanwhile. Between the program and its servers stand lines (line_test.go) that
// count what passes, break it, or end the program at a point.
//
// An office is a site whose people decide in a chat that is not a real one, a
// clerk one of them, a burial the kill test of a chat. In a scene
// (playground_test.go) people decide in Microsoft's Agents Playground, and what its
// page shows is what counts.
package realtest
