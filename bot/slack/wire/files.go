package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// UploadStart announces a file of size bytes: where it goes, and its id, known
// before anything of it is seen in Slack (files.getUploadURLExternal).
func (c *Client) UploadStart(ctx context.Context, name string, size int) (address, fileID string, err error) {
	k := &call{method: "files.getUploadURLExternal"}
	err = c.do(ctx, k, func(ctx context.Context) error {
		r, err := c.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: name, FileSize: size})
		if err == nil {
			address, fileID = r.UploadURL, r.FileID
		}
		return err
	})
	if err == nil && (fileID == "" || !c.ours(address)) {
		return "", "", fmt.Errorf("%s: %w", k.method, ErrForeign)
	}
	return address, fileID, err
}

// UploadPut sends the bytes; nothing is seen of them before UploadFinish. When it
// failed, start again: an upload's address takes one file.
func (c *Client) UploadPut(ctx context.Context, address, name string, data []byte) error {
	if !c.ours(address) {
		return fmt.Errorf("%s: %w", methodUpload, ErrForeign)
	}
	k := &call{method: methodUpload, raw: true}
	return c.do(ctx, k, func(ctx context.Context) error {
		return c.api.UploadToURL(ctx, slack.UploadToURLParameters{
			UploadURL: address, Filename: name, Reader: bytes.NewReader(data)})
	})
}

// ours says whether an address is Slack's own: https below the API's domain, or
// the API's own host as it was configured.
func (c *Client) ours(raw string) bool {
	u, err := url.Parse(raw)
	if err != nil || u.User != nil {
		return false
	}
	api, err := url.Parse(c.o.APIURL)
	if err != nil {
		return false
	}
	if u.Scheme == api.Scheme && strings.EqualFold(u.Host, api.Host) {
		return true
	}
	return u.Scheme == "https" && strings.HasSuffix(strings.ToLower(u.Hostname()), "."+strings.ToLower(api.Hostname()))
}

// UploadFinish shows the file in the channel (files.completeUploadExternal), in a
// thread unless thread is "". It counts as a post of that channel. comment is
// mrkdwn for Slack: escaped already, "" for none.
func (c *Client) UploadFinish(ctx context.Context, fileID, title, channel, thread, comment string) error {
	k := &call{method: "files.completeUploadExternal", channel: channel, effect: true}
	return c.do(ctx, k, func(ctx context.Context) error {
		_, err := c.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files:   []slack.FileSummary{{ID: fileID, Title: title}},
			Channel: channel, ThreadTimestamp: thread, InitialComment: comment})
		return k.done(err)
	})
}

// FileShared says whether the file is shown in the channel. Slack shares a
// finished upload a moment after it said so, so that false soon after
// UploadFinish does not mean that it failed. A file that was deleted is an
// *APIError "file_deleted"; one that was announced and never finished is not shared.
func (c *Client) FileShared(ctx context.Context, fileID, channel string) (bool, error) {
	var info struct {
		File struct {
			Channels, Groups, IMs []string
			Shares                struct{ Public, Private map[string]json.RawMessage }
		}
	}
	err := c.read(ctx, "files.info", channel, url.Values{"file": {fileID}}, &info)
	if Code(err) == "file_not_found" {
		return false, nil
	}
	f := info.File
	_, public := f.Shares.Public[channel]
	_, private := f.Shares.Private[channel]
	return public || private || slices.Contains(slices.Concat(f.Channels, f.Groups, f.IMs), channel), err
}
