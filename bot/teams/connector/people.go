package connector

import (
	"context"
	"errors"
)

// Member is a person in a conversation. Names and addresses are strangers' text.
type Member struct {
	ID    string // Teams' own for this app, "29:…"
	AAD   string // the object id in Entra, lower case
	Name  string
	Email string
	UPN   string // user principal name
}

// CreatePersonal opens the chat with one person, or finds it: both are the same
// to Teams. user is the person's "29:…" or object id in Entra; the app must be
// installed for it. serviceURL is that of any conversation of the tenant.
func (c *Client) CreatePersonal(ctx context.Context, serviceURL, tenant, user string) (Conversation, error) {
	return Conversation{}, errors.New("create: not yet")
}

// Members are all people in a conversation (of a channel: in its team), at most
// MembersMax.
func (c *Client) Members(ctx context.Context, in Conversation) ([]Member, error) {
	return nil, errors.New("members: not yet")
}

// Member is one person in a conversation by its "29:…" or object id in Entra;
// ErrGone if it is not in it.
func (c *Client) Member(ctx context.Context, in Conversation, user string) (Member, error) {
	return Member{}, errors.New("member: not yet")
}

// MembersMax is how many members Members reads.
const MembersMax = 10_000
