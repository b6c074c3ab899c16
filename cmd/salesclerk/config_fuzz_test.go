package main

import (
	"os"
	"testing"
)

// FuzzConfig: whatever stands in a configuration, it is taken or an error says
// what is wrong with it.
func FuzzConfig(f *testing.F) {
	raw, err := os.ReadFile("salesclerk.example.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add([]byte("desks:\n  - {name: a, mailbox: {address: a@b.example, account: {password: '${MAIL_PASSWORD}'}}, people: [null], limits: {files: -1, time: 1e9}}\nslack: null\n"))
	f.Add([]byte("a: &a [*a, *a]\ndesks: *a\n<<: {x: 1}\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		c, err := parseConfig(raw, env)
		if c == nil && err == nil || err != nil && err.Error() == "" {
			t.Errorf("%+v, %v", c, err)
		}
	})
}
