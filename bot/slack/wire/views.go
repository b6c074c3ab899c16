package wire

import (
	"context"

	"github.com/slack-go/slack"
)

// OpenView opens a modal; the trigger lives 3 s and works once.
func (c *Client) OpenView(ctx context.Context, trigger string, v slack.ModalViewRequest) (id, hash string, err error) {
	return c.showView(ctx, "views.open", func(ctx context.Context) error {
		_, err := c.api.OpenViewContext(ctx, trigger, v)
		return err
	})
}

// PushView puts a modal on the one that is open, three deep at most.
func (c *Client) PushView(ctx context.Context, trigger string, v slack.ModalViewRequest) (id, hash string, err error) {
	return c.showView(ctx, "views.push", func(ctx context.Context) error {
		_, err := c.api.PushViewContext(ctx, trigger, v)
		return err
	})
}

// UpdateView replaces an open modal named by its id, or by its external id when
// id is "". With a hash that is no longer its own, Slack answers hash_conflict.
func (c *Client) UpdateView(ctx context.Context, id, externalID, hash string, v slack.ModalViewRequest) (newID, newHash string, err error) {
	if id != "" {
		externalID = "" // Slack takes one of them
	}
	return c.showView(ctx, "views.update", func(ctx context.Context) error {
		_, err := c.api.UpdateViewContext(ctx, v, externalID, hash, id)
		return err
	})
}

// PublishHome shows a person's App Home.
func (c *Client) PublishHome(ctx context.Context, user string, v slack.HomeTabViewRequest) (id, hash string, err error) {
	return c.showView(ctx, "views.publish", func(ctx context.Context) error {
		_, err := c.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: v})
		return err
	})
}

func (c *Client) showView(ctx context.Context, method string, f func(context.Context) error) (id, hash string, err error) {
	k := &call{method: method, effect: true}
	err = c.do(ctx, k, func(ctx context.Context) error { return k.done(f(ctx)) })
	return k.view.ID, k.view.Hash, err
}
