package wire

import "context"

// UploadStart announces a file of size bytes: where it goes, and its id, known
// before anything of it is seen in Slack (files.getUploadURLExternal).
func (c *Client) UploadStart(ctx context.Context, name string, size int) (url, fileID string, err error) {
	return "", "", errSkeleton
}

// UploadPut sends the bytes. Sent again they replace what was sent before.
func (c *Client) UploadPut(ctx context.Context, url, name string, data []byte) error {
	return errSkeleton
}

// UploadFinish shows the file in the channel (files.completeUploadExternal), in a
// thread unless thread is "". It counts as a post of that channel. comment is
// mrkdwn for Slack: escaped already, "" for none.
func (c *Client) UploadFinish(ctx context.Context, fileID, title, channel, thread, comment string) error {
	return errSkeleton
}

// FileShared says whether the file is shown in the channel. Slack shares a
// finished upload a moment after it said so.
func (c *Client) FileShared(ctx context.Context, fileID, channel string) (bool, error) {
	return false, errSkeleton
}
