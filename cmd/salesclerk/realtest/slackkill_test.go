package realtest

import (
	"testing"

	"salesclerk/bot/slack/slacktest"
)

// slackFew are on both sides of the first post, which all others hang on, between a
// click's arrival, its write, its acknowledgement and its edits, and at each call of
// an upload.
var slackFew = map[string][]string{
	"socket": {"before_slack_chat.postMessage_1", "after_slack_chat.postMessage_1", "after_slack_chat.postMessage_3", "before_redis_ref_2",
		"after_slack_click_1", "before_slack_ack_1", "before_slack_ack_2", "after_slack_ack_1", "after_slack_response_url_1", "before_slack_chat.update_1", "after_slack_chat.update_1",
		"after_slack_upload_1", "before_slack_files.completeUploadExternal_1", "after_slack_files.completeUploadExternal_1", "before_redis_due_1", "before_redis_settle_1"},
	"http": {"before_slack_click_1", "after_slack_click_1", "after_slack_chat.postMessage_2", "after_slack_files.completeUploadExternal_2"},
}

// TestSlackKilledAnywhere is the kill test of Slack, over each way in.
func TestSlackKilledAnywhere(t *testing.T) {
	burial{ways: []string{"socket", "http"}, few: slackFew, clicks: []string{"slack_click", "slack_ack", "slack_response_url", "redis_write"},
		open: func(t *testing.T, s *site, over string, x *tap) *office {
			return s.slacked(t, over, x, slacktest.Options{}).office
		}}.run(t)
}
