package wire

import (
	"context"

	"github.com/slack-go/slack"
)

// OpenView opens a modal; the trigger lives 3 s and works once.
func (c *Client) OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) (id, hash string, err error) {
	return "", "", errSkeleton
}

// PushView puts a modal on the one that is open, three deep at most.
func (c *Client) PushView(ctx context.Context, trigger string, v slack.ModalViewRequest) (id, hash string, err error) {
	return "", "", errSkeleton
}

// UpdateView replaces an open modal named by its id, or by its external id when
// id is "". With a hash that is no longer its own, Slack answers hash_conflict.
func (c *Client) UpdateView(ctx context.Context, id, externalID, hash string, v slack.ModalViewRequest) (newID, newHash string, err error) {
	return "", "", errSkeleton
}

// PublishHome shows a person's App Home.
func (c *Client) PublishHome(ctx context.Context, user string, v slack.HomeTabViewRequest) (id, hash string, err error) {
	return "", "", errSkeleton
}
